import SteelyardDomain
import SteelyardIntake
import SteelyardLedger

/// Everything read for a run from a tally.
struct TallyIntake {
  let tally: Tally
  let institutions: [String: Institution]
  let quality: QualityReport

  init(_ plan: RunPlan, file: String, pairs: String?) throws(RunFailure) {
    var report = QualityReport()
    var dimensions = DimensionReader(mapping: plan.mapping)
    let table: TextTable
    var pairTable: TextTable?
    var known: [String: Institution] = [:]
    do {
      let whole = try TextTableReader.read(file, as: "tally", columns: TallyFile.columns)
      table = whole.table
      report.files.append(whole.file)
      report.notes += whole.notes.map { .init(code: $0.code, subject: $0.location.file, count: 1) }
      if let pairs {
        let read = try TextTableReader.read(pairs, as: "tally-pairs", columns: TallyFile.pairColumns, mayBeEmpty: true)
        pairTable = read.table
        report.files.append(read.file)
        report.notes += read.notes.map { .init(code: $0.code, subject: $0.location.file, count: 1) }
      }
      if let file = plan.institutionsFile { known = try dimensions.readInstitutions(file) }
    } catch { throw RunFailure(error) }
    do { tally = try TallyFile.decode(table, pairs: pairTable) } catch { throw .inputRefused(error.diagnostics) }
    if let surplus = tally.headsWithoutPairs {
      report.notes.append(.init(code: .pairSumsMissing, subject: file, count: surplus))
    }
    report.files += dimensions.files
    report.institutions = tally.institutions.count
    institutions = known
    quality = report
  }
}
