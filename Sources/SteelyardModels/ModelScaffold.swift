public import SteelyardDomain

/// The first files of a new model: they pass every check as they are, and show where the author's own go.
public enum ModelScaffold {
  /// One file of the folder.
  public struct File: Equatable, Sendable {
    /// Its path within the model's folder.
    public let path: String
    /// Its text.
    public let text: String
  }

  /// The files of a model folder but the expected ones, which a run on the example makes.
  ///
  /// The last review is the day given, the next a year later.
  ///
  /// - Returns: `nil` where the id is not `fund/slug` in lower-case letters, digits and hyphens.
  public static func files(_ kind: ModelGovernance.Kind, id: String, day: Day) -> [File]? {
    guard id.wholeMatch(of: /[a-z0-9]+(?:-[a-z0-9]+)*\/[a-z0-9]+(?:-[a-z0-9]+)*/) != nil else { return nil }
    let parts = day.civil
    let next = Day(year: parts.year + 1, month: parts.month, day: min(parts.day, 28)) ?? day
    let head = ScaffoldTexts.head.replacing("@ID", with: id).replacing("@KIND", with: kind.rawValue)
      .replacing("@LAST", with: "\(day)").replacing("@NEXT", with: "\(next)")
    switch kind {
    case .comparison:
      return [
        File(path: ModelCatalogue.fileName, text: head + ScaffoldTexts.comparison),
        File(path: "README.md", text: ScaffoldTexts.comparisonReadme),
        File(path: "example/args.txt", text: "--as-of\n2025-07-31\n--period\n2025-01..2025-06\n"),
        File(path: "example/payments.csv", text: payments), File(path: "example/deaths.csv", text: deaths),
      ]
    case .scoring:
      return [
        File(path: ModelCatalogue.fileName, text: head + ScaffoldTexts.scoring),
        File(path: "README.md", text: ScaffoldTexts.scoringReadme),
        File(path: "example/claims.csv", text: claims),
      ]
    }
  }

  /// A made-up number: 99, a serial and the check character; it is nobody's.
  private static func number(_ serial: Int) -> String {
    let digits = "99000000000000" + paddedText(serial, 3)
    guard let check = ResidentIdentifier(digits + "0")?.checkCharacter else {
      preconditionFailure("17 digits and one more are a number")
    }
    return "\(digits)\(check)"
  }

  /// A clear case, a near miss, somebody whom nothing is said of, and a damaged row.
  private static var payments: String {
    """
    身份证号,姓名,发放月份,发放金额
    \(number(1)),赵安,2025-02,100.00
    \(number(1)),赵安,2025-03,100.00
    \(number(2)),钱宁,2025-03,100.00
    \(number(3)),孙平,2025-03,100.00
    \(number(4)),李康,2025-03,一百

    """
  }

  private static var deaths: String {
    """
    身份证号,姓名,死亡日期
    \(number(1)),赵安,2025-02-10
    \(number(2)),钱宁,2025-03-01

    """
  }

  /// Three pharmacies with two patients each, one of them dearer.
  private static var claims: String {
    let rows = (0..<12).map { row in
      let (institution, person) = (row / 4, row / 2)
      let fee = institution == 2 ? 300 : 100 + row % 2 * 10
      return "S\(paddedText(row + 1, 3)),990000\(paddedText(person + 1, 6)),P9901019000\(institution + 1),"
        + "140104,2025-07-\(paddedText(row + 1, 2)),M03900,\(fee).00\n"
    }
    return "结算ID,人员编号,定点医药机构编号,医疗类别,结算时间,病种编码,医疗费总额\n" + rows.joined()
  }
}
