"""Reads letters and dossiers with programs that had no part in making them.

Arguments: the folder that Scripts/check-documents filled, ranking.csv of the run. Prints each finding; ends with "documents: no
finding" or with status 1.
"""
import csv
import pathlib
import re
import subprocess
import sys

import docx

PAGE = {"zh": "第 {0} 页 共 {1} 页", "en": "Page {0} of {1}"}
MEANING = {"zh": "经同类调整后高于同行，不构成违规证据", "en": "higher than peers after adjustment; not evidence of wrongdoing"}
BLANK = "_" * 16
findings = []
checked = 0


def check(holds, sentence):
    global checked
    checked += 1
    if not holds:
        findings.append(sentence)
        print("finding:", sentence)


def said(*command):
    return subprocess.run(command, check=True, capture_output=True).stdout.decode("utf-8", "replace")


def packed(text):
    return re.sub(r"\s", "", text)


def pages(file):
    return said("pdftotext", "-raw", str(file), "-").split("\f")[:-1]


def texts(document):
    """All paragraphs, those of cells too, in their order."""
    word = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    for paragraph in document.element.body.iter(word + "p"):
        parts = []
        for node in paragraph.iter():
            if node.tag == word + "t":
                parts.append(node.text or "")
            elif node.tag == word + "br":
                parts.append("\n")
        yield "".join(parts)


def check_pdf(file, language, minimum, maximum, is_numbered=True):
    numbered = pages(file)
    check(minimum <= len(numbered) <= maximum, f"{file}: {len(numbered)} pages, not {minimum} to {maximum}")
    for number, page in enumerate(numbered, 1):
        if is_numbered:
            mark = packed(PAGE[language].format(number, len(numbered)))
            check(mark in packed(page), f"{file}: page {number} is not numbered")
        check("\ufffd" not in page, f"{file}: page {number} has a character that is none")
    for line in said("pdffonts", str(file)).splitlines()[2:]:
        check(line.split()[-5] == "yes", f"{file}: a font is not embedded: {line}")
    return packed("".join(numbered))


def check_letter(file, language, figures, details):
    document = docx.Document(file)
    lines = list(texts(document))
    whole = "\n".join(lines)
    check("{{" not in whole and "}}" not in whole, f"{file}: a placeholder is left")
    check(MEANING[language] in whole, f"{file}: does not say what a list means")
    for figure in figures:
        check(figure in whole, f"{file}: lacks {figure}")
    check((BLANK in lines) == (not details), f"{file}: blanks are not where they should be")
    footer = document.sections[0].footer._element.xml
    check(footer.count("w:fldSimple") >= 2 and "NUMPAGES" in footer, f"{file}: no page numbers")
    check(document.core_properties.created.year == 2000, f"{file}: its date is not fixed")
    check(document.sections[0].page_width.mm > 209 and document.sections[0].page_height.mm > 296, f"{file}: not A4")
    return lines


def rounded(value):
    return f"{float(value) + 0.0:.3f}"


def main():
    folder = pathlib.Path(sys.argv[1])
    with open(sys.argv[2], encoding="utf-8", newline="") as file:
        ranking = {row["institution_id"]: row for row in csv.DictReader(file)}
    for language in ("zh", "en"):
        letters = sorted((folder / language).glob("*.docx"))
        check(len(letters) >= 2, f"{language}: no letters")
        for file in letters:
            code = file.name.split("-")[0]
            figures = [rounded(ranking[code][name]) for name in ("index_plain", "index_adjusted", "index_low", "index_high")]
            lines = check_letter(file, language, figures, details=True)
            office = check_pdf(folder / f"{language}-office" / f"{file.stem}.pdf", language, 1, 2)
            own = check_pdf(file.with_suffix(".pdf"), language, 1, 2)
            for line in "\n".join(lines).split("\n"):
                # The methods may begin on one sheet and end on the next: what lies between is the sheets' foot and head.
                lost = [part for part in line.split("; ") if packed(part) not in office]
                check(len(lost) <= (1 if line.count("; ") > 5 else 0), f"{file.stem}: the office program lost '{line[:40]}'")
                check(packed(line) in own, f"{file.stem}: the PDF lacks '{line[:40]}'")
            blank = folder / f"{language}-blank" / file.name
            check_letter(blank, language, figures, details=False)
            check_pdf(folder / f"{language}-blank-office" / f"{file.stem}.pdf", language, 1, 2)
            if file.name.endswith("-notice.docx"):
                again = list(texts(docx.Document(folder / f"{language}-template" / file.name)))
                check(again == lines, f"{file.name}: filled from the printed template it says something else")
        for file in sorted((folder / f"{language}-hostile").glob("*.docx")):
            check_letter(file, language, [], details=False)
            check_pdf(folder / f"{language}-hostile-office" / f"{file.stem}.pdf", language, 1, 4)
            check_pdf(file.with_suffix(".pdf"), language, 1, 4)
        dossiers = sorted((folder / f"{language}-dossier").glob("*.pdf"))
        check(len(dossiers) == len(letters) // 2, f"{language}: {len(dossiers)} dossiers")
        for file in dossiers:
            text = check_pdf(file, language, 2, 3)
            for name in ("index_plain", "index_adjusted", "index_low", "index_high", "z"):
                check(rounded(ranking[file.stem][name]) in text, f"{file}: lacks {name}")
    print(f"{checked} checks")
    if findings:
        sys.exit(1)
    print("documents: no finding")


main()
