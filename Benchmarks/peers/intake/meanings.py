"""Categories 64 to 85: identifiers, repeated rows, flags, dates."""

from datetime import datetime, timedelta, timezone

from clean import CHINESE, COLUMNS, Case, bytes_of, changed, clean_rows, damaged, figures, harmless, institution, person
from clean import without

WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]


def resident(number, lower=False, wrong=False):
    """A resident number made here: no one's, its check digit right unless it is to be wrong."""
    body = str(990000 + number % 7) + f"19{50 + number % 40}" + f"{1 + number % 12:02d}{1 + number % 28:02d}" + f"{number % 1000:03d}"
    check = "10X98765432"[sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS)) % 11]
    if wrong:
        check = "0" if check != "0" else "1"
    return body + (check.lower() if lower else check)


def with_column(rows, field, header, value):
    """Rows and form of a table with one column more; value: index → text."""
    table = [row | {field: value(index)} for index, row in enumerate(rows)]
    return table, {"columns": [*COLUMNS, field], "header": CHINESE | {field: header}}


def identifiers():
    """Categories 64 to 67."""
    rows = clean_rows()
    table, form = with_column(rows, "cert_no", "证件号码", lambda index: resident(index, lower=True))
    yield harmless(64, "cert-lower-x", "resident numbers with a small x", bytes_of(table, **form), rows)
    table, form = with_column(rows, "cert_no", "证件号码", lambda index: resident(index, wrong=index == 50))
    yield damaged(64, "cert-bad-digit", "the resident number of row 51 has a wrong check digit: told", bytes_of(table, **form), rows)
    table, form = with_column(rows, "cert_no", "证件号码", lambda index: resident(index)[:6] + "********" + resident(index)[-4:])
    yield harmless(65, "cert-masked", "masked resident numbers beside person numbers", bytes_of(table, **form), rows)
    masked = [row | {"person_id": resident(index % 60)[:6] + "*" * 8 + resident(index % 60)[-4:]} for index, row in enumerate(rows)]
    yield damaged(65, "person-masked", "the person number of every row is a masked resident number", bytes_of(masked), None)
    one = changed(rows, {50: {"person_id": resident(50)[:6] + "*" * 8 + resident(50)[-4:]}})
    yield damaged(65, "person-masked-one", "the person number of row 51 is masked", bytes_of(one), without(rows, 50))
    for field, value in [("person_id", "3.30106E+23"), ("claim_id", "8.8E+17"), ("inst_code", "3.301E+11")]:
        broken = changed(rows, {50: {field: value}})
        yield damaged(66, f"exponent-{field}", f"{CHINESE[field]} of row 51 is {value}", bytes_of(broken), without(rows, 50))
    lower = changed(rows, {50: {"person_id": "3.30106e23"}})
    yield damaged(66, "exponent-small-e", "the person number of row 51 is 3.30106e23", bytes_of(lower), without(rows, 50))
    rounded = [row | {"person_id": row["person_id"][:15] + "0" * 9} for row in rows]
    yield damaged(66, "ids-rounded", "person numbers rounded to 15 digits by a spreadsheet", bytes_of(rounded), None)
    claims = [row | {"claim_id": f"3301060000{index:05d}"[:15] + "0000"} for index, row in enumerate(rows)]
    yield damaged(66, "claim-ids-rounded", "settlement numbers of 19 digits ending in 0000", bytes_of(claims), None)
    point = [row | {"person_id": row["person_id"][14:] + ".0"} for row in rows]
    yield damaged(66, "ids-point-zero", "every person number ends in .0", bytes_of(point), rows, exact_suffices=True)
    local = [row | {"inst_code": ["0123", "123", "00123", "1230"][index % 4]} for index, row in enumerate(rows)]
    yield harmless(67, "leading-zeros", "local codes 0123, 123, 00123, 1230 are four institutions", bytes_of(local), local)
    zeros = [row | {"person_id": f"{index % 60:010d}"} for index, row in enumerate(rows)]
    yield harmless(67, "leading-zeros-persons", "person numbers 0000000001 …", bytes_of(zeros), zeros)
    long = [row | {"person_id": str(10 ** 19 + index % 60)} for index, row in enumerate(rows)]
    yield harmless(67, "ids-20-digits", "person numbers of 20 digits that differ in the last", bytes_of(long), long)
    same = [row | {"person_id": person(0)[:22] + f"{index % 60:02d}"} for index, row in enumerate(rows)]
    yield harmless(67, "ids-24-digits", "person numbers of 24 digits that differ in the last two", bytes_of(same), same)


