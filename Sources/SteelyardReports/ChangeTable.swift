internal import Foundation
public import SteelyardDomain
public import SteelyardScoring

/// What changed between two runs, institution by institution (`steelyard diff`).
public enum ChangeTable {
  /// The columns.
  public static let table = ResultTable<ListChange>(
    standingColumns + partColumns
      + ResultTable.dispersionColumns(prefix: "before_", zh: "前", en: "before") { $0.before?.dispersion }
      + ResultTable.dispersionColumns(prefix: "after_", zh: "后", en: "after") { $0.after?.dispersion })

  /// The changes of which a reader is told first: who came and who left, then other moves by the size of their change.
  ///
  /// - Parameter all: whether institutions that stayed where they were are kept.
  public static func ordered(_ changes: [ListChange], all: Bool) -> [ListChange] {
    let order = Dictionary(uniqueKeysWithValues: ListChange.Movement.allCases.enumerated().map { ($1, $0) })
    return changes.filter { all || $0.movement != .unchanged }.enumerated().sorted { a, b in
      let (first, second) = (order[a.element.movement] ?? 0, order[b.element.movement] ?? 0)
      if first != second { return first < second }
      let (x, y) = (size(a.element), size(b.element))
      return x == y ? a.offset < b.offset : x > y
    }.map(\.element)
  }

  /// How many institutions moved in which way.
  public static func counts(_ changes: [ListChange]) -> [(movement: ListChange.Movement, count: Int)] {
    ListChange.Movement.allCases.map { movement in (movement, changes.count { $0.movement == movement }) }
  }

  private static func size(_ change: ListChange) -> Double {
    // As printed, so that no unprinted digit decides the order.
    guard let from = change.before?.z, let to = change.after?.z else { return 0 }
    return Double(NumberFormats.ratio(abs(to - from))) ?? 0
  }

  private typealias Column = ResultTable<ListChange>.Column

  private static let standingColumns: [Column] = [
    Column("institution_id", zh: "机构编码", en: "institution code", .text, terminal: 0) { $0.institution.id },
    Column("name", zh: "机构名称", en: "name", .text, terminal: 9) { $0.institution.name },
    Column(
      "movement", zh: "变动", en: "movement", .word, terminal: 0,
      words: { cell in ListChange.Movement(rawValue: cell).map(Wording.movement) ?? LocalizedText(zh: cell, en: cell) },
      cell: { $0.movement.rawValue }),
    Column("rank_before", zh: "前名次", en: "rank before", .whole, terminal: 4) { NumberFormats.whole($0.before?.rank) },
    Column("rank_after", zh: "后名次", en: "rank after", .whole, terminal: 4) { NumberFormats.whole($0.after?.rank) },
    Column("band_before", zh: "前建议", en: "band before", .word, terminal: 2, words: bandWords) {
      $0.before?.band?.rawValue ?? ""
    },
    Column("band_after", zh: "后建议", en: "band after", .word, terminal: 2, words: bandWords) {
      $0.after?.band?.rawValue ?? ""
    },
    Column("gates_before", zh: "前未通过条件", en: "gates failed before", .word, words: Wording.gateWords) {
      gates($0.before)
    },
    Column("gates_after", zh: "后未通过条件", en: "gates failed after", .word, terminal: 8, words: Wording.gateWords) {
      gates($0.after)
    },
    Column.ratio("log_index_before", "前对数指数", "ln(index) before", terminal: nil) { $0.before?.logIndex },
    Column.ratio("log_index_after", "后对数指数", "ln(index) after", terminal: nil) { $0.after?.logIndex },
    Column.ratio("log_index_change", "对数指数变化", "change of ln(index)", terminal: 0) {
      change($0.before?.logIndex, $0.after?.logIndex)
    },
    Column.ratio("z_before", "前得分z", "z before", terminal: nil) { $0.before?.z },
    Column.ratio("z_after", "后得分z", "z after", terminal: nil) { $0.after?.z },
    Column.ratio("z_change", "得分z变化", "change of z", terminal: 3) { change($0.before?.z, $0.after?.z) },
  ]

  private static let partColumns: [Column] = ListChange.Cause.allCases.flatMap { cause in
    let words = Wording.cause(cause)
    return [
      Column.ratio("log_index_\(cause.rawValue)", words.zh, words.en, terminal: 1) { part($0, cause)?.logIndex },
      Column.ratio("z_\(cause.rawValue)", "\(words.zh)（z）", "\(words.en) (z)", terminal: nil) { part($0, cause)?.z },
    ]
  }

  private static func part(_ change: ListChange, _ cause: ListChange.Cause) -> ListChange.Part? {
    change.parts.first { $0.cause == cause }
  }

  private static func change(_ before: Double?, _ after: Double?) -> Double? {
    guard let before, let after else { return nil }
    return after - before
  }

  private static func gates(_ standing: ListChange.Standing?) -> String {
    guard let standing, standing.band != nil else { return "" }
    return standing.failedGates.isEmpty
      ? RankingRow.allPassed : standing.failedGates.map(\.rawValue).joined(separator: "+")
  }

  private static let bandWords: @Sendable (String) -> LocalizedText = { cell in
    InstitutionScore.Band(rawValue: cell).map(Wording.band) ?? LocalizedText(zh: cell, en: cell)
  }
}

extension RankingRow {
  /// What the row says of the institution, for a comparison with another run.
  public var standing: ListChange.Standing {
    let gate = self["gate"]
    return ListChange.Standing(
      rank: Int(self["rank"]), band: band,
      failedGates: gate == Self.allPassed
        ? [] : gate.split(separator: "+").compactMap { InstitutionScore.Gate(rawValue: String($0)) },
      logIndex: number("index_adjusted").flatMap { $0 > 0 ? log($0) : nil }, z: number("z"),
      dispersion: number("tau_squared").map {
        DispersionStatement(
          method: self["method"], tauSquared: $0, phi: number("phi"), trimShare: number("trim_share"))
      })
  }

  /// The institution as the row tells it.
  public var institution: Institution {
    Institution(
      id: self["institution_id"], name: self["name"], kind: self["kind"], level: self["level"],
      district: self["district"])
  }

  /// What the row says from which the low side follows.
  public var estimate: PrintedEstimate {
    PrintedEstimate(
      institution: self["institution_id"], indexShrunk: number("index_shrunk"), indexLow: number("index_low"),
      indexHigh: number("index_high"), z: number("z"), isEligible: self["eligible"] == "true")
  }
}
