"""InternVL 2.5 in plain PyTorch. The names of the parameters are those of the original layout, so a checkpoint is a dump of them.

Shapes: B samples, T tiles each, N patches of a tile, V = T * N / 4 vision tokens, S tokens in all, C width of the encoder, D of the decoder.
"""

from __future__ import annotations

import math
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

MEAN, STD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
Cache = list[tuple[Tensor, Tensor]]


class VisionAttention(nn.Module):
    """Full attention over the patches and the class token."""

    def __init__(self, width: int, heads: int):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(width, 3 * width)
        self.proj = nn.Linear(width, width)

    def forward(self, x: Tensor) -> Tensor:
        q, k, v = self.qkv(x).unflatten(-1, (3, self.heads, -1)).permute(2, 0, 3, 1, 4)
        return self.proj(F.scaled_dot_product_attention(q, k, v).transpose(1, 2).flatten(2))


class VisionMlp(nn.Module):
    """Two linear layers with the exact GELU."""

    def __init__(self, width: int, inner: int):
        super().__init__()
        self.fc1 = nn.Linear(width, inner)
        self.fc2 = nn.Linear(inner, width)

    def forward(self, x: Tensor) -> Tensor:
        return self.fc2(F.gelu(self.fc1(x)))


class VisionLayer(nn.Module):
    """Pre-norm layer with layer scale."""

    def __init__(self, c: dict[str, Any]):
        super().__init__()
        width = c["hidden_size"]
        self.attn = VisionAttention(width, c["num_attention_heads"])
        self.mlp = VisionMlp(width, c["intermediate_size"])
        self.norm1 = nn.LayerNorm(width, eps=c["layer_norm_eps"])
        self.norm2 = nn.LayerNorm(width, eps=c["layer_norm_eps"])
        self.ls1 = nn.Parameter(torch.ones(width))
        self.ls2 = nn.Parameter(torch.ones(width))

    def forward(self, x: Tensor) -> Tensor:
        x = x + self.ls1 * self.attn(self.norm1(x))
        return x + self.ls2 * self.mlp(self.norm2(x))


class VisionEmbeddings(nn.Module):
    """Patches, class token, positions. A strip of rows takes the positions of those rows of the full tile, from `row` on."""

    def __init__(self, c: dict[str, Any]):
        super().__init__()
        width, patch = c["hidden_size"], c["patch_size"]
        self.side = c["image_size"] // patch
        self.class_embedding = nn.Parameter(torch.randn(1, 1, width) * 0.02)
        self.patch_embedding = nn.Conv2d(3, width, patch, patch)
        self.position_embedding = nn.Parameter(torch.randn(1, self.side ** 2 + 1, width) * 0.02)

    def forward(self, pixels: Tensor, row: int = 0) -> Tensor:
        x = self.patch_embedding(pixels).flatten(2).transpose(1, 2)
        first = 1 + row * self.side
        x = x + self.position_embedding[:, first:first + x.shape[1]]
        head = self.class_embedding + self.position_embedding[:, :1]
        return torch.cat([head.expand(x.shape[0], -1, -1), x], 1)


class VisionEncoder(nn.Module):
    """Only to have its name in the names of the layers."""

    def __init__(self, c: dict[str, Any]):
        super().__init__()
        self.layers = nn.ModuleList(VisionLayer(c) for _ in range(c["num_hidden_layers"]))


class VisionModel(nn.Module):
    """Pixels [tiles, 3, H, W] to patches [tiles, N, C], without the class token."""

    def __init__(self, c: dict[str, Any]):
        super().__init__()
        self.embeddings = VisionEmbeddings(c)
        self.encoder = VisionEncoder(c)

    def forward(self, pixels: Tensor, row: int = 0) -> Tensor:
        x = self.embeddings(pixels, row)
        for layer in self.encoder.layers:
            x = layer(x)
        return x[:, 1:]


class RmsNorm(nn.Module):
    """Root mean square norm, statistics in float32."""

    def __init__(self, width: int, eps: float):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))
        self.eps = eps

    def forward(self, x: Tensor) -> Tensor:
        wide = x.float()
        return self.weight * (wide * torch.rsqrt(wide.square().mean(-1, keepdim=True) + self.eps)).to(x.dtype)


