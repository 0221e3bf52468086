import SteelyardComparison
import SteelyardDomain

/// Texts as values: what our own reader takes for clean, and of what it repairs the part that two engines read alike.
extension TallySQL {
  /// Blanks and unseen marks at the ends of a value.
  private static let edges = #"[\u0009\u0020\u00A0\u3000\uFEFF\u200B-\u200F\u202A-\u202E\u2060-\u206F]"#
  /// Texts of ASCII and Chinese characters: others could be folded into them, and are rejected.
  static let plain = #"^[\u0020-\u007E\u4E00-\u9FFF]+$"#
  private static let amount = "^-?[0-9]+([.][0-9]+)?$"
  private static let time = "([01]?[0-9]|2[0-3]):[0-5][0-9](:([0-5][0-9]|60)([.:,][0-9]{1,9})?)?"
  private static let dashed = #"^[0-9]{4}([-/.])[0-9]{1,2}\1[0-9]{1,2}((T| +)"# + time + ")?$"
  private static let compact =
    "^[0-9]{8}((T| +)" + time + "|([01][0-9]|2[0-3])([0-5][0-9]([0-5][0-9]|60)?)?)?$"
  private static let update =
    "^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,3})?)?)?$|^[0-9]{1,17}$"

  /// A column's value as text without blanks at its ends; absent where the table has no such column.
  func trimmed(_ field: String, of source: Source) -> String {
    guard let column = source.columns[field] else { return "CAST(NULL AS \(textType))" }
    let text = "CAST(\(source.table).\(name(column)) AS \(textType))"
    return without("^\(Self.edges)+|\(Self.edges)+$", in: text)
  }

  /// A trimmed text, absent where it is a word for nothing.
  func filled(_ text: String) -> String {
    let words = quoted(["", "-", "--", "/", "无", "空", "\\N", "#N/A"])
    let anyCase = quoted(["na", "nan", "nil", "n/a", "null", "none"])
    return "CASE WHEN \(text) IN (\(words)) OR lower(\(text)) IN (\(anyCase)) THEN NULL ELSE \(text) END"
  }

  private func wholePart(_ text: String) -> String { "trim(LEADING '-' FROM split_part(\(text), '.', 1))" }

  /// How many digits before the point an amount has at most, so that it fits 64 bits.
  private func wholeDigits(_ places: Int) -> Int { 15 - places }

  /// An amount in fen; absent where it cannot be read, or may be too large.
  ///
  /// - Parameter places: how many decimals of its unit a fen is, 2 of yuan.
  func fen(_ text: String, places: Int) -> String {
    let whole = wholePart(text)
    let (scale, zeros) = ("1" + String(repeating: "0", count: places), String(repeating: "0", count: places))
    let decimals = "CAST(substr(split_part(\(text), '.', 2) || '\(zeros)', 1, \(places)) AS BIGINT)"
    return """
      CASE WHEN \(fits(text, Self.amount)) AND length(trim(LEADING '0' FROM \(whole))) <= \(wholeDigits(places))
          THEN CASE WHEN substr(\(text), 1, 1) = '-' THEN -1 ELSE 1 END
            * (CAST(\(whole) AS BIGINT) * \(scale)\(places > 0 ? " + \(decimals)" : "")) END
      """
  }

  /// The rule that an amount's text breaks; absent where it breaks none or there is no text.
  func amountFault(_ text: String, places: Int) -> String {
    """
    CASE WHEN NOT \(fits(text, Self.amount)) THEN 'IN203'
        WHEN \(fits("substr(split_part(\(text), '.', 2), \(places + 1))", "[1-9]")) THEN 'IN204'
        WHEN length(trim(LEADING '0' FROM \(wholePart(text)))) > \(wholeDigits(places)) THEN 'IN206' END
    """
  }

