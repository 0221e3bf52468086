import SteelyardDomain
import SteelyardStatistics
import Testing

/// `matching_and_digits.json`.
struct StoredMatching: Decodable {
  struct Pair: Decodable {
    let a, b: String
    let jaro, jaro_winkler: Double
    let levenshtein, damerau: Int
  }

  /// A resident number in pieces.
  struct Number: Decodable {
    let area_birth, serial: String
    let check: String?

    var text: String { area_birth + serial + (check ?? "") }
  }

  struct Resident: Decodable {
    let id, id15, id18: Number?
    let check_digit: String?
    let valid_checksum: Bool?
  }

  struct Code: Decodable { let code17, check: String }

  struct Benford: Decodable {
    struct Cutoffs: Decodable { let first_digit, first_two, first_three: [Double] }

    let first_digit: [Double]
    let first_two_samples: [String: Double]
    let mad_cutoffs: Cutoffs
  }

  struct Linkage: Decodable {
    struct Comparison: Decodable {
      let name: String
      let m, u, bayes_factor, match_weight: Double

      var level: LinkageWeights.Level { .init(matching: m, unmatching: u) }
    }

    struct Case: Decodable {
      let levels: [String]
      let match_weight, probability: Double
    }

    let lambda_, prior_weight: Double
    let comparisons: [Comparison]
    let cases: [Case]
  }

  let jaro_winkler: [Pair]
  let resident_id: [Resident]
  let uscc: [Code]
  let benford: Benford
  let fellegi_sunter: Linkage

  static func read() throws -> StoredMatching { try Oracle.json("matching_and_digits.json", as: StoredMatching.self) }
}

/// Names, links and digits held to stored numbers.
enum MatchingChecks {
  static let all: [OracleCheck] = [
    OracleCheck(
      estimator: "NameSimilarity", oracle: "matching_and_digits.json, jaro_winkler",
      figures: "Jaro, Jaro–Winkler, Levenshtein, Damerau of 12 pairs",
      // Sums of three quotients in another order: the last bits.
      tolerance: 1e-15
    ) {
      try StoredMatching.read().jaro_winkler.flatMap { pair -> [OracleCheck.Pair] in
        [
          (NameSimilarity.jaro(pair.a, pair.b), pair.jaro),
          (NameSimilarity.jaroWinkler(pair.a, pair.b), pair.jaro_winkler),
          (Double(NameSimilarity.levenshtein(pair.a, pair.b)), Double(pair.levenshtein)),
          (Double(NameSimilarity.damerau(pair.a, pair.b)), Double(pair.damerau)),
        ]
      }
    },
    OracleCheck(
      estimator: "DigitDistribution.Digits", oracle: "matching_and_digits.json, benford",
      figures: "expected shares, cut-offs",
      // One logarithm of a number near 1, taken another way.
      tolerance: 1e-14
    ) {
      let stored = try StoredMatching.read().benford
      var pairs = zip(DigitDistribution.Digits.first.expected, stored.first_digit).map { ($0, $1) }
      for (digits, share) in stored.first_two_samples {
        pairs.append((DigitDistribution.Digits.firstTwo.expected[try #require(Int(digits)) - 10], share))
      }
      let cutoffs = stored.mad_cutoffs
      pairs += zip(DigitDistribution.Digits.first.cutoffs, cutoffs.first_digit).map { ($0, $1) }
      pairs += zip(DigitDistribution.Digits.firstTwo.cutoffs, cutoffs.first_two).map { ($0, $1) }
      pairs += zip(DigitDistribution.Digits.firstThree.cutoffs, cutoffs.first_three).map { ($0, $1) }
      return pairs
    },
    OracleCheck(
      estimator: "LinkageWeights", oracle: "matching_and_digits.json, fellegi_sunter",
      figures: "prior, Bayes factors, weights, probabilities",
      // Sums of up to five logarithms; a weight near zero is a difference of ones near ten.
      tolerance: 1e-14
    ) {
      let stored = try StoredMatching.read().fellegi_sunter
      let weights = LinkageWeights(probabilityOfMatch: stored.lambda_)
      var pairs = [(weights.priorWeight, stored.prior_weight)]
      for comparison in stored.comparisons {
        pairs.append((comparison.level.bayesFactor, comparison.bayes_factor))
        pairs.append((comparison.level.matchWeight, comparison.match_weight))
      }
      let levels = Dictionary(uniqueKeysWithValues: stored.comparisons.map { ($0.name, $0.level) })
      for example in stored.cases {
        let evidence = weights.evidence(try example.levels.map { try #require(levels[$0]) })
        pairs.append((evidence.matchWeight, example.match_weight))
        pairs.append((evidence.probability, example.probability))
      }
      return pairs
    },
  ]
}

/// What is stored of identity numbers as characters and flags.
@Suite struct MatchingOracleTests {
  @Test("Resident numbers have the check characters of the standard, and what disagrees is found")
  func residentNumbers() throws {
    let stored = try StoredMatching.read().resident_id
    for example in stored {
      guard let id = example.id else { continue }
      let ours = try #require(ResidentIdentifier(id.text))
      #expect(ours.checkCharacter.map(String.init) == example.check_digit)
      let check: ResidentIdentifier.Check =
        example.valid_checksum.map { $0 ? .agrees : .disagrees } ?? .absent
      #expect(ours.check == check)
    }
    #expect(stored.filter { $0.id != nil }.count == 5)
  }

  @Test("The older form of 15 becomes the stored one of 18")
  func olderForm() throws {
    let stored = try StoredMatching.read().resident_id.filter { $0.id15 != nil }
    #expect(stored.count == 1)
    for example in stored {
      let older = try #require(example.id15.flatMap { ResidentIdentifier($0.text) })
      #expect(older.extended.text == example.id18?.text)
      #expect(older.extended.check == .agrees)
    }
  }

  @Test("The social credit code has the check character of the standard")
  func creditCode() throws {
    for example in try StoredMatching.read().uscc {
      #expect(UnifiedSocialCreditCode.checkCharacter(first17: example.code17).map(String.init) == example.check)
      #expect(UnifiedSocialCreditCode.isValid(example.code17 + example.check))
    }
  }
}
