import Foundation
import SteelyardTestSupport
import Testing

/// A folder with a run of a small simulated city in which somebody is on the interview list.
private struct City {
  let workshop: Workshop
  var folder: TemporaryFolder { workshop.folder }
  let listed: [String]

  init() throws {
    workshop = try Workshop.city(persons: 4_000, institutions: 50, seed: 3, strength: 2)
    try workshop.score(Workshop.cityInputs)
    listed = try workshop.table("interview-list.csv")["institution_id"]
    try #require(!listed.isEmpty, "the city has somebody on the interview list")
    try folder.write(
      """
      number: {prefix: 某医保约〔2026〕, first: 12, suffix: 号}
      issuer: 某市医疗保障局
      date: 2026-01-08
      time: 2026年1月15日上午9时
      place: 三楼会议室
      documents: [台账, 处方]
      contact: 监管处
      phone: "0000-12345678"

      """, to: "letter.yaml")
  }

  /// Runs a command that must succeed.
  @discardableResult
  func made(_ arguments: [String], environment: [String: String] = [:]) throws -> String {
    let outcome = try workshop.command(arguments, environment: environment)
    try #require(outcome.status == 0, "\(outcome.stderr)")
    return outcome.stdout
  }

  /// The document's text of a DOCX, without its markup.
  func text(_ file: String) throws -> String {
    let part = try XlsxParts(folder.read(file)).texts["word/document.xml"] ?? ""
    return part.replacing(/<[^>]*>/, with: "\n")
  }

  /// An institution of a band that fails no gate alone.
  func code(band: String) throws -> String? {
    let ranking = try workshop.table("ranking.csv")
    return zip(ranking["institution_id"], zip(ranking["band"], ranking["gate"])).first {
      $0.1.0 == band && $0.1.1.contains("+")
    }?.0
  }
}

@Suite("Letters as a command") struct LetterCommandTests {
  @Test("Every institution of the interview list gets a notice and a record, numbered in the order of the list")
  func all() throws {
    let city = try City()
    let said = try city.made(["letter", "RUN", "--details", "letter.yaml", "--lang", "zh", "--out", "LETTERS"])
    #expect(said == "已为 \(city.listed.count) 家机构写出 \(2 * city.listed.count) 个文件，编号登记见 letters.csv。目录：LETTERS\n")
    let files = city.listed.flatMap { ["\($0)-notice.docx", "\($0)-record.docx"] }
    #expect(try city.folder.names(in: "LETTERS") == (files + ["letters.csv"]).sorted())
    let register = CsvTable(try city.folder.text("LETTERS/letters.csv"))
    #expect(register["institution_id"] == city.listed)
    #expect(register["number"] == city.listed.indices.map { "某医保约〔2026〕\(12 + $0)号" })
    for (place, code) in city.listed.enumerated() {
      let text = try city.text("LETTERS/\(code)-notice.docx")
      #expect(text.contains("某医保约〔2026〕\(12 + place)号") && text.contains("（机构编码 \(code)）"))
    }
  }

