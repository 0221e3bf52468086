import Foundation
public import SteelyardDomain

/// The table of contents of a ledger (`ledger.json`): under which terms it is read, and its segments in the order in
/// which a run takes them.
///
/// The order is that of the inputs' names, whatever the order in which they were added. The index holds its own hash, over
/// the bytes as they stand: how they are spaced, ordered and escaped is nothing that reading depends on.
public struct LedgerIndex: Codable, Equatable, Sendable {
  /// The name of the file in a ledger's folder.
  public static let fileName = "ledger.json"
  /// The name and version of this format.
  public static let format = "steelyard-ledger/1"

  /// A table of an input.
  public struct Input: Codable, Hashable, Sendable {
    /// The name as it was given; of a table in an archive with its name there.
    public var name: String
    /// SHA-256 of the bytes on disk.
    public var sha256: String
    /// SHA-256 of the unpacked bytes, by which the content is known again.
    public var content: String
  }

  /// A file with the rows of one input.
  public struct Segment: Codable, Equatable, Sendable {
    /// SHA-256 of its bytes, and its name before `.segment`.
    public var sha256: String
    /// Its size.
    public var bytes: Int
    /// How many rows it holds.
    public var rows: Int
    /// The input's tables.
    public var inputs: [Input]

    /// The name of the file in the ledger's folder.
    public var fileName: String { "\(sha256).segment" }

    /// Describes a segment's bytes.
    public init(_ extract: ClaimExtract, bytes: [UInt8]) {
      sha256 = ContentHash.of(bytes)
      self.bytes = bytes.count
      rows = extract.rows.count
      inputs = zip(extract.files, extract.contents).map { Input(name: $0.name, sha256: $0.sha256, content: $1) }
    }

    static func precedes(_ a: Segment, _ b: Segment) -> Bool {
      // By bytes: texts that Unicode takes for equal are other names.
      let (first, second) = (a.inputs.first?.name ?? "", b.inputs.first?.name ?? "")
      if !first.utf8.elementsEqual(second.utf8) { return first.utf8.lexicographicallyPrecedes(second.utf8) }
      let contents = (a.inputs.map(\.content), b.inputs.map(\.content))
      return contents.0 == contents.1 ? a.sha256 < b.sha256 : contents.0.lexicographicallyPrecedes(contents.1)
    }
  }

  /// ``format``.
  public var format: String
  /// How the inputs were read.
  public var terms: LedgerTerms
  /// The segments in order.
  public var segments: [Segment]
  /// SHA-256 of the index's bytes as they are with this field empty.
  public var sha256: String

  /// Makes the index of a ledger without segments.
  public init(terms: LedgerTerms) {
    format = Self.format
    self.terms = terms
    segments = []
    sha256 = ""
  }

  /// All rows.
  public var rows: Int { segments.reduce(0) { $0 + $1.rows } }

  /// The first segment that has content of another one; `nil` where none has.
  public func segment(like other: Segment) -> Segment? {
    let contents = Set(other.inputs.map(\.content))
    return segments.first { $0.inputs.contains { contents.contains($0.content) } }
  }

  /// Whether everything that a segment holds is here already.
  public func isWhole(_ other: Segment) -> Bool {
    Set(other.inputs.map(\.content)).isSubset(of: segments.flatMap(\.inputs).map(\.content))
  }

  /// Adds segments at their places; one whose content another one holds is left out, so that no row counts twice: of equal
  /// ones the first by name stays, of an archive and its tables the archive.
  ///
  /// - Throws: ``RunFailure/inputRefused(_:)`` at an archive of which a part is in another segment and the rest is not.
  public mutating func add(_ others: [Segment]) throws(RunFailure) {
    let all = (segments + others).sorted(by: Segment.precedes)
    let contents = all.map { Set($0.inputs.map(\.content)) }
    var holders: [String: [Int]] = [:]
    for (number, own) in contents.enumerated() { for content in own { holders[content, default: []].append(number) } }
    func isHeldElsewhere(_ number: Int) -> Bool {
      let (own, rivals) = (contents[number], contents[number].first.flatMap { holders[$0] } ?? [])
      return rivals.contains { rival in
        rival != number && own.isSubset(of: contents[rival]) && (own.count < contents[rival].count || rival < number)
      }
    }
    let kept = all.indices.filter { !isHeldElsewhere($0) }
    let count = kept.reduce(into: [String: Int]()) { for content in contents[$1] { $0[content, default: 0] += 1 } }
    let shared = kept.flatMap { all[$0].inputs }.filter { count[$0.content, default: 0] > 1 }
    if !shared.isEmpty {
      throw .inputRefused(shared.map { Diagnostic(.fileRepeated, at: .init(file: $0.name, line: 1)) })
    }
    segments = kept.map { all[$0] }
  }

  /// The bytes of `ledger.json`: sorted keys, one value a line.
  public func encoded() -> [UInt8] {
    var copy = self
    copy.sha256 = ""
    copy.sha256 = ContentHash.of(copy.text)
    return copy.text
  }

  private var text: [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(self) else { preconditionFailure("an index is plain values") }
    return Array(data) + [10]
  }

  /// Reads an index; `nil` where a byte is not as it was written, or a value cannot be.
  public static func decode(_ bytes: [UInt8]) -> LedgerIndex? {
    let data = Data(bytes)
    guard let index = try? JSONDecoder().decode(LedgerIndex.self, from: data), index.format == format, index.isSound,
      hash(of: data, without: index.sha256) == index.sha256
    else { return nil }
    return index
  }

  /// SHA-256 of an index's bytes with its own hash taken out; `nil` where that does not stand there as it is, once.
  private static func hash(of bytes: Data, without own: String) -> String? {
    let text = Data("\"\(own)\"".utf8)
    guard let place = bytes.range(of: text), bytes.range(of: text, in: place.upperBound..<bytes.endIndex) == nil else {
      return nil
    }
    let marks = (place.lowerBound + 1)..<(place.upperBound - 1)
    return ContentHash.of(Array(bytes[..<marks.lowerBound] + bytes[marks.upperBound...]))
  }

  /// The format that an index says it has, whatever else is in it; `nil` where it says none.
  static func statedFormat(_ bytes: [UInt8]) -> String? {
    struct Stated: Decodable { let format: String }
    return (try? JSONDecoder().decode(Stated.self, from: Data(bytes)))?.format
  }

  /// Whether names are hashes, sizes can be, and every segment and content stands once, in order.
  private var isSound: Bool {
    let contents = segments.flatMap { $0.inputs.map(\.content) }
    let hashes = [sha256] + contents + segments.flatMap { [$0.sha256] + $0.inputs.map(\.sha256) }
    return hashes.allSatisfy { $0.wholeMatch(of: /[0-9a-f]{64}/) != nil }
      && segments.allSatisfy { $0.bytes >= 0 && 0...Self.rowsMaximum ~= $0.rows && !$0.inputs.isEmpty }
      && segments.count <= Self.segmentsMaximum && Set(contents).count == contents.count
      && zip(segments, segments.dropFirst()).allSatisfy(Segment.precedes)
  }

  /// More than a segment or a ledger holds; their product can be added up.
  private static let rowsMaximum = 1 << 40, segmentsMaximum = 1 << 20
}

extension LedgerTerms {
  /// The terms as a segment holds them.
  public var text: [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(self) else { preconditionFailure("terms are plain values") }
    return Array(data)
  }
}
