"""What happens to paper: skew, blur, noise, faded ink, shadows, JPEG, and white on black."""

from __future__ import annotations

import io
import math
import random

import numpy as np
from PIL import Image, ImageFilter

from synthesis.sheet import Page


def skew(page: Page, degrees: float) -> Page:
    """Turns the page around its centre and moves the characters' places along; by less when text would leave the page."""
    width, height = page.size
    centre = np.array([width / 2, height / 2], np.float32)
    for _ in range(4):
        angle = math.radians(degrees)
        turn = np.array([[math.cos(angle), math.sin(angle)], [-math.sin(angle), math.cos(angle)]], np.float32)
        spots = (page.spots - centre) @ turn.T + centre
        edge = 0.012 * height
        if not ((spots < edge) | (spots > np.array([width, height]) - edge)).any():
            drawn = page.image.size == page.size
            image = page.image.rotate(degrees, Image.Resampling.BICUBIC, fillcolor=255) if drawn else page.image
            return Page(image, page.size, page.text, spots)
        degrees /= 2
    return page


def wear(image: Image.Image, rng: random.Random, strength: float) -> Image.Image:
    """Blur, contrast, shadow, noise, JPEG and inversion, each drawn on its own. Strength 0 leaves the page as it is."""
    if rng.random() < 0.35 * strength:
        image = image.filter(ImageFilter.GaussianBlur(rng.uniform(0.2, 0.9)))
    if rng.random() < 0.7 * strength:
        image = Image.fromarray(tone(np.asarray(image, np.float32), rng))
    if rng.random() < 0.3 * strength:
        buffer = io.BytesIO()
        image.save(buffer, "JPEG", quality=rng.randint(35, 90))
        image = Image.open(io.BytesIO(buffer.getvalue())).convert("L")
    if rng.random() < 0.08 * strength:
        image = image.point(lambda v: 255 - v)
    return image


def tone(pixels: np.ndarray, rng: random.Random) -> np.ndarray:
    """Grey ink on grey paper, a scan's shadow, noise."""
    ink, paper = rng.uniform(0, 110), rng.uniform(185, 255)
    pixels = ink + pixels * ((paper - ink) / 255)
    if rng.random() < 0.25:
        across, down = np.linspace(-1, 1, pixels.shape[1]), np.linspace(-1, 1, pixels.shape[0])
        pixels -= rng.uniform(5, 60) * np.maximum(0, rng.uniform(-1, 1) * across[None] + rng.uniform(-1, 1) * down[:, None])
    if rng.random() < 0.5:
        noise = np.random.default_rng(rng.getrandbits(64)).standard_normal(pixels.shape, np.float32)
        pixels += noise * rng.uniform(1, 14)
    return np.clip(pixels, 0, 255).astype(np.uint8)
