package io.pagestream.imaging.video;

import io.pagestream.imaging.decode.DecodeException.Reason;
import io.pagestream.imaging.decode.Refused;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Where the pictures of a video track lie in the file, in the order in which they are decoded (ISO/IEC 14496-12, 8.6 and
 * 8.7).
 */
final class SampleTable {

    /** Bytes from the start of the file. */
    final long[] offset;
    /** Bytes. */
    final int[] size;
    /** Whether decoding may start here. */
    final boolean[] sync;
    /** The picture that is shown k-th is decoded as {@code shown[k]}-th. */
    final int[] shown;
    /** Time from the first picture to the end of the last, in the units of the track. */
    final long duration;

    /**
     * @param stbl the box of this name
     * @param fileBytes length of the file
     */
    SampleTable(ByteBuffer stbl, long fileBytes, int maxFrames) {
        size = sizes(Mp4Boxes.one(stbl, "stsz"), maxFrames);
        offset = offsets(stbl);
        for (int i = 0; i < size.length; i++) {
            if (offset[i] < 0 || size[i] < 0 || offset[i] + size[i] > fileBytes) {
                throw new Refused(
                        Reason.CORRUPT,
                        "picture " + i + " lies at byte " + offset[i] + " of " + fileBytes + " and has " + size[i]);
            }
        }
        sync = sync(stbl);
        long[] time = new long[size.length];
        duration = times(stbl, time);
        shown = IntStream.range(0, size.length)
                .boxed()
                .sorted(Comparator.comparingLong(i -> time[i]))
                .mapToInt(i -> i)
                .toArray();
    }

    private static int[] sizes(ByteBuffer stsz, int maxFrames) {
        stsz.getInt();
        int common = stsz.getInt();
        int count = stsz.getInt();
        if (count < 1) {
            throw new Refused(Reason.UNSUPPORTED_TYPE, "the index has no pictures; fragmented files are not read");
        }
        if (count > maxFrames) {
            throw new Refused(
                    Reason.TOO_LARGE, "the video has " + count + " frames, at most " + maxFrames + " are allowed");
        }
        if (common == 0 && stsz.remaining() < 4L * count) {
            throw new Refused(Reason.CORRUPT, count + " sizes in " + stsz.remaining() + " bytes");
        }
        int[] sizes = new int[count];
        Arrays.fill(sizes, common);
        if (common == 0) {
            stsz.asIntBuffer().get(sizes);
        }
        return sizes;
    }

    /** Pictures lie in chunks, one behind the other; a table tells how many lie in each run of chunks. */
    private long[] offsets(ByteBuffer stbl) {
        List<ByteBuffer> wide = Mp4Boxes.all(stbl, "co64");
        ByteBuffer chunks = wide.isEmpty() ? Mp4Boxes.one(stbl, "stco") : wide.get(0);
        int chunkCount = Mp4Boxes.rows(chunks, wide.isEmpty() ? 4 : 8);
        ByteBuffer runs = Mp4Boxes.one(stbl, "stsc");
        int runsLeft = Mp4Boxes.rows(runs, 12);
        long[] offsets = new long[size.length];
        int sample = 0;
        int inChunk = 0;
        int nextRun = runsLeft == 0 ? Integer.MAX_VALUE : runs.getInt(runs.position());
        for (int chunk = 1; chunk <= chunkCount && sample < size.length; chunk++) {
            if (chunk == nextRun) {
                runs.getInt();
                inChunk = runs.getInt();
                runs.getInt();
                nextRun = --runsLeft == 0 ? Integer.MAX_VALUE : runs.getInt(runs.position());
            }
            long at = wide.isEmpty() ? Integer.toUnsignedLong(chunks.getInt()) : chunks.getLong();
            for (int k = 0; k < inChunk && sample < size.length; k++) {
                offsets[sample] = at;
                at += size[sample++];
            }
        }
        if (sample < size.length) {
            throw new Refused(Reason.CORRUPT, "only " + sample + " of " + size.length + " pictures lie in a chunk");
        }
        return offsets;
    }

    private boolean[] sync(ByteBuffer stbl) {
        boolean[] starts = new boolean[size.length];
        List<ByteBuffer> table = Mp4Boxes.all(stbl, "stss");
        if (table.isEmpty()) {
            Arrays.fill(starts, true);
            return starts;
        }
        int rows = Mp4Boxes.rows(table.get(0), 4);
        for (int i = 0; i < rows; i++) {
            int sample = table.get(0).getInt() - 1;
            if (sample >= 0 && sample < starts.length) {
                starts[sample] = true;
            }
        }
        starts[0] = true;
        return starts;
    }

    /** Fills in when each picture is shown, and returns how long all of them last. */
    private static long times(ByteBuffer stbl, long[] time) {
        ByteBuffer steps = Mp4Boxes.one(stbl, "stts");
        int sample = 0;
        long now = 0;
        for (int rows = Mp4Boxes.rows(steps, 8); rows > 0; rows--) {
            int count = steps.getInt();
            long step = Integer.toUnsignedLong(steps.getInt());
            for (int k = 0; k < count && sample < time.length; k++) {
                time[sample++] = now;
                now += step;
            }
        }
        Arrays.fill(time, sample, time.length, now);
        List<ByteBuffer> shifts = Mp4Boxes.all(stbl, "ctts");
        if (!shifts.isEmpty()) {
            sample = 0;
            for (int rows = Mp4Boxes.rows(shifts.get(0), 8); rows > 0; rows--) {
                int count = shifts.get(0).getInt();
                int shift = shifts.get(0).getInt();
                for (int k = 0; k < count && sample < time.length; k++) {
                    time[sample++] += shift;
                }
            }
        }
        return now;
    }
}
