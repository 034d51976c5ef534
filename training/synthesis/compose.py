"""Page layouts. Each takes a Composer and fills a sheet; the text comes out in reading order."""

from __future__ import annotations

import random
from typing import Callable

from synthesis.material import ASCII, PLAIN, Material, open_face
from synthesis.sheet import Page, Sheet, Style, fill
from synthesis.text import GOODS, Writer


class Composer:
    """Random source, writer and fonts of one page."""

    def __init__(self, material: Material, rng: random.Random, plain: bool = False, blind: bool = False):
        self.material, self.rng, self.plain, self.blind = material, rng, plain, blind
        self.writer = Writer(material, rng)

    def style(self, pixels: float) -> Style:
        """A random face of that size."""
        weights = [float(f.file in PLAIN) for f in self.material.fonts] if self.plain else self.material.weights
        font = self.rng.choices(self.material.fonts, weights)[0]
        size = max(7, round(pixels))
        return Style(self.material.face(font, size), size, frozenset(ASCII + font.extra), self.rng.uniform(1.1, 1.6),
                     self.rng.random() < 0.1)

    def resized(self, style: Style, factor: float) -> Style:
        """The same face, larger or smaller."""
        size = max(7, round(style.size * factor))
        return Style(open_face(style.face.path, size), size, style.known, style.leading, style.kerned)


def strip(composer: Composer, width: int, height: int, sizes: tuple[float, float]) -> Page:
    """One to five short lines, top to bottom, on a low canvas."""
    rng, sheet = composer.rng, Sheet(width, height, composer.blind)
    style = composer.style(rng.uniform(sizes[0], min(sizes[1], height * 0.7)))
    room = (height - 2) // style.pitch
    lines = rng.randint(1, max(1, min(5, room)))
    y = rng.uniform(0, max(0, height - lines * style.pitch - 2))
    for number in range(lines):
        tight = rng.random() < 0.4
        x = rng.uniform(1, 8) if tight else rng.uniform(2, width * (0.3 if rng.random() < 0.5 else 0.05))
        share = 1 if tight else rng.uniform(0.3, 1)
        words, _ = fill(composer.writer.words(24), (width - 4 - x) * share, style)
        words = words or [style.clean("Line") + str(number)]
        if number:
            sheet.plain("\n")
        sheet.line(words, x, y, style)
        y += style.pitch
    return sheet.page()


