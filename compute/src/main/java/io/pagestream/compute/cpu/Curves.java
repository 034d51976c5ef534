package io.pagestream.compute.cpu;

/** The activation functions, a row at a time. */
final class Curves {

    private Curves() {}

    static void gelu(float[] x, int count) {
        for (int i = 0; i < count; i++) {
            x[i] = (float) (0.5 * x[i] * (1 + erf(x[i] * Math.sqrt(0.5))));
        }
    }

    static void quickGelu(float[] x, int count) {
        for (int i = 0; i < count; i++) {
            x[i] = (float) (x[i] / (1 + Math.exp(-1.702 * x[i])));
        }
    }

    static void siluTimes(float[] gate, float[] up, int count) {
        for (int i = 0; i < count; i++) {
            gate[i] = (float) (gate[i] / (1 + Math.exp(-gate[i])) * up[i]);
        }
    }

    static double erf(double x) {
        double a = Math.abs(x);
        if (a > 6) {
            return Math.signum(x);
        }
        // Series for small arguments, continued fraction (Lentz) for large ones.
        double result;
        if (a < 2.5) {
            double term = a;
            double sum = a;
            for (int n = 1; n < 60; n++) {
                term *= -a * a / n;
                sum += term / (2 * n + 1);
            }
            result = sum * 2 / Math.sqrt(Math.PI);
        } else {
            double f = 0;
            for (int n = 60; n > 0; n--) {
                f = n / 2.0 / (a + f);
            }
            result = 1 - Math.exp(-a * a) / Math.sqrt(Math.PI) / (a + f);
        }
        return Math.signum(x) * result;
    }
}
