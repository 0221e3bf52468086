"""The statistics of methods §§2–10 in NumPy, SciPy and scikit-learn, from the tally on: shared by all peers.

A tally is three tables, dictionaries of columns as NumPy arrays: `strata` (institution × stratum), `totals`
(institutions) and `pairs` (institution × two strata), with the columns of tally.csv and tally-pairs.csv. Money is whole
fen, squares fen², until the first division.
"""

import csv
import json
import math
import pathlib
import time
import warnings

import numpy as np
from scipy.optimize import brentq
from scipy.special import ndtr, ndtri
from sklearn.covariance import MinCovDet

STRATUM_HEADS_MINIMUM = 30
HEADS_MINIMUM = 30
FIT_UNITS_MINIMUM = 75
SMALL_GROUPS = "small-groups"
HUBER_LIMIT = 1.281552
TAU_SQUARED_FLOOR = 0.05**2
Z95 = 1.959963984540054
DRAWS = 1000
SEED = 20250701
FACTORS = ["disease", "age_band", "sex", "scheme"]
# The ladder: each rung leaves fewer of the factors.
RUNGS = [4, 3, 2, 1]
LADDER = {4: [0, 1, 2, 3], 3: [0, 1, 2], 2: [0, 1], 1: [0]}


def codes(values):
    """The distinct values in byte order, and each value's place among them."""
    places = {value: place for place, value in enumerate(sorted(set(values)))}
    return list(places), np.fromiter((places[value] for value in values), dtype=np.int64, count=len(values))


def exact_sums(places, values, count):
    """Sums by place as whole numbers of any size: halves of 32 bits are added apart."""
    high, low = np.zeros(count, dtype=np.int64), np.zeros(count, dtype=np.int64)
    np.add.at(high, places, values >> 32)
    np.add.at(low, places, values & 0xFFFFFFFF)
    return [(int(h) << 32) + int(l) for h, l in zip(high, low)]


def reference_groups(labels, heads):
    """For each stratum of a peer group the group whose reference it shares (methods §3).

    Strata with too few heads give up scheme, sex and age band in turn and merge with one another.
    """
    group_of, groups, sparse = {}, 0, list(labels)
    for rung in RUNGS:
        merged = {}
        for stratum in sparse:
            merged.setdefault(tuple(labels[stratum][place] for place in LADDER[rung]), []).append(stratum)
        sparse = []
        for members in merged.values():
            if rung == 1 or sum(heads[stratum] for stratum in members) >= STRATUM_HEADS_MINIMUM:
                group_of.update(dict.fromkeys(members, groups))
                groups += 1
            else:
                sparse += members
    return group_of, groups


def variances(heads, fen, squares, references):
    """v of each group: the sample variance of a head's capped cost, that of `var.gamma` where there is one head."""
    squared = [s - 2 * r * f + n * r * r for n, f, s, r in zip(heads, fen, squares, references)]
    told = [(q / (r * r), n) for q, n, r in zip(squared, heads, references) if n > 0 and r > 0]
    freedom, total = sum(n for _, n in told) - len(told), math.fsum(part for part, _ in told)
    phi = total / freedom if freedom > 0 and total > 0 else 1.0
    return np.array([
        max(0.0, (n * s - f * f) / (n * (n - 1))) if n > 1 else phi * r * r if n == 1 else 0.0
        for n, f, s, r in zip(heads, fen, squares, references)])


def covariances(pairs, places, count, first, second, references):
    """The covariance of two groups' capped costs of one person, by pair of groups, about the references."""
    swapped = first > second
    fen = np.where(swapped, pairs["other_capped_fen"], pairs["capped_fen"])
    other = np.where(swapped, pairs["capped_fen"], pairs["other_capped_fen"])
    heads = np.bincount(places, pairs["heads"], count)
    products = np.array([float(sum) for sum in exact_sums(places, pairs["product_fen2"], count)])
    fen = np.array([float(sum) for sum in exact_sums(places, fen, count)])
    other = np.array([float(sum) for sum in exact_sums(places, other, count)])
    low, high = np.empty(count, dtype=np.int64), np.empty(count, dtype=np.int64)
    low[places], high[places] = np.minimum(first, second), np.maximum(first, second)
    r, t = references[low], references[high]
    return (products - t * fen - r * other + heads * r * t) / heads


def pick(table, chosen):
    return {name: column[chosen] for name, column in table.items()}


