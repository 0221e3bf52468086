"""Holds exported workbooks to what auditors expect of them, as written and as LibreOffice saves them again.

Arguments: folder with the exports. Prints one line a workbook and ends with status 1 where anything is amiss.
"""
import csv
import datetime
import itertools
import json
import pathlib
import sys

import jsonschema
import openpyxl
from openpyxl.utils.escape import unescape

SHEETS = {
    "zh": ["汇总", "排名", "约谈名单", "观察名单", "分组汇总", "参保人", "方法说明", "数据质量"],
    "en": ["Summary", "Ranking", "Interview list", "Watch list", "Groups", "Insured persons", "Methods",
           "Data quality"],
    "clues": ["汇总", "线索", "方法说明", "数据质量"],
}
# Number formats by the title of the column, as openpyxl reads them back.
FORMATS = {
    "zh": {"就诊人头": "#,##0", "人均费用（元）": "#,##0.00", "医疗费用（万元）": "#,##0.00", "人均费用指数": "0.000",
           "校正后 q 值": "0.000000", "药品费占比": "0.0%", "机构编码": "General", "区划": "General"},
    "en": {"heads": "#,##0", "cost per head (yuan)": "#,##0.00", "cost (yuan)": "#,##0.00", "plain index": "0.000",
           "adjusted p (q)": "0.000000", "drug share": "0.0%", "institution code": "General", "district": "General"},
}
TEXTS = {"机构编码", "机构名称", "区划", "名次/总数", "名次区间", "指数95%区间（收缩）", "运行编号", "考核期",
         "institution code", "name", "district", "rank/all", "rank interval", "shrunken index, 95 % interval", "run", "period"}
FILLED_IN = {"zh": {"状态": "list", "约谈时间": "date", "约谈结论": "list", "整改期限": "date", "复查结果": "list"},
             "en": {"state": "list", "interview date": "date", "conclusion": "list", "due date": "date",
                    "follow-up result": "list"}}
findings = []


def expect(holds, text):
    if not holds:
        findings.append(text)


def header_row(sheet):
    return int(sheet.auto_filter.ref.split(":")[0][1:])


def check_sheet(where, sheet):
    ref = sheet.auto_filter.ref
    expect(ref is not None, f"{where}: no filter")
    if ref is None:
        return
    header = header_row(sheet)
    expect(ref.startswith("A"), f"{where}: the filter begins at {ref}")
    frozen = sheet.freeze_panes or ""
    expect(frozen[1:] == str(header + 1), f"{where}: frozen at {frozen}, header in row {header}")
    expect(sheet.print_title_rows == f"$1:${header}", f"{where}: print titles {sheet.print_title_rows}")
    setup = sheet.page_setup
    expect(setup.orientation == "landscape" and setup.paperSize == 9, f"{where}: not A4 landscape")
    expect(sheet.sheet_properties.pageSetUpPr.fitToPage and setup.fitToHeight == 0, f"{where}: not one page wide")
    expect(setup.fitToWidth in (None, 1), f"{where}: fit to {setup.fitToWidth} pages")
    foot = sheet.oddFooter.center.text or ""
    expect("&P" in foot and "&N" in foot, f"{where}: foot {foot!r}")
    cells = [cell for row in sheet.iter_rows() for cell in row]
    expect(not any(cell.data_type in ("f", "e") for cell in cells), f"{where}: a formula or an error")
    expect(all(cell.hyperlink is None for cell in cells), f"{where}: a link")
    for cell in sheet[header]:
        expect(cell.data_type == "s" and cell.font.b, f"{where}: header {cell.coordinate}")
        expect(sheet.column_dimensions[cell.column_letter].width >= 7 or cell.column_letter not in sheet.column_dimensions,
               f"{where}: column {cell.column_letter} is narrow")


def check_columns(where, sheet, formats):
    header = header_row(sheet)
    for title in sheet[header]:
        for row in range(header + 1, sheet.max_row + 1):
            cell = sheet.cell(row, title.column)
            if cell.value is None:
                continue
            if title.value in TEXTS:
                expect(cell.data_type == "s", f"{where}: {title.value} {cell.coordinate} is {cell.data_type}")
            if title.value in formats:
                expect(cell.number_format == formats[title.value],
                       f"{where}: {title.value} {cell.coordinate} has {cell.number_format!r}")
                if formats[title.value] != "General":
                    expect(cell.data_type == "n", f"{where}: {title.value} {cell.coordinate} is {cell.data_type}")


