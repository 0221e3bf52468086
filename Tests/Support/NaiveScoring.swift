import Foundation

/// The whole scoring line a second time, slow and obvious, from Design/methods.md and Decision 1 alone.
///
/// It shares no code with the engine: a test feeds both the same claims and compares every column.
public enum NaiveScoring {
  /// Scores claims; the three texts are CSV under the national headers.
  public static func score(
    claims: String, persons: String, institutions: String, options: NaiveOptions
  ) -> NaiveResult {
    var read = NaiveClaims(claims, options: options)
    let ledger = NaiveLedger(claims: &read, personsTable: NaiveTable(persons), options: options)
    var result = NaiveResult()
    result.counts = read.counts
    var lines = plainLines(ledger, institutions: NaiveTable(institutions), options: options)
    adjust(&lines, ledger: ledger, options: options, result: &result)
    result.fits = fit(lines, options: options)
    shrink(&lines, fits: result.fits, options: options)
    compare(&lines, options: options)
    judge(&lines, options: options)
    order(&lines, result: &result)
    for line in lines { result.institutions[line.code] = line.columns }
    result.persons = NaivePersons(ledger: ledger, minimum: options.stratumMinimum).columns
    return result
  }

  /// §2: the institution rows and the plain index.
  static func plainLines(
    _ ledger: NaiveLedger, institutions: NaiveTable, options: NaiveOptions
  ) -> [NaiveLine] {
    var rowOf: [String: [String: String]] = [:]
    for row in institutions.rows { rowOf[row["fixmedins_code"] ?? ""] = row }
    var lines: [NaiveLine] = []
    for code in Set(ledger.cells.map(\.institution)).sorted(by: NaiveField.precedes) {
      var line = NaiveLine(code: code)
      line.peer = NaiveField.peerClass(code: code, row: rowOf[code])
      if options.peerKey == "class+area" { line.peer += "/" + (rowOf[code]?["fix_blng_admdvs"] ?? "unknown") }
      for cell in ledger.cells where cell.institution == code {
        line.cost += cell.cost
        line.total += cell.total
        line.drug += cell.drug
        line.fund += cell.fund
      }
      line.comparesTotal = options.cost == "total"
      line.visits = ledger.visits(at: code)
      line.distinctHeads = ledger.distinctHeads(at: code)
      line.heads = options.headRule == "first-in-year" ? ledger.firstInYearHeads(at: code) : line.distinctHeads
      lines.append(line)
    }
    for (position, line) in lines.enumerated() where line.heads > 0 {
      let peers = lines.filter { $0.peer == line.peer }
      let cost = peers.reduce(0) { $0 + $1.cost }
      let heads = peers.reduce(0) { $0 + $1.heads }
      if cost > 0 && heads > 0 {
        lines[position].indexPlain = Double(line.cost) / Double(line.heads) / (Double(cost) / Double(heads))
      }
    }
    return lines
  }

  /// §§3–5: caps, strata, references, E and V; then y and s of §6 where O, E and V allow.
  static func adjust(
    _ lines: inout [NaiveLine], ledger: NaiveLedger, options: NaiveOptions, result: inout NaiveResult
  ) {
    for peer in Set(lines.map(\.peer)).sorted(by: NaiveField.precedes) {
      let codes = Set(lines.filter { $0.peer == peer }.map(\.code))
      let cells = ledger.cells.filter { codes.contains($0.institution) }
      let caps = caps(of: cells, perMille: options.capPerMille)
      for (disease, cap) in caps { result.capsFen["\(peer)|\(disease)"] = cap }
      let units = cells.map { cell in
        let traits = ledger.traits[cell.person] ?? NaiveTraits()
        let stratum = NaiveStratum(disease: cell.disease, age: traits.age, sex: traits.sex, scheme: traits.scheme)
        return NaiveUnit(cell: cell, stratum: stratum, capped: min(cell.cost, caps[cell.disease] ?? Int.max))
      }
      let reference = NaiveReference(units: units, minimum: options.stratumMinimum)
      for (stratum, group) in reference.groupOf { result.collapse["\(peer)|\(stratum.label(rung: 0))"] = group }
      result.observedEqualsExpected[peer] = reference.balance()
      for (position, line) in lines.enumerated() where line.peer == peer {
        let own = units.filter { $0.cell.institution == line.code }
        lines[position].observed = own.reduce(0) { $0 + $1.capped }
        let expected = reference.expected(of: own, leaveOneOut: options.leaveOneOut)
        lines[position].expected = expected.capped
        lines[position].expectedUntruncated = expected.plain
        lines[position].variance = reference.variance(of: own)
        lines[position].indexDrg = reference.drgIndex(of: own)
      }
    }
    for (position, line) in lines.enumerated() {
      let peersWithHeads = lines.filter { $0.peer == line.peer && $0.distinctHeads > 0 }.count
      if line.observed <= 0 {
        lines[position].outcome = "noSpend"
      } else if line.expected <= 0 {
        lines[position].outcome = "noReference"
      } else if peersWithHeads < 2 {
        lines[position].outcome = "tooFewPeers"
      } else if line.variance <= 0 || line.variance.squareRoot() / line.expected <= 1e-9 {
        lines[position].outcome = "noVariance"
      } else {
        lines[position].y = log(Double(line.observed) / line.expected)
        lines[position].s2 = line.variance / (line.expected * line.expected)
      }
    }
  }