def score_group(strata, pairs, stratum_of, first, second, labels, row_of, count):
    """O, E, E of untruncated cost (fen) and V (fen²) of a peer group's institutions."""
    rows = row_of[strata["place"]]
    present, heads = np.unique(stratum_of), np.bincount(stratum_of, strata["heads"], len(labels)).astype(np.int64)
    group_of, groups = reference_groups({s: labels[s] for s in present.tolist()}, heads.tolist())
    table = np.full(len(labels), -1)
    table[list(group_of)] = list(group_of.values())
    group = table[stratum_of]
    group_heads, fen, cost, squares = (
        exact_sums(group, strata[name], groups) for name in ("heads", "capped_fen", "cost_fen", "capped_sq_fen2"))
    reference = np.array([f / n if n else 0.0 for f, n in zip(fen, group_heads)])
    untruncated = np.array([c / n if n else 0.0 for c, n in zip(cost, group_heads)])
    cells = np.bincount(rows * groups + group, strata["heads"], count * groups).reshape(count, groups)
    variance = cells @ variances(group_heads, fen, squares, reference)
    if len(first):
        first, second = table[first], table[second]
        _, places = np.unique(np.minimum(first, second) * groups + np.maximum(first, second), return_inverse=True)
        covariance = covariances(pairs, places, places.max() + 1, first, second, reference)
        variance += 2 * np.bincount(row_of[pairs["place"]], pairs["heads"] * covariance[places], count)
    observed = np.bincount(rows, strata["capped_fen"], count)
    return observed, cells @ reference, cells @ untruncated, variance


def expected_costs(strata, totals, pairs):
    """O, E, E untruncated, V by institution, peer group after peer group, and the plain index."""
    ids, group_names = totals["institution_id"], totals["peer_group"]
    place = {id: row for row, id in enumerate(ids)}
    labels, stratum_of = codes(list(zip(*(strata[name].tolist() for name in FACTORS))))
    known = {label: position for position, label in enumerate(labels)}
    shared = [pairs[name].tolist() for name in FACTORS[1:]]
    ends = [
        np.array([known[label] for label in zip(pairs[name].tolist(), *shared)], dtype=np.int64)
        for name in ("disease", "other_disease")]
    strata, pairs = dict(strata), dict(pairs)
    for table in (strata, pairs):
        table["place"] = np.array([place[id] for id in table["institution_id"].tolist()], dtype=np.int64)
    count = len(ids)
    figures = {name: np.zeros(count) for name in ("observed", "expected", "untruncated", "variance", "index_plain")}
    for name in sorted(set(group_names.tolist())):
        members = np.flatnonzero(group_names == name)
        row_of = np.full(count, -1)
        row_of[members] = np.arange(len(members))
        own, own_pairs = row_of[strata["place"]] >= 0, row_of[pairs["place"]] >= 0
        found = score_group(
            pick(strata, own), pick(pairs, own_pairs), stratum_of[own], ends[0][own_pairs], ends[1][own_pairs], labels,
            row_of, len(members))
        for figure, values in zip(("observed", "expected", "untruncated", "variance"), found):
            figures[figure][members] = values
        heads, cost = totals["heads"][members], totals["cost_fen"][members]
        with np.errstate(divide="ignore", invalid="ignore"):
            figures["index_plain"][members] = cost / heads / (cost.sum() / heads.sum())
    return figures


def huber_centre(y, deviations, start):
    """The root of Σψ((y − μ)/d)/d: a piecewise linear equation, by Newton's method."""
    centre, low, high = start, y.min(), y.max()
    for _ in range(200):
        r = (y - centre) / deviations
        inside = np.abs(r) < HUBER_LIMIT
        slope = (1 / deviations[inside] ** 2).sum()
        total = (np.clip(r, -HUBER_LIMIT, HUBER_LIMIT) / deviations).sum()
        low, high = (centre, high) if total > 0 else (low, centre)
        new = centre + total / slope if slope > 0 else (low + high) / 2
        if not low <= new <= high:
            new = (low + high) / 2
        if abs(new - centre) < 1e-16:
            break
        centre = new
    return centre


def huber_spread(y, s):
    """μ and τ² of `od.log.huber` (methods §6)."""
    c = HUBER_LIMIT
    density = math.exp(-c * c / 2) / math.sqrt(2 * math.pi)
    chance = 2 * ndtr(c) - 1 - 2 * c * density + 2 * c * c * ndtr(-c)
    centre = float(np.median(y))

    def surplus(tau_squared):
        nonlocal centre
        deviations = np.sqrt(s * s + tau_squared)
        centre = huber_centre(y, deviations, centre)
        return np.minimum(((y - centre) / deviations) ** 2, c * c).mean() - chance

    if len(y) < 2:
        return (float(y[0]) if len(y) else 0.0), 0.0
    if surplus(0.0) <= 0:
        return centre, 0.0
    tau_squared = brentq(surplus, 0.0, np.ptp(y) ** 2 / chance, xtol=1e-17, rtol=8.9e-16)
    surplus(tau_squared)
    return centre, tau_squared


