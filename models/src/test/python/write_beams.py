"""Writes what transformers' beam search answers to prompts of a golden checkpoint that transformers reads without further code.

    python3 write_beams.py GOLDEN_FIXTURE OUT.json        (internvl-hf-tiny; transformers 4.57.6 or 5.18, torch on the CPU)

Each case is computed in single and in double precision, and kept only when both give the same ids: so that no case hangs on
a tie. Some cases declare a token an end that the search would have written, so that answers of different lengths compete.
Nothing of this is needed to build or test; the file is committed as golden/beams.json of the fixture.
"""
import argparse
import gzip
import json
import os

import torch
import transformers
from safetensors.torch import load, load_file  # noqa: F401

MEAN, DEVIATION = [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]
NEW_TOKENS = 24


def pixels(tiles, images):
    """uint8 [tile, height, width, 3] of all images to normalised [tile, 3, height, width]."""
    if not images:
        return None
    parts = []
    for image in images:
        stored = tiles["tiles." + image["id"]]
        if image["max_num"] == 1:
            stored = tiles.get("tiles_max1." + image["id"], stored[-1:])
        parts.append(stored)
    values = torch.cat(parts).permute(0, 3, 1, 2).double() / 255
    return (values - torch.tensor(MEAN).view(1, 3, 1, 1)) / torch.tensor(DEVIATION).view(1, 3, 1, 1)


def embed(model, case, pixel_values):
    """What enters the decoder, and the ids that penalties see. Not the pixels: for a search, generate would repeat each view
    where it should repeat the sequence of views, and mix up the views of an image (seen in 4.57.6 and 5.18)."""
    ids = torch.tensor([case["input_ids"]])
    inputs = {"input_ids": ids, "attention_mask": torch.ones_like(ids)}
    if pixel_values is None:
        return inputs
    caught = []
    hook = model.model.language_model.register_forward_pre_hook(
        lambda module, positional, named: caught.append(named["inputs_embeds"]), with_kwargs=True)
    with torch.no_grad():
        model(**inputs, pixel_values=pixel_values.to(model.dtype))
    hook.remove()
    return {**inputs, "inputs_embeds": caught[0]}


def search(model, case, pixel_values, rule):
    inputs = embed(model, case, pixel_values)
    prompt = inputs["input_ids"].shape[1]
    with torch.no_grad():
        out = model.generate(**inputs, do_sample=False, early_stopping=False, max_new_tokens=NEW_TOKENS,
                             return_dict_in_generate=True, output_scores=True, pad_token_id=0, **rule)
    assert out.sequences[0, :prompt].tolist() == case["input_ids"]
    answer = out.sequences[0, prompt:]
    terms = model.compute_transition_scores(out.sequences, out.scores, out.beam_indices)[0]
    length = int((out.beam_indices[0] >= 0).sum())
    return answer[:length].tolist(), float(out.sequences_scores[0]), terms[:length].tolist()


def rules(model, case, pixel_values):
    plain = {"eos_token_id": [902]}
    for beams in (2, 3, 5):
        for penalty in (1.0, 1.1):
            yield {**plain, "num_beams": beams, "repetition_penalty": penalty, "length_penalty": 1.0}
    ends = set()
    for beams in (1, 2, 3, 5):
        answer = search(model, case, pixel_values, {**plain, "num_beams": beams, "length_penalty": 1.0})[0] \
            if beams > 1 else case["greedy"]["ids"]
        ends.update((answer[3], answer[9]))
    for beams in (2, 3, 5):
        for length_penalty in (1.0, 0.0, 2.0, -1.0):
            yield {"eos_token_id": [902] + sorted(ends), "num_beams": beams, "repetition_penalty": 1.0,
                   "length_penalty": length_penalty}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("fixture")
    parser.add_argument("out")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    golden = os.path.join(arguments.fixture, "golden")
    with gzip.open(os.path.join(golden, "tiles.safetensors.gz")) as file:
        tiles = load(file.read())
    with open(os.path.join(golden, "expected.json")) as file:
        expected = json.load(file)
    single, double = (transformers.AutoModelForImageTextToText.from_pretrained(
        arguments.fixture, torch_dtype=precision, attn_implementation="eager").eval()
        for precision in (torch.float32, torch.float64))
    written, dropped = [], 0
    for case in expected["cases"]:
        if case["id"] not in ("text_only", "single_tile", "dynamic", "two_images", "multi_turn"):
            continue
        pixel_values = pixels(tiles, case["images"])
        greedy = search_greedy(single, case, pixel_values)
        assert greedy == case["greedy"]["ids"][:NEW_TOKENS], (case["id"], greedy)
        for rule in rules(single, case, pixel_values):
            ids, score, terms = search(single, case, pixel_values, rule)
            if search(double, case, pixel_values, rule)[0] != ids:
                dropped += 1
                continue
            written.append({"case": case["id"], **rule, "ids": ids, "score": round(score, 6),
                            "log_probabilities": [round(term, 6) for term in terms]})
    print(len(written), "cases,", dropped, "dropped; ended early:", sum(len(c["ids"]) < NEW_TOKENS for c in written))
    with open(arguments.out, "w") as file:
        head = {"reference": {"transformers": transformers.__version__, "torch": torch.__version__},
                "max_new_tokens": NEW_TOKENS}
        file.write(json.dumps(head)[:-1] + ', "cases": [\n')
        file.write(",\n".join(json.dumps(case, separators=(",", ":")) for case in written) + "\n]}\n")


def search_greedy(model, case, pixel_values):
    inputs = embed(model, case, pixel_values)
    with torch.no_grad():
        out = model.generate(**inputs, do_sample=False, max_new_tokens=NEW_TOKENS, eos_token_id=[902], pad_token_id=0)
    return out[0, inputs["input_ids"].shape[1]:].tolist()


if __name__ == "__main__":
    main()
