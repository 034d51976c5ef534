"""Writes the AWQ twins of golden checkpoints: the decoder's matrices rounded to 4 bits and packed as AutoAWQ packs them.

    python3 write_awq.py GOLDEN_FIXTURE OUT --autoawq CHECKOUT [--group 16]

CHECKOUT is a checkout of github.com/casper-hansen/AutoAWQ (0.2.9): its own functions pack and unpack, so that the two files
written here are what the reference makes of the golden weights:
  model.safetensors        the checkpoint, decoder matrices as qweight, qzeros and scales
  dequantised.safetensors  the matrices that AutoAWQ's dequantize_gemm reads back from it, float32
Nothing of this is needed to build or test; the files are committed.
"""
import argparse
import glob
import importlib.util
import os
import re

import torch
from safetensors.torch import load_file, save_file

DECODER = re.compile(
    r"(attention\.(wqkv|wo)|feed_forward\.w[123]|self_attn\.[qkvo]_proj|mlp\.(gate|up|down)_proj)\.weight$")
ORDER = [0, 2, 4, 6, 1, 3, 5, 7]


def quantise(weight, group):
    """Round to nearest, asymmetric: (q [in, out], zeros [in / group, out], scales in half precision)."""
    w = weight.float().t().contiguous()  # [in, out]
    grouped = w.view(w.shape[0] // group, group, w.shape[1])
    most, least = grouped.amax(1), grouped.amin(1)
    scales = ((most - least).clamp(min=1e-5) / 15).half()
    zeros = (-torch.round(least / scales.float())).clamp(0, 15).int()
    q = torch.round(w / scales.float().repeat_interleave(group, 0)) + zeros.repeat_interleave(group, 0)
    return q.clamp(0, 15).int(), zeros, scales


def pack(values):
    packed = torch.zeros(values.shape[0], values.shape[1] // 8, dtype=torch.int32)
    for nibble, channel in enumerate(ORDER):
        packed |= values[:, channel::8] << (4 * nibble)
    return packed


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("fixture")
    parser.add_argument("out")
    parser.add_argument("--autoawq", required=True)
    parser.add_argument("--group", type=int, default=16)
    arguments = parser.parse_args()
    spec = importlib.util.spec_from_file_location("packing", os.path.join(arguments.autoawq, "awq/utils/packing_utils.py"))
    packing = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(packing)
    tensors = {}
    for file in sorted(glob.glob(os.path.join(arguments.fixture, "*.safetensors"))):
        tensors.update(load_file(file))
    packed, dequantised = {}, {}
    for name, tensor in tensors.items():
        if not DECODER.search(name):
            packed[name] = tensor.contiguous()
            continue
        base = name[: -len(".weight")]
        q, zeros, scales = quantise(tensor, arguments.group)
        packed[base + ".qweight"] = pack(q)
        packed[base + ".qzeros"] = pack(zeros)
        packed[base + ".scales"] = scales
        back = packing.dequantize_gemm(
            packed[base + ".qweight"], packed[base + ".qzeros"], scales.float(), 4, arguments.group)
        assert (back.t() - tensor.float()).abs().max() <= scales.max() * 0.51 + 1e-6, name
        dequantised[name] = back.t().contiguous()
    os.makedirs(arguments.out, exist_ok=True)
    save_file(packed, os.path.join(arguments.out, "model.safetensors"), {"format": "pt"})
    save_file(dequantised, os.path.join(arguments.out, "dequantised.safetensors"))


if __name__ == "__main__":
    main()
