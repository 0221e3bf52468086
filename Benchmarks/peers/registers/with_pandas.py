"""The rules of disadvantaged-groups/subsidies in pandas: with_pandas.py REGISTERS CLUES

Texts that repeat are read as categories; persons and months become whole numbers once, so that every rule compares integers.
No loop goes over rows.
"""

import sys

import numpy as np
import pandas as pd

NAMES = {
    "身份证号": "number", "姓名": "name", "补贴项目": "fund", "类别": "category", "发放月份": "month", "发放金额": "amount",
    "银行账号": "account", "残疾等级": "level", "发证日期": "issued", "有效期至": "expires", "服刑起始日期": "term_from",
    "服刑终止日期": "term_to", "出生日期": "birth", "死亡日期": "died",
}
REGISTERS = ["payments", "certificates", "prison", "children", "deaths"]
DAYS = ["发证日期", "有效期至", "服刑起始日期", "服刑终止日期", "出生日期", "死亡日期"]
TEXTS = ["身份证号", "姓名", "补贴项目", "类别", "发放月份", "银行账号"]
LIVING, CARE, DESTITUTE, CHILD = "困难残疾人生活补贴", "重度残疾人护理补贴", "特困供养金", "困境儿童生活费"
STANDARDS = {
    (CARE, "一级"): 16000, (CARE, "二级"): 12000, (LIVING, "低保"): 10000, (CHILD, "散居"): 150000, (DESTITUTE, "分散"): 120000,
}
STANDARDS_SINCE = "2025-01"
NOBODY = -1
WIDE = str.maketrans("０１２３４５６７８９ｘＸ　", "0123456789xX ")
WEIGHTS = np.array([7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2])
CHECKS = np.array(list("10X98765432"))


def read(path):
    """A register with our column names: texts as categories, days as days, money in fen."""
    header = pd.read_csv(path, nrows=0).columns
    texts = [name for name in TEXTS if name in header]
    table = pd.read_csv(
        path, engine="pyarrow", usecols=[name for name in header if name in NAMES], dtype={name: "str" for name in texts},
        parse_dates=[name for name in DAYS if name in header], keep_default_na=False, na_values=[""])
    for name in texts:
        table[name] = table[name].astype("category")
    table = table.rename(columns=NAMES)
    if "amount" in table:
        table["fen"] = np.rint(table.pop("amount") * 100).astype("int64")
    return table


def check_characters(bodies):
    """The check characters by ISO 7064 MOD 11-2 that texts of 17 digits ask for."""
    digits = np.frombuffer("".join(bodies).encode("ascii"), dtype=np.uint8).reshape(-1, 17) - ord("0")
    return pd.Series(CHECKS[digits @ WEIGHTS % 11], index=bodies.index, dtype="str")


def cleaned(numbers):
    """Numbers in one spelling, those of 15 made 18, and whether the check character agrees."""
    text = numbers.copy()
    odd = ~text.str.fullmatch(r"[0-9]{17}[0-9X]")
    text[odd] = text[odd].str.translate(WIDE).str.replace(r"\s", "", regex=True).str.lstrip("'").str.upper()
    old = text.str.fullmatch(r"[0-9]{15}")
    body = text.str.slice(0, 17).where(~old, text.str.slice(0, 6) + "19" + text.str.slice(6))
    asked = check_characters(body[body.str.fullmatch(r"[0-9]{17}")]).reindex(body.index)
    text = text.where(~old, body + asked)
    return text, (text == body + asked).fillna(False).astype(bool)


def accounts(tables):
    """What each register tells of persons, once for each spelling, and gives each row the number of its account."""
    parts, start = [], 0
    for place, name in enumerate(REGISTERS):
        table = tables[name]
        number, called = table["number"].cat, table["name"].cat
        pairs = number.codes.astype("int64") * (len(called.categories) + 1) + called.codes + 1
        codes, distinct = pd.factorize(pairs)
        numbers, names = np.divmod(np.asarray(distinct), len(called.categories) + 1)
        parts.append(pd.DataFrame({
            "register": place, "told": np.bincount(codes), "number": number.categories.astype("str")[numbers],
            "name": pd.Series(called.categories, dtype="str").reindex(names - 1).fillna("").to_numpy(),
        }))
        tables[name] = table.drop(columns=["number", "name"]).assign(told_by=codes + start)
        start += len(distinct)
    return pd.concat(parts, ignore_index=True)


def matched(told):
    """Who each account is: a valid number is a person.

    The first register that names it says who that is, by the name of most of its rows; accounts of another name are held
    back.
    """
    called = told["name"].str.replace(r"\s", "", regex=True).str.upper()
    digits, valid = cleaned(told["number"])
    frame = told.assign(digits=digits, called=called)
    named = frame[valid & (called != "")].groupby(["digits", "called", "register"], as_index=False)["told"].sum()
    named = named.sort_values(["digits", "register", "told", "called"], ascending=[True, True, False, True])
    holders = named.drop_duplicates("digits").set_index("digits")["called"]
    holds = (called == "") | (called == digits.map(holders))
    unknown = "?\x1f" + told["register"].astype("str") + "\x1f" + digits + "\x1f" + called
    return digits.where(valid, unknown).where(holds | ~valid)


