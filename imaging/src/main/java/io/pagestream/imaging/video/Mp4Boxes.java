package io.pagestream.imaging.video;

import io.pagestream.imaging.decode.DecodeException.Reason;
import io.pagestream.imaging.decode.Refused;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The boxes that an MP4 file is made of (ISO/IEC 14496-12, 4.2). No box may be larger than what it lies in. */
final class Mp4Boxes {

    private Mp4Boxes() {}

    /** The contents of all boxes of {@code type} that lie directly in {@code container}, whose position stays. */
    static List<ByteBuffer> all(ByteBuffer container, String type) {
        List<ByteBuffer> found = new ArrayList<>();
        ByteBuffer rest = container.slice();
        while (rest.remaining() >= 8) {
            int start = rest.position();
            long size = Integer.toUnsignedLong(rest.getInt());
            byte[] name = new byte[4];
            rest.get(name);
            if (size == 1 && rest.remaining() >= 8) {
                size = rest.getLong();
            } else if (size == 0) {
                size = rest.limit() - start; // to the end
            }
            if (size < rest.position() - start || size > rest.limit() - start) {
                throw new Refused(
                        Reason.CORRUPT,
                        "a box of " + size + " bytes at byte " + start + " of " + rest.limit() + " of its container");
            }
            int end = start + (int) size;
            if (type.equals(new String(name, StandardCharsets.ISO_8859_1))) {
                found.add(rest.slice(rest.position(), end - rest.position()));
            }
            rest.position(end);
        }
        return found;
    }

    /** The contents of the first box of {@code type} in {@code container}. */
    static ByteBuffer one(ByteBuffer container, String type) {
        List<ByteBuffer> found = all(container, type);
        if (found.isEmpty()) {
            throw new Refused(Reason.CORRUPT, "the box '" + type + "' is missing");
        }
        return found.get(0);
    }

    /** The contents of the first box at the end of a path of boxes. */
    static ByteBuffer at(ByteBuffer container, String... path) {
        ByteBuffer box = container;
        for (String type : path) {
            box = one(box, type);
        }
        return box;
    }

    /** Skips version and flags of a table, and reads how many rows it has, each of {@code rowBytes}. */
    static int rows(ByteBuffer table, int rowBytes) {
        table.getInt();
        int rows = table.getInt();
        if (rows < 0 || (long) rows * rowBytes > table.remaining()) {
            throw new Refused(
                    Reason.CORRUPT,
                    "a table announces " + Integer.toUnsignedString(rows) + " rows of " + rowBytes + " bytes in "
                            + table.remaining() + " bytes");
        }
        return rows;
    }
}