def benjamini_hochberg(p):
    """Adjusted p values by Benjamini and Hochberg, in the order given."""
    order = np.argsort(p)[::-1]
    least = np.minimum.accumulate(p[order] * len(p) / np.arange(len(p), 0, -1))
    q = np.empty(len(p))
    q[order] = np.minimum(least, 1)
    return q


def spread_and_shrink(figures, names, y, s, eligible):
    """z, p, reliability and posterior of every institution with s, and the fits of methods §§6, 7 by name."""
    units = {name: int((eligible & (names == name)).sum()) for name in set(names.tolist())}
    fit_of = np.array([name if units[name] >= FIT_UNITS_MINIMUM else SMALL_GROUPS for name in names.tolist()])
    fits = {}
    for column in ("z", "p", "reliability", "mean", "deviation"):
        figures[column] = np.full(len(y), np.nan)
    for fit in sorted(set(fit_of.tolist())):
        members = (fit_of == fit) & ~np.isnan(s)
        used = members & eligible
        if not used.any():
            continue
        centre, tau_squared = huber_spread(y[used], s[used])
        weights = 1 / (s[used] ** 2 + tau_squared)
        mean, mean_variance = (weights * y[used]).sum() / weights.sum(), 1 / weights.sum()
        fits[fit] = {"units": int(used.sum()), "centre": float(centre), "tauSquared": float(tau_squared),
                     "shrinkageMean": float(mean)}
        own, error = y[members], s[members] ** 2
        b = tau_squared / (tau_squared + error)
        figures["z"][members] = (own - centre) / np.sqrt(error + tau_squared)
        figures["reliability"][members] = max(tau_squared, TAU_SQUARED_FLOOR) / (
            max(tau_squared, TAU_SQUARED_FLOOR) + error)
        figures["mean"][members] = mean + b * (own - mean)
        figures["deviation"][members] = np.sqrt(b * error + (1 - b) ** 2 * mean_variance)
    figures["p"] = ndtr(-figures["z"])
    return fit_of, fits


def rank_intervals(means, deviations, top):
    """Expected rank, 95 % interval and P(in top k) of each, from 1,000 draws of all posteriors; 1 = dearest."""
    drawn = np.random.default_rng(SEED).standard_normal((DRAWS, len(means))) * deviations + means
    order = np.argsort(-drawn, axis=1)
    ranks = np.empty_like(order)
    np.put_along_axis(ranks, order, np.arange(1, len(means) + 1)[None, :], axis=1)
    sorted_ranks = np.sort(ranks, axis=0)
    low, high = (sorted_ranks[math.ceil(share * DRAWS - 1e-9) - 1] for share in (0.025, 0.975))
    return ranks.mean(axis=0), low, high, (ranks <= top).mean(axis=0)


def bands(figures, totals, fit_of, fits):
    """The advice for each institution by the gates of methods §13."""
    without = np.array([fits.get(fit, {"tauSquared": 1})["tauSquared"] == 0 for fit in fit_of.tolist()])
    with np.errstate(invalid="ignore"):
        reliable, enough = figures["reliability"] >= 0.5, totals["heads"] >= HEADS_MINIMUM
        others = (~without & (figures["index_eb05"] > 1)) & (figures["q"] <= 0.05) & (figures["excess_shrunk"] >= 10_000)
        watched = ~without & (figures["p_above_one"] >= 0.9)
    return np.select(
        [others & reliable & enough, ~reliable | ~enough, watched], ["interview", "cannot-tell", "watch"], "ordinary")


def published_order(figures, ids):
    """Places 1 … J by the printed plain index, then excess in fen, then code; those without an index last."""
    def key(row):
        value = figures["index_plain"][row]
        if not np.isfinite(value):
            return (1, 0, 0, ids[row])
        return (0, -round(value, 6), -round(figures["excess"][row] * 100), ids[row])
    ranks = np.empty(len(ids), dtype=np.int64)
    ranks[sorted(range(len(ids)), key=key)] = np.arange(1, len(ids) + 1)
    return ranks


