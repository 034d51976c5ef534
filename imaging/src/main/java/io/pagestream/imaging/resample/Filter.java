package io.pagestream.imaging.resample;

/** Pillow's interpolation filters: how far each one reaches, and its weight at a distance. */
public enum Filter {
    /** A triangle. */
    BILINEAR(1.0) {
        @Override
        double weight(double distance) {
            double x = Math.abs(distance);
            return x < 1.0 ? 1.0 - x : 0.0;
        }
    },
    /** Keys' cubic with a = -0.5. */
    BICUBIC(2.0) {
        @Override
        double weight(double distance) {
            double x = Math.abs(distance);
            if (x < 1.0) {
                return ((A + 2.0) * x - (A + 3.0)) * x * x + 1;
            }
            return x < 2.0 ? (((x - 5) * x + 8) * x - 4) * A : 0.0;
        }
    },
    /** A sinc under a wider sinc. */
    LANCZOS(3.0) {
        @Override
        double weight(double distance) {
            return -3.0 <= distance && distance < 3.0 ? sinc(distance) * sinc(distance / 3) : 0.0;
        }
    };

    private static final double A = -0.5;

    /** In units of the larger of the two pixel grids. */
    final double support;

    Filter(double support) {
        this.support = support;
    }

    abstract double weight(double distance);

    private static double sinc(double x) {
        if (x == 0.0) {
            return 1.0;
        }
        double scaled = x * Math.PI;
        return Math.sin(scaled) / scaled;
    }
}