  /// §5: caps by disease from the costs of the peer group's heads.
  static func caps(of cells: [NaiveCell], perMille: Int?) -> [String: Int] {
    guard let perMille else { return [:] }
    var caps: [String: Int] = [:]
    for disease in Set(cells.map(\.disease)) {
      let costs = cells.filter { $0.disease == disease && $0.isHead }.map(\.cost)
      if let cap = NaiveCaps.cap(headCosts: costs, perMille: perMille) { caps[disease] = cap }
    }
    return caps
  }

  /// §6, Eligible: heads, O, E and V.
  static func isEligible(_ line: NaiveLine, _ options: NaiveOptions) -> Bool {
    line.y != nil && line.distinctHeads >= options.minHeads
  }

  /// §6, Grouping: large peer groups fit alone, the others share one fit.
  static func fit(_ lines: [NaiveLine], options: NaiveOptions) -> [String: NaiveFit] {
    var byPeer: [String: [NaiveObservation]] = [:]
    for line in lines where isEligible(line, options) {
      guard let y = line.y, let s2 = line.s2 else { continue }
      byPeer[line.peer, default: []].append(NaiveObservation(name: line.code, y: y, s2: s2))
    }
    var fits: [String: NaiveFit] = [:]
    var pooled: [NaiveObservation] = []
    for peer in byPeer.keys.sorted(by: NaiveField.precedes) {
      let own = byPeer[peer] ?? []
      if own.count >= options.groupMinimum {
        fits[peer] = NaiveHuber.fit(own)
      } else {
        pooled += own
      }
    }
    fits["pooled"] = NaiveHuber.fit(pooled)
    return fits
  }

  /// §§6, 7, 11: z, the posterior and what follows from it.
  static func shrink(_ lines: inout [NaiveLine], fits: [String: NaiveFit], options: NaiveOptions) {
    for (position, line) in lines.enumerated() {
      guard let y = line.y, let s2 = line.s2, let fit = fits[line.peer] ?? fits["pooled"] else { continue }
      lines[position].z = (y - fit.mu) / (s2 + fit.tau2).squareRoot()
      lines[position].p = lines[position].z.map(NaiveNormal.above)
      let weight = fit.tau2 / (fit.tau2 + s2)
      let mean = fit.muHat + weight * (y - fit.muHat)
      let variance = weight * s2 + (1 - weight) * (1 - weight) * fit.varianceOfMuHat
      lines[position].posterior = NaivePosterior(name: line.code, mean: mean, variance: variance)
      // §13: the gate's reliability uses max(τ̂², 0.05²).
      let floored = max(fit.tau2, 0.05 * 0.05)
      lines[position].reliability = floored / (floored + s2)
      lines[position].hasSpread = fit.tau2 > 0
    }
  }

  /// §§8, 9: the eligible against one another.
  static func compare(_ lines: inout [NaiveLine], options: NaiveOptions) {
    let eligible = lines.filter { isEligible($0, options) }
    var p: [String: Double] = [:]
    for line in eligible { p[line.code] = line.p }
    let q = NaiveFalseDiscovery.adjusted(p)
    let ranks = options.exactRanks ? NaiveRanks.all(eligible.compactMap(\.posterior)) : [:]
    for (position, line) in lines.enumerated() {
      lines[position].q = q[line.code]
      lines[position].ranks = ranks[line.code]
    }
  }

  /// §13 and the bands of §8.
  static func judge(_ lines: inout [NaiveLine], options: NaiveOptions) {
    for (position, line) in lines.enumerated() {
      var failed: [String] = []
      if !line.hasSpread || !((line.eb05 ?? -Double.infinity) > options.minIndex) { failed.append("extreme") }
      if !((line.q ?? Double.infinity) <= options.fdr) { failed.append("significant") }
      if !((line.excessShrunk ?? -Double.infinity) / 100 >= options.minExcessYuan) { failed.append("material") }
      if !((line.reliability ?? -1) >= options.reliability) { failed.append("reliable") }
      if line.distinctHeads < options.minHeads { failed.append("heads") }
      lines[position].gate = failed.isEmpty ? "pass" : failed.joined(separator: "+")
      if failed.isEmpty {
        lines[position].band = "interview"
      } else if failed.contains("heads") || failed.contains("reliable") {
        lines[position].band = "cannot-tell"
      } else if line.hasSpread, (line.aboveOne ?? 0) >= 0.9 {
        lines[position].band = "watch"
      } else {
        lines[position].band = "ordinary"
      }
    }
  }

  /// Decision 1, Published order: plain index to six decimals, then excess in whole fen, then code.
  static func order(_ lines: inout [NaiveLine], result: inout NaiveResult) {
    lines.sort { left, right in
      if let leftIndex = left.indexPlain, let rightIndex = right.indexPlain {
        let leftKey = (leftIndex * 1_000_000).rounded()
        let rightKey = (rightIndex * 1_000_000).rounded()
        if leftKey != rightKey { return leftKey > rightKey }
        // An institution without an excess comes after those that have one.
        let leftExcess = left.excess?.rounded() ?? -Double.infinity
        let rightExcess = right.excess?.rounded() ?? -Double.infinity
        if leftExcess != rightExcess { return leftExcess > rightExcess }
      } else if (left.indexPlain == nil) != (right.indexPlain == nil) {
        return right.indexPlain == nil
      }
      return NaiveField.precedes(left.code, right.code)
    }
    for position in lines.indices { lines[position].rank = position + 1 }
    result.publishedOrder = lines.map(\.code)
  }
}
