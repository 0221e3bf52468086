"""Gives institutions names that a spreadsheet, XML or a format would make something of.

Arguments: the table of institutions, the table to write, the names as they must be read back (parted by U+001E).
"""
import csv
import sys

NAMES = [
    "=cmd|'/c calc'!A1", "+1+1", "-2+3", "@SUM(A1)", "＝1", "'=1", "]]>", "<b>&amp;</b>", "&#x41;", "\"quoted\"", "a,b",
    "_x0041_", "00123", "1E5", "2025-03-01", "TRUE", "http://example.org/", "12345678901234567890",
    "长" * 400, "\U0001F3E5 医院", "{=1}", "1/2",
]


def main():
    source, target, expected = sys.argv[1:]
    with open(source, encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    name = rows[0].index("fixmedins_name")
    for number, row in enumerate(rows[1:]):
        row[name] = NAMES[number % len(NAMES)]
    with open(target, "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    with open(expected, "w", encoding="utf-8") as file:
        file.write("\x1e".join(row[name] for row in rows[1:]))


main()
