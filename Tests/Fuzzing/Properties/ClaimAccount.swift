import SteelyardDomain

@testable import SteelyardIntake

/// What a file of claims came to.
struct ClaimAccount: Equatable {
  /// Where a rule spoke.
  struct Place: Equatable {
    var code: Diagnostic.Code
    var line: Int
    var byteOffset: Int?
  }

  var account: Reconciliation
  var places: [Place]
  /// What each accepted row says of itself, and its money.
  var contents: [[Int64]]
  var fen: [Int64]

  /// Reads bytes as a file of claims and checks that nothing of it is lost.
  static func reading(_ bytes: [UInt8], _ report: inout Violations) -> Reading<ClaimAccount> {
    let file = MemoryFile(bytes)
    let reading = Reading {
      var reader = ClaimReader(ClaimReader.Request(cost: .total))
      var batches: [ClaimBatch] = []
      try reader.read(file.path) { batches.append($0) }
      return ClaimAccount(
        account: reader.files.reduce(into: Reconciliation()) { $0.merge($1.reconciliation) },
        places: reader.diagnostics.map {
          Place(code: $0.code, line: $0.location.line, byteOffset: $0.location.byteOffset)
        },
        contents: batches.flatMap { batch in
          (0..<batch.count).map { row in
            let codes = [
              batch.person[row], batch.institution[row], batch.disease[row], batch.scheme[row], batch.day[row],
            ]
            return codes.map(Int64.init) + [batch.costFen[row], batch.drugFen[row], batch.fundFen[row]]
          }
        },
        fen: batches.flatMap(\.totalFen))
    }
    report.expect(reading.isAccounted, "what cannot be read is refused with a reason")
    guard case .read(let claims) = reading else { return reading }
    report.expect(claims.account.balances, "rows and fen read = accepted + rejected + excluded")
    report.expectEqual(Int64(claims.fen.count), claims.account.accepted.rows, "accepted rows are handed on")
    report.expectEqual(
      claims.fen.reduce(0) { $0 + Int128($1) }, claims.account.accepted.fen, "accepted fen are handed on")
    let listed = claims.places.filter { $0.code.severity == .rejected }.count
    report.expectEqual(Int64(listed), claims.account.rejectedTotal.rows, "each rejected row is listed")
    for place in claims.places {
      report.expect(place.byteOffset ?? 0 >= 0, "a place is in the file: \(place)")
    }
    return reading
  }
}
