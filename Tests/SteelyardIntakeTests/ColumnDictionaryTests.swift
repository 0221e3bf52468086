import SteelyardDomain
import Testing

@testable import SteelyardIntake

@Suite("The input dictionary") struct ColumnDictionaryTests {
  private static let all = TableMapping.Table.allCases.flatMap(ColumnDictionary.columns)

  @Test("It has every field of the alias tables with all its names, and what the field holds") func complete() {
    for table in TableMapping.Table.allCases {
      let columns = ColumnDictionary.columns(of: table)
      #expect(columns.map { $0.names.map(\.text) } == AliasTables.fields(of: table))
      for column in columns {
        #expect(ColumnDictionary.kinds[column.field] != nil, "\(column.field)")
        #expect(column.names(.canonical) == [column.field])
      }
    }
  }

  @Test("No kind is told of a field that no table has") func nothingIdle() {
    #expect(Set(ColumnDictionary.kinds.keys) == Set(Self.all.map(\.field)))
  }

  @Test("The amounts of the dictionary are those whose unit a header may tell") func amounts() {
    let claims = ColumnDictionary.columns(of: .claims)
    #expect(
      Set(claims.filter { $0.kind == .amount }.map(\.field))
        == Set(claims.map(\.field).filter { AliasTables.isAmount($0, of: .claims) }))
  }

  @Test("What is required is what a header is refused without", arguments: TableMapping.Table.allCases)
  func required(table: TableMapping.Table) throws {
    let columns = ColumnDictionary.columns(of: table)
    let required = columns.filter { $0.need == .required }.map(\.field)
    let folder = try TemporaryFolder()
    for left in required {
      let header =
        required.filter { $0 != left } + ["amount", "item_code"].filter { table == .claimLines && $0 != left }
      let file = try folder.file(header.joined(separator: ",") + "\nx\n", name: "\(left).csv")
      let found = try #require(refusal { try read(file, as: table) })
      // Without its only column a header is none.
      let isRefused = found.contains { $0.code == .requiredColumnMissing && $0.location.field == left }
      #expect(isRefused || required.count == 1 && found.map(\.code) == [.headerNotFound], "\(left): \(found)")
    }
  }

  private func read(_ file: String, as table: TableMapping.Table) throws {
    var dimensions = DimensionReader(mapping: TableMapping())
    switch table {
    case .claims:
      var reader = ClaimReader(ClaimReader.Request(cost: .total))
      try reader.read(file) { _ in }
    case .claimLines:
      var reader = FeeLineReader()
      try reader.read(file) { _ in }
    case .persons: _ = try dimensions.readPersons(file, known: IdentifierTable())
    case .institutions: _ = try dimensions.readInstitutions(file)
    case .institutionCodes: _ = try InstitutionCodesReader.read(file, mapping: TableMapping())
    case .controlTotals: _ = try ControlTotalsReader.read(file, mapping: TableMapping())
    case .diseaseCatalog: _ = try DiseaseCatalogueReader.read(file)
    }
  }

  @Test("Every name comes from where it looks as if it came from") func origins() {
    for (name, origin) in [
      ("setl_id", InputColumn.Origin.national), ("结算ID", .chinese), ("结算标志(作废/冲红)", .chinese), ("AKC190", .legacy),
      ("AKB020_1", .legacy), ("BAE450", .legacy), ("AAA027", .legacy), ("grbh", .legacy), ("kind", .short),
      ("pt", .national),
    ] { #expect(ColumnDictionary.origin(of: name) == origin, "\(name)") }
    let legacy = Set(Self.all.flatMap { $0.names(.legacy) })
    #expect(legacy.allSatisfy { $0.first?.isUppercase ?? false || $0.utf8.allSatisfy { (97...122).contains($0) } })
  }
}
