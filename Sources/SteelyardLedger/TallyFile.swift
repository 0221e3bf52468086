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
    var text =
      (columns + (usesAttached ? ["attached"] : []) + (usesDistinct ? ["distinct_heads"] : [])).joined(separator: ",")
      + "\n"
    func append(_ type: String, _ institution: Int, _ labels: [String], _ sums: TallySums) {
      func part(_ part: Tally.Part, _ value: some BinaryInteger) -> String {
        tally.parts.contains(part) ? String(value) : ""
      }
      var cells = [
        type, TextTable.cell(tally.institutions[institution]), TextTable.cell(tally.peerGroups[institution]),
      ]
      cells += labels[0..<4].map(TextTable.cell)
      cells += [
        String(sums.heads), part(.visits, sums.visits), String(sums.costFen), part(.capped, sums.cappedFen),
        part(.squares, sums.cappedSquares), part(.drug, sums.drugFen), part(.fund, sums.fundFen),
      ]
      if usesAttached { cells.append(labels[4]) }
      if usesDistinct { cells.append(type == "institution" ? String(sums.distinctHeads) : "") }
      text += cells.joined(separator: ",") + "\n"
    }
    var next = 0
    for institution in tally.institutions.indices {
      while next < tally.rows.count, tally.rows[next].institution == institution {
        append("stratum", institution, tally.strata[tally.rows[next].stratum].labels, tally.rows[next].sums)
        next += 1
      }
      if tally.parts.contains(.institutionRows) {
        append("institution", institution, ["", "", "", "", ""], tally.totals[institution])
      }
    }
    return Array(text.utf8)
  }

  /// The bytes of `tally-pairs.csv`.
  public static func encodePairs(_ tally: Tally) -> [UInt8] {
    let usesAttached = tally.strata.contains { $0.labels[4] != Stratum.all }
    var text = (pairColumns + (usesAttached ? ["attached"] : [])).joined(separator: ",") + "\n"
    for pair in tally.pairs {
      let (first, second) = (tally.strata[pair.first], tally.strata[pair.second])
      var cells = [TextTable.cell(tally.institutions[pair.institution])]
      cells += ([first.disease, second.disease] + first.labels[1..<4]).map(TextTable.cell)
      cells += [
        String(pair.sums.heads), String(pair.sums.firstFen), String(pair.sums.secondFen), String(pair.sums.products),
      ]
      if usesAttached { cells.append(first.labels[4]) }
      text += cells.joined(separator: ",") + "\n"
    }
    return Array(text.utf8)
  }
}

/// Why a table is no tally.
public struct TallyRefusal: Error, Equatable, Sendable {
  /// What is wrong, each at its place.
  public let diagnostics: [Diagnostic]
}
