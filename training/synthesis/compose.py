"""Page layouts. Each takes a Composer and fills a sheet; the text comes out in reading order."""

from __future__ import annotations

import random
from typing import Callable

from synthesis.material import ASCII, Material, open_face
from synthesis.sheet import Page, Sheet, Style, fill
from synthesis.text import GOODS, Writer


class Composer:
    """Random source, writer and fonts of one page."""

    def __init__(self, material: Material, rng: random.Random):
        self.material, self.rng = material, rng
        self.writer = Writer(material, rng)

    def style(self, pixels: float) -> Style:
        """A random face of that size."""
        font = self.rng.choices(self.material.fonts, self.material.weights)[0]
        size = max(7, round(pixels))
        return Style(self.material.face(font, size), size, frozenset(ASCII + font.extra), self.rng.uniform(1.1, 1.6),
                     self.rng.random() < 0.25)

    def resized(self, style: Style, factor: float) -> Style:
        """The same face, larger or smaller."""
        size = max(7, round(style.size * factor))
        return Style(open_face(style.face.path, size), size, style.known, style.leading, style.kerned)


def strip(composer: Composer, width: int, height: int, sizes: tuple[float, float]) -> Page:
    """One to five short lines, top to bottom, on a low canvas."""
    rng, sheet = composer.rng, Sheet(width, height)
    style = composer.style(rng.uniform(sizes[0], min(sizes[1], height * 0.7)))
    room = (height - 2) // style.pitch
    lines = rng.randint(1, max(1, min(5, room)))
    y = rng.uniform(0, max(0, height - lines * style.pitch - 2))
    for number in range(lines):
        x = rng.uniform(2, width * (0.3 if rng.random() < 0.5 else 0.05))
        share = rng.uniform(0.3, 1)
        words, _ = fill(composer.writer.words(24), (width - 4 - x) * share, style)
        words = words or [style.clean("Line") + str(number)]
        if number:
            sheet.plain("\n")
        sheet.line(words, x, y, style)
        y += style.pitch
    return sheet.page()


def prose(composer: Composer, width: int, height: int, sizes: tuple[float, float]) -> Page:
    """Headings, paragraphs and lists in one or two columns."""
    rng, sheet = composer.rng, Sheet(width, height)
    body = composer.style(rng.uniform(*sizes))
    columns = 2 if width > 42 * body.size and rng.random() < 0.25 else 1
    margin, top = width * rng.uniform(0.02, 0.12), height * rng.uniform(0.01, 0.1)
    column = (width - 2 * margin - (columns - 1) * 2 * body.size) / columns
    full = rng.random() < 0.7
    bottom = height - 2 - (height * rng.uniform(0, 0.1) if full else rng.uniform(0, height - top - 3 * body.pitch))
    for number in range(columns):
        flow(composer, sheet, body, (margin + number * (column + 2 * body.size), top, column, bottom))
    return sheet.page()


def flow(composer: Composer, sheet: Sheet, body: Style, box: tuple[float, float, float, float]) -> None:
    """Blocks from the top of a box (x, y, width, bottom) to its bottom."""
    rng, (x, y, width, bottom) = composer.rng, box
    while y + body.pitch < bottom:
        draw = rng.random()
        style = composer.resized(body, rng.uniform(1.2, 1.8)) if draw < 0.15 else body
        count = rng.randint(1, 6) if draw < 0.15 else rng.randint(5, 90)
        words = composer.writer.words(count)
        marks = rng.choice(["-", "•", "*", "1.", "a)"]) if draw > 0.85 else ""
        indent = body.size * 1.5 if marks else 0
        justified, first, line = rng.random() < 0.5, True, 0
        while words and y + style.pitch < bottom:
            taken, words = fill(words, width - indent, style)
            if not taken:
                break
            if sheet.text:
                sheet.plain("\n\n" if first else "\n")
            if marks and first and style.clean(marks):
                sheet.word(style.clean(marks), x, y, style)
                sheet.plain(" ")
            slack = width - indent - style.width(" ".join(taken))
            gap = slack / (len(taken) - 1) if justified and words and len(taken) > 1 and slack < width * 0.3 else 0
            sheet.line(taken, x + indent, y, style, gap)
            y, first, line = y + style.pitch, False, line + 1
        y += style.pitch * rng.uniform(0.2, 1.2)


def table(composer: Composer, width: int, height: int, sizes: tuple[float, float]) -> Page:
    """A ruled table under a line of prose; in the text it is a Markdown table."""
    rng, sheet, writer = composer.rng, Sheet(width, height), composer.writer
    style = composer.style(rng.uniform(*sizes))
    columns = max(2, min(5, int(width / style.size / 7)))
    x0, y = width * 0.05, height * rng.uniform(0.01, 0.1)
    cell, rowheight = width * 0.9 / columns, style.pitch + rng.uniform(2, style.size)
    title, _ = fill(writer.words(rng.randint(1, 8)), width * 0.9, style)
    sheet.line(title or ["Table"], x0, y, style)
    sheet.plain("\n")
    y += style.pitch * 1.5
    rows, top = rng.randint(2, 12), y
    kinds = [rng.choice([writer.money, writer.date, writer.name, writer.percent, lambda: rng.choice(GOODS)]) for _ in range(columns)]
    row = 0
    while row <= rows and y + rowheight < height - 2:
        sheet.plain("\n|")
        for number in range(columns):
            words = writer.words(2) if row == 0 else kinds[number]().split()
            taken, _ = fill(words, cell - style.size * 0.6, style)
            sheet.plain(" ")
            sheet.line(taken or ["-"], x0 + number * cell + style.size * 0.3, y + (rowheight - style.size * 1.2) / 2, style)
            sheet.plain(" |")
        if row == 0:
            sheet.plain("\n|" + "---|" * columns)
        y, row = y + rowheight, row + 1
    for number in range(row + 1):
        sheet.draw.line((x0, top + number * rowheight, x0 + columns * cell, top + number * rowheight), fill=60)
    for number in range(columns + 1):
        sheet.draw.line((x0 + number * cell, top, x0 + number * cell, y), fill=60)
    return sheet.page()


