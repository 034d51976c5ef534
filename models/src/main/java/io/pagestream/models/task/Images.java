package io.pagestream.models.task;

/**
 * The images of a request.
 *
 * @param count how many
 * @param frames whether they are frames of a video, in order
 */
public record Images(int count, boolean frames) {

    private static final int MOST = 4096;

    public Images {
        if (count < 0 || count > MOST) {
            throw new IllegalArgumentException("a request has 0 to " + MOST + " images, got " + count);
        }
    }

    public static Images none() {
        return new Images(0, false);
    }

    public static Images pages(int count) {
        return new Images(count, false);
    }

    public static Images frames(int count) {
        return new Images(count, true);
    }
}