  @Test("The figures of a letter and of a dossier are those that explain prints", arguments: ["zh", "en"])
  func figures(language: String) throws {
    let city = try City()
    let code = city.listed[0]
    let explained = try city.made(["explain", "RUN", code, "--lang", language]).filter { !$0.isWhitespace }
    try city.made(["letter", "RUN", "--institution", code, "--lang", language, "--out", "LETTERS"])
    try city.made(["dossier", "RUN", "--institution", code, "--lang", language, "--out", "DOSSIERS"])
    #expect(try city.folder.names(in: "DOSSIERS") == ["\(code).pdf"])
    let letter = try city.text("LETTERS/\(code)-notice.docx")
    let dossier = try PdfReader(city.folder.read("DOSSIERS/\(code).pdf")).text.filter { !$0.isWhitespace }
    let ranking = try city.workshop.table("ranking.csv")
    let row = try #require(ranking["institution_id"].firstIndex(of: code))
    for column in ["index_plain", "index_adjusted", "index_shrunk", "index_low", "index_high"] {
      // Three decimals of six; the exact rounding is the explanation's.
      let value = try #require(Double(ranking[column][row]))
      let shown = String(format: "%.3f", value)
      for text in [explained, letter, dossier] { #expect(text.contains(shown), "\(column) \(shown)") }
    }
    let run = try CommandRunner.system("sha256sum", [city.folder.path("RUN/run.json")])
    let hash = String(decoding: run.prefix(64), as: UTF8.self)
    #expect(letter.contains(hash) && dossier.contains(hash))
  }

  @Test("The same run gives the same bytes again, whatever the clock, zone and locale")
  func rerun() throws {
    let city = try City()
    for (out, environment) in [
      ("A", [:]),
      ("B", ["TZ": "Asia/Shanghai", "LC_ALL": "de_DE.UTF-8", "LANG": "ja_JP.UTF-8", "PANGO_LANGUAGE": "ja"]),
    ] {
      let options = ["--details", "letter.yaml", "--format", "both", "--lang", "zh", "--watermark", "第 2 份"]
      try city.made(["letter", "RUN", "--out", "L\(out)"] + options, environment: environment)
      try city.made(["dossier", "RUN", "--lang", "zh", "--out", "D\(out)"], environment: environment)
    }
    for folder in ["L", "D"] {
      let names = try city.folder.names(in: "\(folder)A")
      #expect(try names == city.folder.names(in: "\(folder)B") && names.count >= city.listed.count)
      for name in names {
        #expect(try city.folder.read("\(folder)A/\(name)") == city.folder.read("\(folder)B/\(name)"), "\(name)")
      }
    }
    #expect(try city.folder.names().allSatisfy { !$0.hasPrefix(".") }, "nothing unfinished is left")
  }

  @Test("Whoever is named gets a letter that says which list it is on, and nobody who is on none") func named() throws {
    let city = try City()
    let near = try city.workshop.table("near-list.csv")["institution_id"].first
    let watched = try near ?? city.code(band: "watch")
    if let code = watched {
      let said = try city.made(["letter", "RUN", "--institution", code, "--lang", "zh", "--out", "ONE"])
      #expect(said.contains("\(code)：未列入约谈名单"))
      #expect(said.contains("留空待填：文号、发文单位、落款日期、时间、地点、需携带的材料、联系人、电话"))
      #expect(try city.text("ONE/\(code)-notice.docx").contains("未列入约谈名单"))
    } else {
      Issue.record("the city has nobody who is near the list or watched")
    }
    let ordinary = try #require(try city.code(band: "ordinary"))
    let refused = try city.workshop.command(["letter", "RUN", "--institution", ordinary, "--out", "NONE"])
    #expect(refused.status == 2 && refused.stderr.contains("\(ordinary): It is not on the interview list"))
    #expect(!city.folder.has("NONE"))
    try city.made(["dossier", "RUN", "--institution", ordinary, "--out", "ANY"])
    #expect(try city.folder.names(in: "ANY") == ["\(ordinary).pdf"])
  }

  @Test("The program's own template, written and used again, gives the program's own letters") func template() throws {
    let city = try City()
    for form in ["notice", "record"] {
      try city.made(["letter", "--print-template", "\(form).docx", "--document", form, "--lang", "zh"])
      let options = ["--details", "letter.yaml", "--document", form, "--lang", "zh"]
      try city.made(["letter", "RUN", "--out", "OWN-\(form)"] + options)
      try city.made(["letter", "RUN", "--out", "AGAIN-\(form)", "--template", "\(form).docx"] + options)
      for name in try city.folder.names(in: "OWN-\(form)") {
        #expect(try city.folder.read("OWN-\(form)/\(name)") == city.folder.read("AGAIN-\(form)/\(name)"), "\(name)")
      }
    }
    let again = try city.workshop.command(["letter", "--print-template", "notice.docx"])
    #expect(again.status == 2 && again.stderr.contains("notice.docx exists already"))
  }
}

@Suite("Letters that cannot be written") struct LetterFailureTests {
  @Test("What is wrong is said in both languages with the right status, and nothing is written") func failures() throws
  {
    let city = try City()
    try city.folder.write("plcae: x\n", to: "slip.yaml")
    try city.folder.write("appointments: [{institution: NOBODY, time: x}]\n", to: "nobody.yaml")
    try city.folder.write("no archive", to: "text.docx")
    let cases: [(arguments: [String], status: Int32, english: String, chinese: String)] = [
      (["RUN", "--details", "slip.yaml"], 10, "slip.yaml:1:1: MD103 unknown key 'plcae'", "未知的键“plcae”，是否应为“place”"),
      (["RUN", "--details", "none.yaml"], 10, "none.yaml:1:1: MD130", "MD130"),
      (["RUN", "--details", "nobody.yaml"], 2, "appointments name NOBODY", "appointments 中的机构 NOBODY"),
      (["RUN", "--institution", "NOBODY"], 2, "NOBODY", "NOBODY"),
      (["RUN", "--template", "text.docx"], 2, "text.docx is no DOCX", "text.docx 不是可以读取的 DOCX"),
      (["RUN", "--template", "none.docx"], 3, "none.docx cannot be read", "none.docx 无法读取"),
      (["RUN", "--template", "text.docx", "--format", "pdf"], 2, "--template cannot be used with", "--template 不能与"),
      ([], 2, "Name a run's folder", "请给出结果目录"), (["city"], 3, "city", "city"),
    ]
    for (arguments, status, english, chinese) in cases {
      for (language, expected) in [("en", english), ("zh", chinese)] {
        let outcome = try city.workshop.command(["letter", "--out", "OUT", "--lang", language] + arguments)
        #expect(outcome.status == status && outcome.stderr.contains(expected), "\(arguments): \(outcome.stderr)")
        #expect(!city.folder.has("OUT") && outcome.stdout.isEmpty)
      }
    }
    let homeless = try city.workshop.command(["letter", "RUN"])
    #expect(homeless.status == 2 && homeless.stderr.contains("--out"))
    #expect(try city.folder.names().allSatisfy { !$0.hasPrefix(".") })
  }

