import Foundation
import SteelyardTestSupport
import Testing

/// A folder with a run of a small simulated city.
private struct City {
  let workshop: Workshop
  var folder: TemporaryFolder { workshop.folder }

  init() throws {
    workshop = try Workshop.city(seed: 3, strength: 2)
    try workshop.score(Workshop.cityInputs)
  }

  /// Exports and returns what was written.
  @discardableResult
  func export(_ arguments: [String], run: String = "RUN", to file: String) throws -> [UInt8] {
    let outcome = try workshop.command(["export", run, "--out", file] + arguments)
    try #require(outcome.status == 0, "\(outcome.stderr)")
    return try folder.read(file)
  }
}

@Suite("Exports") struct ExportTests {
  @Test("Every format of the same run gives the same bytes again, whatever the clock, zone and locale")
  func rerun() throws {
    let city = try City()
    for (format, more) in [
      ("xlsx", ["--unit", "wan", "--watermark", "第 2 份"]), ("csv", ["--encoding", "gb18030"]), ("json", []),
    ] {
      let first = try city.export(["--format", format, "--lang", "zh"] + more, to: "first.\(format)")
      let outcome = try city.workshop.command(
        ["export", "RUN", "--format", format, "--lang", "zh", "--out", "again.\(format)"] + more,
        environment: ["TZ": "Asia/Shanghai", "LC_ALL": "de_DE.UTF-8"])
      #expect(outcome.status == 0 && outcome.stdout.hasPrefix("已写出 again.\(format)（审核人员用），"))
      #expect(try city.folder.read("again.\(format)") == first)
    }
    #expect(try city.folder.names().allSatisfy { !$0.hasPrefix(".") }, "nothing unfinished is left")
  }

  @Test("The workbook has a sheet for everything an auditor holds in hand, and the figures of the run's files")
  func workbook() throws {
    let city = try City()
    let book = try XlsxParts(city.export(["--format", "xlsx", "--lang", "zh"], to: "a.xlsx"))
    #expect(book.sheetNames == ["汇总", "排名", "约谈名单", "观察名单", "分组汇总", "参保人", "方法说明", "数据质量"])
    let ranking = try city.workshop.table("ranking.csv")
    let cells = book.cells("排名")
    for (place, code) in ranking["institution_id"].enumerated() {
      #expect(cells["B\(place + 4)"] == .init(text: code, isText: true))
      #expect(cells["M\(place + 4)"].flatMap { Double($0.text) } == Double(ranking["index_plain"][place]))
    }
    // What the fund paid is the tally's, to the fen.
    let tally = try city.workshop.table("tally.csv")
    let wholes = zip(tally["row_type"], zip(tally["institution_id"], tally["fund_fen"])).filter {
      $0.0 == "institution"
    }
    let funds = Dictionary(uniqueKeysWithValues: wholes.map { ($0.1.0, Decimal(string: $0.1.1)) })
    var count = 0
    for (name, file) in [("约谈名单", "interview-list.csv"), ("观察名单", "near-list.csv")] {
      let list = book.cells(name)
      for (place, code) in try city.workshop.table(file)["institution_id"].enumerated() {
        #expect(list["B\(place + 4)"]?.text == code)
        let shown = list["V\(place + 4)"].flatMap { Decimal(string: $0.text) }
        #expect(shown.map { $0 * 100 } == funds[code])
        count += 1
      }
    }
    #expect(count >= 1, "the city has somebody on a list")
    #expect(book.cells("参保人").count > 1_000)
  }

  @Test("A list in GB 18030 reads back as the list in UTF-8, and the plain persons are the run's own file")
  func csv() throws {
    let city = try City()
    let list = ["--format", "csv", "--table", "watch", "--lang", "zh"]
    let marked = try city.export(list, to: "marked.csv")
    let unmarked = try city.export(list + ["--encoding", "utf-8"], to: "unmarked.csv")
    let chinese = try city.export(list + ["--encoding", "gb18030"], to: "chinese.csv")
    #expect(marked == [0xEF, 0xBB, 0xBF] + unmarked)
    #expect(try CommandRunner.system("iconv", ["-f", "GB18030", "-t", "UTF-8"], input: chinese) == unmarked)
    let persons = try city.export(
      ["--format", "csv", "--plain", "--table", "persons", "--encoding", "utf-8"], to: "persons.csv")
    #expect(try persons == city.folder.read("RUN/persons.csv"))
  }

