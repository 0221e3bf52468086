"""The clean table from which every file of the battery is made, and how a table becomes bytes."""

import random
from dataclasses import dataclass, field

# Our field, the Chinese header, the national one, the legacy one (the national where there is none).
FIELDS = [
    ("claim_id", "结算ID", "setl_id", "jslsh"),
    ("person_id", "人员编号", "psn_no", "AAC001"),
    ("sex", "性别", "gend", "AAC004"),
    ("birth_date", "出生日期", "brdy", "AAC006"),
    ("ins_type", "险种类型", "insutype", "AAE140"),
    ("inst_code", "定点医药机构编号", "fixmedins_code", "AKB020"),
    ("inst_name", "定点医药机构名称", "fixmedins_name", "AKB021"),
    ("care_type", "医疗类别", "med_type", "AKA130"),
    ("settle_time", "结算时间", "setl_time", "AAE040"),
    ("disease_code", "病种编码", "dise_no", "AKA120"),
    ("disease_name", "病种名称", "dise_name", "dise_name"),
    ("total_fee", "医疗费总额", "medfee_sumamt", "AKC264"),
    ("fund_pay", "基金支付总额", "fund_pay_sumamt", "BKE060"),
    ("acct_pay", "个人账户支出", "acct_pay", "AKC255"),
    ("cash_pay", "现金支付金额", "cash_payamt", "AKC261"),
    ("refund_flag", "退费结算标志", "refd_setl_flag", "cxbz"),
    ("orig_claim_id", "原结算ID", "init_setl_id", "init_setl_id"),
    ("valid_flag", "有效标志", "vali_flag", "vali_flag"),
]
COLUMNS = [names[0] for names in FIELDS]
CHINESE = {names[0]: names[1] for names in FIELDS}
NATIONAL = {names[0]: names[2] for names in FIELDS}
LEGACY = {names[0]: names[3] for names in FIELDS}

MONEY = ["total_fee", "fund_pay", "acct_pay", "cash_pay"]
DISEASES = [("M03900", "高血压"), ("M01600", "糖尿病"), ("M07803", "血液透析"), ("M04600", "冠心病")]
NAMES = ["第一人民医院", "城东卫生院", "和睦社区卫生服务中心", "仁爱诊所", "百草堂药店", "康泰大药房", "新丰医院", "河口分院"]


def yuan(fen):
    """Whole fen as yuan with two decimals."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100}.{abs(fen) % 100:02d}"


def institution(number):
    """A code of the national shape: a pharmacy or a hospital, district and serial."""
    return ("P" if number % 3 == 2 else "H") + str(330106) + f"{number:05d}"


def person(number):
    """A person number of 24 digits."""
    return str(330106) + "00" + f"{7_000_000_000 + number * 7919:016d}"


def clean_rows(count=200, seed=20251123):
    """Settlements of 60 persons at 8 institutions in 2025; every sum of parts is its whole."""
    draw = random.Random(seed)
    rows = []
    for number in range(count):
        who = draw.randrange(60)
        where = draw.randrange(8)
        code, disease = DISEASES[draw.randrange(4)]
        fen = draw.randrange(1_000_07, 9_999_99)
        fund = fen * draw.randrange(40, 80) // 100
        account = (fen - fund) // 3
        parts = {"total_fee": fen, "fund_pay": fund, "acct_pay": account, "cash_pay": fen - fund - account}
        row = {key: yuan(value) for key, value in parts.items()}
        row |= {
            "claim_id": f"JS{880_000_000 + number * 13}", "person_id": person(who), "sex": str(1 + who % 2),
            "birth_date": f"{1940 + who}-{1 + who % 12:02d}-{1 + who % 28:02d}",
            "ins_type": "310" if who % 3 else "390", "inst_code": institution(where), "inst_name": NAMES[where],
            "care_type": "140104", "settle_time": f"2025-{1 + number * 9 // count:02d}-{1 + number % 28:02d} "
            f"{8 + number % 10:02d}:{number % 60:02d}:{number * 7 % 60:02d}",
            "disease_code": code, "disease_name": disease, "refund_flag": "0", "orig_claim_id": "", "valid_flag": "1",
        }
        rows.append(row | {"fen": fen})
    return rows


def refund(row, number):
    """The row that takes a settlement back whole."""
    negative = {key: "-" + row[key] for key in MONEY}
    return row | negative | {
        "fen": -row["fen"], "claim_id": f"TF{number:09d}", "refund_flag": "1", "orig_claim_id": row["claim_id"],
    }


def changed(rows, changes):
    """A copy of the rows with the values of some of them replaced: {index: {field: value}}."""
    return [row | changes.get(index, {}) for index, row in enumerate(rows)]


def quoted(text, sep, quote, always):
    """One field as it stands in the file."""
    if always or any(mark in text for mark in (sep, quote, "\n", "\r")):
        return quote + text.replace(quote, quote * 2) + quote
    return text


def lines_of(rows, columns=COLUMNS, sep=",", quote='"', always=False, header=CHINESE, glue=""):
    """The header and the rows as lines without their ends; `glue` is put behind every field and header."""
    cells = [[header.get(name, name) for name in columns]] + [[row[name] for name in columns] for row in rows]
    return [sep.join(quoted(text + glue, sep, quote, always) for text in line) for line in cells]


def text_of(rows, eol="\n", **form):
    """The whole table as text; every line has its end."""
    return "".join(line + eol for line in lines_of(rows, **form))


def bytes_of(rows, encoding="utf-8", **form):
    """The whole table as bytes."""
    return text_of(rows, **form).encode(encoding)


def figures(rows):
    """What an exact reader gets: rows, fen, distinct persons and institutions."""
    return {
        "rows": len(rows), "fen": sum(row["fen"] for row in rows),
        "persons": len({row["person_id"] for row in rows}),
        "institutions": len({row["inst_code"] for row in rows}),
    }


@dataclass
class Case:
    """One file, or several given together, of the battery, and what must come of it.

    A harmless one must give `expect`. A damaged one must be refused, or the damage told and `expect` (or `otherwise`,
    where two rules are as good) be the rest; with `exact_suffices`, `expect` without a word will do. What is told in the
    cases of `beyond` as well does not count as told. Ours may reject any share of rows but where the `usual_limit` holds.
    """

    name: str
    category: int
    kind: str
    words: str
    files: dict
    expect: dict | None
    exact_suffices: bool = False
    header: dict = field(default_factory=lambda: CHINESE)
    beyond: list = field(default_factory=list)
    otherwise: dict | None = None
    usual_limit: bool = False


def harmless(category, name, words, data, rows, suffix=".csv", **more):
    """A file whose money and rows are all there, however it is written."""
    return Case(name, category, "harmless", words, {name + suffix: data}, figures(rows), **more)


def damaged(category, name, words, data, rest, suffix=".csv", **more):
    """A file with damage; `rest` are the rows that may count, or None where the file as a whole must be refused."""
    return Case(name, category, "damaged", words, {name + suffix: data}, None if rest is None else figures(rest), **more)


def without(rows, *indices):
    """The rows but those of these indices."""
    return [row for index, row in enumerate(rows) if index not in indices]
