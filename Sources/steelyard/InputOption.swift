import ArgumentParser
import SteelyardComparison
import SteelyardDomain
import SteelyardEngine
import SteelyardIntake
import SteelyardModels
import SteelyardReports

/// What the user says of the input files, over every guess: which column is which, and how they are written.
struct InputOption: ParsableArguments {
  @Option(
    name: .customLong("map"),
    help: "Their column of the claims is our field: theirs=ours; persons.theirs=ours. Repeatable. 列名对应，可多次给出。")
  var maps: [String] = []
  @Option(help: "Mapping file for a whole layout (YAML). 整套列名对应文件。", completion: .file(extensions: ["yaml", "yml"]))
  var mapping: String?
  @Option(
    help: "UTF-8, GB18030, UTF-16LE, UTF-16BE or Big5 (default: detected). 文件编码，默认自动识别。",
    completion: .list(["UTF-8", "GB18030", "UTF-16LE", "UTF-16BE", "Big5"]))
  var encoding: String?
  @Option(help: "Field separator: one character, tab or ctrl-a (default: detected). 分隔符，默认自动识别。") var delimiter: String?
  @Option(help: "Decimal mark of amounts: . or , (default: a point). 金额的小数点。") var decimal: String?
  @Option(
    name: .customLong("date-order"), help: "day-first or month-first, where dates are not written year first. 日月顺序。")
  var dateOrder: String?
  @Option(
    name: .customLong("as-of"),
    help:
      """
      The day the data were drawn, as 2025-10-01: later settlements are rejected (default: no clock is asked); for \
      registers the day that they are compared for. 数据截止日，也是比对的截止日。
      """)
  var asOf: String?
  @Option(help: "half-even: round amounts finer than a fen, and count them (default: reject). 超过分的金额四舍六入五成双。")
  var round: String?
  @Flag(
    name: .customLong("one-unit"),
    help: "Amounts are in one unit though they look like yuan and fen. 金额看似元、分混用，实为同一单位。")
  var oneUnit = false
  @Option(
    help: "What a comment line begins with (default: there are none, and a row with # is rejected). 注释行的起始标记。")
  var comment: String?
  @Option(help: "The sheet of a workbook, by name. 工作簿的工作表名。") var sheet: String?
  @Option(
    name: .customLong("max-unpacked"), help: "Most GiB a packed file may unpack to. 压缩文件解压后的上限（GiB）。")
  var maxUnpacked = 64
  @Flag(
    name: .customLong("allow-duplicate-file"), help: "Read a file with the content of another one again. 内容相同的文件仍予读取。")
  var allowDuplicateFile = false
  @Option(
    name: .customLong("disease-catalog"),
    help: "The bureau's list of specified diseases (interface 1309), instead of ours. 门慢门特病种目录下载文件。",
    completion: .file())
  var diseaseCatalog: String?

  @Option(
    name: .customLong("institution-codes"),
    help: "Table of codes that others stand for now: old_code, inst_code. 机构编码对照表：本地编码、合并前编码与现用编码。", completion: .file()
  )
  var institutionCodes: String?

  /// How files are written, where the user says it; the rest as a mapping file says.
  ///
  /// - Throws: ``RunFailure/usage(_:)`` for a value that is none.
  func reading(over base: ReadingOptions) throws(RunFailure) -> ReadingOptions {
    var reading = base
    if let encoding { reading.encoding = try Self.encoding(encoding) }
    if let delimiter { reading.separator = try Self.separator(delimiter) }
    if let decimal {
      guard decimal == "." || decimal == ",", let mark = decimal.utf8.first else {
        throw Self.invalid("--decimal", decimal, [".", ","])
      }
      reading.decimalMark = mark
    }
    if let dateOrder {
      guard let order = ReadingOptions.DateOrder(rawValue: dateOrder) else {
        throw Self.invalid("--date-order", dateOrder, ReadingOptions.DateOrder.allCases.map(\.rawValue))
      }
      reading.dateOrder = order
    }
    if let asOf {
      guard let day = Day(asOf) else { throw Self.invalid("--as-of", asOf, ["2025-10-01"]) }
      reading.latestDay = day
    }
    if let round {
      guard round == "half-even" else { throw Self.invalid("--round", round, ["half-even"]) }
      reading.roundsHalfEven = true
    }
    if let comment {
      guard !comment.isEmpty else { throw Self.invalid("--comment", "''", ["#"]) }
      reading.commentMark = comment
    }
    if let sheet { reading.sheet = sheet }
    try Self.check(maxUnpacked: maxUnpacked)
    reading.unpackedBytesMaximum = maxUnpacked << 30
    reading.allowsRepeatedFiles = allowDuplicateFile
    reading.takesOneUnit = oneUnit
    return reading
  }