def compact_subsets(features):
    """The minimum covariance determinant of every table of features: name, h and log determinant.

    The determinant is that of the covariance, divisor h − 1, of the rows chosen; h is what features.json tells. Between
    500 and 1,500 rows the library may round h up to one row more; the nearest h of its rows are then taken.
    """
    found = {}
    for name, told in json.loads((features / "features.json").read_text()).items():
        table = np.load(features / f"{name}.npy")
        # Half a row more: int(share * n) must be h.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            estimate = MinCovDet(support_fraction=(told["subset"] + 0.5) / len(table), random_state=0).fit(table)
        rows = table[estimate.raw_support_]
        if len(rows) > told["subset"]:
            apart = rows - rows.mean(axis=0)
            distances = (apart * np.linalg.solve(np.cov(rows, rowvar=False), apart.T).T).sum(axis=1)
            rows = rows[np.argsort(distances)[:told["subset"]]]
        found[name] = {"subset": len(rows), "logDeterminant": float(np.linalg.slogdet(np.cov(rows, rowvar=False))[1])}
    return found


def score(strata, totals, pairs, features, out):
    """Scores a tally and writes ranking.csv and fits.json into the folder `out`, numbers with all digits.

    fits.json also tells the processor seconds up to here (the front end), of the statistics and of the determinants.
    """
    front = time.process_time()
    figures = expected_costs(strata, totals, pairs)
    observed, expected, variance = (figures[name] for name in ("observed", "expected", "variance"))
    with np.errstate(divide="ignore", invalid="ignore"):
        figures["index_adjusted"] = np.where(expected > 0, observed / expected, np.nan)
        figures["index_adjusted_untruncated"] = totals["cost_fen"] / figures["untruncated"]
        s = np.sqrt(np.where((variance > 0) & (observed > 0) & (expected > 0), variance, np.nan)) / expected
        y = np.log(np.where(observed > 0, figures["index_adjusted"], np.nan))
    s[~(s > 1e-9)] = np.nan
    eligible = ~np.isnan(s) & (totals["heads"] >= HEADS_MINIMUM)
    figures["standard_error"] = s
    figures["excess"] = (totals["cost_fen"] - figures["untruncated"]) / 100
    fit_of, fits = spread_and_shrink(figures, totals["peer_group"], y, s, eligible)
    mean, deviation = figures["mean"], figures["deviation"]
    figures |= {
        "index_shrunk": np.exp(mean), "index_low": np.exp(mean - Z95 * deviation),
        "index_high": np.exp(mean + Z95 * deviation), "index_eb05": np.exp(mean + ndtri(0.05) * deviation),
        "p_above_one": ndtr(mean / deviation), "excess_shrunk": figures["untruncated"] / 100 * np.expm1(mean),
        "q": np.full(len(y), np.nan),
    }
    figures["q"][eligible] = benjamini_hochberg(figures["p"][eligible])
    for column in ("expected_rank", "rank_low", "rank_high", "p_top"):
        figures[column] = np.full(len(y), np.nan)
    top = min(int(eligible.sum()), max(10, (int(eligible.sum()) + 19) // 20))
    ranked = rank_intervals(mean[eligible], deviation[eligible], top)
    for column, values in zip(("expected_rank", "rank_low", "rank_high", "p_top"), ranked):
        figures[column][eligible] = values
    figures["band"] = bands(figures, totals, fit_of, fits)
    figures["rank"] = published_order(figures, totals["institution_id"].tolist())
    write(figures, totals, eligible, fit_of, out)
    statistics = time.process_time() - front
    subsets = compact_subsets(pathlib.Path(features))
    seconds = {"front": front, "statistics": statistics, "determinants": time.process_time() - front - statistics}
    result = {"fits": fits, "top": top, "subsets": subsets, "seconds": seconds}
    (pathlib.Path(out) / "fits.json").write_text(json.dumps(result, indent=1, sort_keys=True))


COUNTED = ["heads", "visits", "cost_fen"]
RATIOS = [
    "index_plain", "index_adjusted", "index_adjusted_untruncated", "index_shrunk", "index_low", "index_high", "index_eb05",
    "reliability", "z", "p", "q", "p_above_one", "standard_error", "mean", "deviation", "excess", "excess_shrunk",
    "expected_rank", "p_top",
]


def write(figures, totals, eligible, fit_of, out):
    """ranking.csv in published order; empty where there is no value."""
    columns = {"rank": figures["rank"].tolist(), "institution_id": totals["institution_id"].tolist(),
               "peer_group": totals["peer_group"].tolist(), "fit": fit_of.tolist(), "band": figures["band"].tolist(),
               "eligible": ["true" if value else "false" for value in eligible.tolist()]}
    columns |= {name: totals[name].tolist() for name in COUNTED}
    for name in RATIOS:
        columns[name] = [repr(value) if math.isfinite(value) else "" for value in figures[name].tolist()]
    for name in ("rank_low", "rank_high"):
        columns[name] = [str(int(value)) if math.isfinite(value) else "" for value in figures[name].tolist()]
    rows = sorted(zip(*columns.values()))
    with open(pathlib.Path(out) / "ranking.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
