import SteelyardDomain
import SteelyardLedger
import SteelyardScoring
import SteelyardTestSupport

/// Makes tallies person by person, the plain way: what a test wants to score without any claims.
struct TallyMaker {
  /// What a person cost at one institution, by disease; 0 visits make no head.
  struct Stay {
    var institution: String
    var labels = ["45-59", "male", "employee"]
    var visits: Int64 = 2
    var fen: [String: Int64]
  }

  /// Peer group by institution.
  var groups: [String: String] = [:]
  /// All stays; each is another person.
  var stays: [Stay] = []
  /// Where capped cost is cut.
  var capFen: Int64 = .max
  /// What all costs are multiplied by.
  var factor: Int64 = 1

  /// A stay's tally is a tally: they add up.
  var tally: Tally { tally(of: stays) }

  /// The tally of some of the stays.
  func tally(of stays: [Stay]) -> Tally {
    var cells: [(institution: String, stratum: Stratum, sums: TallySums)] = []
    var totals: [String: TallySums] = [:]
    var pairs: [(institution: String, first: Stratum, second: Stratum, sums: PairSums)] = []
    for stay in stays {
      var total = TallySums()
      var heads: [(stratum: Stratum, fen: Int64)] = []
      for (disease, fen) in stay.fen.sorted(by: { $0.key < $1.key }) {
        let stratum = Stratum(labels: [disease] + stay.labels + [Stratum.all])
        let sums = cell(fen, visits: stay.visits)
        cells.append((stay.institution, stratum, sums))
        total += sums
        if stay.visits > 0 { heads.append((stratum, sums.cappedFen)) }
      }
      total.heads = stay.visits > 0 ? 1 : 0
      total.distinctHeads = total.heads
      total.visits = stay.visits
      totals[stay.institution, default: TallySums()] += total
      for (offset, second) in heads.enumerated() {
        for first in heads.prefix(offset) {
          pairs.append((stay.institution, first.stratum, second.stratum, pair(first.fen, second.fen)))
        }
      }
    }
    return Tally(
      groups: groups.filter { totals[$0.key] != nil }, cells: cells, totals: totals, pairs: pairs,
      parts: Set(Tally.Part.allCases))
  }

  private func cell(_ fen: Int64, visits: Int64) -> TallySums {
    var sums = TallySums()
    sums.heads = visits > 0 ? 1 : 0
    sums.distinctHeads = sums.heads
    sums.visits = visits
    sums.costFen = fen * factor
    sums.cappedFen = min(sums.costFen, capFen)
    sums.cappedSquares = Int128(sums.cappedFen) * Int128(sums.cappedFen)
    sums.drugFen = fen / 2 * factor
    sums.fundFen = fen / 3 * factor
    return sums
  }

  private func pair(_ first: Int64, _ second: Int64) -> PairSums {
    var sums = PairSums()
    sums.heads = 1
    sums.firstFen = first
    sums.secondFen = second
    sums.products = Int128(first) * Int128(second)
    return sums
  }
}

extension TallyMaker {
  /// A city of two peer groups whose institutions differ; some strata are sparse, some persons have two diseases.
  static func random(seed: UInt64, institutions: Int = 16, personsEach: Int = 90) -> TallyMaker {
    var source = Seeded(seed)
    var maker = TallyMaker()
    let diseases = ["M00100", "M00300", "M01600", "M03900"]
    for number in 0..<institutions {
      let id = "P330102\(10_000 + number)"
      maker.groups[id] = number % 3 == 0 ? "clinic" : "pharmacy"
      let dear = Double.random(in: 0.7...1.5, using: &source)
      for _ in 0..<personsEach {
        // Squares of a uniform number make some labels common and some sparse.
        func pick(_ labels: [String]) -> String {
          let point = Double.random(in: 0..<1, using: &source)
          return labels[Int(point * point * Double(labels.count))]
        }
        var fen: [String: Int64] = [:]
        for _ in 0..<(source.happens(0.3) ? 2 : 1) {
          fen[pick(diseases)] = Int64(dear * 40_000 * Double.random(in: 0.1...3, using: &source))
        }
        let labels = [
          pick(["45-59", "60-69", "70-79", "80+", "18-44"]), pick(["male", "female"]), pick(["employee", "resident"]),
        ]
        maker.stays.append(
          Stay(institution: id, labels: labels, visits: Int64(1 + source.below(6)), fen: fen))
      }
    }
    maker.capFen = 110_000
    return maker
  }
}

extension Scorecard {
  /// A scorecard of a tally under the default plan.
  init(_ tally: Tally, _ plan: ScoringPlan = ScoringPlan()) {
    self.init(tally: tally, plan: plan, institutions: [:], threads: 1)
  }

  /// Scores by institution.
  var byCode: [String: InstitutionScore] {
    Dictionary(institutions.map { ($0.institution.id, $0) }, uniquingKeysWith: { first, _ in first })
  }
}

extension InstitutionScore {
  /// Every figure that is a Double, by name.
  var figures: [String: Double] { columns.compactMapValues(\.double) }
}
