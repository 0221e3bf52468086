"""The plain features of methods 10, the lead to beat, and robust z within the peer group."""

import numpy as np
import pandas as pd

LEAD = ["visits_per_head", "cost_per_visit", "drug_share", "crowding_raw"]
PLAIN = [
    *LEAD, "fund_share", "elsewhere_share", "same_day_share", "refund_share", "weekend_share", "top_decile_share",
    "benford_mad", "burst_share",
]


def grid_edge(bin_):
    """The upper edge of a bin of the cost grid: floor(2^(bin/16)) fen (methods 5)."""
    return int(np.floor(2.0 ** (bin_ / 16)))


def caps(heads, per_mille=995):
    """The cap of each peer group x disease: the first edge by which 99.5 % of heads are reached."""
    edges = np.array([grid_edge(b) if b else 0 for b in range(16 * 56)])

    def cap(costs):
        bins = np.searchsorted(edges[1:], costs.clip(lower=0)) + 1
        bins[costs.to_numpy() <= 0] = 0
        reached = np.cumsum(np.bincount(bins, minlength=len(edges))) * 1000 >= len(costs) * per_mille
        return edges[reached.argmax()]

    return heads.groupby(["group", "disease"]).cost.apply(cap).rename("cap")


def burst_visits(visits):
    """Person-days in a group of three persons or more that were together on three days or more.

    No allowance for chance, unlike the program's `CardBurstRule`: this only stands in where a run has no profile.csv.
    """
    masks = {}
    for person, day in zip(visits.person, visits.day):
        masks[person] = masks.get(person, 0) | 1 << int(day)
    masks = {p: mask for p, mask in masks.items() if mask.bit_count() >= 3}
    persons = sorted(masks)
    companions = {a: set() for a in persons}
    on_day = {}
    for a in persons:
        for day in range(masks[a].bit_length()):
            if masks[a] >> day & 1:
                on_day.setdefault(day, []).append(a)
    for present in on_day.values():
        for position, a in enumerate(present):
            for b in present[position + 1:]:
                if b not in companions[a] and (masks[a] & masks[b]).bit_count() >= 3:
                    companions[a].add(b)
    hit = dict.fromkeys(persons, 0)
    for a in persons:
        for b in companions[a]:
            for c in companions[a] & companions[b]:
                common = masks[a] & masks[b] & masks[c]
                if common.bit_count() >= 3:
                    for member in (a, b, c):
                        hit[member] |= common
    return sum(mask.bit_count() for mask in hit.values())


def benford_mad(costs):
    """Mean absolute deviation of the first two digits from Benford's law; amounts below 10 fen are left out."""
    expected = np.log10(1 + 1 / np.arange(10, 100))

    def mad(amounts):
        digits = amounts.astype(str).str[:2].astype(int)
        return np.abs(np.bincount(digits, minlength=100)[10:] / len(digits) - expected).mean()

    return costs.cost.groupby(costs.inst).apply(mad)


def dearest_tenth(costs):
    costs = np.sort(costs.clip(lower=0).to_numpy())[::-1]
    return costs[: -(-len(costs) // 10)].sum() / max(costs.sum(), 1)


def plain_features(ledger):
    """One row an institution, one column a feature of PLAIN."""
    heads, visits, rows = ledger.heads, ledger.visits, ledger.rows
    table = pd.DataFrame(index=range(len(ledger.names)))
    persons = heads.groupby("inst").person.nunique()
    count = visits.groupby("inst").size()
    limited = heads.join(caps(heads), on=["group", "disease"])
    table["visits_per_head"] = count / persons
    table["cost_per_visit"] = np.minimum(limited.cost, limited.cap).groupby(limited.inst).sum() / count
    sums = rows.groupby("inst")[["cost", "drug", "fund"]].sum()
    table["drug_share"], table["fund_share"] = sums.drug / sums.cost, sums.fund / sums.cost
    table["crowding_raw"] = visits.groupby("inst").day.apply(
        lambda day: np.log(
            (x := np.bincount(day - ledger.first_day, minlength=ledger.days)).var(ddof=1) / x.mean()))
    pairs = visits.drop_duplicates(["person", "inst"])
    table["elsewhere_share"] = (pairs.groupby("person").inst.transform("size") > 1).groupby(pairs.inst).mean()
    table["same_day_share"] = (
        (visits.groupby(["person", "day"]).inst.transform("size") > 1).groupby(visits.inst).mean())
    refunds, settlements = (rows[rows.refund == flag].groupby("inst").size() for flag in (True, False))
    table["refund_share"] = (refunds / refunds.add(settlements, fill_value=0)).reindex(table.index).fillna(0)
    table["weekend_share"] = ((visits.day + 3) % 7 >= 5).groupby(visits.inst).mean()
    table["top_decile_share"] = heads.groupby(["inst", "person"]).cost.sum().groupby("inst").apply(dearest_tenth)
    table["benford_mad"] = benford_mad(rows[~rows.refund & (rows.cost >= 10)])
    table["burst_share"] = pd.Series({inst: burst_visits(part.assign(day=part.day - ledger.first_day))
                                      for inst, part in visits.groupby("inst")}) / count
    return table.set_index(ledger.names.rename("institution_id"))


def robust_z(values, group):
    """(x - median) / (1.4826 MAD) within the peer group; 0 where the MAD is 0."""
    centred = values - values.groupby(group).transform("median")
    scale = 1.4826 * centred.abs().groupby(group).transform("median")
    return (centred / scale.where(scale > 0)).fillna(0)


def lead(plain, group):
    """The lead of methods 10: the largest robust z of four plain features."""
    return pd.concat([robust_z(plain[name], group) for name in LEAD], axis=1).max(axis=1)
