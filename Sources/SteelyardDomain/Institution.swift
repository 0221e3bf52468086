/// A designated medical or pharmaceutical institution (定点医药机构).
///
/// Kind, level and district are labels: the ones we know are normalised to English words, a user's own label is kept
/// as it is written, and a label is a peer group.
public struct Institution: Hashable, Sendable {
  /// The institution's code, as it stands in the claims.
  public let id: String
  /// Its name, empty where none was given.
  public var name: String
  /// `pharmacy`, `clinic`, `community`, `hospital`, `medical` (not told which), a label of the user's, or `unknown`.
  public var kind: String
  /// `tertiary`, `secondary`, `primary`, `none`, a label of the user's, or `unknown`.
  public var level: String
  /// The district's code or name, or `unknown`.
  public var district: String

  /// The label where nothing is known.
  public static let unknown = "unknown"

  /// Creates an institution.
  public init(id: String, name: String = "", kind: String = "", level: String = "", district: String = "") {
    self.id = id
    self.name = name
    self.kind = kind.isEmpty ? Self.kind(fromCode: id) : kind
    self.level = level.isEmpty ? Self.unknown : level
    self.district = district.isEmpty ? Self.district(fromCode: id) : district
  }

  /// The institution's class: what the bureau compares like with like by.
  ///
  /// The kind, except that a hospital, or a medical institution not told which, is known by its level where that says
  /// something.
  public var classLabel: String {
    let saysLevel = level != Self.unknown && level != "none"
    return (kind == "hospital" || kind == "medical") && saysLevel ? level : kind
  }

  /// The kind that the first letter of a national code tells: H a medical institution, P a pharmacy.
  public static func kind(fromCode code: String) -> String {
    switch code.utf8.first {
    case UInt8(ascii: "H"): "medical"
    case UInt8(ascii: "P"): "pharmacy"
    default: unknown
    }
  }

  /// The six digits of the district in a national code (`H330106…`), or `unknown`.
  public static func district(fromCode code: String) -> String {
    let bytes = Array(code.utf8)
    guard bytes.count == 12, bytes[0] == UInt8(ascii: "H") || bytes[0] == UInt8(ascii: "P"),
      bytes[1...].allSatisfy({ (48...57).contains($0) })
    else { return unknown }
    return String(decoding: bytes[1...6], as: UTF8.self)
  }

  /// What kinds are called: the national codes 1 and 2, words in either language.
  public static let kinds = WordGroups([
    ("medical", ["1", "医疗机构", "medical"]),
    ("pharmacy", ["2", "零售药店", "定点零售药店", "药店", "连锁药店", "单体药店", "pharmacy", "drugstore"]),
    ("clinic", ["诊所", "门诊部", "clinic"]),
    ("community", ["社区卫生服务中心", "社区卫生服务站", "社区", "乡镇卫生院", "卫生院", "村卫生室", "community"]),
    ("hospital", ["医院", "综合医院", "专科医院", "中医医院", "hospital"]),
  ])

  /// What levels are called: the codes 01…14 of the national table, with or without the leading zero, words in either
  /// language.
  public static let levels = WordGroups([
    (
      "tertiary",
      [
        "01", "1", "02", "2", "03", "3", "04", "4", "12", "三级", "三级特等", "三级甲等", "三级乙等", "三级丙等", "三甲",
        "三乙", "三丙", "tertiary",
      ]
    ),
    (
      "secondary",
      ["05", "5", "06", "6", "07", "7", "13", "二级", "二级甲等", "二级乙等", "二级丙等", "二甲", "二乙", "二丙", "secondary"]
    ),
    (
      "primary",
      ["08", "8", "09", "9", "10", "14", "一级", "一级甲等", "一级乙等", "一级丙等", "一甲", "一乙", "一丙", "primary"]
    ),
    ("none", ["11", "无等级", "未定级", "none"]),
  ])

  /// Normalises a kind by ``kinds``; any other label is kept.
  public static func normalisedKind(_ text: String) -> String { kinds.label(of: text) ?? text }

  /// Normalises a level by ``levels``; any other label is kept.
  public static func normalisedLevel(_ text: String) -> String { levels.label(of: text) ?? text }
}
