import SteelyardStatistics
import Testing

/// Adjusted p values held to those of `p.adjust` in R and to Storey's q values.
enum FalseDiscoveryChecks {
  static let all =
    ["bh1995", "ties", "mixture100"].flatMap { part in
      methods.map { name, method in
        OracleCheck(
          estimator: "FalseDiscovery.adjusted(by: .\(method))", oracle: "fdr.json, \(part)", figures: "adjusted p",
          // The file has 15 digits.
          tolerance: 5e-15
        ) {
          let family = try stored(part)
          return zip(FalseDiscovery.adjusted(try family.array("p"), by: method), try family.array(name)).map {
            ($0, $1)
          }
        }
      }
    } + [storey]

  private static let methods: [(name: String, method: FalseDiscovery.Method)] = [
    ("BH", .benjaminiHochberg), ("BY", .benjaminiYekutieli), ("holm", .holm), ("hommel", .hommel),
    ("bonferroni", .bonferroni),
  ]

  private static let storey = OracleCheck(
    estimator: "FalseDiscovery.storey", oracle: "fdr.json, mixture100", figures: "π₀, q values",
    // The file has 15 digits.
    tolerance: 5e-15
  ) {
    let family = try stored("mixture100")
    let reference = try #require(family.storey)
    let found = FalseDiscovery.storey(try family.array("p"), lambda: reference.lambda)
    return [(got: found.nullShare, stored: reference.pi0)] + zip(found.q, reference.q).map { ($0, $1) }
  }

  static func stored(_ part: String) throws -> Family {
    try #require(try Oracle.json("fdr.json", as: Stored.self).families[part])
  }

  /// The families by name; the source beside them is a text.
  private struct Stored: Decodable {
    let families: [String: Family]

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Name.self)
      families = try container.allKeys.filter { $0.stringValue != "source" }.reduce(into: [:]) {
        $0[$1.stringValue] = try container.decode(Family.self, forKey: $1)
      }
    }
  }

  private struct Name: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  struct Family: Decodable {
    struct Storey: Decodable {
      let lambda: Double
      let pi0: Double
      let q: [Double]
    }

    private let p, BH, BY, holm, hommel, bonferroni: [Double]
    let storey: Storey?
    let bh_rejections_05, bonf_rejections_05: Int?

    func array(_ name: String) throws -> [Double] {
      try #require(
        ["p": p, "BH": BH, "BY": BY, "holm": holm, "hommel": hommel, "bonferroni": bonferroni][name])
    }
  }
}

@Suite struct FalseDiscoveryOracleTests {
  @Test("Of the fifteen published hypotheses four are rejected at 5 % by Benjamini and Hochberg, three by Bonferroni")
  func publishedRejections() throws {
    let family = try FalseDiscoveryChecks.stored("bh1995")
    let p = try family.array("p")
    #expect(
      FalseDiscovery.adjusted(p, by: .benjaminiHochberg).filter { $0 <= 0.05 }.count == family.bh_rejections_05)
    #expect(FalseDiscovery.adjusted(p, by: .bonferroni).filter { $0 <= 0.05 }.count == family.bonf_rejections_05)
    #expect(family.bh_rejections_05 == 4 && family.bonf_rejections_05 == 3)
  }
}
