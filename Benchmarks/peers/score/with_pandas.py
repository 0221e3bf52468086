"""The per-capita cost index with pandas: with_pandas.py DATA FEATURES OUT

Read by pyarrow with the columns chosen and types told; persons, institutions and diseases become whole numbers at once, so
that every grouping is by one whole number. No loop goes over rows or groups but that over caps.
"""

import pathlib
import sys

import numpy as np
import pandas as pd

import model
import scoring

CLAIMS = {
    "setl_id": "str", "init_setl_id": "str", "psn_no": "str", "insutype": "int16", "fixmedins_code": "str",
    "med_type": "str", "dise_no": "str", "medfee_sumamt": "float64", "fund_pay_sumamt": "float64", "drug_fee": "float64",
    "refd_setl_flag": "int8", "vali_flag": "int8",
}
MONEY = {"medfee_sumamt": "cost_fen", "drug_fee": "drug_fen", "fund_pay_sumamt": "fund_fen"}
STRATUM = ["disease", "age_band", "sex", "scheme"]
SUMMED = ["heads", "visits", "cost_fen", "capped_fen", "capped_sq_fen2", "drug_fen", "fund_fen"]


def read(path, types, dates=()):
    return pd.read_csv(
        path, engine="pyarrow", usecols=[*types, *dates], dtype=types, parse_dates=list(dates), keep_default_na=False,
        na_values=[""])


def day_number(dates):
    """20250701 for 1 July 2025, so that ages are whole parts of differences."""
    return (dates.dt.year * 10_000 + dates.dt.month * 100 + dates.dt.day).astype("int32")


def numbers(values, known):
    """The place of each value among the known ones, which are unlike each other."""
    found = pd.Index(known).get_indexer(values)
    if (found < 0).any():
        raise SystemExit("a row names a person or institution that its table lacks")
    return found


def settlements(data, people, places):
    """The rows in scope, with persons, institutions and diseases as numbers, and the diseases in byte order."""
    rows = read(data / "claims.csv", CLAIMS, ["setl_time"])
    # Care types are few: each is judged once.
    care = rows.pop("med_type").astype("category")
    wanted = care.cat.categories[care.cat.categories.str.contains(model.CARE_PATTERN.replace("(", "(?:"), regex=True)]
    rows = rows[care.isin(wanted) & (rows.pop("vali_flag") == 1)].reset_index(drop=True)
    if rows["setl_id"].duplicated().any():
        raise SystemExit("a settlement stands twice: the simulated data hold none")
    rows["person"] = numbers(rows.pop("psn_no"), people["psn_no"]).astype("int32")
    rows["institution"] = numbers(rows.pop("fixmedins_code"), places["institution_id"]).astype("int32")
    disease = rows.pop("dise_no").astype("category")
    rows["disease"] = disease.cat.codes.astype("int32")
    rows["day"] = day_number(rows.pop("setl_time"))
    rows["refund"] = rows.pop("refd_setl_flag") == 1
    for theirs, ours in MONEY.items():
        rows[ours] = np.rint(rows.pop(theirs) * 100).astype("int64")
    return rows.rename(columns={"insutype": "scheme"}), disease.cat.categories.tolist()


def booked(rows):
    """The rows with refunds on their original's day and stratum, and whether each is a visit."""
    refunds = rows[rows["refund"]]
    originals = rows[rows["setl_id"].isin(refunds["init_setl_id"]) & ~rows["refund"]]
    found = refunds.reset_index().merge(
        originals[["setl_id", "person", "institution", "disease", "scheme", "day", "cost_fen"]],
        left_on=["init_setl_id", "person", "institution"], right_on=["setl_id", "person", "institution"], how="inner",
        suffixes=("", "_original"))
    for name in ("disease", "scheme", "day"):
        rows.loc[found["index"], name] = found[f"{name}_original"].to_numpy()
    back = found.groupby("init_setl_id").agg(taken=("cost_fen", "sum"), given=("cost_fen_original", "first"))
    whole = back.index[back["taken"] + back["given"] <= 0]
    rows["visit"] = ~(rows["refund"] | rows["setl_id"].isin(whole))
    return rows.drop(columns=["setl_id", "init_setl_id", "refund"])


