"""Categories 38 and 46: workbooks, written by hand so that every cell is what it says."""

from datetime import datetime
from xml.sax.saxutils import escape

from clean import CHINESE, COLUMNS, MONEY, clean_rows, damaged, harmless, without, yuan
from containers import archive

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
HEAD = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
DATE_STYLE = 1


def letters(column):
    """The name of a column: 0 is A, 26 is AA."""
    return (letters(column // 26 - 1) if column > 25 else "") + chr(65 + column % 26)


def text(value):
    """A text within the cell."""
    return lambda place: f"<c r=\"{place}\" t=\"inlineStr\"><is><t>{escape(value)}</t></is></c>" if value else ""


def number(value, style=0):
    """A number as the file spells it."""
    return lambda place: f"<c r=\"{place}\" s=\"{style}\"><v>{value}</v></c>"


def formula(expression, value=None):
    """A formula, with or without the value it had when it was saved."""
    cached = "" if value is None else f"<v>{value}</v>"
    return lambda place: f"<c r=\"{place}\"><f>{expression}</f>{cached}</c>"


def error(value):
    """An error cell."""
    return lambda place: f"<c r=\"{place}\" t=\"e\"><v>{value}</v></c>"


class Shared:
    """Texts kept once for the whole workbook, as spreadsheets do."""

    def __init__(self):
        self.places = {}

    def __call__(self, value):
        place_of = self.places.setdefault(value, len(self.places))
        return lambda place: f"<c r=\"{place}\" t=\"s\"><v>{place_of}</v></c>" if value else ""

    def part(self):
        """The part of the package that holds them."""
        items = "".join(f"<si><t xml:space=\"preserve\">{escape(value)}</t></si>" for value in self.places)
        return f"{HEAD}<sst xmlns=\"{MAIN}\">{items}</sst>"


def sheet(lines, merged=""):
    """One sheet of lines of cells."""
    body = "".join(
        f"<row r=\"{row + 1}\">" + "".join(cell(f"{letters(column)}{row + 1}") for column, cell in enumerate(line)) + "</row>"
        for row, line in enumerate(lines))
    merges = f"<mergeCells count=\"1\"><mergeCell ref=\"{merged}\"/></mergeCells>" if merged else ""
    return f"{HEAD}<worksheet xmlns=\"{MAIN}\"><sheetData>{body}</sheetData>{merges}</worksheet>"


def workbook(sheets, shared=None, hidden=(), base1904=False, strings=None, date_format=22):
    """A workbook of (name, sheet) pairs."""
    names = "".join(
        f"<sheet name=\"{escape(name)}\" sheetId=\"{index + 1}\" r:id=\"rId{index + 1}\""
        + (" state=\"hidden\"" if name in hidden else "") + "/>" for index, (name, _) in enumerate(sheets))
    properties = "<workbookPr date1904=\"1\"/>" if base1904 else "<workbookPr/>"
    parts = {"xl/workbook.xml": f"{HEAD}<workbook xmlns=\"{MAIN}\" xmlns:r=\"{REL}\">{properties}<sheets>{names}</sheets></workbook>"}
    links = [(f"rId{index + 1}", "worksheet", f"worksheets/sheet{index + 1}.xml") for index in range(len(sheets))]
    links += [("rId98", "styles", "styles.xml"), ("rId99", "sharedStrings", "sharedStrings.xml")]
    for index, (_, content) in enumerate(sheets):
        parts[f"xl/worksheets/sheet{index + 1}.xml"] = content
    parts["xl/sharedStrings.xml"] = strings or (shared or Shared()).part()
    parts["xl/styles.xml"] = (
        f"{HEAD}<styleSheet xmlns=\"{MAIN}\"><numFmts count=\"1\"><numFmt numFmtId=\"176\" "
        "formatCode=\"yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;\"/></numFmts><fonts count=\"1\"><font/></fonts>"
        "<fills count=\"1\"><fill><patternFill patternType=\"none\"/></fill></fills>"
        "<borders count=\"1\"><border/></borders><cellStyleXfs count=\"1\"><xf/></cellStyleXfs>"
        f"<cellXfs count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"{date_format}\" applyNumberFormat=\"1\"/></cellXfs></styleSheet>")
    related = "".join(f"<Relationship Id=\"{key}\" Type=\"{REL}/{kind}\" Target=\"{path}\"/>" for key, kind, path in links)
    parts["xl/_rels/workbook.xml.rels"] = f"{HEAD}<Relationships xmlns=\"{PACKAGE}\">{related}</Relationships>"
    parts["_rels/.rels"] = (
        f"{HEAD}<Relationships xmlns=\"{PACKAGE}\"><Relationship Id=\"rId1\" Type=\"{REL}/officeDocument\" "
        "Target=\"xl/workbook.xml\"/></Relationships>")
    kinds = "".join(f"<Override PartName=\"/{path}\" ContentType=\"{KIND}.{kind}+xml\"/>" for path, kind in [
        ("xl/workbook.xml", "sheet.main"), ("xl/styles.xml", "styles"), ("xl/sharedStrings.xml", "sharedStrings"),
        *((f"xl/worksheets/sheet{index + 1}.xml", "worksheet") for index in range(len(sheets)))])
    parts = {"[Content_Types].xml": (
        f"{HEAD}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" "
        f"ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>{kinds}</Types>")} | parts
    return archive([(name, content.encode()) for name, content in parts.items()])


def cells_of(rows, string=text, money=number, cell_at=None):
    """Header and rows as cells; `cell_at` replaces some: {(row index, field): cell}."""
    lines = [[string(CHINESE[name]) for name in COLUMNS]]
    for index, row in enumerate(rows):
        lines.append([(cell_at or {}).get((index, name)) or (money if name in MONEY else string)(row[name])
                      for name in COLUMNS])
    return lines


def serial(time, base1904):
    """A time of the table as a spreadsheet's day number."""
    start = datetime(1904, 1, 1) if base1904 else datetime(1899, 12, 30)
    gap = datetime.strptime(time, "%Y-%m-%d %H:%M:%S") - start
    return repr(gap.days + gap.seconds / 86400)


def good():
    """Workbooks that lose nothing."""
    rows = clean_rows()
    shared = Shared()
    plain = sheet(cells_of(rows, shared))
    simple = workbook([("结算", plain)], shared)
    yield harmless(38, "xlsx", "shared texts, money as numbers, times as text", simple, rows, ".xlsx")
    yield harmless(38, "xlsx-named-csv", "the same named .csv", simple, rows)
    yield harmless(38, "xlsx-inline", "texts within the cells", workbook([("a", sheet(cells_of(rows)))]), rows, ".xlsx")
    yield harmless(38, "xlsx-text-numbers", "money as text", workbook([("a", sheet(cells_of(rows, money=text)))]), rows, ".xlsx")
    binary = workbook([("a", sheet(cells_of(rows, money=lambda value: number("%.17g" % float(value)))))])
    yield harmless(38, "xlsx-17-digits", "money with the 17 digits spreadsheets write (1.1000000000000001)", binary, rows, ".xlsx")
    for base in (False, True):
        dated = {(index, "settle_time"): number(serial(row["settle_time"], base), DATE_STYLE) for index, row in enumerate(rows)}
        yield harmless(38, "xlsx-dates-1904" if base else "xlsx-dates", "times as day numbers of date style" + ", base 1904" * base,
                       workbook([("a", sheet(cells_of(rows, cell_at=dated)))], base1904=base), rows, ".xlsx")
    note = sheet([[text("说明")], [text("本表为结算明细")]])
    yield harmless(38, "xlsx-second-sheet", "a sheet of explanations in front", workbook([("说明", note), ("明细", plain)], shared),
                   rows, ".xlsx")
    old = sheet(cells_of(clean_rows(50, seed=7)))
    yield harmless(38, "xlsx-hidden-sheet", "a hidden sheet with an older table in front",
                   workbook([("旧", old), ("明细", plain)], shared, hidden=["旧"]), rows, ".xlsx")
    titled = sheet([[text("2025年门诊规定病种结算明细")], [text("单位：元")], *cells_of(rows)], merged="A1:R1")
    yield harmless(38, "xlsx-title", "a merged title and a line above the header", workbook([("a", titled)]), rows, ".xlsx")
    sums = {(index, "total_fee"): formula(f"M{index + 2}+N{index + 2}+O{index + 2}", row["total_fee"])
            for index, row in enumerate(rows)}
    yield harmless(38, "xlsx-formulas", "totals are formulas with their values", workbook([("a", sheet(cells_of(rows, cell_at=sums)))]),
                   rows, ".xlsx")


def bad():
    """Workbooks that lose something, and those that attack."""
    rows = clean_rows()
    rest = without(rows, 50)

    def one(field, cell):
        return workbook([("a", sheet(cells_of(rows, cell_at={(50, field): cell})))])

    yield damaged(38, "xlsx-formula-bare", "the total of row 51 is a formula without a value",
                  one("total_fee", formula("M52+N52+O52")), rest, ".xlsx")
    yield damaged(38, "xlsx-error", "the total of row 51 is #N/A", one("total_fee", error("#N/A")), rest, ".xlsx")
    yield damaged(38, "xlsx-error-id", "the person number of row 51 is #REF!", one("person_id", error("#REF!")), rest, ".xlsx")
    yield damaged(38, "xlsx-serial-plain", "the time of row 51 is a day number without date style",
                  one("settle_time", number("45853.5")), rest, ".xlsx")
    yield damaged(38, "xlsx-date-as-money", "the total of row 51 is a number of date style", one("total_fee", number("45853.5", DATE_STYLE)),
                  rest, ".xlsx")
    ids = {(index, "person_id"): number("%.17g" % float(row["person_id"])) for index, row in enumerate(rows)}
    yield damaged(38, "xlsx-numeric-ids", "all person numbers of 24 digits kept as numbers", workbook([("a", sheet(cells_of(rows, cell_at=ids)))]),
                  None, ".xlsx")
    two = workbook([("1月", sheet(cells_of(rows[:100]))), ("2月", sheet(cells_of(rows[100:])))])
    yield damaged(38, "xlsx-two-tables", "two sheets, each half of the table: read both or tell", two, rows, ".xlsx", exact_suffices=True)
    total = cells_of(rows) + [[text("合计"), *[text("")] * 10, formula("SUM(L2:L201)", yuan(sum(row["fen"] for row in rows)))]]
    yield damaged(38, "xlsx-total-line", "a last line 合计 with a sum", workbook([("a", sheet(total))]), rows, ".xlsx")
    short = cells_of(rows)
    whole = workbook([("a", sheet(short))])
    yield damaged(38, "xlsx-cut", "a workbook cut at two thirds", whole[:len(whole) * 2 // 3], None, ".xlsx")
    yield damaged(38, "xlsx-xml-cut", "the sheet's XML ends within row 120", workbook([("a", sheet(short)[:-30_000])]), None, ".xlsx")
    lol = "".join(f"<!ENTITY l{n} \"{f'&l{n - 1};' * 10}\">" for n in range(1, 9))
    strings = f"{HEAD}<!DOCTYPE sst [<!ENTITY l0 \"lol\">{lol}]><sst xmlns=\"{MAIN}\"><si><t>&l8;</t></si></sst>"
    yield damaged(46, "xlsx-entities", "nested entities in the shared texts", workbook([("a", sheet(short))], strings=strings), None, ".xlsx")
    outer = f"{HEAD}<!DOCTYPE sst [<!ENTITY x SYSTEM \"file:///etc/hostname\">]><sst xmlns=\"{MAIN}\"><si><t>&x;</t></si></sst>"
    yield damaged(46, "xlsx-external-entity", "an entity that names a file in the shared texts",
                  workbook([("a", sheet(short))], strings=outer), None, ".xlsx")
    blank = sheet(short).replace("</sheetData>", "</sheetData>" + " " * 120_000_000)
    yield damaged(46, "xlsx-bomb", "120 MB of spaces in the sheet's XML", workbook([("a", blank)]), None, ".xlsx")


def cases():
    """All files of these categories."""
    yield from good()
    yield from bad()
