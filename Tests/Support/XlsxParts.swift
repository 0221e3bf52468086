import CExpat
import CZip

/// The parts of a workbook, unpacked by libzip and found well formed by expat: two readers that have no part in writing it.
public struct XlsxParts: Sendable {
  /// A cell: its text or its number's digits.
  public struct Cell: Equatable, Sendable {
    /// The text, or the digits.
    public var text: String
    /// Whether it is a text.
    public var isText: Bool

    /// Creates a cell.
    public init(text: String, isText: Bool) {
      self.text = text
      self.isText = isText
    }
  }

  /// The text of each part by its name.
  public let texts: [String: String]

  /// Unpacks a workbook.
  public init(_ bytes: [UInt8]) throws {
    texts = try Self.unpacked(bytes)
    for (name, text) in texts { try Self.check(text, of: name) }
  }

  /// The names of the sheets, in their order.
  public var sheetNames: [String] {
    (texts["xl/workbook.xml"] ?? "").matches(of: #/<sheet name="([^"]*)"/#).map { Self.plain($0.1) }
  }

  /// The markup of a sheet by its name; empty where there is none.
  public func sheet(_ name: String) -> String {
    guard let place = sheetNames.firstIndex(of: name) else { return "" }
    return texts["xl/worksheets/sheet\(place + 1).xml"] ?? ""
  }

  /// The cells of a sheet by their place (`A1`): the text, or the number's digits.
  public func cells(_ name: String) -> [String: Cell] {
    var cells: [String: Cell] = [:]
    let sheet = sheet(name)
    let pattern =
      #/<c r="([A-Z]+[0-9]+)"[^>]*?( t="inlineStr")?>(?:<is><t[^>]*>((?s:.*?))</t></is>|<v>([^<]*)</v>)</c>/#
    // By scalars: a text may begin with a combining accent, which joins the bracket before it to one character.
    for match in sheet.matches(of: pattern.matchingSemantics(.unicodeScalar)) {
      cells[String(match.1)] = Cell(text: Self.plain(match.3 ?? match.4 ?? ""), isText: match.2 != nil)
    }
    return cells
  }

  /// How many formulas the sheets hold.
  public var formulaCount: Int {
    texts.filter { $0.key.hasPrefix("xl/worksheets/") }.values.reduce(0) { count, text in
      count + text.matches(of: #/<c [^>]*><f/#).count
    }
  }

  private static func plain(_ text: some StringProtocol) -> String {
    String(text).replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&quot;", with: "\"")
      .replacing("&amp;", with: "&")
  }

  private static func unpacked(_ bytes: [UInt8]) throws -> [String: String] {
    try bytes.withUnsafeBytes { bytes in
      var error = zip_error_t()
      guard let source = zip_source_buffer_create(bytes.baseAddress, zip_uint64_t(bytes.count), 0, &error),
        let archive = zip_open_from_source(source, ZIP_RDONLY, &error)
      else { throw CommandRunnerFailure(description: "no zip archive") }
      defer { zip_discard(archive) }
      var texts: [String: String] = [:]
      for number in 0..<zip_uint64_t(zip_get_num_entries(archive, 0)) {
        var status = zip_stat_t()
        guard zip_stat_index(archive, number, 0, &status) == 0, let file = zip_fopen_index(archive, number, 0) else {
          throw CommandRunnerFailure(description: "a part cannot be read")
        }
        defer { zip_fclose(file) }
        var part = [UInt8](repeating: 0, count: Int(status.size))
        guard zip_fread(file, &part, status.size) == zip_int64_t(status.size) else {
          throw CommandRunnerFailure(description: "a part ends early")
        }
        texts[String(cString: status.name)] = String(decoding: part, as: UTF8.self)
      }
      return texts
    }
  }

  private static func check(_ text: String, of name: String) throws {
    let parser = XML_ParserCreate(nil)
    defer { XML_ParserFree(parser) }
    let bytes = Array(text.utf8)
    let outcome = bytes.withUnsafeBytes { bytes in
      XML_Parse(parser, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count), 1)
    }
    guard outcome == XML_STATUS_OK else {
      throw CommandRunnerFailure(description: "\(name) is not well formed: \(XML_GetErrorCode(parser))")
    }
  }
}
