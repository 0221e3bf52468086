import SteelyardDomain
import SteelyardScoring

@testable import SteelyardReports

/// The ranking of some institutions, one on each list and some on none.
func exportRows(_ names: [String] = ["康宁大药房"]) -> [RankingRow] {
  var scores = names.enumerated().map { place, name in
    var score = fullScore(id: "P3301060000\(place + 1)", name: name)
    score.rank = place + 1
    return score
  }
  scores.append(fullScore(id: "P33010600081", name: "临界药房", band: .watch, failing: [.material]))
  scores.append(fullScore(id: "330106000882", name: "观察药房", band: .watch, failing: [.material, .extreme]))
  scores.append(fullScore(id: "P33010600083", name: "", band: .cannotTell, failing: [.heads]))
  return RankingTable.rows(scores)
}

/// A tally of the first institution: two diseases, and its whole.
let exportTally = """
  row_type,institution_id,peer_group,disease,age_band,sex,scheme,heads,visits,cost_fen,capped_fen,capped_sq_fen2,drug_fen,fund_fen
  stratum,P33010600001,pharmacy,M01600,60-69,male,employee,20,80,1000000,1000000,1,1,400000
  stratum,P33010600001,pharmacy,M03900,60-69,male,employee,100,400,35000012,34000006,1,1,17600006
  institution,P33010600001,pharmacy,,,,,120,480,36000012,35000006,2,2,18000006
  stratum,"X,9",pharmacy,M03900,60-69,male,employee,1,1,1,1,1,1,1

  """

/// Persons as `persons.csv` has them.
let exportPersons = """
  person,diseases,institutions,visits,same_day_visits,card_bursts,cost,expected,index,z,supply_days,overlap_days,overlap_days_across,disease,age_band,sex,scheme
  1234e567890123456789012345678901,1,1,4,0,0,4762.50,1341.76,3.549436,3.670801,,,,M00201,60-69,*,*
  0d4905e459ab32ad6af56eefaaa9795c,1,3,5,0,0,5032.92,922.25,5.457226,3.569100,,,,M01600,70-79,male,resident

  """

/// The city and its pharmacies as `rollups.csv`.
let exportRollups =
  RollupTable.table.columns.map(\.name).joined(separator: ",") + """

    all,all,4,3,1,480,470,1920,360000.12,750.00,187.50,4.000000,0.610000,0.500000,1.000000,1.000000,1.000000,0.00
    peer_group,pharmacy,4,3,1,480,,1920,360000.12,750.00,187.50,4.000000,0.610000,0.500000,1.000000,1.000000,1.000000,0.00

    """

/// An export of a scoring run.
func exportDocument(
  _ rows: [RankingRow] = exportRows(), profile: ExportProfile = .auditor, language: Language = .zh,
  unit: ExportUnit = .yuan, previous: (period: String, ranks: [String: String])? = nil,
  persons: String = exportPersons, run: RunStatement = runStatement()
) -> ExportDocument {
  var quality = QualityReport()
  for _ in 0..<10 { quality.reconciliation.read.add(fen: 100) }
  for _ in 0..<8 { quality.reconciliation.accepted.add(fen: 100) }
  for _ in 0..<2 { quality.reconciliation.take(.dateUnreadable, fen: 100) }
  return ExportDocument(
    scoring: ExportSource(run, order: .plain), rows: rows, quality: quality, isFromTally: false,
    extract: TallyExtract(tally: Array(exportTally.utf8), listedIn: rows),
    rollups: StoredTable(Array(exportRollups.utf8)), persons: StoredTable(Array(persons.utf8)),
    previous: previous, profile: profile, language: language, unit: unit)
}

extension ExportDocument {
  /// The texts of a table's column.
  func column(_ name: String, of table: ExportTable.Name) -> [String] {
    guard let table = self.table(table), let place = table.columns.firstIndex(where: { $0.name == name }) else {
      return []
    }
    return (0..<table.count).map { table.row($0)[place] }
  }
}
