"""Trains the small InternVL: model, tokenizer, batches, curriculum, loop."""
