"""The per-capita cost index with Polars: with_polars.py DATA FEATURES OUT

Types are told and columns chosen, the file is scanned by the streaming engine, persons become whole numbers by one join,
and every count of days is two groupings, never a set for each group.
"""

import pathlib
import sys

import polars as pl

import model
import scoring

CLAIMS = {
    "setl_id": pl.String, "init_setl_id": pl.String, "psn_no": pl.String, "insutype": pl.Int32,
    "fixmedins_code": pl.String, "med_type": pl.String, "setl_time": pl.Datetime("ms"), "dise_no": pl.String,
    "medfee_sumamt": pl.Float64, "fund_pay_sumamt": pl.Float64, "drug_fee": pl.Float64, "refd_setl_flag": pl.Int8,
    "vali_flag": pl.Int8,
}
MONEY = {"medfee_sumamt": "cost_fen", "drug_fee": "drug_fen", "fund_pay_sumamt": "fund_fen"}
MONEY_SUMS = [pl.col(name).sum() for name in MONEY.values()]
STRATUM = ["disease", "age_band", "sex", "scheme"]
CELL = ["person", "institution", "disease"]
IDENTITY = [*CELL, "scheme", "day", *MONEY.values()]


def day_number(date):
    """20250701 for 1 July 2025, so that ages are whole parts of differences."""
    return date.dt.year().cast(pl.Int32) * 10_000 + date.dt.month().cast(pl.Int32) * 100 + date.dt.day()


def age_band(age):
    """The label of the last band that starts at an age or before it."""
    band = pl.when(age < model.AGE_STARTS[1]).then(pl.lit(model.AGE_LABELS[0]))
    for end, label in zip(model.AGE_STARTS[2:], model.AGE_LABELS[1:]):
        band = band.when(age < end).then(pl.lit(label))
    return band.otherwise(pl.lit(model.AGE_LABELS[-1]))


def persons(data):
    """Persons with the number of their row, sex and birth day."""
    return pl.read_csv(
        data / "persons.csv", columns=["psn_no", "gend", "brdy"],
        schema_overrides={"psn_no": pl.String, "gend": pl.Int8, "brdy": pl.Date},
    ).with_row_index("person").with_columns(born=day_number(pl.col("brdy"))).drop("brdy")


def institutions(data):
    """Institutions with the number of their row and their peer group."""
    read = pl.read_csv(data / "institutions.csv", schema_overrides={"hosp_lv": pl.Int32})
    kind = pl.col("fixmedins_type")
    level = pl.col("hosp_lv").replace_strict(model.LEVELS, default=None, return_dtype=pl.String)
    return read.with_row_index("institution").select(
        "institution", institution_id="fixmedins_code",
        peer_group=pl.when(kind == model.HOSPITAL).then(level)
        .otherwise(kind.replace_strict(model.KINDS, default=None, return_dtype=pl.String)))


def settlements(data, people, places):
    """The rows in scope, with persons, institutions and diseases as numbers."""
    care = pl.col("med_type")
    rows = (
        pl.scan_csv(data / "claims.csv", schema_overrides=CLAIMS)
        .filter(care.str.contains(model.CARE_PATTERN), pl.col("vali_flag") == 1)
        .with_columns(pl.col(theirs).mul(100).round().cast(pl.Int64).alias(ours) for theirs, ours in MONEY.items())
        .with_columns(refund=pl.col("refd_setl_flag") == 1, day=day_number(pl.col("setl_time")), scheme=pl.col("insutype"))
        .join(people.lazy().select("psn_no", "person"), on="psn_no", how="left")
        .join(places.lazy().select("institution_id", "institution"), left_on="fixmedins_code", right_on="institution_id",
              how="left")
        .select("setl_id", "init_setl_id", "person", "institution", pl.col("dise_no").alias("disease"), "scheme", "day",
                "refund", *MONEY.values())
        .collect(engine="streaming"))
    if rows["setl_id"].n_unique() < rows.height:
        raise SystemExit("a settlement stands twice: the simulated data hold none")
    if rows["person"].null_count() or rows["institution"].null_count():
        raise SystemExit("a row names a person or institution that its table lacks")
    names = rows["disease"].unique().sort()
    diseases = pl.DataFrame({"disease": names, "number": pl.Series(range(len(names)), dtype=pl.UInt32)})
    numbers = rows.select(pl.col("disease").replace_strict(names, diseases["number"], return_dtype=pl.UInt32))
    return rows.with_columns(numbers["disease"]), diseases