  @Test("The public's export names no institution, no person and no file, and has no small count")
  func publicProfile() throws {
    let city = try City()
    let codes = try city.workshop.table("ranking.csv")["institution_id"]
    for format in ["csv", "json"] {
      let bytes = try city.export(["--format", format, "--profile", "public"], to: "public.\(format)")
      let text = String(decoding: bytes, as: UTF8.self)
      #expect(!codes.contains { text.contains($0) } && !text.contains("claims.csv"))
    }
    let book = try XlsxParts(city.export(["--format", "xlsx", "--profile", "public", "--lang", "en"], to: "p.xlsx"))
    #expect(book.sheetNames == ["Public", "Methods"])
    let counts = book.cells("Public").filter { $0.key.hasPrefix("C") && !$0.value.isText }.values.compactMap {
      Int($0.text)
    }
    #expect(counts.allSatisfy { $0 >= 10 && $0.isMultiple(of: 5) })
    let texts = book.texts.values.joined()
    #expect(!codes.contains { texts.contains($0) })
  }

  @Test("Earlier ranks come from the run that is named, where it is of the same model and earlier")
  func previous() throws {
    let workshop = try Workshop.tiny()
    try workshop.score(["claims.csv", "--period", "2025-08..2025-09"], out: "NOW")
    try workshop.score(["claims.csv", "--period", "2025-07"], out: "BEFORE")
    let later = try workshop.command(
      ["export", "BEFORE", "--format", "xlsx", "--previous", "NOW", "--out", "a.xlsx"])
    #expect(later.status == 2 && later.stderr.contains("NOW is no scoring run of the same model about earlier months"))
    let outcome = try workshop.command(
      ["export", "NOW", "--format", "xlsx", "--lang", "zh", "--previous", "BEFORE", "--out", "a.xlsx"])
    #expect(outcome.status == 0)
    let methods = try XlsxParts(workshop.folder.read("a.xlsx")).cells("方法说明").values.map(\.text)
    #expect(methods.contains { $0.contains("取自 2025-07") })
  }

  @Test("A run from a tally exports without persons' rows and says why")
  func fromTally() throws {
    let workshop = try Workshop.tiny()
    try workshop.score()
    try workshop.score(["--tally", "RUN/tally.csv"], out: "TALLY")
    let outcome = try workshop.command(["export", "TALLY", "--format", "xlsx", "--lang", "zh", "--out", "t.xlsx"])
    #expect(outcome.status == 0, "\(outcome.stderr)")
    let book = try XlsxParts(workshop.folder.read("t.xlsx"))
    #expect(book.cells("参保人")["A4"] == nil)
    #expect(book.cells("方法说明").values.contains { $0.text == "从汇总表起算，没有参保人数据" })
    #expect(book.cells("数据质量").values.contains { $0.text.hasPrefix("本次运行从汇总表起算") })
  }
}

@Suite("Exports that cannot be made") struct ExportFailureTests {
  @Test(
    "What an export cannot do is said in both languages, and nothing is written",
    arguments: [
      (
        ["--format", "xlsx", "--table", "ranking"], "--table cannot be used with --format xlsx",
        "--table 不能与 --format xlsx 同用"
      ),
      (
        ["--format", "json", "--unit", "wan"], "--unit cannot be used with --format json", "--unit 不能与 --format json 同用"
      ),
      (["--format", "xlsx", "--plain"], "--plain cannot be used with", "--plain 不能与"),
      (["--format", "json", "--encoding", "gb18030"], "--encoding cannot be used with", "--encoding 不能与"),
      (["--format", "csv", "--table", "clues"], "It takes: ranking, interview, watch, rollups, persons", "可用：ranking"),
      (["--format", "csv", "--table", "ranking", "--profile", "public"], "It takes: public", "可用：public"),
      (
        ["--format", "csv", "--table", "persons", "--profile", "bureau"], "--table does not take persons",
        "--table 的值 persons"
      ),
    ])
  func usage(arguments: [String], english: String, chinese: String) throws {
    let workshop = try Workshop.tiny()
    try workshop.score()
    for (language, text) in [("en", english), ("zh", chinese)] {
      let outcome = try workshop.command(["export", "RUN", "--out", "x", "--lang", language] + arguments)
      #expect(outcome.status == 2 && outcome.stdout.isEmpty && outcome.stderr.contains(text), "\(outcome.stderr)")
    }
    #expect(try workshop.folder.names() == ["RUN", "claims.csv", "person.key"])
  }

