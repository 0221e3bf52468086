import SteelyardDomain
import Testing

@testable import SteelyardIntake

/// Expects that two batches have the same rows.
func expectEqual(_ a: ClaimBatch, _ b: ClaimBatch) {
  #expect(a.source == b.source && a.line == b.line && a.byteOffset == b.byteOffset)
  #expect(a.claim == b.claim && a.original == b.original && a.updated == b.updated)
  #expect(a.person == b.person && a.institution == b.institution && a.disease == b.disease)
  #expect(a.scheme == b.scheme && a.day == b.day && a.age == b.age && a.refund == b.refund)
  #expect(a.totalFen == b.totalFen && a.costFen == b.costFen && a.drugFen == b.drugFen && a.fundFen == b.fundFen)
}

/// Expects that two readers have found the same.
func expectEqual(_ a: ClaimReader, _ b: ClaimReader) {
  for table in [\ClaimIdentifiers.persons, \.institutions, \.diseases, \.schemes] {
    #expect(a.identifiers[keyPath: table].texts == b.identifiers[keyPath: table].texts)
  }
  for code in 0..<Int32(a.identifiers.institutions.count) {
    #expect(a.attributes.institution(code, id: "") == b.attributes.institution(code, id: ""))
  }
  for code in 0..<Int32(a.identifiers.persons.count) {
    #expect(a.attributes.person(code) == b.attributes.person(code))
  }
  #expect(a.noteCounts == b.noteCounts && a.diagnostics == b.diagnostics && a.present == b.present)
  #expect(a.renamedInstitutions == b.renamedInstitutions && a.institutionsByName == b.institutionsByName)
  #expect(a.unknownDiseases == b.unknownDiseases && a.identityChecks == b.identityChecks)
  #expect(a.contents == b.contents && Set(a.contents).count == a.files.count)
  #expect(a.files.map(\.name) == b.files.map(\.name))
  #expect(a.files.map(\.reconciliation) == b.files.map(\.reconciliation))
  #expect(a.files.map(\.sha256) == b.files.map(\.sha256) && a.files.map(\.format) == b.files.map(\.format))
}