def booked(rows):
    """The rows with refunds on their original's day and stratum, and whether each is a visit."""
    refunds = rows.filter("refund").drop("refund")
    taken = (
        rows.filter(~pl.col("refund")).join(refunds, left_on="setl_id", right_on="init_setl_id", how="semi")
        .select("setl_id", "person", "institution", "disease", "scheme", "day", "cost_fen"))
    found = refunds.join(taken, left_on=["init_setl_id", "person", "institution"],
                         right_on=["setl_id", "person", "institution"], how="left", suffix="_original")
    whole = (
        found.filter(pl.col("day_original").is_not_null()).group_by(setl_id="init_setl_id")
        .agg(pl.col("cost_fen").sum(), pl.col("cost_fen_original").first())
        .filter(pl.col("cost_fen") + pl.col("cost_fen_original") <= 0).select("setl_id", reversed=pl.lit(True)))
    kept = rows.filter(~pl.col("refund")).join(whole, on="setl_id", how="left").select(
        *IDENTITY, visit=pl.col("reversed").is_null())
    back = found.with_columns(pl.coalesce(f"{name}_original", name).alias(name) for name in ("disease", "scheme", "day"))
    return pl.concat([kept, back.select(*IDENTITY, visit=pl.lit(False))])


def cells(rows, people):
    """Person × institution × disease with visits, money and stratum, and visits by institution."""
    days = rows.lazy().group_by(*CELL, "day").agg(pl.col("visit").any(), *MONEY_SUMS).collect(engine="streaming")
    visits = (
        days.lazy().filter("visit").select("person", "institution", "day").unique()
        .group_by("institution").agg(visits=pl.len().cast(pl.Int64)).collect(engine="streaming"))
    # Day and scheme in one number: the least is the first day's, with the scheme that comes first.
    moment = pl.col("day").cast(pl.Int64) * 1000 + pl.col("scheme")
    first = (
        rows.lazy().group_by("person")
        .agg(visited=moment.filter("visit").min(), seen=moment.min())
        .select("person", first=pl.coalesce("visited", "seen"))
        .join(people.lazy().select("person", "gend", "born"), on="person")
        .with_columns(age=(pl.col("first") // 1000 - pl.col("born")) // 10_000)
        .select(
            "person",
            age_band=age_band(pl.col("age")),
            sex=pl.col("gend").replace_strict(model.SEXES, return_dtype=pl.String),
            scheme=(pl.col("first") % 1000).replace_strict(model.SCHEMES, return_dtype=pl.String)))
    table = (
        days.lazy().group_by(CELL).agg(pl.col("visit").sum().cast(pl.Int64).alias("visits"), *MONEY_SUMS)
        .join(first, on="person").collect(engine="streaming"))
    return table, visits


def capped(table, places):
    """The cells with their peer group, and their cost cut at the cap of peer group × disease."""
    table = table.join(places.select("institution", "peer_group"), on="institution")
    place = (model.PER_MILLE * pl.len() + 999) // 1000 - 1
    limits = table.filter(pl.col("visits") > 0).group_by("peer_group", "disease").agg(
        reached=pl.col("cost_fen").sort().get(place))
    limits = limits.with_columns(cap=pl.Series(model.caps(limits["reached"].to_numpy())))
    return table.join(limits, on=["peer_group", "disease"], how="left").with_columns(
        capped_fen=pl.min_horizontal("cost_fen", "cap"))


def tally(table, visits, places, diseases):
    """tally.csv and tally-pairs.csv as frames."""
    square = pl.col("capped_fen").cast(pl.Int128)
    sums = [
        pl.col("cost_fen").sum(), pl.col("capped_fen").sum(), (square * square).sum().cast(pl.Int64).alias("capped_sq_fen2"),
        pl.col("drug_fen").sum(), pl.col("fund_fen").sum()]
    names = places.select("institution", "institution_id", "peer_group")
    texts = diseases.rename({"number": "disease", "disease": "text"})
    strata = (
        table.group_by("institution", *STRATUM)
        .agg((pl.col("visits") > 0).sum().cast(pl.Int64).alias("heads"), pl.col("visits").sum(), *sums)
        .join(texts, on="disease").join(names, on="institution")
        .select(row_type=pl.lit("stratum"), institution_id="institution_id", peer_group="peer_group", disease="text",
                age_band="age_band", sex="sex", scheme="scheme", heads="heads", visits="visits", cost_fen="cost_fen",
                capped_fen="capped_fen", capped_sq_fen2="capped_sq_fen2", drug_fen="drug_fen", fund_fen="fund_fen"))
    heads = table.filter(pl.col("visits") > 0)
    persons_seen = heads.select("person", "institution").unique().group_by("institution").agg(
        heads=pl.len().cast(pl.Int64))
    totals = (
        table.group_by("institution").agg(sums).join(persons_seen, on="institution", how="left")
        .join(visits, on="institution", how="left").join(names, on="institution")
        .select(row_type=pl.lit("institution"), institution_id="institution_id", peer_group="peer_group",
                **dict.fromkeys(STRATUM, pl.lit(None, pl.String)),
                heads=pl.col("heads").fill_null(0), visits=pl.col("visits").fill_null(0), cost_fen="cost_fen",
                capped_fen="capped_fen", capped_sq_fen2="capped_sq_fen2", drug_fen="drug_fen", fund_fen="fund_fen"))
    several = heads.filter(pl.len().over("person", "institution") > 1).select(
        "person", "institution", "disease", "age_band", "sex", "scheme", "capped_fen")
    other = several.select("person", "institution", other="disease", other_capped_fen="capped_fen")
    pairs = (
        several.lazy().join(other.lazy(), on=["person", "institution"]).filter(pl.col("disease") < pl.col("other"))
        .group_by("institution", "disease", "other", "age_band", "sex", "scheme")
        .agg(heads=pl.len().cast(pl.Int64), first=pl.col("capped_fen").sum(), second=pl.col("other_capped_fen").sum(),
             products=(square * pl.col("other_capped_fen")).sum().cast(pl.Int64))
        .join(texts.lazy(), on="disease").join(texts.lazy().rename({"disease": "other", "text": "other_text"}), on="other")
        .join(names.lazy(), on="institution")
        .select(institution_id="institution_id", disease="text", other_disease="other_text", age_band="age_band",
                sex="sex", scheme="scheme", heads="heads", capped_fen="first", other_capped_fen="second",
                product_fen2="products")
        .collect())
    whole = pl.concat([strata, totals]).sort(
        "institution_id", "row_type", *STRATUM, descending=[False, True, False, False, False, False])
    return whole, pairs.sort("institution_id", "disease", "age_band", "sex", "scheme", "other_disease")


def columns(frame):
    return {name: frame[name].to_numpy() for name in frame.columns}


def main():
    data, features, out = (pathlib.Path(argument) for argument in sys.argv[1:])
    people, places = persons(data), institutions(data)
    rows, diseases = settlements(data, people, places)
    rows = booked(rows)
    table, visits = cells(rows, people)
    del rows
    whole, pairs = tally(capped(table, places), visits, places, diseases)
    whole.write_csv(out / "tally.csv")
    pairs.write_csv(out / "tally-pairs.csv")
    strata, totals = (whole.filter(pl.col("row_type") == kind) for kind in ("stratum", "institution"))
    scoring.score(columns(strata), columns(totals), columns(pairs), features, out)


if __name__ == "__main__":
    main()
