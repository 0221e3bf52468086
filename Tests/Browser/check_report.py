"""Opens a report in a real browser and holds it to what a reader needs.

    check_report.py REPORT HOSTILE SCREENSHOTS

REPORT and HOSTILE are folders of `steelyard report --lang both`. Checked on screen, 360 pixels wide, and on paper:
no message on the console, no serious finding of axe-core, nothing wider than the page, no text of a figure cut or
overlapping, Chinese drawn with a Chinese font, dossiers of at most three sheets. The table sorts, filters, searches and
is walked by keyboard, and shows the same with the script as without. In HOSTILE no script of the data runs.
"""

import base64
import io
import pathlib
import re
import sys

import pypdf
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

AXE = next(
    p for p in (pathlib.Path(base) / "axe_playwright_python" / "axe.min.js" for base in sys.path) if p.exists()
).read_text(encoding="utf-8")

problems = []


def problem(where, text):
    problems.append(f"{where}: {text}")
    print(f"  ! {where}: {text}")


def browser():
    options = webdriver.ChromeOptions()
    for flag in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService("/usr/bin/chromedriver"))
    driver.set_script_timeout(300)
    driver.set_page_load_timeout(120)
    # Whatever a script of the data would do is counted before any page can change it.
    driver.execute_cdp_cmd(
        "Page.addScriptToEvaluateOnNewDocument",
        {
            "source": "window.__calls=0;for(const name of ['alert','confirm','prompt','open','fetch','eval'])"
            "{window[name]=function(){window.__calls++}}"
        },
    )
    return driver


def size(driver, width, height):
    driver.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False},
    )


def console(driver, where):
    for entry in driver.get_log("browser"):
        problem(where, f"console: {entry['level']} {entry['message'][:200]}")


def axe(driver, where):
    # The page's own policy lets no foreign script in; the driver's evaluation is not the page's.
    driver.execute_script(AXE)
    found = driver.execute_async_script(
        # The rows of the table are alike: the first two dozen stand for all.
        "const done=arguments[0];axe.run({exclude:[['#ranking tbody tr:nth-child(n+25)']]},{resultTypes:['violations'],preload:false}).then("
        "r=>done(r.violations.map(v=>[v.id,v.impact,v.nodes.length,v.nodes[0].html.slice(0,160)])))"
    )
    for name, impact, count, html in found:
        if impact in ("serious", "critical"):
            problem(where, f"axe: {name} ({impact}, {count}): {html}")
        else:
            print(f"    axe, {impact}: {name} ({count})")


LAYOUT = """
const out=[];
if (document.documentElement.scrollWidth > window.innerWidth + 1)
  out.push('the page is ' + document.documentElement.scrollWidth + ' wide in ' + window.innerWidth);
for (const svg of document.querySelectorAll('figure svg')) {
  const frame = svg.getBoundingClientRect(), name = svg.getAttribute('aria-labelledby');
  const texts = [...svg.querySelectorAll('text')].map(t => [t.textContent, t.getBoundingClientRect()]);
  for (const [text, box] of texts)
    if (box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 1
        || box.bottom > frame.bottom + 1) out.push(name + ': cut: ' + text);
  for (let a = 0; a < texts.length; a++) for (let b = a + 1; b < texts.length; b++) {
    const x = texts[a][1], y = texts[b][1];
    const width = Math.min(x.right, y.right) - Math.max(x.left, y.left);
    const height = Math.min(x.bottom, y.bottom) - Math.max(x.top, y.top);
    if (width > 2 && height > 0.45 * Math.min(x.height, y.height))
      out.push(name + ': overlap: ' + texts[a][0] + ' | ' + texts[b][0]);
  }
}
return out.slice(0, 8);
"""


def fonts(driver, where):
    driver.execute_cdp_cmd("DOM.enable", {})
    driver.execute_cdp_cmd("CSS.enable", {})
    root = driver.execute_cdp_cmd("DOM.getDocument", {"depth": 1})["root"]["nodeId"]
    node = driver.execute_cdp_cmd("DOM.querySelector", {"nodeId": root, "selector": ".meaning strong"})["nodeId"]
    used = driver.execute_cdp_cmd("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
    if not any(re.search(r"CJK|Han|YaHei|WenQuanYi|PingFang", font["familyName"]) for font in used):
        problem(where, f"Chinese is drawn with {[font['familyName'] for font in used]}")


def visit(driver, path, where, shots, width=1280, height=900):
    size(driver, width, height)
    driver.get(path.resolve().as_uri())
    console(driver, where)
    for text in driver.execute_script(LAYOUT):
        problem(where, text)
    axe(driver, where)
    if driver.execute_script("return document.documentElement.lang") == "zh":
        fonts(driver, where)
    picture = driver.execute_cdp_cmd("Page.captureScreenshot", {"format": "png", "captureBeyondViewport": True})
    (shots / f"{where}.png").write_bytes(base64.b64decode(picture["data"]))


def paper(driver, path, where, shots, most):
    size(driver, 1280, 900)
    driver.get(path.resolve().as_uri())
    printed = driver.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True, "printBackground": True})
    data = base64.b64decode(printed["data"])
    (shots / f"{where}.pdf").write_bytes(data)
    pages = pypdf.PdfReader(io.BytesIO(data)).pages
    if most and len(pages) > most:
        problem(where, f"{len(pages)} sheets of paper")
    box = pages[0].mediabox
    if abs(float(box.width) - 595) > 2 or abs(float(box.height) - 842) > 2:
        problem(where, f"paper of {box.width} x {box.height} points")
    print(f"    {where}: {len(pages)} sheets")


