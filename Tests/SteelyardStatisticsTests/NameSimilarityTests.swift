import SteelyardNumerics
import SteelyardStatistics
import Testing

/// The distance by recursion on the first characters, without a table.
private func naiveDistance(_ a: ArraySlice<Unicode.Scalar>, _ b: ArraySlice<Unicode.Scalar>) -> Int {
  guard let first = a.first, let second = b.first else { return max(a.count, b.count) }
  if first == second { return naiveDistance(a.dropFirst(), b.dropFirst()) }
  return 1
    + min(
      naiveDistance(a.dropFirst(), b.dropFirst()), naiveDistance(a.dropFirst(), b), naiveDistance(a, b.dropFirst()))
}

/// The fewest steps from one word to another over an alphabet, by search outwards: every edit and every swap one step.
private func searchedDistance(_ a: String, _ b: String, alphabet: [Character], longest: Int) -> Int {
  var (steps, seen, edge) = (0, Set([a]), [a])
  while !seen.contains(b) {
    steps += 1
    var next: [String] = []
    for word in edge {
      let characters = Array(word)
      for place in 0...characters.count {
        for letter in alphabet where characters.count < longest {
          next.append(String(characters[..<place] + [letter] + characters[place...]))
        }
        guard place < characters.count else { continue }
        next.append(String(characters[..<place] + characters[(place + 1)...]))
        for letter in alphabet { next.append(String(characters[..<place] + [letter] + characters[(place + 1)...])) }
        guard place + 1 < characters.count else { continue }
        var swapped = characters
        swapped.swapAt(place, place + 1)
        next.append(String(swapped))
      }
    }
    edge = next.filter { seen.insert($0).inserted }
  }
  return steps
}

@Suite struct NameSimilarityTests {
  private func words(_ count: Int, seed: UInt64, longest: Int) -> [String] {
    var source = RandomSource(seed: seed, stream: 0)
    return (0..<count).map { _ in
      String(
        (0..<source.uniform(below: longest + 1)).map { _ in ["A", "B", "张"][source.uniform(below: 3)] as Character })
    }
  }

  @Test("The distances are those of a recursion and of a search over all words")
  func naiveTwins() {
    let found = words(40, seed: 1, longest: 5)
    for (a, b) in zip(found, found.dropFirst()) {
      let naive = naiveDistance(Array(a.unicodeScalars)[...], Array(b.unicodeScalars)[...])
      #expect(NameSimilarity.levenshtein(a, b) == naive, "\(a) \(b), seed 1")
    }
    let short = words(30, seed: 2, longest: 4)
    for (a, b) in zip(short, short.dropFirst()) {
      let searched = searchedDistance(a, b, alphabet: ["A", "B", "张"], longest: 6)
      #expect(NameSimilarity.damerau(a, b) == searched, "\(a) \(b), seed 2")
    }
    #expect(NameSimilarity.damerau("CA", "ABC") == 2)
  }

  @Test("Similarities lie in 0 … 1, are 1 for equal names only, and both distances are symmetric")
  func properties() {
    let found = words(300, seed: 3, longest: 9)
    for (a, b) in zip(found, found.dropFirst()) {
      let (jaro, winkler) = (NameSimilarity.jaro(a, b), NameSimilarity.jaroWinkler(a, b))
      #expect(jaro >= 0 && winkler >= jaro && winkler <= 1, "\(a) \(b), seed 3")
      #expect((jaro == 1) == (a == b && !a.isEmpty), "\(a) \(b), seed 3")
      #expect(NameSimilarity.levenshtein(a, b) == NameSimilarity.levenshtein(b, a))
      #expect(NameSimilarity.damerau(a, b) == NameSimilarity.damerau(b, a))
      #expect(NameSimilarity.damerau(a, b) <= NameSimilarity.levenshtein(a, b))
    }
  }

  @Test("Empty names have nothing in common and are as far apart as the other is long")
  func empty() {
    #expect(NameSimilarity.jaro("", "") == 0 && NameSimilarity.jaroWinkler("", "") == 0)
    #expect(NameSimilarity.levenshtein("", "") == 0 && NameSimilarity.damerau("", "") == 0)
    #expect(NameSimilarity.levenshtein("", "王小明") == 3 && NameSimilarity.damerau("王小明", "") == 3)
    #expect(NameSimilarity.jaro("A", "BCDEFGHIJK") == 0 && NameSimilarity.jaro("BCDEFGHIJK", "A") == 0)
  }
}

@Suite struct LinkageWeightsTests {
  @Test("Weights of two to one double the odds")
  func doubling() {
    let weights = LinkageWeights(probabilityOfMatch: 0.5)
    #expect(weights.priorWeight == 0 && weights.evidence([]).probability == 0.5)
    let two = LinkageWeights.Level(matching: 0.5, unmatching: 0.25)
    #expect(two.matchWeight == 1 && two.bayesFactor == 2)
    // 2/3 and 4/5, a division each.
    #expect(abs(weights.evidence([two]).probability - 2.0 / 3) < 1e-15)
    #expect(abs(weights.evidence([two, two]).probability - 0.8) < 1e-15)
  }

  @Test("The strongest evidence either way gives a probability")
  func extremes() {
    let weights = LinkageWeights(probabilityOfMatch: 1e-100)
    let against = LinkageWeights.Level(matching: 1e-100, unmatching: 1)
    let inFavour = LinkageWeights.Level(matching: 1, unmatching: 1e-100)
    #expect(weights.evidence(Array(repeating: against, count: 20)).probability == 0)
    #expect(weights.evidence(Array(repeating: inFavour, count: 20)).probability == 1)
  }
}
