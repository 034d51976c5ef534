package io.pagestream.imaging.video;

/**
 * Which frames of a video a model is shown. Results are indices in the order of presentation, ascending, and may repeat
 * when a video has fewer frames than are asked for.
 */
public final class FrameSampling {

    private static final int MOST = 4096;

    private FrameSampling() {}

    /**
     * The middle of each of {@code frames} equal parts of the whole video, as the InternVL model cards do.
     *
     * @param total frames of the video
     * @param frames asked for, 1 to 4096
     */
    public static int[] middles(int total, int frames) {
        check(total, frames);
        return middles(0, total - 1, frames);
    }

    /**
     * The middle of each of {@code frames} equal parts of a stretch of the video, as the InternVL model cards do
     * ({@code get_index} with {@code bound}).
     *
     * @param total frames of the video
     * @param framesPerSecond on average
     * @param fromSecond where the stretch begins
     * @param toSecond where it ends; what lies behind the end of the video is cut off
     * @param frames asked for, 1 to 4096
     */
    public static int[] middles(int total, double framesPerSecond, double fromSecond, double toSecond, int frames) {
        check(total, frames);
        checkRate(framesPerSecond);
        double first = Math.max(0, Math.rint(fromSecond * framesPerSecond));
        double last = Math.min(Math.rint(toSecond * framesPerSecond), total - 1);
        if (!(first <= last)) {
            throw new IllegalArgumentException("no frame lies between second " + fromSecond + " and second " + toSecond
                    + " of a video of " + total + " frames at " + framesPerSecond + " per second");
        }
        return middles((int) first, (int) last, frames);
    }

    private static int[] middles(int first, int last, int frames) {
        double part = (double) (last - first) / frames;
        int[] indices = new int[frames];
        for (int k = 0; k < frames; k++) {
            indices[k] = (int) (first + part / 2 + Math.rint(part * k)); // half to even, as numpy rounds
        }
        return indices;
    }

    /**
     * Evenly spread frames, as the video processor of InternVL in Hugging Face transformers samples.
     *
     * @param total frames of the video
     * @param frames asked for, 1 to {@code total}
     */
    public static int[] even(int total, int frames) {
        check(total, frames);
        if (frames > total) {
            throw new IllegalArgumentException("cannot take " + frames + " different frames of " + total);
        }
        int[] indices = new int[frames];
        for (int k = 0; k < frames; k++) {
            indices[k] = (int) ((double) total / frames / 2 + (double) ((long) k * total) / frames);
        }
        return indices;
    }

    /**
     * About one frame for each second, thinned out to {@code most}, as InternLM-XComposer-2.5 samples
     * ({@code load_video} of {@code ixc_utils.py}).
     *
     * @param total frames of the video
     * @param framesPerSecond on average
     * @param most frames, 1 to 4096; the reference takes 32
     */
    public static int[] eachSecond(int total, double framesPerSecond, int most) {
        check(total, most);
        checkRate(framesPerSecond);
        // The reference fails below half a frame per second, where its stride becomes 0.
        int stride = (int) Math.min(total, Math.max(1, Math.rint(framesPerSecond)));
        int seconds = (total - 1) / stride + 1;
        int[] indices = new int[Math.min(seconds, most)];
        double step = seconds > most ? (double) seconds / (most + 1) : 1;
        for (int k = 0; k < indices.length; k++) {
            indices[k] = (int) (k * step) * stride;
        }
        return indices;
    }

    private static void check(int total, int frames) {
        if (total < 1) {
            throw new IllegalArgumentException("a video has at least one frame, got " + total);
        }
        if (frames < 1 || frames > MOST) {
            throw new IllegalArgumentException("1 to " + MOST + " frames can be taken, got " + frames);
        }
    }

    private static void checkRate(double framesPerSecond) {
        if (!(framesPerSecond > 0) || Double.isInfinite(framesPerSecond)) {
            throw new IllegalArgumentException("frames per second must be positive, got " + framesPerSecond);
        }
    }
}
