import Foundation
import SteelyardComparison
import SteelyardDomain
import SteelyardModels
import Testing

@testable import SteelyardEngine

/// Whom each rule's clear cases are, as they were written into the examples by hand: kind and subject as the registers
/// have it. Everybody else in the examples is ordinary or a near miss. The two rules that compare with peers look at
/// groups of thirty and more, which an example of forty rows cannot show: their clear cases are simulated.
private let clearCases: [String: [String: [String]]] = [
  "disability-certificate/long-delay": [
    "issue-overdue": ["person:99001000000000002X", "person:990010000000000046"],
    "renewal-overdue": ["person:990010000000000118", "person:990010000000000134"],
  ],
  "disability-certificate/unlawful": [
    "no-assessment": ["person:990009000000000024"],
    "level-above-assessment": ["person:990009000000000032"],
    "severe-subsidy-mild-level": ["person:990009000000000059"],
    "blind-and-driving": ["person:990009000000000075"],
    "issuer-high-levels": [],
  ],
  "disadvantaged-groups/subsidies": [
    "above-standard": ["person:990003000000000026"],
    "paid-twice": ["person:990003000000000034"],
    "exclusive-funds": ["person:990003000000000042"],
    "no-certificate": ["person:990003000000000069"],
    "other-level": ["person:990003000000000085"],
    "past-eighteen": ["person:990003000000000106"],
    "in-prison": ["person:990003000000000122"],
    "paid-after-death": ["person:990003000000000149"],
    "shared-account": ["account:C16"],
  ],
  "elderly-subsidy/entitled-not-enjoyed": [
    "not-paid": ["person:990001000000000023", "person:990001000000000058"],
    "paid-after-death": ["person:990001000000000090"],
    "under-age": ["person:990001000000000111"],
    "moved-away": ["person:990001000000000074"],
  ],
  "four-funds/kin-of-cadres": [
    "recipient-is-cadre": ["person:990007000000000013"],
    "recipient-is-kin": ["person:990007000000000021", "person:99000700000000003X", "person:990007000000000064"],
    "same-household": ["person:990007000000000021", "person:990007000000000048"],
    "same-account": ["person:990007000000000056"],
    "approver-is-kin": ["person:990007000000000064"],
    "paid-less": ["person:990007000000000072"],
  ],
  "internship-subsidy/income-tax": [
    "paid-elsewhere": ["person:990005000000000010"]
  ],
  "internship-subsidy/residence": [
    "no-residence": ["person:990004000000000022", "person:990004000000000049"]
  ],
  "internship-subsidy/social-security": [
    "insured-before": ["person:990006000000000017"],
    "insured-elsewhere": ["person:990006000000000033"],
    "more-interns-than-staff": ["organisation:E03"],
  ],
  "medical-insurance/fund-anomaly": [
    "sex-inconsistent": ["person:990012000000000014"],
    "age-inconsistent": ["person:990012000000000049"],
    "supply-overlap": ["person:990012000000000065"],
    "split-visits": ["person:990012000000000081"],
    "refund-not-returned": ["person:990012000000000102"],
    "identity-broken": ["person:990012000000000129"],
    "person-many-institutions": ["person:990012000000000145"],
    "person-month-cost": ["person:990012000000000145"],
    "dear-settlements": [],
  ],
  "medical-insurance/real-name": [
    "many-institutions": ["person:990011000000000018"],
    "far-apart": ["person:990011000000000034"],
    "during-stay": ["person:990011000000000050"],
    "paid-after-death": ["person:990011000000000077"],
  ],
  "preferential-care/unlawful-payment": [
    "paid-after-death": ["person:990002000000000054"],
    "status-lost": ["person:990002000000000038"],
    "above-standard": ["person:99000200000000002X"],
    "shared-account": ["account:B006"],
    "payee-differs": ["person:990002000000000118"],
  ],
  "resettlement/direct-subsidy": [
    "not-registered": ["person:990008000000000028"],
    "paid-after-death": ["person:990008000000000044"],
    "village-share": ["household:W05"],
    "shared-account": ["account:E30"],
    "paid-late": ["person:990008000000000060", "person:990008000000000087"],
    "paid-in-part": ["person:990008000000000095"],
  ],
]

@Suite("Examples of comparison models") struct ExampleClueTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Models")

  @Test("The clues expected of an example are its clear cases, and no near miss", arguments: clearCases.keys.sorted())
  func clearCasesOnly(model: String) throws {
    let text = try String(
      contentsOf: Self.root.appending(path: "\(model)/expected/clues.csv"), encoding: .utf8)
    var lines = text.split(whereSeparator: \.isNewline).map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    let header = lines.removeFirst().map { String($0.drop { $0 == "\u{FEFF}" }) }
    let (rule, kind, subject) = (
      try #require(header.firstIndex(of: "rule")), try #require(header.firstIndex(of: "subject_kind")),
      try #require(header.firstIndex(of: "subject"))
    )
    let found = Set(lines.map { "\($0[rule]) \($0[kind]) \($0[subject])" })
    // The key of examples, as steelyard models test has it.
    let names = Disguise(Pseudonym(key: Array("the key of examples, nothing secret".utf8)))
    var wanted: Set<String> = []
    for (rule, subjects) in try #require(clearCases[model]) {
      for text in subjects {
        let sides = text.split(separator: ":").map(String.init)
        let kind = try #require(Clue.Subject.Kind(rawValue: sides[0]))
        wanted.insert("\(rule) \(kind.rawValue) \(names.subject(Clue.Subject(kind, sides[1])).identifier)")
      }
    }
    #expect(found == wanted)
  }

  @Test("Every rule of every comparison model is among the cases of its example")
  func everyRule() {
    for entry in ModelCatalogue.entries(under: Self.root.path(percentEncoded: false)) {
      guard let model = entry.outcome.model?.comparison else { continue }
      #expect(Set(model.plan.rules.map(\.id)) == Set((clearCases[entry.id] ?? [:]).keys), "\(entry.id)")
    }
  }
}