  @Test("A file that is there is left alone, a changed run and a folder that is none are refused")
  func refused() throws {
    let workshop = try Workshop.tiny()
    try workshop.score()
    try workshop.folder.write("mine", to: "mine.xlsx")
    let there = try workshop.command(["export", "RUN", "--format", "xlsx", "--out", "mine.xlsx"])
    #expect(
      there.status == 2 && there.stderr == "The file mine.xlsx exists already and was left alone. Choose another.\n")
    #expect(try workshop.folder.text("mine.xlsx") == "mine")
    let nowhere = try workshop.command(["export", "RUN", "--format", "xlsx", "--out", "no/such/file.xlsx"])
    #expect(nowhere.status == 6)
    let none = try workshop.command(["export", "claims.csv", "--format", "csv", "--out", "x.csv"])
    #expect(none.status == 3)
    let ranking = try workshop.folder.text("RUN/ranking.csv")
    try workshop.folder.write(ranking.replacing("pharmacy", with: "clinic"), to: "RUN/ranking.csv")
    let changed = try workshop.command(["export", "RUN", "--format", "csv", "--out", "x.csv"])
    #expect(changed.status == 9 && changed.stderr.contains("RUN/ranking.csv"))
    #expect(!workshop.folder.has("x.csv"))
  }
}

@Suite("Exports of comparison runs by command") struct ComparisonExportTests {
  @Test("A comparison run leaves as workbook, CSV and JSON with the columns of its clues, the same bytes each time")
  func clues() throws {
    let workshop = try Workshop()
    try workshop.folder.write(SmallRegisters.payments, to: "payments.csv")
    try SmallRegisters.prepare(workshop.folder)
    func command(_ arguments: [String]) throws -> CommandRunner.Outcome {
      try workshop.command(arguments, environment: ["STEELYARD_MODELS": "Models"])
    }
    let run = try command([
      "run", SmallRegisters.model, "--register", "residents=residents.csv", "--register", "deaths=deaths.csv",
      "--register", "payments=payments.csv", "--as-of", "2025-12-31", "--period", "2025", "--key", "person.key",
      "--out", "RUN",
    ])
    try #require(run.status == 0, "\(run.stderr)")
    for name in ["a", "b"] {
      for format in ["xlsx", "csv", "json"] {
        let outcome = try command(["export", "RUN", "--format", format, "--lang", "zh", "--out", "\(name).\(format)"])
        #expect(outcome.status == 0 && outcome.stdout.contains("2 行"), "\(outcome.stderr)\(outcome.stdout)")
      }
    }
    for format in ["xlsx", "csv", "json"] {
      #expect(try workshop.folder.read("a.\(format)") == workshop.folder.read("b.\(format)"))
    }
    let book = try XlsxParts(workshop.folder.read("a.xlsx"))
    #expect(book.sheetNames == ["汇总", "线索", "方法说明", "数据质量"])
    let keys = try workshop.table("clues.csv")["key"]
    #expect(book.cells("线索")["A4"]?.text == keys[0] && book.cells("线索")["A5"]?.text == keys[1])
    let plain = try command([
      "export", "RUN", "--format", "csv", "--plain", "--encoding", "utf-8", "--out", "plain.csv",
    ])
    #expect(plain.status == 0)
    #expect(try workshop.folder.read("plain.csv") == workshop.folder.read("RUN/clues.csv"))
    let previous = try command(["export", "RUN", "--format", "csv", "--previous", "RUN", "--out", "c.csv"])
    #expect(previous.status == 2 && !workshop.folder.has("c.csv"))
  }
}
