import SteelyardDomain
import SteelyardTestSupport
import Testing

@testable import SteelyardIntake

@Suite("Amounts in two units") struct UnitWatchTests {
  /// What the watch says of amounts as they are written, read in yuan.
  private func isMixed(_ texts: [String]) -> Bool {
    var watch = UnitWatch()
    for text in texts {
      var copy = text
      copy.withUTF8 { bytes in
        let field = UnsafeRawBufferPointer(bytes)
        watch.add(field, fen: FieldDecoder.fen(field).value ?? 0)
      }
    }
    return watch.isMixed
  }

  /// Amounts of a city's sizes in fen: from a few yuan to some thousands.
  private func amounts(_ count: Int, _ generator: inout Seeded) -> [Int] {
    (0..<count).map { _ in Int.random(in: 500...500_000, using: &generator) }
  }

  private func yuan(_ fen: Int) -> String { "\(fen / 100).\(fen % 100 < 10 ? "0" : "")\(fen % 100)" }

  @Test("Some rows in fen among others in yuan are seen, whichever their share and order")
  func mixed() {
    var generator = Seeded.announced()
    for inFen in [20, 60, 150, 280] {
      var texts = amounts(300, &generator).enumerated().map { $0 < inFen ? "\($1)" : yuan($1) }
      #expect(isMixed(texts), "\(inFen) of 300")
      texts.shuffle(using: &generator)
      #expect(isMixed(texts), "\(inFen) of 300, shuffled")
    }
  }

  @Test("Fewer than twenty of a kind say nothing")
  func few() {
    var generator = Seeded.announced()
    let all = amounts(300, &generator)
    #expect(!isMixed(all.enumerated().map { $0 < 19 ? "\($1)" : yuan($1) }))
    #expect(!isMixed(all.enumerated().map { $0 < 281 ? "\($1)" : yuan($1) }))
  }

  @Test("Whole yuan among others are one unit: dropped decimals, dear services of whole yuan, grouped thousands")
  func oneUnit() {
    var generator = Seeded.announced()
    let all = amounts(3000, &generator)
    // A spreadsheet drops `.00`, and one decimal of `.50`.
    #expect(!isMixed(all.map { $0 % 100 == 0 ? "\($0 / 100)" : yuan($0) }))
    #expect(!isMixed(all.enumerated().map { $0 % 2 == 0 ? "\($1 / 100)" : yuan($1) }))
    // Pharmacies with decimals beside dialysis at 400 to 12,000 whole yuan: ten to fifty times as large.
    let cheap = (0..<500).map { _ in yuan(Int.random(in: 1000...30_000, using: &generator)) }
    let dear = (0..<500).map { _ in "\(Int.random(in: 400...6000, using: &generator))" }
    #expect(!isMixed(cheap + dear))
    // All in fen, all in yuan, nothing at all.
    #expect(!isMixed(all.map { "\($0)" }))
    #expect(!isMixed(all.map(yuan)))
    #expect(!isMixed([]))
    // The whole ones are spread over all sizes, as invoices are: their quartiles are not those of the others times 100.
    let wide = (0..<500).map { _ in "\(Int.random(in: 1...200_000, using: &generator))" }
    #expect(!isMixed(all.prefix(500).map(yuan) + wide.map { $0 } + (0..<2000).map { "\($0 % 900 + 1)" }))
  }

  @Test("A file of two units is refused at its column, and by --one-unit read and noted")
  func files() throws {
    let texts = (0..<60).map { $0 % 3 == 0 ? "\(1000 + $0 * 37)" : yuan(1000 + $0 * 37) }
    let table = SmallClaims.table("", texts.enumerated().map { "S\($0),P\($0),H1,2025-07-01,M,\($1)" })
    let refused = refusal { _ = try ClaimReading(table) }
    #expect(refused?.map(\.code) == [.amountUnitsMixed])
    #expect(refused?.map(\.location.field) == ["total_fee"])
    var request = ClaimReader.Request(cost: .total)
    request.mapping.reading.takesOneUnit = true
    let reading = try ClaimReading(table, request)
    #expect(reading.account.accepted.rows == 60)
    #expect(reading.reader.noteCounts[.amountUnitsTaken] == ["total_fee": 1])
  }
}
