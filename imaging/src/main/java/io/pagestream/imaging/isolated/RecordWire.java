package io.pagestream.imaging.isolated;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Java records of numbers, texts, records and lists of records, component by component: both ends run the same classes, so
 * neither names nor types are written. Nothing but such records can be read, whatever the bytes say.
 */
final class RecordWire {

    private static final int MOST_IN_A_LIST = 1 << 20;

    private RecordWire() {}

    static void write(DataOutputStream out, Record value) throws IOException {
        for (RecordComponent component : value.getClass().getRecordComponents()) {
            writeValue(out, valueOf(component, value));
        }
    }

    private static Object valueOf(RecordComponent component, Record of) throws IOException {
        try {
            return component.getAccessor().invoke(of);
        } catch (ReflectiveOperationException e) {
            throw new IOException(component + " cannot be read", e);
        }
    }

    private static void writeValue(DataOutputStream out, Object value) throws IOException {
        if (value instanceof Double number) {
            out.writeDouble(number);
        } else if (value instanceof Integer number) {
            out.writeInt(number);
        } else if (value instanceof Boolean truth) {
            out.writeBoolean(truth);
        } else if (value instanceof String text) {
            Wire.writeText(out, text);
        } else if (value instanceof Record record) {
            write(out, record);
        } else if (value instanceof List<?> list) {
            out.writeInt(list.size());
            for (Object each : list) {
                writeValue(out, each);
            }
        } else {
            throw new IllegalArgumentException("a " + value.getClass() + " cannot cross between processes");
        }
    }

    static <T extends Record> T read(DataInputStream in, Class<T> type) throws IOException {
        RecordComponent[] components = type.getRecordComponents();
        Object[] values = new Object[components.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = components[i].getType() == List.class
                    ? readList(in, (ParameterizedType) components[i].getGenericType())
                    : readValue(in, components[i].getType());
        }
        try {
            Class<?>[] types =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            return type.getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IOException("no " + type.getSimpleName() + " can be made of " + Arrays.toString(values), e);
        }
    }

    private static Object readValue(DataInputStream in, Class<?> type) throws IOException {
        if (type == double.class) {
            return in.readDouble();
        } else if (type == int.class) {
            return in.readInt();
        } else if (type == boolean.class) {
            return in.readBoolean();
        } else if (type == String.class) {
            return Wire.readText(in);
        } else if (type.isRecord()) {
            return read(in, type.asSubclass(Record.class));
        }
        throw new IllegalArgumentException("a " + type + " cannot cross between processes");
    }

    private static List<?> readList(DataInputStream in, ParameterizedType type) throws IOException {
        int size = in.readInt();
        if (size < 0 || size > MOST_IN_A_LIST) {
            throw new IOException("a list of " + size);
        }
        List<Object> list = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            list.add(readValue(in, (Class<?>) type.getActualTypeArguments()[0]));
        }
        return list;
    }
}