  private static func encoding(_ text: String) throws(RunFailure) -> TextEncoding {
    guard let encoding = TextEncoding(named: text) else {
      throw invalid("--encoding", text, TextEncoding.allCases.map(\.rawValue))
    }
    return encoding
  }

  private static func separator(_ text: String) throws(RunFailure) -> UInt8 {
    switch text.lowercased() {
    case "tab", "\\t": return 9
    case "ctrl-a", "\\001": return 1
    default: break
    }
    // A letter, a digit, a quotation mark or a line end between fields could not be told from what stands in them.
    guard let byte = text.utf8.first, text.utf8.count == 1, byte == 9 || byte >= 32, byte < 127,
      !text.contains(where: { $0.isLetter || $0.isNumber || "\"'.- ".contains($0) })
    else { throw invalid("--delimiter", text, [",", "tab", ";", "|", "ctrl-a"]) }
    return byte
  }

  /// - Throws: ``RunFailure/usage(_:)`` where a packed file may unpack to no or to too many GiB.
  static func check(maxUnpacked: Int) throws(RunFailure) {
    if !(1...1024).contains(maxUnpacked) { throw invalid("--max-unpacked", "\(maxUnpacked)", ["1", "64", "1024"]) }
  }

  private static func invalid(_ option: String, _ text: String, _ known: [String]) -> RunFailure {
    .usage(Wording.Failure.optionInvalid(option, text, known))
  }

  /// The mapping file with the single columns of `--map`, and how files are written, laid over it.
  ///
  /// - Throws: ``RunFailure/usage(_:)``, or ``CommandFailure`` with what is wrong with the mapping file.
  func tableMapping(_ language: Language) throws -> TableMapping {
    let known = Dictionary(
      uniqueKeysWithValues: TableMapping.Table.allCases.map { ($0, AliasTables.canonicalNames(of: $0)) })
    var whole = TableMapping()
    if let mapping {
      let outcome = MappingDecoder.load(file: mapping, knownFields: known)
      guard let value = outcome.mapping else { throw CommandFailure(outcome.diagnostics, language: language) }
      whole = value
    }
    for map in maps {
      guard let equals = map.lastIndex(of: "=") else { throw Self.invalid("--map", map, ["theirs=ours"]) }
      let field = String(map[map.index(after: equals)...])
      var column = String(map[..<equals])
      let named = TableMapping.Table.allCases.first { column.hasPrefix($0.rawValue + ".") }
      if let named { column.removeFirst(named.rawValue.count + 1) }
      // Without a table's name the first table that has the field is meant, claims before all.
      let table = named ?? TableMapping.Table.allCases.first { known[$0]?.contains(field) == true }
      guard let table, known[table]?.contains(field) == true else {
        throw Self.invalid("--map", map, (known[named ?? .claims] ?? []).sorted())
      }
      whole.columns[table, default: [:]][column] = field
    }
    whole.reading = try reading(over: whole.reading)
    return whole
  }

  /// The single columns of `--map`, and how files are written, for the registers of a model.
  ///
  /// - Throws: ``RunFailure/usage(_:)``.
  func registerMapping(_ plan: ComparisonPlan) throws(RunFailure) -> TableMapping {
    if let mapping { throw Self.invalid("--mapping", mapping, ["--map register.theirs=ours"]) }
    var whole = TableMapping()
    for map in maps {
      let registers = plan.registers.filter { map.hasPrefix($0.name + ".") }
      guard let equals = map.lastIndex(of: "="), let register = registers.max(by: { $0.name.count < $1.name.count })
      else { throw Self.invalid("--map", map, plan.registers.map { "\($0.name).theirs=ours" }) }
      let field = String(map[map.index(after: equals)...])
      guard register.column(field) != nil else { throw Self.invalid("--map", map, register.columns.map(\.name)) }
      let column = map[map.index(map.startIndex, offsetBy: register.name.count + 1)..<equals]
      whole.registers[register.name, default: [:]][String(column)] = field
    }
    whole.reading = try reading(over: whole.reading)
    return whole
  }
}