def dense(composer: Composer, width: int, height: int, sizes: tuple[float, float]) -> Page:
    """Lines from edge to edge: as many characters as the canvas holds."""
    rng, sheet = composer.rng, Sheet(width, height, composer.blind)
    style = composer.style(rng.uniform(*sizes))
    y, words = rng.uniform(0, style.pitch * 0.5), composer.writer.words(6 * width // style.size)
    while words and y + style.pitch < height:
        x = rng.uniform(1, style.size * 1.5)
        taken, words = fill(words, width - 2 - x, style)
        if sheet.text and taken:
            sheet.plain("\n")
        sheet.line(taken, x, y, style)
        y += style.pitch
        words = words or composer.writer.words(6 * width // style.size)
    return sheet.page()


def prose(composer: Composer, width: int, height: int, sizes: tuple[float, float]) -> Page:
    """Headings, paragraphs and lists in one or two columns."""
    rng, sheet = composer.rng, Sheet(width, height, composer.blind)
    body = composer.style(rng.uniform(*sizes))
    columns = 2 if width > 42 * body.size and rng.random() < 0.25 else 1
    margin, top = width * rng.uniform(0.02, 0.16), height * rng.uniform(0.01, 0.15)
    column = (width - 2 * margin - (columns - 1) * 2 * body.size) / columns
    full = rng.random() < 0.7
    bottom = height - 2 - (height * rng.uniform(0, 0.1) if full else rng.uniform(0, max(0, height - top - 3 * body.pitch)))
    for number in range(columns):
        flow(composer, sheet, body, (margin + number * (column + 2 * body.size), top, column, bottom))
    return sheet.page()


def flow(composer: Composer, sheet: Sheet, body: Style, box: tuple[float, float, float, float]) -> None:
    """Blocks from the top of a box (x, y, width, bottom) to its bottom."""
    rng, (x, y, width, bottom) = composer.rng, box
    while y + body.pitch < bottom:
        draw = rng.random()
        if 0.15 < draw < 0.21:
            y += figure(composer, sheet, x, y, width, min(bottom, y + rng.uniform(1, 9) * body.pitch)) + body.pitch * 0.5
            continue
        if 0.21 < draw < 0.25 and y + 5 * body.pitch < bottom:
            y = ruled(composer, sheet, body, (x, y, width, bottom)) + body.pitch * 0.5
            continue
        style = composer.resized(body, rng.uniform(1.2, 1.8)) if draw < 0.15 else body
        count = rng.randint(1, 6) if draw < 0.15 else rng.randint(5, 90)
        words = composer.writer.words(count)
        marks = rng.choice(["-", "•", "*", "1.", "a)"]) if draw > 0.85 else ""
        shift = body.size * rng.uniform(0, 5) if marks and width > 25 * body.size else 0
        indent = shift + (body.size * rng.uniform(1.2, 2.5) if marks else 0)
        justified, first, line = rng.random() < 0.5, True, 0
        while words and y + style.pitch < bottom:
            taken, words = fill(words, width - indent, style)
            if not taken:
                break
            if sheet.text:
                sheet.plain("\n\n" if first else "\n")
            if marks and first and style.clean(marks):
                sheet.word(style.clean(marks), x + shift, y, style)
                sheet.plain(" ")
            slack = width - indent - style.width(" ".join(taken))
            gap = slack / (len(taken) - 1) if justified and words and len(taken) > 1 and slack < width * 0.3 else 0
            sheet.line(taken, x + indent, y, style, gap)
            y, first, line = y + style.pitch, False, line + 1
        y += style.pitch * rng.uniform(0.2, 1.2)


def figure(composer: Composer, sheet: Sheet, x: float, y: float, width: float, bottom: float) -> float:
    """A rule, a box or a picture that has no text; its height."""
    rng = composer.rng
    box = (x, y, x + width * rng.uniform(0.3, 1), bottom)
    kind = rng.choice(["rule", "box", "picture"])
    if kind == "rule":
        sheet.draw.line((box[0], y + 2, box[2], y + 2), fill=rng.randint(0, 180), width=rng.randint(1, 3))
        return 4
    sheet.draw.rectangle(box, outline=rng.randint(0, 150), fill=rng.randint(120, 255) if kind == "picture" else None)
    for _ in range(rng.randint(3, 12) if kind == "picture" else 0):
        left, top = rng.uniform(box[0], box[2]), rng.uniform(y, bottom)
        sheet.draw.ellipse((left, top, rng.uniform(left, box[2]), rng.uniform(top, bottom)), fill=rng.randint(0, 255))
    return bottom - y


def table(composer: Composer, width: int, height: int, sizes: tuple[float, float]) -> Page:
    """A ruled table under a line of prose, prose below."""
    rng, sheet = composer.rng, Sheet(width, height, composer.blind)
    style = composer.style(rng.uniform(*sizes))
    x, y = width * rng.uniform(0.02, 0.08), height * rng.uniform(0.01, 0.1)
    title, _ = fill(composer.writer.words(rng.randint(1, 8)), width * 0.9, style)
    sheet.line(title or ["Table"], x, y, style)
    y = ruled(composer, sheet, style, (x, y + style.pitch * 1.5, width - 2 * x, height - 2))
    if rng.random() < 0.6:
        flow(composer, sheet, style, (x, y + style.pitch, width - 2 * x, height - 2))
    return sheet.page()


def ruled(composer: Composer, sheet: Sheet, style: Style, box: tuple[float, float, float, float]) -> float:
    """A table with rules in a box (x, y, width, bottom), Markdown in the text; the y of its end."""
    rng, writer, (x, y, width, bottom) = composer.rng, composer.writer, box
    rowheight, top = style.pitch + rng.uniform(2, style.size), y
    columns = max(2, min(5, int(width / style.size / 7)))
    cell, rows, row = width / columns, rng.randint(2, 10), 0
    kinds = [rng.choice([writer.money, writer.date, writer.name, writer.percent, lambda: rng.choice(GOODS)]) for _ in range(columns)]
    while row <= rows and y + rowheight < bottom:
        sheet.plain(("\n\n" if row == 0 and sheet.text else "\n" if row else "") + "|")
        for number in range(columns):
            words = writer.words(2) if row == 0 else kinds[number]().split()
            taken, _ = fill(words, cell - style.size * 0.6, style)
            sheet.plain(" ")
            sheet.line(taken or ["-"], x + number * cell + style.size * 0.3, y + (rowheight - style.size * 1.2) / 2, style)
            sheet.plain(" |")
        if row == 0:
            sheet.plain("\n|" + "---|" * columns)
        y, row = y + rowheight, row + 1
    for number in range(row + 1 if row else 0):
        sheet.draw.line((x, top + number * rowheight, x + width, top + number * rowheight), fill=60)
    for number in range(columns + 1 if row else 0):
        sheet.draw.line((x + number * cell, top, x + number * cell, y), fill=60)
    return y


def receipt(composer: Composer, width: int, height: int, sizes: tuple[float, float]) -> Page:
    """A shop's slip: centred head, goods with prices at the right, a total."""
    rng, sheet, writer = composer.rng, Sheet(width, height, composer.blind), composer.writer
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
    sheet = Sheet(width, height, composer.blind)
    for _ in range(composer.rng.choice([0, 0, 1, 3])):
        ends = [composer.rng.uniform(0, 1) * side for side in (width, height, width, height)]
        sheet.draw.line(ends, fill=composer.rng.randint(0, 200))
    return sheet.page()


def form(composer: Composer, width: int, height: int, sizes: tuple[float, float]) -> tuple[Page, list[tuple[str, str, int]]]:
    """An invoice or a form, and its questions: (question, answer, where the answer starts in the text)."""
    rng, sheet, writer = composer.rng, Sheet(width, height, composer.blind), composer.writer
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
    aligned, colon, lined = rng.random() < 0.5, rng.random() < 0.7, rng.random() < 0.3
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
            end = sheet.line(words, start, y, style)
            if lined:
                sheet.draw.line((start, y + style.size * 1.25, max(end, width * 0.9), y + style.size * 1.25), fill=rng.randint(0, 150))
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
    "strip": strip, "dense": dense, "prose": prose, "table": table, "receipt": receipt, "blank": blank}
