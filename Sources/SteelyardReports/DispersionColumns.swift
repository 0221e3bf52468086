internal import SteelyardDomain
internal import SteelyardScoring

extension ResultTable {
  /// The columns by which a row tells what its scores rest on: method id, τ², φ and trim, so that a table says it by
  /// itself.
  ///
  /// - Parameters:
  ///   - prefix: what the names begin with, for a table that tells of several.
  ///   - zh: what the Chinese titles begin with.
  ///   - en: what the English titles end with, in brackets; empty for none.
  static func dispersionColumns(
    prefix: String = "", zh: String = "", en: String = "",
    _ statement: @escaping @Sendable (Row) -> DispersionStatement?
  ) -> [Column] {
    let of = en.isEmpty ? "" : " (\(en))"
    func number(
      _ name: String, _ titleZh: String, _ titleEn: String,
      _ value: @escaping @Sendable (DispersionStatement) -> Double?
    ) -> Column {
      Column(prefix + name, zh: zh + titleZh, en: titleEn + of, .ratio) { row in
        NumberFormats.ratio(statement(row).flatMap(value))
      }
    }
    return [
      Column(prefix + "method", zh: zh + "离散度方法", en: "over-dispersion method" + of, .text) {
        statement($0)?.method ?? ""
      },
      number("tau_squared", "τ²", "τ²") { $0.tauSquared },
      number("phi", "φ", "φ") { $0.phi },
      number("trim_share", "截尾比例", "trim share") { $0.trimShare },
    ]
  }
}