def page_texts(driver):
    return driver.execute_script(
        "return [...document.querySelectorAll('#ranking tbody tr')].map(r=>[...r.cells].map(c=>c.textContent))"
    )


def table(driver, path, where):
    size(driver, 1280, 900)
    driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    driver.get(path.resolve().as_uri())
    driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
    static = page_texts(driver)
    driver.get(path.resolve().as_uri())
    dynamic = page_texts(driver)
    if not static or static != dynamic:
        at = next((n for n, (a, b) in enumerate(zip(static, dynamic)) if a != b), None)
        problem(where, f"script and page differ in row {at}: {static[at or 0]} {dynamic[at or 0]}")
    titles = driver.find_elements(By.CSS_SELECTOR, "#ranking th button")
    for position, title in enumerate(titles):
        title.click()
        if title.find_element(By.XPATH, "..").get_attribute("aria-sort") == "none":
            problem(where, f"column {position} does not sort")
    heads = [t for t in driver.find_elements(By.CSS_SELECTOR, "#ranking th") if t.get_attribute("data-column") == "heads"]
    heads[0].find_element(By.TAG_NAME, "button").click()
    if heads[0].get_attribute("aria-sort") != "descending":
        problem(where, "numbers do not sort from the largest")
    column = driver.execute_script("return [...document.querySelectorAll('#ranking th')].findIndex(t=>t.dataset.column==='heads')")
    values = [int(row[column].replace(",", "")) for row in page_texts(driver)]
    if values != sorted(values, reverse=True):
        problem(where, "the rows are not in the order of heads")
    code = static[min(3, len(static) - 1)][1]
    driver.find_element(By.TAG_NAME, "body").send_keys("/")
    search = driver.find_element(By.ID, "search")
    if driver.switch_to.active_element != search:
        problem(where, "the / key does not go to the search box")
    search.send_keys(code)
    if {row[1] for row in page_texts(driver)} != {code}:
        problem(where, f"the search for {code} finds {page_texts(driver)}")
    search.send_keys(Keys.ESCAPE)
    if len(page_texts(driver)) != len(static):
        problem(where, "Escape does not bring the rows back")
    band = driver.find_element(By.CSS_SELECTOR, "select[data-filter=band]")
    options = band.find_elements(By.TAG_NAME, "option")
    options[1].click()
    if {row[-1] for row in page_texts(driver)} != {options[1].text}:
        problem(where, "the filter of bands lets others pass")
    options[0].click()
    links = driver.find_elements(By.CSS_SELECTOR, "#ranking tbody a")
    links[0].send_keys(Keys.ARROW_DOWN)
    if driver.switch_to.active_element != links[1]:
        problem(where, "the arrow key does not go to the next row")
    links[1].send_keys(Keys.ENTER)
    if "/institutions/" not in driver.current_url or not driver.find_elements(By.TAG_NAME, "article"):
        problem(where, "Enter does not open the dossier")
    console(driver, where)


def calls(driver, where):
    count = driver.execute_script("return (window.__calls||0) + ('ran' in window ? 1 : 0)")
    if count or driver.title == "ran":
        problem(where, f"{count} scripts of the data ran")


def hostile(driver, folder):
    dossiers = sorted((folder / "zh" / "institutions").glob("*.html"))
    # Every page of the table and the overviews, and the dossiers of forty texts of every kind.
    step = max(1, len(dossiers) // 40)
    pages = [folder / "index.html"]
    for language in ("zh", "en"):
        pages += [folder / language / "index.html"] + sorted((folder / language).glob("ranking*.html"))
    pages += dossiers[::step] + sorted((folder / "zh" / "institutions").glob("at-*.html"))
    size(driver, 1280, 900)
    for path in dict.fromkeys(pages):
        where = "hostile " + str(path.relative_to(folder))
        driver.get(path.resolve().as_uri())
        # Whatever waits for a touch is touched.
        driver.execute_script(
            "for(const e of document.querySelectorAll('main *')){for(const n of ['mouseover','focus','click'])"
            "{if(e.tagName!=='A'&&!e.closest('a'))e.dispatchEvent(new Event(n,{bubbles:true}))}}"
        )
        calls(driver, where)
        console(driver, where)
    print(f"  hostile: {len(set(pages))} pages opened")


def main():
    report, bad, shots = (pathlib.Path(name) for name in sys.argv[1:4])
    shots.mkdir(parents=True, exist_ok=True)
    driver = browser()
    try:
        visit(driver, report / "index.html", "chooser", shots)
        for language in ("zh", "en"):
            folder = report / language
            print(f"  {language}")
            pages = [("overview", folder / "index.html"), ("ranking", folder / "ranking.html")]
            links = re.findall(r'class="mark"|href="(institutions/[^"]+)"', (folder / "index.html").read_text("utf-8"))
            listed = [name for name in dict.fromkeys(links) if name]
            rest = sorted(f"institutions/{p.name}" for p in (folder / "institutions").glob("*.html"))
            others = [name for name in rest if name not in listed]
            pages += [("dossier-listed", folder / listed[0]), ("dossier-other", folder / others[len(others) // 2])]
            for name, path in pages:
                visit(driver, path, f"{name}-{language}", shots)
                visit(driver, path, f"{name}-{language}-360", shots, 360, 740)
                paper(driver, path, f"{name}-{language}-paper", shots, 3 if name.startswith("dossier") else None)
            table(driver, folder / "ranking.html", f"table-{language}")
        hostile(driver, bad)
    finally:
        driver.quit()
    print("browser: no finding" if not problems else f"browser: {len(problems)} findings")
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
