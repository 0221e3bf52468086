"""Holds a peer's answer to the program's: tally, fits, figures, lists, rank intervals, determinants.
answers.py features RUN FEATURES writes what the peers are handed; answers.py compare PEER RUN FEATURES ANSWER prints what was
found as JSON, or ends with 1 and says where they differ.

The program prints ratios with six decimals, so 1e-9 is asked in two ways. Every figure must lie within 1e-9 of the interval
that is printed as it is; and since a difference of d turns the last digit of a share d/1e-6 of all figures, no more figures
may print otherwise than differences of 1e-9 turn. μ, τ² and μ̂ stand in run.json with all digits and are compared as they are.
"""

import csv
import decimal
import json
import math
import pathlib
import sys

import numpy as np
from scipy.stats import binom

TOLERANCE = 1e-9
LAST_DIGIT = 1e-6
# The program's column, the peer's.
RATIOS = {name: name for name in (
    "index_plain", "index_adjusted", "index_adjusted_untruncated", "index_shrunk", "index_low", "index_high", "index_eb05",
    "reliability", "z", "p", "q", "p_above_one", "standard_error")}
EXACT = ["rank", "peer_group", "fit", "band", "eligible", "heads", "visits"]
MONEY = ["excess", "excess_shrunk"]
DRAWS = 1000
REFERENCE_DRAWS = 20_000
# Of some ten thousand comparisons of sound simulations none comes as far as this in a thousand runs.
CHANCE = 1e-8
# How far a search from random starts may fall short of ours, in log determinants: 0.143 was seen, in the group of fewest rows at fifty
# million settlements. Ours may not be larger at all.
DETERMINANT_APART = 0.25


class Disagreement(Exception):
    """An answer that is not the program's."""


