package io.pagestream.models.tokenize;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * The fields of one protobuf message, in their order, as the wire format describes them
 * (https://protobuf.dev/programming-guides/encoding). A library would bring its own generated classes and a version to
 * agree on with Flink's, for two messages that have not changed in years. One thread.
 */
final class ProtobufFields {

    private static final int VARINT = 0;
    private static final int EIGHT_BYTES = 1;
    private static final int LENGTH_AND_BYTES = 2;
    private static final int FOUR_BYTES = 5;

    private final ByteBuffer rest;
    private int number;
    private int wire;
    private long value;
    private ByteBuffer content;

    ProtobufFields(ByteBuffer message) {
        this.rest = message.slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Goes to the next field; false at the end. */
    boolean next() {
        if (!rest.hasRemaining()) {
            return false;
        }
        long key = varint();
        number = (int) (key >>> 3);
        wire = (int) (key & 7);
        switch (wire) {
            case VARINT -> value = varint();
            case EIGHT_BYTES -> content = bytes(8);
            case LENGTH_AND_BYTES -> content = bytes(varint());
            case FOUR_BYTES -> content = bytes(4);
            default -> throw broken("a field of wire type " + wire);
        }
        return true;
    }

    /** The number by which the schema names this field. */
    int number() {
        return number;
    }

    long integer() {
        require(VARINT);
        return value;
    }

    boolean flag() {
        return integer() != 0;
    }

    float real() {
        require(FOUR_BYTES);
        return content.order(ByteOrder.LITTLE_ENDIAN).getFloat(0);
    }

    String text() {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(message()).toString();
        } catch (CharacterCodingException e) {
            throw broken("a text in field " + number + " that is not UTF-8");
        }
    }

    /** The bytes of this field: a text, or a message of its own. */
    ByteBuffer message() {
        require(LENGTH_AND_BYTES);
        return content.duplicate();
    }

    private long varint() {
        long number = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (!rest.hasRemaining()) {
                throw broken("the end of the file inside of a number");
            }
            byte part = rest.get();
            number |= (part & 0x7FL) << shift;
            if (part >= 0) {
                return number;
            }
        }
        throw broken("a number of more than ten bytes");
    }

    private ByteBuffer bytes(long length) {
        if (length < 0 || length > rest.remaining()) {
            throw broken("a field of " + length + " bytes where " + rest.remaining() + " are left");
        }
        ByteBuffer bytes = rest.slice(rest.position(), (int) length);
        rest.position(rest.position() + (int) length);
        return bytes;
    }

    private void require(int expected) {
        if (wire != expected) {
            throw broken("field " + number + " with wire type " + wire + " instead of " + expected);
        }
    }

    private static IllegalArgumentException broken(String found) {
        return new IllegalArgumentException("its bytes are no protobuf message, they have " + found);
    }
}
