"""Opens workbooks and CSV files in LibreOffice with a view, as a person does, and saves them as workbooks again.

Run by the system's Python, which has LibreOffice's bridge. A plain `--convert-to` has no view and drops frozen panes of any
workbook, so it cannot tell whether they were there. Arguments: pairs of a file and where to save it.
"""
import os
import pathlib
import subprocess
import sys
import tempfile
import time

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException


def value(name, content):
    result = PropertyValue()
    result.Name, result.Value = name, content
    return result


def connect(pipe):
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(200):
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            time.sleep(0.2)
    sys.exit("LibreOffice does not answer")


def resave(desktop, source, target):
    # UTF-8, comma, and no detection of special numbers: what a double click in an office program comes to.
    options = (value("FilterName", "Text - txt - csv (StarCalc)"), value("FilterOptions", "44,34,76,1,,0,false,true"))
    document = desktop.loadComponentFromURL(
        pathlib.Path(source).resolve().as_uri(), "_blank", 0, options if source.endswith(".csv") else ())
    view = document.CurrentController
    for sheet in document.Sheets:
        view.setActiveSheet(sheet)
        print(f"{os.path.basename(source)}\t{sheet.Name}\tfrozen {view.hasFrozenPanes()} at row {view.SplitRow}, "
              f"column {view.SplitColumn}")
    document.storeToURL(
        pathlib.Path(target).resolve().as_uri(), (value("FilterName", "Calc MS Excel 2007 XML"),))
    document.close(True)


def main():
    pipe = f"steelyard{os.getpid()}"
    with tempfile.TemporaryDirectory() as profile:
        office = subprocess.Popen(
            ["soffice", "--headless", "--norestore", f"--accept=pipe,name={pipe};urp;",
             f"-env:UserInstallation={pathlib.Path(profile).as_uri()}"], stderr=subprocess.DEVNULL)
        try:
            context = connect(pipe)
            desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
            for source, target in zip(sys.argv[1::2], sys.argv[2::2]):
                resave(desktop, source, target)
            try:
                desktop.terminate()
            except Exception:  # the bridge falls with the office
                pass
            office.wait(60)
        finally:
            if office.poll() is None:
                office.terminate()
                office.wait(60)


main()
