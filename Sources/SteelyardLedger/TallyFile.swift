public import SteelyardDomain

/// The tally as two CSV files, written and read: `tally.csv` and `tally-pairs.csv` (Formats/tally.md).
///
/// Whatever engine can group by can make them; because they hold only integers, equal reductions are equal bytes.
public enum TallyFile {
  /// The columns of `tally.csv`; `attached` and `distinct_heads` follow where the model uses them.
  public static let columns = [
    "row_type", "institution_id", "peer_group", "disease", "age_band", "sex", "scheme", "heads", "visits", "cost_fen",
    "capped_fen", "capped_sq_fen2", "drug_fen", "fund_fen",
  ]

  /// The columns of `tally-pairs.csv`; `attached` follows where the model uses it.
  public static let pairColumns = [
    "institution_id", "disease", "other_disease", "age_band", "sex", "scheme", "heads", "capped_fen",
    "other_capped_fen", "product_fen2",
  ]

  /// The bytes of `tally.csv`: for each institution its strata, then the row of the whole.
  public static func encode(_ tally: Tally) -> [UInt8] {
    let usesAttached = tally.strata.contains { $0.labels[4] != Stratum.all }
    let usesDistinct = tally.totals.contains { $0.heads != $0.distinctHeads }
    var text = Array(
      (columns + (usesAttached ? ["attached"] : []) + (usesDistinct ? ["distinct_heads"] : [])).joined(separator: ",")
        .utf8)
    let strata = tally.strata.map { $0.labels[0..<4].map(TextTable.cell).joined(separator: ",") }
    func append(_ type: String, _ institution: String, _ labels: String, _ attached: String, _ sums: TallySums) {
      text.append(UInt8(ascii: "\n"))
      text += type.utf8
      text += institution.utf8
      text += labels.utf8
      func part(_ value: some BinaryInteger, _ part: Tally.Part? = nil) {
        text.append(UInt8(ascii: ","))
        if part.map(tally.parts.contains) ?? true { text += String(value).utf8 }
      }
      part(sums.heads)
      part(sums.visits, .visits)
      part(sums.costFen)
      part(sums.cappedFen, .capped)
      part(sums.cappedSquares, .squares)
      part(sums.drugFen, .drug)
      part(sums.fundFen, .fund)
      if usesAttached { text += ("," + attached).utf8 }
      if usesDistinct { text += ("," + (type == "institution" ? String(sums.distinctHeads) : "")).utf8 }
    }
    var next = 0
    for (place, id) in tally.institutions.enumerated() {
      let institution = ",\(TextTable.cell(id)),\(TextTable.cell(tally.peerGroups[place])),"
      while next < tally.rows.count, tally.rows[next].institution == place {
        let (stratum, sums) = (tally.rows[next].stratum, tally.rows[next].sums)
        append("stratum", institution, strata[stratum], tally.strata[stratum].labels[4], sums)
        next += 1
      }
      if tally.parts.contains(.institutionRows) { append("institution", institution, ",,,", "", tally.totals[place]) }
    }
    text.append(UInt8(ascii: "\n"))
    return text
  }

  /// The bytes of `tally-pairs.csv`.
  public static func encodePairs(_ tally: Tally) -> [UInt8] {
    let usesAttached = tally.strata.contains { $0.labels[4] != Stratum.all }
    var text = Array((pairColumns + (usesAttached ? ["attached"] : [])).joined(separator: ",").utf8)
    let institutions = tally.institutions.map(TextTable.cell)
    let diseases = tally.strata.map { "," + TextTable.cell($0.disease) }
    let factors = tally.strata.map { "," + $0.labels[1..<4].map(TextTable.cell).joined(separator: ",") }
    for pair in tally.pairs {
      text.append(UInt8(ascii: "\n"))
      text += institutions[pair.institution].utf8
      text += diseases[pair.first].utf8
      text += diseases[pair.second].utf8
      text += factors[pair.first].utf8
      for number in [pair.sums.heads, pair.sums.firstFen, pair.sums.secondFen] { text += (",\(number)").utf8 }
      text += (",\(pair.sums.products)").utf8
      if usesAttached { text += ("," + tally.strata[pair.first].labels[4]).utf8 }
    }
    text.append(UInt8(ascii: "\n"))
    return text
  }
}

/// Why a table is no tally.
public struct TallyRefusal: Error, Equatable, Sendable {
  /// What is wrong, each at its place.
  public let diagnostics: [Diagnostic]
}
