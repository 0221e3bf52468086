"""Claims -> heads of a disease and visits: an independent twin of the program's counting rules (methods 1).

Only what the shipped model needs on simulated claims: its care types, refunds that point to an original of the same
delivery or to none, one scheme and one birth day a person.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

AGE_BANDS = [0, 18, 45, 60, 70, 80]


@dataclass
class Ledger:
    """What is counted from one city's claims.

    rows: standing rows with person, inst, disease, day, cost, drug, fund (fen), refund, visit.
    heads: one row a person x institution x disease with a visit: visits, cost, drug, fund, age, sex, scheme, group.
    visits: one row a person x institution x day.
    names, groups: code and peer group of each institution; `inst` is a place in them.
    days: first day, number of days and number of months of the period.
    """

    rows: pd.DataFrame
    heads: pd.DataFrame
    visits: pd.DataFrame
    names: pd.Index
    groups: np.ndarray
    first_day: int
    days: int
    months: int


def peer_group(row):
    """The class of an institution, as the model's `peers: [class]` sees the institutions table."""
    kind = row.fixmedins_type
    if "药" in kind:
        return "pharmacy"
    if kind == "诊所":
        return "clinic"
    if "社区" in kind:
        return "community"
    return "tertiary" if row.hosp_lv == "02" else "secondary"


def read_rows(path, care_types="14"):
    """Rows of the model's care types: codes for texts, fen for money, days since 1970 for dates."""
    texts = ["setl_id", "init_setl_id", "psn_no", "gend", "insutype", "fixmedins_code", "med_type", "dise_no"]
    money = {"medfee_sumamt": "cost", "fund_pay_sumamt": "fund", "drug_fee": "drug"}
    types = {name: pa.string() for name in [*texts, "refd_setl_flag"]}
    types |= {name: pa.float64() for name in money} | {"brdy": pa.date32(), "setl_time": pa.timestamp("s")}
    table = csv.read_csv(path, convert_options=csv.ConvertOptions(column_types=types, include_columns=list(types)))
    table = table.filter(pc.starts_with(table["med_type"], care_types))
    rows = pd.DataFrame(index=range(len(table)))
    for theirs, ours in money.items():
        rows[ours] = np.round(table[theirs].to_numpy() * 100).astype("int64")
    rows["day"] = table["setl_time"].to_numpy().astype("datetime64[D]").astype("int64")
    rows["birth"] = table["brdy"].to_numpy().astype("datetime64[D]").astype("int64")
    for theirs, ours in (("psn_no", "person"), ("gend", "sex"), ("insutype", "scheme")):
        rows[ours] = np.unique(table[theirs].to_numpy(zero_copy_only=False), return_inverse=True)[1]
    for theirs, ours in (("fixmedins_code", "inst"), ("dise_no", "disease")):
        rows[ours] = pd.Categorical(table[theirs].to_numpy(zero_copy_only=False))
    refund = table["refd_setl_flag"].to_numpy(zero_copy_only=False) == "1"
    return book_refunds(rows, table["setl_id"], table["init_setl_id"], refund)


def book_refunds(rows, settlement, original, refund):
    """Refunds take their original's day and disease; a wholly reversed settlement is no visit."""
    place = pc.index_in(original, value_set=settlement).to_numpy(zero_copy_only=False)
    known = refund & ~np.isnan(place.astype(float))
    to = place[known].astype(int)
    known_rows = np.flatnonzero(known)
    day, disease, cost = (rows[name].to_numpy().copy() for name in ("day", "disease", "cost"))
    codes = rows.disease.cat.codes.to_numpy().copy()
    day[known_rows], codes[known_rows] = day[to], codes[to]
    left = cost.copy()
    np.add.at(left, to, cost[known_rows])
    taken_back = np.zeros(len(rows), dtype=bool)
    taken_back[to] = True
    rows["day"] = day
    rows["disease"] = pd.Categorical.from_codes(codes, rows.disease.cat.categories)
    rows["refund"] = refund
    rows["visit"] = ~refund & ~(taken_back & (left <= 0))
    return rows


def describe_persons(rows):
    """Age band, sex and scheme at the first visit of the period."""
    first = rows[rows.visit].sort_values("day", kind="stable").drop_duplicates("person").set_index("person")
    on, born = (first[name].to_numpy().astype("datetime64[D]") for name in ("day", "birth"))
    month_day = [pd.DatetimeIndex(d).month * 100 + pd.DatetimeIndex(d).day for d in (on, born)]
    age = pd.DatetimeIndex(on).year - pd.DatetimeIndex(born).year - (month_day[0] < month_day[1])
    band = np.searchsorted(AGE_BANDS, age, side="right") - 1
    return pd.DataFrame({"age": band, "sex": first.sex, "scheme": first.scheme}, index=first.index)


def read_ledger(folder, first="2025-07-01", last="2025-09-30"):
    """Counts the claims of a simulated city; `folder` holds claims.csv and institutions.csv."""
    institutions = pd.read_csv(f"{folder}/institutions.csv", dtype=str).set_index("fixmedins_code")
    groups = institutions.apply(peer_group, axis=1)
    rows = read_rows(f"{folder}/claims.csv")
    start, end = (int(np.datetime64(day).astype("int64")) for day in (first, last))
    rows = rows[rows.day.between(start, end)].reset_index(drop=True)
    names = rows.inst.cat.categories
    rows["inst"], rows["disease"] = rows.inst.cat.codes.astype(int), rows.disease.cat.codes.astype(int)
    cell = ["person", "inst", "disease"]
    visited = rows[rows.visit]
    by_disease = visited.drop_duplicates([*cell, "day"])
    visits = visited.drop_duplicates(["person", "inst", "day"])[["person", "inst", "day"]].reset_index(drop=True)
    heads = by_disease.groupby(cell).size().rename("visits").to_frame()
    heads = heads.join(rows.groupby(cell)[["cost", "drug", "fund"]].sum()).reset_index()
    heads = heads.join(describe_persons(rows), on="person")
    heads["group"] = pd.Categorical(groups.reindex(names).to_numpy()[heads.inst]).codes
    months = (pd.Timestamp(last).to_period("M") - pd.Timestamp(first).to_period("M")).n + 1
    return Ledger(rows, heads, visits, names, groups.reindex(names).to_numpy(), start, end - start + 1, months)
