import SteelyardComparison
import SteelyardDomain

extension NaiveTwin {
  /// A way in which two persons are tied: the position of the tie, and the rows that say so.
  private struct Way {
    let tie: Int
    let rows: [(register: String, line: Int)]
    /// Ways are ordered by tie and then by places, a shorter one first.
    var order: [Int] { [tie] + rows.map(\.line) }
  }

  func kinship(_ rule: Rule, _ kinship: Operator.Kinship) -> [NaiveFinding] {
    let officials = rows(kinship.officials)
    return rows(kinship.recipients).flatMap { recipient -> [NaiveFinding] in
      officials.compactMap { official -> NaiveFinding? in
        guard let a = recipient.value(ColumnReference(column: kinship.recipient)),
          let b = official.value(ColumnReference(column: kinship.official)), belongs(kinship.on, recipient, official),
          let way = ways(kinship, a, b).min(by: { $0.order.lexicographicallyPrecedes($1.order) })
        else { return nil }
        let name =
          switch kinship.ties[way.tie] {
          case .same: "same"
          case .declared: "declared"
          case .household: "household"
          case .account: "account"
          }
        return finding(
          rule, recipient.with(official),
          records(kinship.recipients, recipient) + records(kinship.officials, official) + way.rows,
          details: ["tie=\(name)"])
      }
    }
  }

  private func ways(_ kinship: Operator.Kinship, _ a: NaiveValue, _ b: NaiveValue) -> [Way] {
    kinship.ties.enumerated().flatMap { position, tie -> [Way] in
      switch tie {
      case .same: return a == b ? [Way(tie: position, rows: [])] : []
      case .declared(let source, let person, let kin, let degrees):
        guard a != b else { return [] }
        return walks(source, person, kin, from: a, to: b, degrees)
          .map { lines in Way(tie: position, rows: lines.map { (source.register, $0) }) }
      case .household(let source, let person, let shared), .account(let source, let person, let shared):
        guard a != b else { return [] }
        let rows = rows(source).filter { row in
          row.value(ColumnReference(column: shared)).map { $0 != .text("") } ?? false
        }
        return rows.filter { $0.value(ColumnReference(column: person)) == a }.flatMap { own in
          rows.filter {
            $0.value(ColumnReference(column: person)) == b
              && $0.value(ColumnReference(column: shared)) == own.value(ColumnReference(column: shared))
          }.compactMap { other in
            guard let first = own.line(source.name), let second = other.line(source.name) else { return nil }
            return Way(tie: position, rows: [(source.register, first), (source.register, second)])
          }
        }
      }
    }
  }

  /// The lines of every walk of at most so many declarations.
  private func walks(
    _ source: Source, _ person: String, _ kin: String, from a: NaiveValue, to b: NaiveValue, _ degrees: Int
  ) -> [[Int]] {
    guard degrees > 0 else { return [] }
    return rows(source).flatMap { row -> [[Int]] in
      guard let one = row.value(ColumnReference(column: person)), let two = row.value(ColumnReference(column: kin)),
        let line = row.line(source.name)
      else { return [] }
      return [(one, two), (two, one)].flatMap { from, to -> [[Int]] in
        guard from == a else { return [] }
        let direct = to == b ? [[line]] : []
        return direct + walks(source, person, kin, from: to, to: b, degrees - 1).map { [line] + $0 }
      }
    }
  }
}
