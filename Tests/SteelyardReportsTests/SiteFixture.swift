import Foundation
import SteelyardDomain
import SteelyardScoring

@testable import SteelyardReports

/// A run's statement with a method of two constants.
func runStatement(_ change: (inout RunStatement) -> Void = { _ in }) -> RunStatement {
  var run = RunStatement(
    hash: "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", engine: "0.1.0",
    modelHash: "feedfacefeedfacefeedfacefeedface", governance: governance, period: "2025-Q3", cost: .total)
  run.inputs = [.init(name: "claims.csv", table: "claims", rows: 12, sha256: "ab", encoding: "UTF-8")]
  run.methods = [MethodStatement(role: "over-dispersion", id: "od.log.huber", constants: ["c = 1.281552", "n = 3"])]
  run.peers = ["class"]
  change(&run)
  return run
}

/// A dossier with every part.
func fullDossier(_ score: InstitutionScore) -> Dossier {
  let code = score.institution.id
  var waterfall = [
    "institution_id": code, "cost_per_head": "3000.00", "peers_cost_per_head": "2000.00", "item_outcome": "split",
  ]
  for (name, yuan) in [("case_mix", "100.00"), ("visits", "700.00"), ("drug_cost", "-50.00"), ("other_cost", "250.00")]
  {
    waterfall["\(name)_yuan"] = yuan
    waterfall["\(name)_effect"] = "0.100000"
  }
  for name in ["price", "quantity", "basket"] {
    waterfall["\(name)_yuan"] = "10.00"
    waterfall["\(name)_effect"] = "0.010000"
  }
  var profile = [
    "institution_id": code, "screen": "2.500000", "screen_signal": "price", "price_log": "0.200000",
    "price_z": "2.500000", "visits_log": "0.100000", "distance": "42.000000", "distance_cutoff": "20.000000",
    "unlike_peers": "true", "profile_outcome": "judged", "pair": "visits+weekend_share", "pair_part": "3.000000",
  ]
  for (feature, part) in [("visits", "30.000000"), ("weekend_share", "14.000000"), ("refund_share", "-2.000000")] {
    profile["feature_\(feature)"] = "0.200000"
    profile["feature_\(feature)_z"] = "4.000000"
    profile["feature_\(feature)_part"] = part
    profile["feature_\(feature)_ordinary"] = "0.100000"
  }
  return Dossier(
    score: score, details: ExplanationDetails(waterfall: waterfall, profile: profile),
    months: (1...3).map { month in
      MonthlyFigure(
        month: Month(year: 2025, month: 6 + month), institution: code, peerGroup: score.peerGroup, heads: 40,
        visits: 160, costFen: 12_000_004, expected: 90_000, indexAdjusted: 1.2 + 0.1 * Double(month),
        standardError: 0.1)
    },
    bursts: [
      [
        "persons": "3", "days": "5", "visits": "15", "visits_expected": "2.000000", "dates": "2025-07-01;2025-07-02",
        "members": "aa;bb;cc",
      ]
    ],
    persons: ["aa": ["institutions": "2", "visits": "9", "cost": "812.50", "index": "1.300000", "z": "0.900000"]])
}

/// A report of some institutions.
func site(
  _ institutions: [InstitutionScore], run: RunStatement = runStatement(), languages: [Language] = [.zh, .en],
  absences: [Absence] = [Absence(column: "drug_share", reason: .noDrugColumn)],
  dossier: @escaping @Sendable (InstitutionScore) -> Dossier = fullDossier
) -> StaticSite {
  var quality = QualityReport()
  quality.persons = 9
  for _ in 0..<10 { quality.reconciliation.read.add(fen: 100) }
  for _ in 0..<8 { quality.reconciliation.accepted.add(fen: 100) }
  for _ in 0..<2 { quality.reconciliation.take(.dateUnreadable, fen: 100) }
  quality.notes = [.init(code: .valueRepaired, subject: "inst_code", count: 3)]
  return StaticSite(
    run: run, scorecard: scorecard(institutions, absences: absences), quality: quality, isFromTally: false,
    languages: languages, dossier: dossier)
}

/// A city of so many institutions in which every band occurs.
func institutions(_ count: Int) -> [InstitutionScore] {
  let bands = InstitutionScore.Band.allCases
  return (0..<count).map { number in
    var score = fullScore(id: "P33010\(600_000 + number)", name: "药店 \(number)", band: bands[number % bands.count])
    score.rank = number + 1
    score.expected = 20_000 * Double(number + 1)
    score.indexAdjusted = 0.8 + Double(number % 7) * 0.15
    return score
  }
}

/// The elements of a page in their order, with the names of their attributes: what texts must not change.
func outline(_ page: [UInt8]) -> [String] {
  var elements: [String] = []
  var place = 0
  while let start = page[place...].firstIndex(of: UInt8(ascii: "<")) {
    var words: [[UInt8]] = [[]]
    var quote: UInt8?
    place = start + 1
    while place < page.count, quote != nil || page[place] != UInt8(ascii: ">") {
      let byte = page[place]
      if let open = quote {
        if byte == open { quote = nil }
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
      } else if byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n") {
        words.append([])
      } else {
        words[words.count - 1].append(byte)
      }
      place += 1
    }
    elements.append(words.map { String(decoding: $0, as: UTF8.self) }.joined(separator: " "))
  }
  return elements
}

/// Two hundred texts that would run a script where they were not escaped.
let scriptTexts: [String] = {
  let calls = [
    "alert(1)", "confirm(2)", "prompt`3`", "window.ran=4", "eval('5')", "setTimeout('6')", "parent.alert(7)",
    "top['al'+'ert'](8)", "document.title=9", "fetch('//x.example/10')",
  ]
  let places = [
    "<script>§</script>", "</script><script>§</script>", "\"><script>§</script>", "'><img src=x onerror=§>",
    "<img src=x onerror=\"§\">", "<svg onload=§>", "<svg><script>§</script></svg>", "</title><script>§</script>",
    "</style><script>§</script>", "</desc></svg><iframe srcdoc=\"<script>§</script>\">", "\" autofocus onfocus=\"§",
    "' onmouseover='§", "\"\u{301} autofocus onfocus=§ x=\"", "<\u{301}script>§</script>", "javascript:§",
    "{{{body}}}<script>§</script>", "]]><script>§</script>", "<!--><script>§</script>",
    "\u{2028}</script><script>§//", "<a href=\"javascript:§\">x</a>",
  ]
  return places.flatMap { place in calls.map { place.replacing("§", with: $0) } }
}()
