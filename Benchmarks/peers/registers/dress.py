"""Writes simulated registers again as offices write them: some numbers in another spelling, and rows that only seem to fit.

dress.py MADE DRESSED PERSONS EXTRA: MADE is a folder of `simulate registers` of so many ordinary persons, EXTRA how many
rows of each kind are added. Every 211th row has its number in full-width characters, between blanks, behind an apostrophe,
or with a small x; what it says is the same. Added to prison terms and deaths: an ordinary person's number under another name
(to be held back), and such a number with another check character (nobody's). Neither may become a clue: both are written
into the truth as near misses.
No clock, no chance: equal input gives equal bytes.
"""

import itertools
import pathlib
import shutil
import sys

EVERY = 211
WIDE = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")
SPELLINGS = [
    lambda number: number.translate(WIDE),
    lambda number: f" {number} ",
    lambda number: f"'{number}",
    lambda number: number.lower(),
]
# A row that would be found if its person were the one whose number it is.
SEEMING = {"prison": ("in-prison", "{number},{name},2015-01-01,\n"), "deaths": ("paid-after-death", "{number},{name},2015-01-01\n")}


def respell(source, target, start):
    """Copies a register with every 211th number spelled otherwise, beginning with a spelling of its own."""
    spellings = itertools.islice(itertools.cycle(SPELLINGS), start, None)
    with open(source, encoding="utf-8") as lines, open(target, "w", encoding="utf-8", newline="") as out:
        out.write(next(lines))
        for position, line in enumerate(lines, 1):
            if position % EVERY == 0:
                number, rest = line.split(",", 1)
                line = f"{next(spellings)(number)},{rest}"
            out.write(line)


def ordinary(payments, persons, count):
    """Number and name of some ordinary persons, spread over them in the order of the payments."""
    found, seen, last, every = [], 0, None, persons // count
    with open(payments, encoding="utf-8") as lines:
        next(lines)
        for line in lines:
            number, name, _ = line.split(",", 2)
            if number == last:
                continue
            last, seen = number, seen + 1
            if seen % every == 0:
                found.append((number, name))
                if len(found) == count:
                    return found
    raise SystemExit("the payments have fewer persons than they should")


def slipped(number):
    """The number with another check character."""
    return number[:-1] + ("0" if number[-1] != "0" else "1")


def main():
    made, dressed, population, extra = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    dressed.mkdir(parents=True)
    for start, name in enumerate(["payments", "certificates", "prison", "children", "deaths"]):
        respell(made / f"{name}.csv", dressed / f"{name}.csv", start)
    for name in ("args.txt", "truth.csv"):
        shutil.copy(made / name, dressed / name)
    persons = ordinary(made / "payments.csv", population, 2 * extra)
    with open(dressed / "truth.csv", "a", encoding="utf-8") as truth:
        for register, (rule, row) in SEEMING.items():
            with open(dressed / f"{register}.csv", "a", encoding="utf-8") as out:
                for number, name in persons[:extra]:
                    out.write(row.format(number=number, name=name + "某"))
                for number, name in persons[extra:]:
                    out.write(row.format(number=slipped(number), name=name))
            truth.writelines(f"{rule},person,{number},near\n" for number, _ in persons)


main()
