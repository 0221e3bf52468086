"""Precision at k = number planted of every column, city by city; tables and checks over all cities.

compare.py score OUT CITY ...    scores cities (folders with data/ and run/) into OUT/CITY.csv; done ones are skipped
compare.py report OUT.csv ... > report.md    prints the tables; exits 1 if the screen is not the best
"""

import os
import sys

import pandas as pd

KINDS = ["dear-price", "many-visits", "inflated-drugs", "card-bursts"]
LEVELS = {0.0: "none", 0.05: "moderate", 0.12: "strong"}


def precision(table, score, planted):
    """The first k by a score, ties by code: shares found overall and by kind, honest sicker ones among them."""
    order = score.where(table.screen.notna()).dropna().sort_index().sort_values(ascending=False, kind="stable")
    kinds = table.kind[order.index[:planted]]
    found = {"found": kinds.isin(KINDS).sum() / planted, "sicker": (kinds == "sicker").sum()}
    return found | {kind: (kinds == kind).sum() / max((table.kind == kind).sum(), 1) for kind in KINDS}


def score_city(city, out):
    from city import PUBLISHED, read_city
    from features import PLAIN
    from peers import detector_scores
    from signals import SIGNALS

    table, gap = read_city(f"{city}/data", f"{city}/run")
    if gap is not None and not gap[0] <= 2e-6:
        sys.exit(f"{city}: profile.csv and the twin differ by {gap[0]} in {gap[1]}")
    above = table[[f"{name}_z" for name in SIGNALS]].clip(lower=0).fillna(0)
    scores = {"screen": table.screen, "lead": table["lead"], "root of the sum of squares above": (above**2).sum(axis=1)}
    scores |= {f"signal {name}": table[f"{name}_z"] for name in SIGNALS}
    scores |= {f"published {name}": table[f"published {name}"] for name in PUBLISHED}
    scores |= {f"plain {name}": table[f"plain {name}"] for name in PLAIN}
    scores |= detector_scores(table)
    planted = table.kind.isin(KINDS).sum()
    result = pd.DataFrame({name: precision(table, score, planted) for name, score in scores.items()}).T
    result.insert(0, "source", "twin" if gap is None else "profile")
    result.rename_axis("score").to_csv(out)


def read_results(paths):
    parts = []
    for path in paths:
        level, strength, seed = path.rsplit("/", 1)[-1].removesuffix(".csv").split("_")
        parts.append(pd.read_csv(path).assign(level=float(level), strength=float(strength), seed=int(seed)))
    return pd.concat(parts)


def print_level(level, part, shown):
    strengths = sorted(part.strength.unique())
    mean = part.groupby("score")[["found", *KINDS, "sicker"]].mean()
    by_strength = part.pivot_table(index="score", columns="strength", values="found")
    cities = part.groupby("score").size().max()
    seeds = f"seeds {part.seed.min()}..{part.seed.max()}"
    print(f"\n## Honest variation {LEVELS[level]} ({level:g}): {cities} cities, {seeds}\n")
    heads = ["column", "all", *(f"×{s:g}" for s in strengths), *KINDS, "sicker a city"]
    print("| " + " | ".join(heads) + " |\n|" + "---|" * len(heads))
    for name in shown(mean):
        cells = [f"{mean.found[name]:.3f}", *(f"{by_strength.loc[name, s]:.2f}" for s in strengths)]
        cells += [f"{mean.loc[name, kind]:.2f}" for kind in KINDS] + [f"{mean.sicker[name]:.2f}"]
        print(f"| {'**screen**' if name == 'screen' else name} | " + " | ".join(cells) + " |")


def report(paths):
    results = read_results(paths)
    failures = []
    sources = ", ".join(sorted(results.source.unique()))
    print("# What the screen finds\n\nPrecision at k = number planted, mean over cities. "
          f"Signals read from: {sources}.")
    for level, part in results.groupby("level"):
        print_level(level, part, lambda mean: mean.sort_values("found", ascending=False).index)
        mean = part.groupby("score").found.mean()
        # What was told that only excess counts is a variant of the screen: printed, not held against it.
        rivals = mean[[name for name in mean.index if name != "screen" and "above" not in name]]
        best = rivals.idxmax()
        paired = part.pivot_table(index=["strength", "seed"], columns="score", values="found")
        for name in ("lead", best):
            gain = paired.screen - paired[name]
            print(f"\nScreen less {name}: {gain.mean():+.3f} (standard error {gain.sem():.3f}); "
                  f"ahead in {(gain > 0).sum()}, behind in {(gain < 0).sum()} of {len(gain)} cities.")
            if not mean.screen > mean[name]:
                failures.append(f"{LEVELS[level]}: screen {mean.screen:.3f}, {name} {mean[name]:.3f}")
    if failures:
        sys.exit("The screen is not ahead: " + "; ".join(failures))


if __name__ == "__main__":
    if sys.argv[1] == "report":
        report(sys.argv[2:])
    else:
        out, *cities = sys.argv[2:]
        for city in cities:
            path = f"{out}/{os.path.basename(city)}.csv"
            if not os.path.exists(path):
                score_city(city, path)