def receipt(composer: Composer, width: int, height: int, sizes: tuple[float, float]) -> Page:
    """A shop's slip: centred head, goods with prices at the right, a total."""
    rng, sheet, writer = composer.rng, Sheet(width, height), composer.writer
    style = composer.style(rng.uniform(*sizes))
    y, total = height * rng.uniform(0.01, 0.05), 0.0
    rows: list[tuple[list[str], str]] = [(w.split(), "") for w in (writer.firm(), writer.address(), f"Tel {writer.phone()}", writer.date())]
    for _ in range(max(1, min(14, int(height / style.pitch) - 6))):
        price = round(rng.uniform(0.3, 90), 2)
        total += price
        rows.append((rng.choice(GOODS).split(), f"{price:.2f}"))
    for number, (words, price) in enumerate(rows + [(["TOTAL"], f"{total:.2f}")]):
        if y + style.pitch > height - 2:
            break
        taken, _ = fill(words, width * 0.9 - (style.width(price) + style.size if price else 0), style)
        if not taken:
            continue
        if sheet.text:
            sheet.plain("\n")
        x = width * 0.05 if price else (width - style.width(" ".join(taken))) / 2
        sheet.line(taken, x, y, style)
        if price:
            sheet.plain(" ")
            sheet.word(price, width * 0.95 - style.width(price), y, style)
        y += style.pitch
    return sheet.page()


def blank(composer: Composer, width: int, height: int, sizes: tuple[float, float]) -> Page:
    """Nothing, or a few strokes that are no text."""
    sheet = Sheet(width, height)
    for _ in range(composer.rng.choice([0, 0, 1, 3])):
        ends = [composer.rng.uniform(0, 1) * side for side in (width, height, width, height)]
        sheet.draw.line(ends, fill=composer.rng.randint(0, 200))
    return sheet.page()


def form(composer: Composer, width: int, height: int, sizes: tuple[float, float]) -> tuple[Page, list[tuple[str, str, int]]]:
    """An invoice or a form, and its questions: (question, answer, where the answer starts in the text)."""
    rng, sheet, writer = composer.rng, Sheet(width, height), composer.writer
    style = composer.style(rng.uniform(*sizes))
    fields: list[tuple[str, Callable[[], str]]] = [
        ("Invoice number", writer.number), ("Invoice date", writer.date), ("Due date", writer.date), ("Total", writer.amount),
        ("Tax", writer.amount), ("Subtotal", writer.amount), ("Name", writer.name), ("Company", writer.firm), ("Address", writer.address),
        ("Phone", writer.phone), ("E-mail", writer.mail), ("Customer number", writer.number), ("Date of birth", writer.date),
        ("Bill to", writer.name), ("Order number", writer.number), ("Payment due", writer.date), ("Amount paid", writer.amount)]
    rng.shuffle(fields)
    x, y, asked = width * rng.uniform(0.03, 0.12), height * rng.uniform(0.02, 0.08), []
    heading = composer.resized(style, 1.5)
    title, _ = fill(rng.choice(["INVOICE", "Application Form", "Order", "Statement of account", "Registration"]).split(), width - x, heading)
    sheet.line(title or ["Form"], x, y, heading)
    y += heading.pitch * 1.4
    aligned, colon = rng.random() < 0.5, rng.random() < 0.7
    column = x + 17 * style.size * 0.55
    for label, maker in fields[:rng.randint(3, 12)]:
        if y + style.pitch > height - 2:
            break
        left = sheet_label(sheet, label + (":" if colon else ""), x, y, style)
        start = max(left, column) if aligned else left
        words, rest = fill(maker().split(), width - start - 4, style)
        if words and not rest:
            sheet.plain(" ")
            place = sum(map(len, sheet.text))
            sheet.line(words, start, y, style)
            asked.append((ask(label, rng), " ".join(words), place))
        y += style.pitch * rng.uniform(1, 1.6)
    return sheet.page(), asked


def sheet_label(sheet: Sheet, label: str, x: float, y: float, style: Style) -> float:
    """Draws a field's label on a new line of the text; where its value may start."""
    sheet.plain("\n")
    return sheet.line(label.split(), x, y, style) + style.width("  ")


def ask(label: str, rng: random.Random) -> str:
    """A question for a label."""
    return rng.choice(["What is the {}?", "What is the {}?", "Which {} is given?", "{}?"]).format(label.lower())


LAYOUTS: dict[str, Callable[[Composer, int, int, tuple[float, float]], Page]] = {
    "strip": strip, "prose": prose, "table": table, "receipt": receipt, "blank": blank}
