package io.pagestream.imaging.video;

import io.pagestream.imaging.decode.Deadline;
import io.pagestream.imaging.decode.DecodeException;
import io.pagestream.imaging.decode.DecodeException.Reason;
import io.pagestream.imaging.decode.DecodeWorkers;
import io.pagestream.imaging.decode.Refused;
import io.pagestream.imaging.pixels.RgbImage;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The frames of a video: H.264 (baseline, main or high profile; 8 bits, 4:2:0, progressive) in an MP4 or QuickTime file
 * with an index. Sound is not looked at. Frames are counted in the order in which they are shown; they are as coded, a
 * rotation that the file asks for is not applied, nor is an edit list. Videos are taken for hostile: see
 * {@link VideoLimits}.
 *
 * <p>Immutable, and may be used from any thread; each selection decodes anew.
 */
public final class VideoFrames {

    private final byte[] file;
    private final SampleTable samples;
    private final ByteBuffer avcC;
    private final double framesPerSecond;
    private final VideoLimits limits;

    private VideoFrames(byte[] file, SampleTable samples, ByteBuffer avcC, double framesPerSecond, VideoLimits limits) {
        this.file = file;
        this.samples = samples;
        this.avcC = avcC;
        this.framesPerSecond = framesPerSecond;
        this.limits = limits;
    }

    /**
     * Reads the index of a video.
     *
     * @param file the whole file; nobody may change it as long as frames are selected
     * @throws DecodeException when it is no video that can be read within the limits
     */
    public static VideoFrames open(byte[] file, VideoLimits limits) throws DecodeException {
        if (file.length == 0) {
            throw new DecodeException(Reason.EMPTY, "the video has no bytes");
        }
        if (file.length > limits.maxBytes()) {
            throw new DecodeException(
                    Reason.TOO_LARGE,
                    "the video has " + file.length + " bytes, at most " + limits.maxBytes() + " are allowed");
        }
        return DecodeWorkers.call("opening the video", new Deadline(limits.toDecode()), () -> read(file, limits));
    }

    private static VideoFrames read(byte[] file, VideoLimits limits) {
        VideoTrack track = VideoTrack.of(ByteBuffer.wrap(file));
        new H264Setup(track.avcC().duplicate(), limits.maxPixels()); // refuses what cannot be decoded
        SampleTable samples = new SampleTable(track.sampleTable(), file.length, limits.maxFrames());
        if (samples.duration <= 0 || track.ticksPerSecond() <= 0) {
            throw new Refused(Reason.CORRUPT, "the video lasts no time");
        }
        double rate = (double) samples.size.length * track.ticksPerSecond() / samples.duration;
        return new VideoFrames(file, samples, track.avcC(), rate, limits);
    }

    /** How many there are. */
    public int count() {
        return samples.size.length;
    }

    /** On average: frames divided by the length of the track. */
    public double framesPerSecond() {
        return framesPerSecond;
    }

    /** The frames at {@code indices}, all of them in memory; see {@link #select(int[], Function)}. */
    public List<RgbImage> select(int... indices) throws DecodeException {
        return select(indices, frame -> frame);
    }

    /**
     * Decodes the frames at {@code indices} and the ones they refer to, and makes something smaller of each, so that not
     * all of them have to be held.
     *
     * @param indices 0 to {@link #count()} - 1, in any order and also repeated
     * @param each called on the caller's thread, once for each different index
     * @return results in the order of {@code indices}
     * @throws DecodeException when the video is damaged, or is not decoded in the time that is allowed
     */
    public <T> List<T> select(int[] indices, Function<RgbImage, T> each) throws DecodeException {
        for (int index : indices) {
            if (index < 0 || index >= count()) {
                throw new IllegalArgumentException("the video has frames 0 to " + (count() - 1) + ", not " + index);
            }
        }
        int[] wanted = Arrays.stream(indices)
                .map(i -> samples.shown[i])
                .sorted()
                .distinct()
                .toArray();
        Deadline deadline = new Deadline(limits.toDecode());
        Decoding decoding = new Decoding(deadline);
        Map<Integer, T> made = new HashMap<>();
        for (int sample : wanted) {
            RgbImage frame =
                    DecodeWorkers.call("decoding a frame of the video", deadline, () -> decoding.frame(sample));
            made.put(sample, each.apply(frame));
        }
        return Arrays.stream(indices)
                .mapToObj(index -> made.get(samples.shown[index]))
                .toList();
    }

    /** One run through the file; used by one thread after the other. */
    private final class Decoding {

        private final Deadline deadline;
        private final H264Pictures pictures = new H264Pictures(new H264Setup(avcC.duplicate(), limits.maxPixels()));
        private int next;

        Decoding(Deadline deadline) {
            this.deadline = deadline;
        }

        /** @param wanted in the order of decoding, larger than that of the call before */
        RgbImage frame(int wanted) {
            int start = wanted;
            while (start > next && !(samples.sync[start] && pictures.startsAnew(bytes(start)))) {
                start--;
            }
            for (next = start; next < wanted; next++) {
                deadline.check();
                ByteBuffer passed = bytes(next);
                if (pictures.isReferredTo(passed)) {
                    pictures.decode(copy(passed));
                }
            }
            deadline.check();
            return pictures.decodeToRgb(copy(bytes(next++)));
        }

        private ByteBuffer bytes(int sample) {
            return ByteBuffer.wrap(file, (int) samples.offset[sample], samples.size[sample])
                    .slice();
        }

        /** The library writes into what it reads. */
        private ByteBuffer copy(ByteBuffer picture) {
            return ByteBuffer.allocate(picture.remaining()).put(picture).flip();
        }
    }
}