  @Test("Without a font with Chinese characters a PDF is refused, and a DOCX is not") func noFont() throws {
    let city = try City()
    // A configuration of fonts that finds none.
    try city.folder.write(
      "<?xml version=\"1.0\"?><!DOCTYPE fontconfig SYSTEM \"fonts.dtd\"><fontconfig/>", to: "fonts.conf")
    let none = ["FONTCONFIG_FILE": city.folder.path("fonts.conf")]
    for arguments in [["dossier", "RUN"], ["letter", "RUN", "--format", "pdf"]] {
      let english = try city.workshop.command(arguments + ["--out", "OUT"], environment: none)
      #expect(english.status == 6 && english.stderr.contains("no font with Chinese characters"), "\(english.stderr)")
      let chinese = try city.workshop.command(arguments + ["--out", "OUT", "--lang", "zh"], environment: none)
      #expect(chinese.status == 6 && chinese.stderr.contains("没有可用的中文字体"))
      #expect(!city.folder.has("OUT"))
    }
    try city.made(["letter", "RUN", "--out", "DOCX"], environment: none)
    let doctor = try city.workshop.command(["doctor"], environment: none)
    #expect(doctor.stdout.contains("letter --format pdf do not work"))
  }

  @Test("A run whose list is empty, and a run that compares registers, get no letters") func nobody() throws {
    let workshop = try Workshop.tiny()
    try workshop.score()
    for command in ["letter", "dossier"] {
      let outcome = try workshop.command([command, "RUN", "--out", "OUT"])
      #expect(outcome.status == 2 && outcome.stderr.contains("The interview list is empty"))
    }
  }
}
