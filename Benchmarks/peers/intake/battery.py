"""Makes the files of the battery and battery.json, which says what must come of each.

battery.py FOLDER. The same bytes every time: fixed seed, no clock, no locale, no names from outside.
"""

import json
import sys
from dataclasses import asdict
from pathlib import Path

import amounts
import books
import containers
import text_forms
import traps
import value_traps
import meanings
import structure


def make(folder):
    """Writes every file and the list."""
    folder.mkdir(parents=True, exist_ok=True)
    entries, names = [], set()
    for group in (text_forms, structure, books, containers, amounts, meanings, traps, value_traps):
        for case in group.cases():
            if case.name in names:
                raise SystemExit(f"two cases are called {case.name}")
            names.add(case.name)
            for name, data in case.files.items():
                (folder / name).write_bytes(data)
            entry = asdict(case) | {"files": list(case.files)}
            entry["header"] = {field: case.header[field] for field in ("total_fee", "person_id", "inst_code", "settle_time")}
            entries.append(entry)
    entries.sort(key=lambda entry: (entry["category"], entry["kind"] == "damaged"))
    (folder / "battery.json").write_text(json.dumps(entries, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return entries


if __name__ == "__main__":
    made = make(Path(sys.argv[1]))
    damaged = sum(entry["kind"] == "damaged" for entry in made)
    print(f"{len(made)} cases: {len(made) - damaged} harmless, {damaged} damaged")
