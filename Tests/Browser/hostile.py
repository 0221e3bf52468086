"""Two hundred texts that run a script where a page forgets to escape them, and inputs that hold them in every field."""

import csv
import pathlib
import sys

CALLS = [
    "alert({n})",
    "confirm({n})",
    "document.title='ran'",
    "window.ran={n}",
    "eval('alert({n})')",
    "setTimeout('alert({n})')",
    "parent.alert({n})",
    "top['al'+'ert']({n})",
    "prompt`{n}`",
    "fetch('//x.example/{n}')",
]

PLACES = [
    "<script>{c}</script>",
    "</script><script>{c}</script>",
    "\"><script>{c}</script>",
    "'><img src=x onerror={c}>",
    "<img src=x onerror=\"{c}\">",
    "<svg onload={c}>",
    "<svg><script>{c}</script></svg>",
    "</title><script>{c}</script>",
    "</style><script>{c}</script>",
    "</desc></svg><iframe srcdoc=\"<script>{c}</script>\">",
    "\" autofocus onfocus=\"{c}",
    "' onmouseover='{c}",
    "\"\u0301 autofocus onfocus={c} x=\"",
    "<\u0301script>{c}</script>",
    "javascript:{c}",
    "{{{{{{c}}}}}}<script>{c}</script>",
    "]]><script>{c}</script>",
    "<!--><script>{c}</script>",
    "\u2028</script><script>{c}//",
    "<a href=\"javascript:{c}\">x</a>",
]


def texts():
    return [
        place.replace("{{{{{{c}}}}}}", "{{{body}}}").replace("{c}", call.format(n=number))
        for number, (place, call) in enumerate((p, c) for p in PLACES for c in CALLS)
    ]


def institutions(source: pathlib.Path, target: pathlib.Path, claims: pathlib.Path, hostile_claims: pathlib.Path):
    """Puts the texts into every text field of the institutions, and into the codes of some."""
    bad = texts()
    with source.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    header = list(rows[0])
    renamed = {}
    for number, row in enumerate(rows):
        text = bad[number % len(bad)]
        for field in header:
            if field.endswith("code") or field in ("institution_id", "inst_code", "fixmedins_code"):
                continue
            # Districts and kinds make peer groups: a few texts each, so that groups stay large enough to be judged.
            row[field] = text if "name" in field else bad[(number % 3) * 67]
    key = next(field for field in header if field.endswith("code") or field == "institution_id")
    for number, row in enumerate(rows[:20]):
        renamed[row[key]] = bad[number * 10]
        row[key] = renamed[row[key]]
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header)
        writer.writeheader()
        writer.writerows(rows)
    with claims.open(encoding="utf-8", newline="") as file, hostile_claims.open("w", encoding="utf-8", newline="") as out:
        reader = csv.DictReader(file)
        writer = csv.DictWriter(out, reader.fieldnames)
        writer.writeheader()
        column = next(f for f in reader.fieldnames if f in ("fixmedins_code", "inst_code", "institution_id"))
        for row in reader:
            row[column] = renamed.get(row[column], row[column])
            writer.writerow(row)


if __name__ == "__main__":
    assert len(texts()) == 200 == len(set(texts()))
    institutions(*(pathlib.Path(name) for name in sys.argv[1:5]))