def load(folder):
    """The registers with persons as whole numbers, and the texts behind these."""
    tables = {name: read(f"{folder}/{name}.csv") for name in REGISTERS}
    told = accounts(tables)
    persons, subjects = pd.factorize(matched(told))
    for name, table in tables.items():
        table["person"] = persons[table.pop("told_by").to_numpy()].astype("int32")
    return tables, subjects


def of_persons(rows, other):
    """Each row beside each row that the other register has of its person; `place` tells the rows apart."""
    other = other[other["person"] != NOBODY]
    return rows[rows["person"].isin(other["person"])].rename_axis("place").reset_index().merge(other, on="person")


def summed(rows):
    """The money of each person."""
    return rows[rows["person"] != NOBODY].groupby("person")["fen"].sum()


def summed_once(pairs):
    """The money of each person where a row may stand beside several."""
    return summed(pairs.drop_duplicates("place"))


def during(rows, first, last):
    """Whether the first day of the month lies within a time that may have no end."""
    return (rows[first] <= rows["day"]) & (rows[last].isna() | (rows[last] >= rows["day"]))


def above_standard(payments):
    funds, categories = payments["fund"].cat.categories, payments["category"].cat.categories
    table = np.array([[STANDARDS.get((fund, category), -1) for category in categories] for fund in funds])
    standard = table[payments["fund"].cat.codes, payments["category"].cat.codes]
    above = (standard >= 0) & (payments["fen"] > standard) & (payments["month"] >= month_number(STANDARDS_SINCE))
    rows = payments.loc[above, ["person", "fen"]]
    return summed(rows.assign(fen=rows["fen"] - standard[above]))


def paid_twice(payments):
    # One whole number tells person, fund and month.
    funds = payments["fund"].cat
    key = (payments["person"].astype("int64") * len(funds.categories) + funds.codes) * 1_000_000 + payments["month"]
    return summed(payments.loc[key.duplicated() & (payments["person"] != NOBODY), ["person", "fen"]])


def exclusive_funds(living, destitute):
    both = living.merge(destitute[destitute["person"].isin(living["person"])], on=["person", "month"], suffixes=("", "_other"))
    return summed(both.assign(fen=both[["fen", "fen_other"]].min(axis=1)))


def no_certificate(care, certificates):
    pairs = of_persons(care, certificates)
    return summed(care.drop(pairs.loc[during(pairs, "issued", "expires"), "place"].unique()))


def past_eighteen(child, children):
    pairs = of_persons(child, children)
    return summed_once(pairs[pairs["birth"] <= pairs["day"] - pd.DateOffset(years=18)])


def shared_account(payments):
    rows = payments.loc[payments["person"] != NOBODY, ["account", "person"]]
    persons = rows.drop_duplicates()["account"].value_counts()
    shared = payments[payments["account"].isin(persons.index[persons > 2]) & (payments["person"] != NOBODY)]
    return shared.groupby("account", observed=True)["fen"].sum()


def month_number(text):
    """A month as a whole number: 202506."""
    return int(text[:4]) * 100 + int(text[5:])


def main():
    folder, out = sys.argv[1:3]
    tables, subjects = load(folder)
    payments, certificates, deaths = tables["payments"], tables["certificates"], tables["deaths"]
    months = payments["month"].cat
    days = pd.to_datetime(pd.Series(months.categories, dtype="str") + "-01").to_numpy()[months.codes]
    payments["month"] = np.array([month_number(month) for month in months.categories], dtype="int32")[months.codes]
    payments["day"] = days
    of_fund = {fund: payments[payments["fund"] == fund] for fund in (LIVING, CARE, DESTITUTE, CHILD)}
    graded = of_persons(of_fund[CARE], certificates[~certificates["level"].isin([1, 2])])
    terms = of_persons(payments, tables["prison"])
    after = of_persons(payments, deaths.groupby("person", as_index=False)["died"].max())
    found = {
        "above-standard": above_standard(payments),
        "paid-twice": paid_twice(payments),
        "exclusive-funds": exclusive_funds(of_fund[LIVING], of_fund[DESTITUTE]),
        "no-certificate": no_certificate(of_fund[CARE], certificates),
        "other-level": summed_once(graded[during(graded, "issued", "expires")]),
        "past-eighteen": past_eighteen(of_fund[CHILD], tables["children"]),
        "in-prison": summed_once(terms[during(terms, "term_from", "term_to")]),
        "paid-after-death": summed_once(after[after["day"] > after["died"]]),
    }
    clues = [pd.DataFrame({"rule": rule, "kind": "person", "subject": subjects[sums.index], "fen": sums.to_numpy()})
             for rule, sums in found.items()]
    sums = shared_account(payments)
    clues.append(pd.DataFrame({"rule": "shared-account", "kind": "account", "subject": sums.index.astype("str"), "fen": sums.to_numpy()}))
    pd.concat(clues).sort_values(["rule", "subject"]).to_csv(out, index=False)


main()
