// Tiles cut into patches and normalised: out = (pixel / 255 - mean) / deviation.
//
//   out     [tiles * (side / patch)^2, 3 * patch * patch] activations; a column is (channel, y, x)
//   pixels  [tiles, side, side, 3], dense: bytes, or f32 on the scale of bytes
//
// Grid (patches, pieces of a patch), one thread for each element. The order of the arithmetic is the reference's, so f32
// results are equal bit by bit.
#include "common.cuh"

struct Normalisation {
    float mean, deviation;
};

template <class T, class Pixel>
__device__ __forceinline__ void patches(
    T* out, const Pixel* pixels, int side, int patch, int stride, const Normalisation* channels) {
    const int column = COLUMN(1);
    const int area = patch * patch;
    if (column >= 3 * area) {
        return;
    }
    const int grid = side / patch;
    const size_t tile = ROW / (grid * grid);
    const int cell = (int)(ROW - tile * grid * grid);
    const int channel = column / area;
    const int y = cell / grid * patch + (column - channel * area) / patch;
    const int x = cell % grid * patch + column % patch;
    const float value = (float)pixels[((tile * side + y) * side + x) * 3 + channel];
    store(out + ROW * stride + column, (value / 255.0f - channels[channel].mean) / channels[channel].deviation);
}

extern "C" __global__ void patches_f32_of_bytes(
    float* out,
    const unsigned char* pixels,
    int side,
    int patch,
    int stride,
    float mean0,
    float mean1,
    float mean2,
    float deviation0,
    float deviation1,
    float deviation2) {
    const Normalisation channels[3] = {{mean0, deviation0}, {mean1, deviation1}, {mean2, deviation2}};
    patches(out, pixels, side, patch, stride, channels);
}

extern "C" __global__ void patches_f32_of_floats(
    float* out,
    const float* pixels,
    int side,
    int patch,
    int stride,
    float mean0,
    float mean1,
    float mean2,
    float deviation0,
    float deviation1,
    float deviation2) {
    const Normalisation channels[3] = {{mean0, deviation0}, {mean1, deviation1}, {mean2, deviation2}};
    patches(out, pixels, side, patch, stride, channels);
}

extern "C" __global__ void patches_bf16_of_bytes(
    bf16* out,
    const unsigned char* pixels,
    int side,
    int patch,
    int stride,
    float mean0,
    float mean1,
    float mean2,
    float deviation0,
    float deviation1,
    float deviation2) {
    const Normalisation channels[3] = {{mean0, deviation0}, {mean1, deviation1}, {mean2, deviation2}};
    patches(out, pixels, side, patch, stride, channels);
}

extern "C" __global__ void patches_bf16_of_floats(
    bf16* out,
    const float* pixels,
    int side,
    int patch,
    int stride,
    float mean0,
    float mean1,
    float mean2,
    float deviation0,
    float deviation1,
    float deviation2) {
    const Normalisation channels[3] = {{mean0, deviation0}, {mean1, deviation1}, {mean2, deviation2}};
    patches(out, pixels, side, patch, stride, channels);
}
