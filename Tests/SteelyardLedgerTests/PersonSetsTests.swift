import SteelyardTestSupport
import Testing

@testable import SteelyardLedger

@Suite("Sets of persons") struct PersonSetsTests {
  /// Sets, and the same as sets of numbers.
  private func sets(_ generator: inout Seeded, _ count: Int, persons: Int) -> (PersonSets, [Set<Int>]) {
    var sets = PersonSets(sets: count, persons: persons)
    let shares = (0..<count).map { _ in generator.pick([2, 20, 60, 100]) }
    let members = shares.map { share in Set((0..<persons).filter { _ in generator.chance(share) }) }
    for (set, persons) in members.enumerated() { for person in persons { sets.insert(person, into: set) } }
    return (sets, members)
  }

  @Test(
    "They answer as sets of numbers do, for any number of persons and sets, some of them asked about twice",
    arguments: [1, 63, 64, 255, 256, 257, 1_000])
  func twin(persons: Int) {
    var generator = Seeded.announced("\(persons)")
    for _ in 0..<30 {
      let (sets, members) = sets(&generator, 40, persons: persons)
      let asked = (0..<(1 + generator.below(40))).map { _ in generator.below(40) }
      let counts = (0..<persons).map { person in asked.count { members[$0].contains(person) } }
      #expect(sets.countInAll(asked) == counts.count { $0 == asked.count })
      for quorum in [1, (asked.count + 1) / 2, asked.count] {
        let found = sets.persons(inAtLeast: quorum, of: asked)
        #expect(found.map(Int.init) == (0..<persons).filter { counts[$0] >= quorum })
        var told: [Int: Int] = [:]
        var order: [Int] = []
        sets.forEach(inAtLeast: quorum, of: asked) { person, common in
          told[person] = common
          order.append(person)
          return quorum
        }
        #expect(order == found.map(Int.init) && order.allSatisfy { told[$0] == counts[$0] })
      }
    }
  }

  @Test("Who asks for more from now on is told of nobody else that has less, from the next 256 persons on")
  func raised() {
    var generator = Seeded.announced()
    let (sets, members) = sets(&generator, 12, persons: 2_000)
    let counts = (0..<2_000).map { person in members.count { $0.contains(person) } }
    var most = 1
    var told: [Int] = []
    sets.forEach(inAtLeast: 1, of: Array(0..<12)) { person, common in
      #expect(common == counts[person])
      told.append(person)
      most = max(most, common)
      return most
    }
    var (least, expected) = (1, [Int]())
    for block in 0..<8 {
      let here = (block * 256..<min(2_000, block * 256 + 256)).filter { counts[$0] >= least }
      expected += here
      least = here.reduce(least) { max($0, counts[$1]) }
    }
    #expect(told == expected && told.count < 2_000)
  }

  @Test("Nobody is in many of no sets, and nobody is in more sets than there are") func edges() {
    var generator = Seeded.announced()
    let (sets, _) = sets(&generator, 3, persons: 100)
    sets.forEach(inAtLeast: 1, of: []) { _, _ in
      Issue.record("nobody is in no sets"); return 1
    }
    sets.forEach(inAtLeast: 4, of: [0, 1, 2]) { _, _ in
      Issue.record("there are three sets"); return 4
    }
  }
}
