package io.pagestream.imaging.video;

import io.pagestream.imaging.decode.DecodeException.Reason;
import io.pagestream.imaging.decode.Refused;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/**
 * The first video track of an MP4 or QuickTime file.
 *
 * @param ticksPerSecond the unit of its times
 * @param avcC the box that describes its H.264
 * @param sampleTable the box that tells where its pictures lie
 */
record VideoTrack(long ticksPerSecond, ByteBuffer avcC, ByteBuffer sampleTable) {

    /** What the first box of such a file may be. */
    private static final Set<String> FIRST = Set.of("ftyp", "moov", "mdat", "free", "skip", "wide", "pnot");

    /** From the start of a sample entry to the boxes in it. */
    private static final int VISUAL_ENTRY = 78;

    static VideoTrack of(ByteBuffer file) {
        if (file.remaining() < 8 || !FIRST.contains(type(file, 4))) {
            throw new Refused(Reason.UNSUPPORTED_TYPE, "read are videos in MP4 and QuickTime files; this is neither");
        }
        ByteBuffer movie = Mp4Boxes.one(file, "moov");
        for (ByteBuffer track : Mp4Boxes.all(movie, "trak")) {
            ByteBuffer media = Mp4Boxes.one(track, "mdia");
            if (type(Mp4Boxes.one(media, "hdlr"), 8).equals("vide")) {
                ByteBuffer table = Mp4Boxes.at(media, "minf", "stbl");
                return new VideoTrack(ticks(Mp4Boxes.one(media, "mdhd")), avcC(Mp4Boxes.one(table, "stsd")), table);
            }
        }
        throw new Refused(Reason.UNSUPPORTED_TYPE, "the file has no video track");
    }

    private static long ticks(ByteBuffer header) {
        boolean wide = header.get(0) == 1;
        return Integer.toUnsignedLong(header.getInt(wide ? 20 : 12));
    }

    private static ByteBuffer avcC(ByteBuffer descriptions) {
        Mp4Boxes.rows(descriptions, 8);
        List<ByteBuffer> h264 = Mp4Boxes.all(descriptions, "avc1");
        if (h264.isEmpty()) {
            throw new Refused(
                    Reason.UNSUPPORTED_TYPE,
                    "read is H.264 (avc1); the video is coded as '" + type(descriptions, descriptions.position() + 4)
                            + "'");
        }
        ByteBuffer entry = h264.get(0);
        return Mp4Boxes.one(entry.position(VISUAL_ENTRY), "avcC");
    }

    private static String type(ByteBuffer box, int at) {
        byte[] name = new byte[4];
        box.get(at, name);
        return new String(name, StandardCharsets.ISO_8859_1);
    }
}