def codes():
    """Categories 68 to 70."""
    rows = clean_rows()
    odd = changed(rows, {index: {"inst_code": "H33019900001"} for index in range(20)})
    yield harmless(68, "pseudo-district", "a code of pseudo-district 330199", bytes_of(odd), odd)
    odd = changed(rows, {index: {"inst_code": "A12"} for index in range(20)})
    yield harmless(68, "local-code", "a local code A12", bytes_of(odd), odd)
    names = changed(rows, {index: {"inst_name": "更名医院"} for index in range(0, 200, 3)})
    yield harmless(69, "code-two-names", "institutions whose name changes", bytes_of(names), rows)
    odd = changed(rows, {index: {"disease_code": "M99999"} for index in range(20)})
    yield harmless(70, "disease-unknown", "20 rows of an unknown disease code: their money stays", bytes_of(odd), rows)
    odd = changed(rows, {index: {"disease_code": "E11.900"} for index in range(20)})
    yield harmless(70, "disease-icd", "20 rows with an ICD code in place of an M-code", bytes_of(odd), rows)
    odd = changed(rows, {index: {"disease_code": "M03900;M01600"} for index in range(20)})
    yield damaged(70, "disease-several", "20 rows with two disease codes in one field", bytes_of(odd), rows[20:], otherwise=figures(odd))


def repeated():
    """Categories 71, 72, 76 and 78."""
    rows = clean_rows()
    yield damaged(71, "row-twice", "row 51 again at the end", bytes_of([*rows, rows[50]]), rows)
    yield damaged(71, "rows-twice-all", "every row twice", bytes_of([row for row in rows for _ in "ab"]), rows)
    spelled = rows[50] | {"total_fee": rows[50]["total_fee"] + " "}
    yield damaged(71, "row-twice-spelled", "row 51 again, a blank behind its total", bytes_of([*rows, spelled]), rows)
    yield damaged(72, "row-conflict", "row 51 again with another total: neither counts",
                  bytes_of([*rows, rows[50] | {"total_fee": "9.99"}]), without(rows, 50))
    yield damaged(72, "row-conflict-person", "row 51 again with another person", bytes_of([*rows, rows[50] | {"person_id": person(99)}]),
                  without(rows, 50))
    newer = [*rows, rows[50] | {"total_fee": "9.99", "fund_pay": "9.99", "acct_pay": "0.00", "cash_pay": "0.00"}]
    table, form = with_column(newer, "updated", "数据更新时间", lambda index: "2025-10-01 08:00:00" if index == 200 else "2025-09-30 08:00:00")
    yield damaged(72, "row-newer", "row 51 again with another total and a later time of update: the newer counts",
                  bytes_of(table, **form), [*without(rows, 50), newer[200] | {"fen": 999}])
    yield damaged(76, "marked-invalid", "有效标志 of row 51 is 0", bytes_of(changed(rows, {50: {"valid_flag": "0"}})), without(rows, 50))
    table, form = with_column(rows, "deleted", "删除标志", lambda index: "1" if index == 50 else "0")
    yield damaged(76, "marked-deleted", "删除标志 of row 51 is 1", bytes_of(table, **form), without(rows, 50))
    yield damaged(76, "not-settled", "row 51 has no settlement number", bytes_of(changed(rows, {50: {"claim_id": ""}})), without(rows, 50))
    yield damaged(22, "no-person", "row 51 has no person number", bytes_of(changed(rows, {50: {"person_id": ""}})), without(rows, 50))
    yield damaged(22, "no-institution", "row 51 has no institution", bytes_of(changed(rows, {50: {"inst_code": ""}})), without(rows, 50))
    trial = changed(rows, {
        50: {"inst_name": "测试医院", "inst_code": institution(98)}, 51: {"inst_name": "test", "inst_code": institution(95)}})
    yield damaged(78, "trial-rows", "institutions called 测试医院 and test: counted and told", bytes_of(trial), trial)
    other = changed(rows, {50: {"care_type": "11"}})
    yield damaged(76, "other-care-type", "row 51 is an ordinary visit: left out and told", bytes_of(other), without(rows, 50))


FORMS = [
    ("slash", "%Y/%m/%d"), ("dots", "%Y.%m.%d"), ("compact", "%Y%m%d"), ("compact-time", "%Y%m%d%H%M%S"), ("chinese", "%Y年%m月%d日"),
    ("chinese-time", "%Y年%m月%d日 %H时%M分%S秒"), ("t", "%Y-%m-%dT%H:%M:%S"), ("t-zone", "%Y-%m-%dT%H:%M:%S+08:00"),
    ("minutes", "%Y-%m-%d %H:%M"), ("fraction", "%Y-%m-%d %H:%M:%S.123"), ("fraction-9", "%Y-%m-%d %H:%M:%S.123456789"),
]

BAD_DAYS = [
    ("30-february", "2025-02-30 10:00:00", 81), ("month-13", "2025-13-01 10:00:00", 81), ("29-february-2025", "2025-02-29", 81),
    ("zeros", "0000-00-00 00:00:00", 81), ("1900-01-00", "1900-01-00", 81), ("serial", "45853", 81), ("serial-time", "45853.5", 81),
    ("epoch-seconds", "1751328000", 81), ("epoch-milliseconds", "1751328000000", 81), ("hour-25", "2025-07-01 25:00:00", 81),
    ("future", "2099-01-01 10:00:00", 82), ("before-1990", "1970-01-01 00:00:00", 82), ("sentinel", "2120-11-01", 82),
    ("empty", "", 81), ("other-form", "01/07/2025", 79), ("two-digit-year", "25-07-01", 80), ("month-name", "1-JUL-25", 79),
    ("text-behind", "2025-07-01补", 81), ("eleven-digits", "20250701123", 81),
]