  /// The digits of a date as YYYYMMDD, of a day that the calendar need not have.
  func dateNumber(_ text: String) -> String {
    let date = "translate(split_part(split_part(\(text), ' ', 1), 'T', 1), '/.', '--')"
    func part(_ number: Int) -> String { "CAST(split_part(\(date), '-', \(number)) AS BIGINT)" }
    return """
      CASE WHEN \(fits(text, Self.dashed)) THEN \(part(1)) * 10000 + \(part(2)) * 100 + \(part(3))
          WHEN \(fits(text, Self.compact)) THEN CAST(substr(\(text), 1, 8) AS BIGINT) END
      """
  }

  /// A date's number, absent where the calendar has no such day.
  func calendarDay(_ number: String) -> String {
    let (year, month) = (quotient(number, 10_000), "\(quotient(number, 100)) % 100")
    return """
      CASE WHEN \(year) >= 1 AND \(number) % 100 BETWEEN 1 AND CASE
          WHEN \(month) IN (1, 3, 5, 7, 8, 10, 12) THEN 31 WHEN \(month) IN (4, 6, 9, 11) THEN 30
          WHEN \(month) <> 2 THEN 0 WHEN \(year) % 400 = 0 OR (\(year) % 4 = 0 AND \(year) % 100 <> 0) THEN 29
          ELSE 28 END THEN \(number) END
      """
  }

  /// A number by which a later update is greater: 0 where there is none, absent where it cannot be read.
  func updateNumber(_ text: String) -> String {
    let digits = "substr(\(without("[^0-9]", in: text)) || '00000000000000000', 1, 17)"
    return
      "CASE WHEN \(text) IS NULL THEN 0 WHEN \(fits(text, Self.update)) THEN CAST(\(digits) AS BIGINT) END"
  }

  /// Whether a flag is off.
  func isOff(_ text: String) -> String {
    let words = quoted(["否", "无效", "正常", "n", "no", "false"])
    return "(\(text) IS NULL OR \(fits(text, "^[0.]*$")) OR lower(\(text)) IN (\(words)))"
  }

  /// What a text's words mean, as the branches of a CASE.
  func cases(_ text: String, _ words: WordGroups) -> String {
    words.groups.map { "WHEN lower(\(text)) IN (\(quoted($0.words))) THEN '\($0.label)'" }.joined(separator: "\n    ")
  }

  /// The sex, absent where the text tells none.
  func sex(_ text: String) -> String { "CASE \(cases(text, InsuredPerson.Sex.words)) END" }

  /// The scheme's group.
  func scheme(_ text: String) -> String { "CASE \(cases(text, Scheme.groups)) ELSE \(text) END" }

  /// An age in whole years; months below twelve and days are 0.
  func years(_ text: String) -> String {
    let number = "CAST(split_part(\(without("岁|个?月|天|日", in: text)), '.', 1) AS BIGINT)"
    return """
      CASE WHEN NOT \(fits(text, "^0*[0-9]{1,3}([.][0-9]{1,2}0*)?(岁|个月|月|天|日)?$")) OR \(number) > 130 THEN NULL
          WHEN \(fits(text, "月$")) THEN CASE WHEN \(number) < 12 THEN 0 END
          WHEN \(fits(text, "[天日]$")) THEN 0 ELSE \(number) END
      """
  }

  /// The rule that an identifier breaks: damaged by a spreadsheet, or not plain; masked.
  func keyFault(_ text: String) -> String {
    let isNumber = fits(text, "^[0-9][0-9.+eE]*$") + " AND " + fits(text, "[eE]") + " AND " + fits(text, "[.+]")
    return """
      CASE WHEN \(fits(text, "^##+$")) OR (\(isNumber)) OR NOT \(fits(text, Self.plain)) THEN 'IN211'
          WHEN \(fits(text, "[*]")) OR (\(fits(text, "^[0-9xX]*$")) AND \(fits(text, "[xX]{4}"))) THEN 'IN230' END
      """
  }

  /// Whether a text holds several disease codes.
  func isSeveral(_ text: String) -> String {
    let marks = #"\u002C\u003B\u007C\u3001\uFF0C\uFF1B\uFF5C"#
    let part = "[^\(marks)]*[0-9][^\(marks)]*"
    return fits(text, "^[\(marks)]*\(part)([\(marks)]+\(part))+[\(marks)]*$")
  }
}