def rows(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def printed(text):
    """A number of the peer as the program prints it: six decimals, halves away from zero."""
    return decimal.Decimal(text).quantize(decimal.Decimal("0.000001"), rounding=decimal.ROUND_HALF_UP)


def same_tally(run, out):
    """Both files of the tally, byte for byte: every integer, label and place."""
    for name in ("tally.csv", "tally-pairs.csv"):
        with open(run / name, "rb") as ours, open(out / name, "rb") as theirs:
            if ours.read() != theirs.read():
                raise Disagreement(f"{name} differs")


def same_fits(manifest, told):
    """Units, μ, τ² and μ̂ of every fit; the largest difference."""
    fits = {fit["name"]: fit for fit in manifest["fits"]}
    if fits.keys() != told["fits"].keys():
        raise Disagreement("the groups of fits differ")
    largest = 0.0
    for name, fit in told["fits"].items():
        if fits[name]["units"] != fit["units"]:
            raise Disagreement(f"{name}: another number of eligible institutions")
        for figure in ("centre", "tauSquared", "shrinkageMean"):
            apart = abs(fits[name][figure] - fit[figure])
            largest = max(largest, apart)
            if apart > TOLERANCE:
                raise Disagreement(f"{name}: {figure} differs by {apart:.3g}")
    return largest


def same_figures(ours, theirs):
    """Every figure of the ranking; how many were compared and how many print another last digit."""
    compared, turned = 0, 0
    for mine, other in zip(ours, theirs):
        who = mine["institution_id"]
        for name in EXACT:
            if mine[name] != other[name]:
                raise Disagreement(f"{who}: {name} is {mine[name]} and {other[name]}")
        if int(mine["cost"].replace(".", "")) != int(other["cost_fen"]):
            raise Disagreement(f"{who}: cost")
        for name in MONEY:
            told = decimal.Decimal(mine[name] or 0)
            if abs(float(told) - float(other[name] or 0)) > 0.005 + TOLERANCE * max(1.0, abs(float(told))):
                raise Disagreement(f"{who}: {name} is {mine[name]} and {other[name]}")
    for name, theirs_name in RATIOS.items():
        count, odd = 0, 0
        for mine, other in zip(ours, theirs):
            if (mine[name] == "") != (other[theirs_name] == ""):
                raise Disagreement(f"{mine['institution_id']}: only one has {name}")
            if mine[name] == "":
                continue
            if abs(float(mine[name]) - float(other[theirs_name])) > LAST_DIGIT / 2 + TOLERANCE:
                raise Disagreement(f"{mine['institution_id']}: {name} is {mine[name]} and {other[theirs_name]}")
            count += 1
            odd += decimal.Decimal(mine[name]) != printed(other[theirs_name])
        if odd > binom.ppf(1 - CHANCE, count, TOLERANCE / LAST_DIGIT):
            raise Disagreement(f"{name}: {odd} of {count} last digits differ, more than differences of 1e-9 turn")
        compared, turned = compared + count, turned + odd
    return compared, turned


class RankReference:
    """Ranks of 20,000 draws of the peer's posteriors: what 1,000 draws of anybody's must agree with by chance."""

    def __init__(self, theirs):
        told = [row for row in theirs if row["eligible"] == "true"]
        means, deviations = (np.array([float(row[name]) for row in told]) for name in ("mean", "deviation"))
        self.ids = [row["institution_id"] for row in told]
        count = len(told)
        self.shares = np.zeros((count, count + 1))
        sums, squares = np.zeros(count), np.zeros(count)
        source = np.random.default_rng(7)
        for _ in range(REFERENCE_DRAWS // 500):
            drawn = source.standard_normal((500, count)) * deviations + means
            order = np.argsort(-drawn, axis=1)
            ranks = np.empty_like(order)
            np.put_along_axis(ranks, order, np.arange(1, count + 1)[None, :], axis=1)
            np.add.at(self.shares, (np.broadcast_to(np.arange(count), ranks.shape), ranks), 1 / REFERENCE_DRAWS)
            sums += ranks.sum(axis=0)
            squares += (ranks.astype(float) ** 2).sum(axis=0)
        self.shares = self.shares.cumsum(axis=1).clip(0, 1)
        self.means = sums / REFERENCE_DRAWS
        self.deviations = np.sqrt(np.maximum(squares / REFERENCE_DRAWS - self.means**2, 0))

    def check(self, name, table, top):
        """Interval, P(in top k) and expected rank of one simulation; raises where chance does not explain it."""
        by_id = {row["institution_id"]: row for row in table}
        error = math.sqrt(1 / DRAWS + 1 / REFERENCE_DRAWS)
        for place, id in enumerate(self.ids):
            row, below = by_id[id], self.shares[place]
            for column, needed in (("rank_low", 25), ("rank_high", 975)):
                rank = int(row[column])
                # At least so many draws were at or above the rank, fewer above it. The reference has its own error.
                at, before = (widened(below[min(max(r, 0), len(below) - 1)]) for r in (rank, rank - 1))
                if binom.sf(needed - 1, DRAWS, at[1]) < CHANCE or binom.cdf(needed - 1, DRAWS, before[0]) < CHANCE:
                    raise Disagreement(f"{name}: {id}: {column} {rank} is not by chance")
            low, high = widened(below[top])
            inside = round(float(row["p_top"]) * DRAWS)
            if binom.sf(inside - 1, DRAWS, high) < CHANCE or binom.cdf(inside, DRAWS, low) < CHANCE:
                raise Disagreement(f"{name}: {id}: p_top is not by chance")
            # Six standard errors; a rank that never changes has none.
            if abs(float(row["expected_rank"]) - self.means[place]) > 6 * error * self.deviations[place] + 1e-6:
                raise Disagreement(f"{name}: {id}: expected_rank is not by chance")


def widened(share):
    """A share of the reference with four of its standard errors at each side."""
    error = 4 * math.sqrt(share * (1 - share) / REFERENCE_DRAWS) + 1 / REFERENCE_DRAWS
    return max(0.0, share - error), min(1.0, share + error)


def same_subsets(features, told):
    """The log determinants: ours is not larger, and they are of the same problem; the largest lead of ours."""
    lead = 0.0
    for name, ours in json.loads((features / "features.json").read_text()).items():
        theirs = told["subsets"][name]
        if theirs["subset"] != ours["subset"]:
            raise Disagreement(f"{name}: subsets of {ours['subset']} and {theirs['subset']} rows")
        apart = theirs["logDeterminant"] - ours["logDeterminant"]
        # Features and determinant are printed with six decimals.
        if not -2e-5 * ours["columns"] <= apart <= DETERMINANT_APART:
            raise Disagreement(f"{name}: log determinants {ours['logDeterminant']} and {theirs['logDeterminant']:.6f}")
        lead = max(lead, apart)
    return lead


def compare(peer, run, features, out):
    """Compares one answer; what was found, for the report."""
    manifest, told = json.loads((run / "run.json").read_text()), json.loads((out / "fits.json").read_text())
    same_tally(run, out)
    ours, theirs = rows(run / "ranking.csv"), rows(out / "ranking.csv")
    if [row["institution_id"] for row in ours] != [row["institution_id"] for row in theirs]:
        raise Disagreement("the published orders differ")
    fits = same_fits(manifest, told)
    compared, turned = same_figures(ours, theirs)
    if manifest["topCount"] != told["top"]:
        raise Disagreement("another k of the top")
    reference = RankReference(theirs)
    reference.check("program", ours, told["top"])
    reference.check(peer, theirs, told["top"])
    lead = same_subsets(features, told)
    return {"figures": compared, "lastDigitsTurned": turned, "fitsApart": fits, "determinantLead": lead,
            "seconds": told["seconds"]}


def write_features(run, out):
    """The standardised features of the program's profile by fit, as tables for MinCovDet, with h and determinant.

    The peers are handed them: what is compared is the estimator, and how long it takes.
    """
    manifest, told = json.loads((run / "run.json").read_text()), {}
    fit_of = {row["institution_id"]: row["fit"] for row in rows(run / "ranking.csv")}
    profile = [row for row in rows(run / "profile.csv") if row["profile_outcome"] == "judged"]
    out.mkdir(parents=True, exist_ok=True)
    for method in manifest["methods"]:
        if method["role"] != "profile":
            continue
        # "clinic: n = 386 h = 292 fitted", "features = visits+price", "ln_determinant = -3.342665"
        name, counts = method["constants"][0].split(": ")
        counts = counts.split()
        constants = dict(text.split(" = ") for text in method["constants"][1:] if " = " in text)
        names = constants["features"].split("+")
        members = sorted((row for row in profile if fit_of[row["institution_id"]] == name), key=lambda row: row["institution_id"])
        table = np.array([[float(row[f"feature_{feature}_z"]) for feature in names] for row in members])
        if len(table) != int(counts[2]):
            raise Disagreement(f"{name}: the profile judges {len(table)} institutions, the manifest {counts[2]}")
        np.save(out / f"{name}.npy", table)
        told[name] = {"subset": int(counts[5]), "columns": len(names), "logDeterminant": float(constants["ln_determinant"])}
    (out / "features.json").write_text(json.dumps(told, indent=1))


def main():
    task, *rest = sys.argv[1:]
    try:
        if task == "features":
            write_features(*map(pathlib.Path, rest))
        else:
            peer, *folders = rest
            print(json.dumps(compare(peer, *map(pathlib.Path, folders))))
    except Disagreement as reason:
        raise SystemExit(f"the answers differ: {reason}")


if __name__ == "__main__":
    main()
