"""What is printed: prose of the material, words, and generated names, numbers, dates, addresses and amounts."""

from __future__ import annotations

import random
import string

from synthesis.material import ASCII, EXTRA, Material

FIRST = "Anna Ben Carla David Elena Frank Grace Hugo Irene James Karen Liam Maria Noah Olivia Paul Rosa Samuel Tina Victor".split()
LAST = "Adams Baker Clark Davis Evans Fischer Garcia Hill Ito Jones King Lopez Miller Novak Olsen Perez Quinn Reed Smith Tanaka".split()
STREETS = "Main Oak Park Church Mill Station High Garden River Lake".split()
KINDS = "Street Road Avenue Lane Drive Square Way".split()
CITIES = "Springfield Riverton Oakdale Milford Ashland Brighton Dover Kingston Clayton Salem Newport Hudson".split()
MONTHS = "January February March April May June July August September October November December".split()
FIRMS = "Trading Supplies Systems Foods Logistics Services Partners Industries Media Energy".split()
ENDS = ["Ltd", "Inc.", "LLC", "GmbH", "& Co.", "plc"]
GOODS = ("Paper A4,Toner black,Desk lamp,USB cable,Office chair,Coffee 1kg,Green tea,Milk 2%,Bread,Olive oil,Batteries AA,Notebook,"
         "Ink pen,Monitor 24\",Keyboard,Apples,Bananas,Chicken,Rice 5kg,Soap,Water 1.5L,Light bulb,Screws M4,Paint white,Hammer").split(",")


class Writer:
    """Draws texts from one random source; equal seeds give equal texts."""

    def __init__(self, material: Material, rng: random.Random):
        self.material = material
        self.rng = rng

    def words(self, count: int) -> list[str]:
        """Words of running text: mostly prose, some word salad, some generated data, a little noise without any language."""
        found: list[str] = []
        while len(found) < count:
            draw = self.rng.random()
            if draw < 0.6:
                found += self.prose(min(count, 60))
            elif draw < 0.75:
                found += [self.cased(self.rng.choice(self.material.words)) for _ in range(self.rng.randint(1, 8))]
            elif draw < 0.9:
                found += self.datum().split()
            else:
                found += [self.noise() for _ in range(self.rng.randint(1, 3))]
        return found[:count]

    def prose(self, count: int) -> list[str]:
        """Consecutive words from the middle of a paragraph."""
        paragraph = self.rng.choice(self.material.prose)
        start = self.rng.randrange(max(1, len(paragraph) - count // 2))
        return [w for w in paragraph[start:start + count] if len(w) < 30] or ["text"]

    def cased(self, word: str) -> str:
        """A word as it stands, capitalised, in capitals or with punctuation."""
        draw = self.rng.random()
        word = word.upper() if draw < 0.12 else word.capitalize() if draw < 0.3 else word
        return word + self.rng.choice(["", "", "", "", ",", ".", ";", ":", "!", "?", ")"])

    def noise(self) -> str:
        """Random characters: codes, keys, and every rare character now and then."""
        rng, draw = self.rng, self.rng.random()
        if draw < 0.45:
            return "".join(rng.choices(string.ascii_uppercase + string.digits, k=rng.randint(2, 10)))
        if draw < 0.75:
            return "".join(rng.choices(string.ascii_letters, k=rng.randint(1, 8)))
        return "".join(rng.choices(ASCII + EXTRA, k=rng.randint(1, 6)))

    def datum(self) -> str:
        """One generated name, number, date, address or amount."""
        rng = self.rng
        return rng.choice([self.name, self.date, self.amount, self.address, self.phone, self.mail, self.number, self.time, self.percent])()

    def name(self) -> str:
        """First and last name."""
        return f"{self.rng.choice(FIRST)} {self.rng.choice(LAST)}"

    def firm(self) -> str:
        """A company."""
        return f"{self.rng.choice(LAST)} {self.rng.choice(FIRMS)} {self.rng.choice(ENDS)}"

    def date(self) -> str:
        """A date in one of six forms."""
        rng = self.rng
        year, month, day = rng.randint(1950, 2035), rng.randint(1, 12), rng.randint(1, 28)
        return rng.choice([f"{year}-{month:02}-{day:02}", f"{month:02}/{day:02}/{year}", f"{day:02}.{month:02}.{year}",
                           f"{MONTHS[month - 1]} {day}, {year}", f"{day} {MONTHS[month - 1]} {year}", f"{day}-{MONTHS[month - 1][:3]}-{year % 100:02}"])

    def time(self) -> str:
        """A time of day."""
        hour, minute = self.rng.randint(0, 23), self.rng.randint(0, 59)
        return self.rng.choice([f"{hour:02}:{minute:02}", f"{hour % 12 + 1}:{minute:02} {'AM' if hour < 12 else 'PM'}"])

    def money(self) -> str:
        """An amount without currency."""
        return f"{round(10 ** self.rng.uniform(0, 5), 2):,.2f}"

    def amount(self) -> str:
        """An amount with its currency."""
        value = self.money()
        return self.rng.choice([f"${value}", f"{value} EUR", f"USD {value}", f"£{value}", f"€{value}"])

    def percent(self) -> str:
        """A percentage."""
        return f"{self.rng.uniform(0, 100):.{self.rng.randint(0, 2)}f}%"

    def number(self) -> str:
        """A plain or prefixed number."""
        digits = "".join(self.rng.choices(string.digits, k=self.rng.randint(1, 10)))
        return self.rng.choice(["", "", "#", "No. ", "INV-", "A-", "PO"]) + digits

    def phone(self) -> str:
        """A telephone number."""
        d = [self.rng.randint(100, 999) for _ in range(3)]
        return self.rng.choice([f"({d[0]}) {d[1]}-{d[2]}0", f"+{d[0] % 90 + 1} {d[1]} {d[2]}", f"{d[0]}-{d[1]}-{d[2]}5"])

    def mail(self) -> str:
        """A mail address or a web address."""
        word = self.rng.choice(self.material.words).lower().replace("'", "")
        return self.rng.choice([f"{self.rng.choice(FIRST).lower()}@{word}.com", f"www.{word}.org", f"https://{word}.net/{self.rng.randint(1, 99)}"])

    def address(self) -> str:
        """Street and town on one line."""
        rng = self.rng
        return f"{rng.randint(1, 9999)} {rng.choice(STREETS)} {rng.choice(KINDS)}, {rng.choice(CITIES)} {rng.randint(10000, 99999)}"
