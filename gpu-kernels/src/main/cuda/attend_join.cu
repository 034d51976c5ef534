// Puts together the parts of attentions whose keys were shared out among several blocks.
//
//   out    [rows, keyHeads * group * side] bf16
//   parts  [parts, keyHeads, 16, side + 2] f32: sums, the running maximum to the base 2, the sum of the weights
//
// Grid (joints, key heads); a joint is a short tile and its parts. A warp for each stacked query, its lanes for the columns.
#include "keys.cuh"

#define QUERIES 16

struct Joint {
    int span, first, part, count;
};

extern "C" __global__ void __launch_bounds__(512) attend_join(
    bf16* out,
    const float* parts,
    const Span* spans,
    const Joint* joints,
    int keyHeads,
    int group,
    int side,
    int outStride) {
    const Joint joint = joints[blockIdx.x];
    const Span span = spans[joint.span];
    const int keyHead = blockIdx.y;
    const int local = threadIdx.x >> 5;
    const int query = joint.first + local;
    if (query >= span.rows * group) {
        return;
    }
    const int width = side + 2;
    const size_t step = (size_t)keyHeads * QUERIES * width;
    const float* first = parts + joint.part * step + ((size_t)keyHead * QUERIES + local) * width;

    float largest = NEGATIVE_INFINITY;
    for (int i = 0; i < joint.count; i++) {
        largest = fmaxf(largest, first[i * step + side]);
    }
    // Every row sees at least the first token, so the largest score is a number.
    float total = 0.0f;
    for (int i = 0; i < joint.count; i++) {
        total += first[i * step + side + 1] * exp2f(first[i * step + side] - largest);
    }
    const int row = query / group;
    bf16* to = out + (size_t)(span.firstRow + row) * outStride + (keyHead * group + query - row * group) * side;
    for (int column = threadIdx.x & 31; column < side; column += 32) {
        float sum = 0.0f;
        for (int i = 0; i < joint.count; i++) {
            sum += first[i * step + column] * exp2f(first[i * step + side] - largest);
        }
        store(to + column, sum / total);
    }
}