def check_entries(where, sheet, language):
    header = header_row(sheet)
    titles = {cell.value: cell.column_letter for cell in sheet[header]}
    rules = {str(rule.sqref).rstrip("0123456789:").split(":")[0].rstrip("0123456789"): rule.type
             for rule in sheet.data_validations.dataValidation}
    for title, kind in FILLED_IN[language].items():
        expect(rules.get(titles[title]) == kind, f"{where}: {title} takes {rules.get(titles[title])}")
        if kind == "date":
            shown = sheet.cell(header + 1, openpyxl.utils.column_index_from_string(titles[title])).number_format
            expect(shown.replace("\\", "") == "yyyy-mm-dd", f"{where}: {title} is shown as {shown}")
    expect(len(sheet.conditional_formatting) >= 2, f"{where}: no conditional colours")


def check_book(path, kind):
    book = openpyxl.load_workbook(path)
    expect(book.sheetnames == SHEETS[kind], f"{path.name}: sheets {book.sheetnames}")
    expect(book.properties.created == datetime.datetime(2000, 1, 1), f"{path.name}: created {book.properties.created}")
    for sheet in book:
        check_sheet(f"{path.name} {sheet.title}", sheet)
    if kind != "clues":
        for name in SHEETS[kind][1:4]:
            check_columns(f"{path.name} {name}", book[name], FORMATS[kind])
        check_entries(f"{path.name} {SHEETS[kind][2]}", book[SHEETS[kind][2]], kind)
    return {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book}


def same_values(first, second):
    """Where two contents differ."""
    for name, rows in first.items():
        for number, (row, other) in enumerate(itertools.zip_longest(rows, second[name], fillvalue=[]), 1):
            for column, (value, saved) in enumerate(zip(row, list(other) + [None] * len(row)), 1):
                is_near = isinstance(value, float) and isinstance(saved, (int, float))
                if value != saved and not (is_near and abs(value - saved) <= 1e-9 * abs(value)):
                    yield f"{name} row {number} column {column}: {value!r} became {saved!r}"


def main():
    folder = pathlib.Path(sys.argv[1])
    for name, kind in [("zh", "zh"), ("en", "en"), ("clues", "clues")]:
        written = check_book(folder / f"{name}.xlsx", kind)
        saved = check_book(folder / f"{name}-saved.xlsx", kind)
        for difference in same_values(written, saved):
            expect(False, f"{name}: {difference}")
        print(f"{name}.xlsx: {len(written)} sheets, {sum(map(len, written.values()))} rows")
    # The hostile texts, read back by both.
    texts = (folder / "hostile.txt").read_text(encoding="utf-8").split("\x1e")
    for name in ["hostile.xlsx", "hostile-saved.xlsx"]:
        book = openpyxl.load_workbook(folder / name)
        sheet = book["排名"]
        found = [str(cell.value) for cell in sheet["C"][header_row(sheet):]]
        if not name.endswith("-saved.xlsx"):
            # openpyxl shows the escape that office programs undo.
            found = [unescape(text) for text in found]
        for sheet in book:
            check_sheet(f"{name} {sheet.title}", sheet)
        expect(len(found) == len(texts), f"{name}: {len(found)} texts of {len(texts)}")
        expect(sorted(found) == sorted(texts), f"{name}: texts differ: "
               f"{sorted(set(found) ^ set(texts))[:6]}")
    # What a double click on the CSV makes of codes and places.
    sheet = openpyxl.load_workbook(folder / "interview-saved.xlsx").worksheets[0]
    rows = list(csv.reader(open(folder / "interview.csv", encoding="utf-8-sig", newline="")))
    for number, title in enumerate(rows[0]):
        if title in TEXTS:
            expect(sheet.cell(2, number + 1).data_type == "s" and sheet.cell(2, number + 1).value.strip() == rows[1][number].strip(),
                   f"interview.csv: {title} became {sheet.cell(2, number + 1).value!r}")
    schema = json.loads(pathlib.Path(sys.argv[2]).read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    for path in sorted(folder.glob("*.json")):
        for error in jsonschema.Draft202012Validator(schema).iter_errors(json.loads(path.read_text(encoding="utf-8"))):
            expect(False, f"{path.name}: {error.json_path}: {error.message[:200]}")
    for finding in findings[:40]:
        print(finding)
    print(f"workbook: {len(findings)} findings" if findings else "workbook: no finding")
    sys.exit(bool(findings))


main()
