package io.pagestream.imaging.decode.jpeg2000;

/**
 * How coefficients were made coarser: markers QCD and QCC.
 *
 * @param guardBits added to the range
 * @param derived whether only the step of the lowest band is given
 * @param exponents of the steps, by band
 * @param mantissas of the steps, by band; zeros when nothing was quantized
 */
record Quantization(int guardBits, boolean derived, int[] exponents, int[] mantissas) {

    /** @param band 0 for the lowest, then three for each resolution */
    int exponent(int band) {
        return derived ? exponents[0] - Math.max(0, (band - 1) / 3) : exponents[Math.min(band, exponents.length - 1)];
    }

    int mantissa(int band) {
        return mantissas[derived ? 0 : Math.min(band, mantissas.length - 1)];
    }
}
