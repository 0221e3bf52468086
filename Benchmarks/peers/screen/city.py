"""One city: the program's ranking and profile, the twin's signals, the truth."""

import os

import numpy as np
import pandas as pd

from features import PLAIN, lead, plain_features, robust_z
from ledger import read_ledger
from signals import SIGNALS, screen_table

PUBLISHED = ["index_plain", "index_adjusted", "index_shrunk", "index_eb05", "z", "excess_shrunk"]


def measured(city, run):
    """The table that is judged: from the run's profile.csv where there is one, else from the twin.

    With a profile the twin is computed too and must agree; the difference is returned beside the table.
    """
    book = read_ledger(city)
    twin = screen_table(book).join(plain_features(book))
    path = f"{run}/profile.csv"
    if not os.path.exists(path):
        return twin, None
    profile = pd.read_csv(path, keep_default_na=False, na_values=[""]).set_index("institution_id").reindex(twin.index)
    columns = [f"{name}_{part}" for name in SIGNALS for part in ("log", "se", "z")] + ["screen"]
    for name in PLAIN:
        if f"feature_{name}" in profile:
            profile[name] = profile[f"feature_{name}"]
            columns += [name] * (name != "burst_share")  # the program's bursts allow for chance
        else:
            profile[name] = twin[name]
    gap = (profile[columns].astype(float) - twin[columns]).abs()
    holes = (profile[columns].isna() != twin[columns].isna()).to_numpy().any()
    worst = np.inf if holes else float(gap.max().max())
    return profile, (worst, gap.max().idxmax())


def read_city(city, run):
    """The judged table with the published columns, the lead, the robust z of plain features and what was planted."""
    table, twin_gap = measured(city, run)
    ranking = pd.read_csv(f"{run}/ranking.csv").set_index("institution_id").reindex(table.index)
    for name in PUBLISHED:
        table[f"published {name}"] = ranking[name]
    table["lead"] = lead(table, table.peer_group)
    for name in PLAIN:
        table[f"plain {name}"] = robust_z(table[name].astype(float).fillna(0), table.peer_group)
    truth = pd.read_csv(f"{city}/truth.csv").set_index("institution_id")
    table["kind"] = truth.planted_kind.reindex(table.index).fillna("")
    return table, twin_gap