def age_and_scheme(rows, people):
    """By person the band of the age at the first visit, sex, and the scheme of that day, as places of labels."""
    # Day and scheme in one number: the least is the first day's, with the scheme that comes first.
    moment = rows["day"].astype("int64") * 1000 + rows["scheme"]
    first = moment[rows["visit"]].groupby(rows["person"][rows["visit"]]).min()
    first = first.reindex(range(len(people)))
    if first.isna().any():
        first = first.fillna(moment.groupby(rows["person"]).min())
    first = first.fillna(0).astype("int64").to_numpy()
    age = (first // 1000 - people["born"].to_numpy()) // 10_000
    return np.searchsorted(model.AGE_STARTS, age, side="right") - 1, people["gend"].to_numpy(), first % 1000


def cells(rows, people, places, diseases):
    """Person × institution × disease with visits, money and stratum, and visits by institution."""
    visitor = rows["person"].astype("int64") * len(places) + rows["institution"]
    # Days count from the first: the key of person × institution × disease × day stays a whole number of 64 bits.
    dates, date = np.unique(rows["day"], return_inverse=True)
    key = (visitor * len(diseases) + rows["disease"]) * len(dates) + date
    days = rows[["visit", *MONEY.values()]].groupby(key.to_numpy()).agg(
        {"visit": "max"} | dict.fromkeys(MONEY.values(), "sum"))
    cell, date = np.divmod(days.index.to_numpy(), len(dates))
    seen = days["visit"].to_numpy()
    visits = np.bincount(
        pd.unique(cell[seen] // len(diseases) * len(dates) + date[seen]) // len(dates) % len(places), minlength=len(places))
    table = days.groupby(cell).sum().rename(columns={"visit": "visits"})
    whose, disease = np.divmod(table.index.to_numpy(), len(diseases))
    person, institution = np.divmod(whose, len(places))
    band, sex, scheme = age_and_scheme(rows, people)
    return table.reset_index(drop=True).assign(
        visitor=whose, institution=institution, disease=disease, age_band=band[person], sex=sex[person],
        scheme=scheme[person]), visits


def cap(table, places):
    """Cuts cells' cost at the cap of peer group × disease."""
    group, names = pd.factorize(places["peer_group"])
    key = group[table["institution"]] * (table["disease"].max() + 1) + table["disease"]
    heads = table["visits"] > 0
    reached = table["cost_fen"][heads].groupby(key[heads]).agg(
        lambda costs: np.partition(costs.to_numpy(), (place := (model.PER_MILLE * len(costs) + 999) // 1000 - 1))[place])
    caps = pd.Series(model.caps(reached), index=reached.index)
    limit = key.map(caps).fillna(np.iinfo(np.int64).max).astype("int64")
    table["capped_fen"] = np.minimum(table["cost_fen"], limit)
    table["heads"] = heads.astype("int64")
    table["capped_sq_fen2"] = squares(table["capped_fen"], table["capped_fen"])


def squares(first, second):
    """Products in fen²; refuses those whose sums could leave 64 bits."""
    if (first.abs().astype("float64") * second.abs()).sum() >= 2**63:
        # Sums by group are smaller; the bound is that of all rows together.
        raise SystemExit("sums of squares may leave 64 bits")
    return first * second


def labelled(table, places, diseases):
    """Texts for the numbers of a table of strata."""
    named = {"institution_id": places["institution_id"].to_numpy()[table["institution"]],
             "peer_group": places["peer_group"].to_numpy()[table["institution"]],
             "age_band": np.array(model.AGE_LABELS, dtype=object)[table["age_band"]],
             "sex": table["sex"].map(model.SEXES), "scheme": table["scheme"].map(model.SCHEMES)}
    for name in ("disease", "other_disease"):
        if name in table:
            named[name] = np.array(diseases, dtype=object)[table[name]]
    return table.assign(**named)


def tally(table, visits, places, diseases):
    """The strata, totals and pairs of the tally, sorted."""
    strata = labelled(table.groupby(["institution", *STRATUM], as_index=False)[SUMMED].sum(), places, diseases)
    strata = strata.sort_values(["institution_id", *STRATUM])
    totals = table.groupby("institution")[SUMMED].sum()
    seen = pd.Series(pd.unique(table["visitor"][table["heads"] > 0]) % len(places)).value_counts()
    totals = totals.assign(
        heads=seen.reindex(totals.index, fill_value=0), visits=visits[totals.index],
        institution_id=places["institution_id"].to_numpy()[totals.index],
        peer_group=places["peer_group"].to_numpy()[totals.index]).sort_values("institution_id")
    several = table[(table["heads"] > 0)]
    several = several[several["visitor"].duplicated(keep=False)]
    pairs = several[["visitor", "institution", *STRATUM, "capped_fen"]].merge(
        several[["visitor", "disease", "capped_fen"]].rename(
            columns={"disease": "other_disease", "capped_fen": "other_capped_fen"}), on="visitor")
    pairs = pairs[pairs["disease"] < pairs["other_disease"]]
    pairs = pairs.assign(heads=1, product_fen2=squares(pairs["capped_fen"], pairs["other_capped_fen"]))
    by = ["institution", "disease", "other_disease", "age_band", "sex", "scheme"]
    pairs = labelled(
        pairs.groupby(by, as_index=False)[["heads", "capped_fen", "other_capped_fen", "product_fen2"]].sum(), places,
        diseases)
    order = ["institution_id", "disease", "age_band", "sex", "scheme", "other_disease"]
    return strata, totals, pairs.sort_values(order)


def write(strata, totals, pairs, out):
    whole = pd.concat([strata.assign(row_type="stratum"), totals.assign(row_type="institution")], ignore_index=True)
    # The strata of an institution, then the row of the whole: both parts are sorted, and so is what keeps their order.
    whole = whole.sort_values("institution_id", kind="stable")
    whole.to_csv(out / "tally.csv", columns=model.TALLY_COLUMNS, index=False)
    pairs.to_csv(out / "tally-pairs.csv", columns=model.PAIR_COLUMNS, index=False)


def columns(frame, names):
    return {name: frame[name].to_numpy() for name in names if name in frame}


def main():
    data, features, out = (pathlib.Path(argument) for argument in sys.argv[1:])
    people = read(data / "persons.csv", {"psn_no": "str", "gend": "int8"}, ["brdy"])
    people["born"] = day_number(people.pop("brdy"))
    places = read(data / "institutions.csv", {"fixmedins_code": "str", "fixmedins_type": "str", "hosp_lv": "int16"})
    kind = places["fixmedins_type"]
    places = pd.DataFrame({
        "institution_id": places["fixmedins_code"],
        "peer_group": kind.map(model.KINDS).where(kind != model.HOSPITAL, places["hosp_lv"].map(model.LEVELS))})
    rows, diseases = settlements(data, people, places)
    table, visits = cells(booked(rows), people, places, diseases)
    del rows
    cap(table, places)
    strata, totals, pairs = tally(table, visits, places, diseases)
    write(strata, totals, pairs, out)
    scoring.score(columns(strata, model.TALLY_COLUMNS), columns(totals, model.TALLY_COLUMNS),
                  columns(pairs, model.PAIR_COLUMNS), features, out)


if __name__ == "__main__":
    main()
