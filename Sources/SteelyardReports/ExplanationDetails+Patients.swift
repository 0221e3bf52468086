internal import SteelyardDomain
internal import SteelyardScoring

/// The patients behind an excess, and what changed since last year.
extension DetailText {
  /// The patients who add most over all strata, from `drill.csv`.
  var patients: String {
    let leading = leadingPatients
    if leading.isEmpty { return "" }
    var cells: [[String]] = [Wording.patientTitles.map { voice($0) }]
    for (excess, row) in leading { cells.append(patientCells(row, excess: excess)) }
    return voice(Wording.patientsHeading) + "\n" + voice.paragraph(voice(patientSentence), indent: "  ")
      + voice.aligned(cells, numbers: [2, 3, 4, 5])
  }

  /// A patient's line: pseudonym, stratum, visits, cost, expected cost, excess.
  func patientCells(_ row: [String: String], excess: Double) -> [String] {
    let stratum = voice.stratum(Self.labels.compactMap { row[$0] })
    let (cost, expected) = (money(row["cost"]) ?? "", money(row["expected"]) ?? "")
    return [row["person"] ?? "", stratum, row["visits"] ?? "", cost, expected, voice.money(excess)]
  }

  /// How the patients are to be read.
  var patientSentence: LocalizedText {
    let leading = leadingPatients
    let whole = leading.reduce(0) { $0 + $1.excess }
    return Wording.patients(shown: voice.count(leading.count), amount: voice.money(whole))
  }

  private static let labels = ["disease", "age_band", "sex", "scheme", "attached"]

  /// The rows of patients with the largest excess, the largest first; ties in the file's order.
  var leadingPatients: [(excess: Double, row: [String: String])] {
    var patients: [(excess: Double, place: Int, row: [String: String])] = []
    for (place, row) in details.drill.enumerated() where row["part"] == DrillTable.Part.patient.rawValue {
      if let excess = row["excess"].flatMap(Double.init) { patients.append((excess, place, row)) }
    }
    patients.sort { ($1.excess, $0.place) < ($0.excess, $1.place) }
    return patients.prefix(ExplanationDetails.patientsShown).map { ($0.excess, $0.row) }
  }

  /// What changed since the same months of last year, from `year-on-year.csv`.
  var year: String {
    guard let row = details.year else { return "" }
    if row["status"] == YearChange.Status.new.rawValue {
      return voice.paragraph(voice(Wording.newSinceLastYear), indent: "  ")
    }
    let changes = YearChange.Figure.allCases.compactMap { figure in
      row["\(figure.rawValue)_change"].flatMap(Double.init).map { change in
        (figure, (change > 0 ? "+" : "") + voice.percent(change))
      }
    }
    return changes.isEmpty ? "" : voice.paragraph(voice(Wording.sinceLastYear(changes)), indent: "  ")
  }
}