def rotate(x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    """Half-rotation RoPE."""
    a, b = x.chunk(2, -1)
    return x * cos + torch.cat([-b, a], -1) * sin


class Attention(nn.Module):
    """Grouped-query attention with biases on q, k, v."""

    def __init__(self, c: dict[str, Any]):
        super().__init__()
        width, self.heads, self.groups = c["hidden_size"], c["num_attention_heads"], c["num_key_value_heads"]
        size = width // self.heads
        self.q_proj = nn.Linear(width, width)
        self.k_proj = nn.Linear(width, self.groups * size)
        self.v_proj = nn.Linear(width, self.groups * size)
        self.o_proj = nn.Linear(width, width, bias=False)

    def forward(self, x: Tensor, cos: Tensor, sin: Tensor, past: tuple[Tensor, Tensor] | None) -> tuple[Tensor, tuple[Tensor, Tensor], Tensor]:
        q = rotate(self.q_proj(x).unflatten(-1, (self.heads, -1)).transpose(1, 2), cos, sin)
        k = rotate(self.k_proj(x).unflatten(-1, (self.groups, -1)).transpose(1, 2), cos, sin)
        v = self.v_proj(x).unflatten(-1, (self.groups, -1)).transpose(1, 2)
        if past is not None:
            k, v = torch.cat([past[0], k], 2), torch.cat([past[1], v], 2)
        repeat = self.heads // self.groups
        out = F.scaled_dot_product_attention(q, k.repeat_interleave(repeat, 1), v.repeat_interleave(repeat, 1), is_causal=q.shape[2] > 1)
        return self.o_proj(out.transpose(1, 2).flatten(2)), (k, v), q


class Mlp(nn.Module):
    """Gated SiLU."""

    def __init__(self, width: int, inner: int):
        super().__init__()
        self.gate_proj = nn.Linear(width, inner, bias=False)
        self.up_proj = nn.Linear(width, inner, bias=False)
        self.down_proj = nn.Linear(inner, width, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        return self.down_proj(F.silu(self.gate_proj(x)) * self.up_proj(x))


class DecoderLayer(nn.Module):
    """One Qwen2 layer."""

    def __init__(self, c: dict[str, Any]):
        super().__init__()
        self.self_attn = Attention(c)
        self.mlp = Mlp(c["hidden_size"], c["intermediate_size"])
        self.input_layernorm = RmsNorm(c["hidden_size"], c["rms_norm_eps"])
        self.post_attention_layernorm = RmsNorm(c["hidden_size"], c["rms_norm_eps"])

    def forward(self, x: Tensor, cos: Tensor, sin: Tensor, past: tuple[Tensor, Tensor] | None) -> tuple[Tensor, tuple[Tensor, Tensor], Tensor]:
        out, kept, q = self.self_attn(self.input_layernorm(x), cos, sin, past)
        x = x + out
        return x + self.mlp(self.post_attention_layernorm(x)), kept, q


class Qwen2(nn.Module):
    """Embeddings, layers, last norm."""

    def __init__(self, c: dict[str, Any]):
        super().__init__()
        self.embed_tokens = nn.Embedding(c["vocab_size"], c["hidden_size"])
        self.layers = nn.ModuleList(DecoderLayer(c) for _ in range(c["num_hidden_layers"]))
        self.norm = RmsNorm(c["hidden_size"], c["rms_norm_eps"])
        self.size, self.theta = c["hidden_size"] // c["num_attention_heads"], c["rope_theta"]

    def angles(self, positions: Tensor, like: Tensor) -> tuple[Tensor, Tensor]:
        """cos and sin [B or 1, 1, S, head size] of positions [B or 1, S]."""
        steps = torch.arange(0, self.size, 2, device=like.device, dtype=torch.float32)
        turns = positions[:, None, :, None].float() * self.theta ** (-steps / self.size)
        turns = torch.cat([turns, turns], -1)
        return turns.cos().to(like.dtype), turns.sin().to(like.dtype)

    def forward(self, x: Tensor, past: Cache | None = None, guided: int = -1,
                skipped: Tensor | None = None) -> tuple[Tensor, Cache, tuple[Tensor, Tensor, Tensor] | None]:
        """`skipped` [B, S]: how many tokens were left out before each. Also what the layer before the `guided` one gives out, the logits
        [B, S, S] of the first head of that one, before the causal mask, and what the layer after it gives out."""
        positions = torch.arange(x.shape[1], device=x.device)[None] + (past[0][0].shape[2] if past else 0)
        cos, sin = self.angles(positions if skipped is None else positions + skipped, x)
        kept, logits, seen, early = [], None, None, x
        for number, layer in enumerate(self.layers):
            x, pair, q = layer(x, cos, sin, past[number] if past else None)
            kept.append(pair)
            if number == guided:
                logits = q[:, 0] @ pair[0][:, 0].transpose(1, 2) * self.size ** -0.5
            if number == guided - 1:
                early = x
            if number == guided + 1 and logits is not None:
                seen = early, logits, x
        return self.norm(x), kept, seen


class LanguageModel(nn.Module):
    """Qwen2 with its own output matrix."""

    def __init__(self, c: dict[str, Any]):
        super().__init__()
        self.model = Qwen2(c)
        self.lm_head = nn.Linear(c["hidden_size"], c["vocab_size"], bias=False)


class InternVL(nn.Module):
    """The whole model, from a config.json of the original layout."""

    def __init__(self, c: dict[str, Any]):
        super().__init__()
        wide, width = 4 * c["vision_config"]["hidden_size"], c["llm_config"]["hidden_size"]
        self.vision_model = VisionModel(c["vision_config"])
        self.mlp1 = nn.Sequential(nn.LayerNorm(wide), nn.Linear(wide, width), nn.GELU(), nn.Linear(width, width))
        self.language_model = LanguageModel(c["llm_config"])
        # The layers before the guided one find where the answer stands, those after it which of the characters there comes next.
        self.guided = min(2, c["llm_config"]["num_hidden_layers"] - 2)
        initialise(self)

    def see(self, pixels: Tensor, row: int = 0) -> tuple[Tensor, Tensor]:
        """Pixels [tiles, 3, H, W] to vision tokens [tiles, N / 4, D], and the patches [tiles, N, C] before the shuffle."""
        patches = self.vision_model(pixels, row)
        across = pixels.shape[3] // 14
        grid = patches.unflatten(1, (-1, 2, across // 2, 2)).transpose(2, 3)
        return self.mlp1(grid.flatten(3).flatten(1, 2)), patches

    def speak(self, vision: Tensor, prefix: Tensor, rest: Tensor, skipped: Tensor | None = None) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Vision tokens [B, V, D], prefix [P], rest [B, R] and how many tokens were left out before each of it [B, R] to hidden states
        of the rest, guided attention logits [B, R, S], the states of the rest [B, R, D] one layer after the
        guided one, and those of the vision tokens before it."""
        embed = self.language_model.model.embed_tokens
        head = embed(prefix)[None].expand(rest.shape[0], -1, -1)
        before = prefix.shape[0] + vision.shape[1]
        skipped = None if skipped is None else F.pad(skipped, (before, 0))
        hidden, _, seen = self.language_model.model(torch.cat([head, vision, embed(rest)], 1), None, self.guided, skipped)
        assert seen is not None
        return hidden[:, before:], seen[1][:, before:], seen[2][:, before:], seen[0][:, prefix.shape[0]:before]

    @torch.inference_mode()
    def answer(self, tiles: Tensor, prefix: Tensor, rest: Tensor, stop: int, limit: int) -> list[list[int]]:
        """Greedy answers. All rows of rest [B, R] have the same length, without padding."""
        vision, _ = self.see(tiles.flatten(0, 1))
        embed, model = self.language_model.model.embed_tokens, self.language_model.model
        vision = vision.reshape(rest.shape[0], -1, vision.shape[-1])
        x = torch.cat([embed(prefix)[None].expand(rest.shape[0], -1, -1), vision, embed(rest)], 1)
        past, found, done = None, [], torch.zeros(rest.shape[0], dtype=torch.bool, device=rest.device)
        for _ in range(limit):
            hidden, past, _ = model(x, past)
            best = self.language_model.lm_head(hidden[:, -1]).argmax(-1)
            done |= best == stop
            if bool(done.all()):
                break
            found.append(torch.where(done, stop, best))
            x = embed(best)[:, None]
        rows = torch.stack(found, 1).tolist() if found else [[] for _ in range(rest.shape[0])]
        return [row[:row.index(stop)] if stop in row else row for row in rows]


def initialise(model: InternVL) -> None:
    """Weights of a fresh model: scaled by fan-in, since 0.02 starves narrow layers; the encoder's heads look at neighbours."""
    for name, module in model.named_modules():
        if isinstance(module, (nn.Linear, nn.Conv2d)):
            inputs = module.weight[0].numel()
            stack = model.vision_model.encoder.layers if name.startswith("vision") else model.language_model.model.layers
            last = name.endswith(("attn.proj", "fc2", "o_proj", "down_proj"))
            nn.init.normal_(module.weight, std=inputs ** -0.5 * ((2 * len(stack)) ** -0.5 if last else 1))
            if module.bias is not None:
                nn.init.zeros_(module.bias)
        if isinstance(module, nn.Embedding):
            nn.init.normal_(module.weight, std=0.3)
    look_around(model.vision_model)
    see_waves(model.vision_model)


@torch.no_grad()
def see_waves(vision: VisionModel) -> None:
    """The features after those of the position are the cosine waves of a grey patch, the longest first, each scaled to about one on print.

    Ninety-six of the 196 hold all but 4 % of what a patch shows; as many random features would hold half of it.
    """
    weight = vision.embeddings.patch_embedding.weight
    first, side = vision.embeddings.position_embedding.shape[2] // vision.encoder.layers[0].attn.heads, weight.shape[2]
    steps = torch.arange(side)
    line = torch.cos(math.pi * (steps[None] + 0.5) * steps[:, None] / side) * (2 / side) ** 0.5
    line[0] /= 2 ** 0.5
    length = (steps[:, None].square() + steps[None].square()).flatten().float().sqrt()
    for feature, number in zip(range(first, len(weight)), length.argsort(stable=True).tolist()):
        usual = 10.0 if number == 0 else 2.5 / (1 + (float(length[number]) / 6) ** 2)
        weight[feature] = torch.outer(line[number // side], line[number % side]) / (3 * usual)


#: Where the heads of the first layers look at first: (rows down, columns right), one after the other.
AROUND = ((0, -1), (0, 1), (-1, 0), (1, 0), (0, -2), (0, 2), (-1, -1), (1, 1))


@torch.no_grad()
def look_around(vision: VisionModel) -> None:
    """Lets the first features carry nothing but the position, and the heads of all layers but the last look at neighbours by it.

    A character lies across several patches; a fresh encoder takes thousands of steps to find out which patches are neighbours.
    """
    embeddings, layers = vision.embeddings, vision.encoder.layers
    size = embeddings.position_embedding.shape[2] // layers[0].attn.heads
    embeddings.patch_embedding.weight[:size] = 0
    embeddings.position_embedding.zero_()
    embeddings.position_embedding[0, 1:, :size] = waves(embeddings.side, size)
    for number, layer in enumerate(layers[:-1]):
        heads = layer.attn.heads
        query, key, _ = layer.attn.qkv.weight.unflatten(0, (3, heads, size))
        for head in range(heads):
            query[head] *= 0.3
            key[head] *= 0.3
            query[head, :, :size] = GAIN * turned(size, AROUND[(head + number * heads) % len(AROUND)])
            key[head, :, :size] = GAIN * torch.eye(size)
        for part in (layer.attn.proj, layer.mlp.fc2):
            part.weight[:size] = 0


#: So much sharper than the positions themselves; about half of a head's weight then lies on its neighbour.
GAIN = 1.6


def frequencies(size: int) -> Tensor:
    """Evenly spread below half a turn for each patch: sums of such waves are a peak."""
    return (torch.arange(size // 4) + 0.5) * (math.pi / (size // 4))


def waves(side: int, size: int) -> Tensor:
    """Two-dimensional positions [side * side, size], as cosines and sines: rows in the first half of the features."""
    turns = torch.arange(side)[:, None] * frequencies(size)
    line = torch.cat([turns.cos(), turns.sin()], 1)
    return torch.cat([line.repeat_interleave(side, 0), line.repeat(side, 1)], 1)


def turned(size: int, offset: tuple[int, int]) -> Tensor:
    """The matrix that takes the waves of a patch to those of the patch at an offset."""
    blocks = []
    for steps in offset:
        turns = steps * frequencies(size)
        cos, sin = torch.diag(turns.cos()), torch.diag(turns.sin())
        blocks.append(torch.cat([torch.cat([cos, -sin], 1), torch.cat([sin, cos], 1)]))
    return torch.block_diag(*blocks)


def pixels(tiles: Tensor, colours: Tensor, dtype: torch.dtype) -> Tensor:
    """Grey tiles uint8 [B, T, H, W] and colours [B, 2, 3] to normalised pixels [B, T, 3, H, W]."""
    scale = ((colours[:, 1] - colours[:, 0]) / 255)[:, None, :, None, None]
    shown = colours[:, 0][:, None, :, None, None] + tiles[:, :, None].float() * scale
    mean, std = (torch.tensor(v, device=tiles.device)[:, None, None] for v in (MEAN, STD))
    return ((shown - mean) / std).to(dtype)
