/// The codes and names of outpatient specified diseases (门诊慢特病病种): the built-in excerpt, or a bureau's own list.
///
/// A code that the catalogue lacks stays a stratum of its own: what is said of it is how many rows and how much money it
/// holds.
public struct DiseaseCatalogue: Equatable, Sendable {
  /// How sure a row of the list is.
  public enum Certainty: String, Sendable {
    /// Two or more independent sources agree.
    case agreed = "A"
    /// One source.
    case single = "B"
    /// Concluded from others, or common knowledge.
    case concluded = "C"
    /// The user's own list.
    case own = "-"
  }

  /// One disease.
  public struct Entry: Equatable, Sendable {
    /// Its code.
    public let code: String
    /// Its name.
    public let name: String
    /// How sure it is.
    public let certainty: Certainty

    /// Creates an entry.
    public init(code: String, name: String, certainty: Certainty = .own) {
      self.code = code
      self.name = name
      self.certainty = certainty
    }
  }

  /// The diseases, by code.
  public let entries: [String: Entry]
  private let codesByName: [String: String]

  /// Creates a catalogue; of two rows with one code the first counts, and a name that two codes share stands for none.
  public init(_ rows: [Entry]) {
    entries = Dictionary(rows.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
    var codes: [String: Set<String>] = [:]
    for entry in entries.values { codes[Self.folded(entry.name), default: []].insert(entry.code) }
    codesByName = codes.compactMapValues { $0.count == 1 ? $0.first : nil }
  }

  /// Whether the catalogue has a code.
  public func contains(_ code: String) -> Bool { entries[code] != nil }

  /// The code of a name, compared in its folded form; `nil` for an unknown or a shared name.
  public func code(named name: String) -> String? { codesByName[Self.folded(name)] }

  /// Whether a text holds several codes (`M03900,M01600`): two parts or more, divided by a comma, a semicolon, a bar or
  /// 、, each with a digit in it.
  public static func isSeveral(_ text: String) -> Bool {
    let marks: Set<UInt32> = [0x2C, 0x3B, 0x7C, 0x3001, 0xFF0C, 0xFF1B, 0xFF5C]
    let parts = text.unicodeScalars.split { marks.contains($0.value) }
    return parts.count > 1 && parts.allSatisfy { part in part.contains { (48...57).contains($0.value) } }
  }

  /// A name in the form in which names are compared: no spaces, full-width characters half-width, small letters,
  /// brackets of one kind, traditional characters of disease names simplified. Never used for codes.
  public static func folded(_ name: String) -> String {
    var folded = String.UnicodeScalarView()
    for scalar in name.unicodeScalars {
      switch scalar.value {
      case 0x20, 0x09, 0xA0, 0x3000, 0x200B, 0xFEFF: continue
      case 0xFF01...0xFF5E: folded.append(Unicode.Scalar(UInt8(scalar.value - 0xFEE0)))
      case 0x3010, 0x3014, 0x300C, 0x5B, 0x7B: folded.append("(")
      case 0x3011, 0x3015, 0x300D, 0x5D, 0x7D: folded.append(")")
      default: folded.append(simplified[scalar] ?? scalar)
      }
    }
    return String(folded).lowercased()
  }

  /// Traditional characters that stand in names of diseases, with their simplified forms.
  private static let simplified = Dictionary(
    uniqueKeysWithValues: zip(
      "壓惡腫療腦顱內帶動狀癥濕關節強風膠術後體質異腎臟組織纖維潰瘍結貧醫門診懷雙離經兒髮發複類視網靜脈變黃點塊銀紅瘡癲癇礙膚氣緩進幹細絡張慮鬱亂專藥處華緒傷龍瀰"
        .unicodeScalars,
      "压恶肿疗脑颅内带动状症湿关节强风胶术后体质异肾脏组织纤维溃疡结贫医门诊怀双离经儿发发复类视网静脉变黄点块银红疮癫痫碍肤气缓进干细络张虑郁乱专药处华绪伤龙弥"
        .unicodeScalars))
}