def date_forms():
    """Categories 79, 80 and 85."""
    rows = clean_rows()

    def spelled(spell):
        return bytes_of([row | {"settle_time": spell(datetime.strptime(row["settle_time"], "%Y-%m-%d %H:%M:%S"))} for row in rows])

    for name, form in FORMS:
        yield harmless(79, f"date-{name}", f"times as {form}", spelled(lambda time, form=form: time.strftime(form)), rows)
    yield harmless(79, "date-single-digits", "2025/1/5 8:05", spelled(lambda t: f"{t.year}/{t.month}/{t.day} {t.hour}:{t:%M}"), rows)
    yield harmless(79, "date-chinese-single", "2025年1月5日", spelled(lambda t: f"{t.year}年{t.month}月{t.day}日"), rows)
    yield harmless(79, "date-afternoon", "2025-01-05 下午 03:05:00",
                   spelled(lambda t: f"{t:%Y-%m-%d} {'上午' if t.hour < 12 else '下午'} {t:%I:%M:%S}"), rows)
    yield harmless(79, "date-pm", "2025-01-05 03:05:00 PM", spelled(lambda t: f"{t:%Y-%m-%d %I:%M:%S %p}"), rows)
    world = timezone(timedelta(hours=8))
    utc = spelled(lambda t: t.replace(tzinfo=world).astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"))
    yield harmless(85, "date-utc", "times of zone Z", utc, rows)
    night = changed(rows, {index: {"settle_time": "2025-06-30 23:59:59" if index % 2 else "2025-07-01 00:00:00"} for index in range(60)})
    yield harmless(85, "date-midnight", "settled at 23:59:59 and at 00:00:00", bytes_of(night), night)
    yield damaged(80, "date-day-month", "05/07/2025 throughout, some days above 12: declared or refused",
                  spelled(lambda t: f"{t:%d/%m/%Y}"), rows)
    few = [row | {"settle_time": f"{1 + index % 9:02d}/{1 + index % 12:02d}/2025"} for index, row in enumerate(rows)]
    yield damaged(80, "date-ambiguous", "dd/mm or mm/dd, no value above 12", bytes_of(few), None)
    mixed = spelled(lambda t: f"{t:%Y-%m-%d}" if t.day % 2 else f"{t:%d/%m/%Y}")
    odd = [row for row in rows if int(row["settle_time"][8:10]) % 2]
    yield damaged(79, "date-two-forms", "2025-07-01 and 02/07/2025 by turns", mixed, odd)


def bad_days():
    """Categories 81 to 84."""
    rows = clean_rows()
    for name, value, category in BAD_DAYS:
        yield damaged(category, f"date-bad-{name}", f"the time of row 51 is {value or 'empty'}",
                      bytes_of(changed(rows, {50: {"settle_time": value}})), without(rows, 50))
    serials = [row | {"settle_time": str(45700 + index)} for index, row in enumerate(rows)]
    yield damaged(81, "date-serial-all", "all times are day numbers of a spreadsheet", bytes_of(serials), None)
    epochs = [row | {"settle_time": str(1751328000 + index * 86400)} for index, row in enumerate(rows)]
    yield damaged(81, "date-epoch-all", "all times are seconds since 1970", bytes_of(epochs), None)
    begin = with_column(rows, "begin_date", "开始日期", lambda index: "2025-12-30" if index == 50 else rows[index]["settle_time"][:10])
    yield damaged(83, "settled-before-begin", "row 51 is settled before it begins: told", bytes_of(begin[0], **begin[1]), rows)
    old = with_column(rows, "begin_date", "开始日期", lambda index: "2021-01-30" if index == 50 else rows[index]["settle_time"][:10])
    yield damaged(83, "settled-late", "row 51 is settled four years after it begins: told", bytes_of(old[0], **old[1]), rows)
    born = changed(rows, {50: {"birth_date": "2025-12-31"}})
    yield damaged(84, "born-after", "the person of row 51 is born after the settlement: told", bytes_of(born), rows)
    born = changed(rows, {50: {"birth_date": "1825-02-30"}})
    yield damaged(84, "born-never", "the person of row 51 is born on 1825-02-30: told", bytes_of(born), rows)


def twice():
    """Category 77: a file given twice."""
    rows = clean_rows()
    data = bytes_of(rows)
    yield Case("file-twice", 77, "damaged", "the same file twice", {"file-twice-1.csv": data, "file-twice-2.csv": data}, figures(rows))


def cases():
    """All files of these categories."""
    for make in (identifiers, codes, repeated, date_forms, bad_days, twice):
        yield from make()
