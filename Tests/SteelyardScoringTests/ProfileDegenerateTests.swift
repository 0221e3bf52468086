import SteelyardTestSupport
import Testing

@testable import SteelyardScoring

@Suite("Profiles of few or like institutions")
struct ProfileDegenerateTests {
  /// Every number of a run is finite, and what is not judged has no distance.
  private func expectFinite(_ run: ProfileRun, _ comment: Comment) {
    for (name, value) in run.figures { #expect(value.isFinite, "\(comment): \(name) = \(value)") }
    for profile in run.profiles {
      #expect(
        (profile.distance == nil) == (profile.cutoff == nil) && (profile.distance == nil) == profile.parts.isEmpty)
      if profile.distance == nil {
        #expect(!profile.isOutlier && profile.ordinary.isEmpty && profile.upperScore == nil)
      }
    }
  }

  @Test("No institution has no fit, and none eligible has values only")
  func nobody() {
    let none = ProfileRun([])
    #expect(none.profiles.isEmpty && none.fits.isEmpty)
    let units = ProfileUnit.city(seed: 1)
    let unjudged = ProfileRun(units, without: Set(units.map(\.code)))
    #expect(unjudged.fits.isEmpty && unjudged.profiles.count == units.count)
    #expect(unjudged.profiles.allSatisfy { $0.z.isEmpty && $0.distance == nil && $0.values.count == 11 })
    expectFinite(unjudged, "none eligible")
  }

  @Test("An institution that is not eligible moves nobody's figures and has its values")
  func ineligible() throws {
    var units = ProfileUnit.city(seed: 2)
    let before = ProfileRun(units)
    var wild = units[3]
    wild.code = "P9"
    wild.logs = [.visits: 9, .price: 9, .drugs: -9, .crowding: 9]
    units.append(wild)
    let after = ProfileRun(units, without: ["P9"])
    let profile = try #require(after["P9"])
    #expect(profile.values[.price] == 9 && profile.z.isEmpty && profile.distance == nil)
    #expect(before.bits == after.bits.filter { !$0.key.hasPrefix("P9 ") })
  }

  @Test("Fewer than ten peers are not judged", arguments: [1, 2, 9])
  func tooFewPeers(count: Int) {
    let run = ProfileRun(Array(ProfileUnit.city(seed: 3).prefix(count)))
    #expect(run.fits.isEmpty)
    #expect(run.profiles.allSatisfy { $0.outcome == .tooFewPeers && $0.z.isEmpty && $0.distance == nil })
    expectFinite(run, "\(count) institutions")
  }

  @Test("A distance has one feature for every ten institutions", arguments: [10, 17, 25])
  func tooFewRows(count: Int) {
    let run = ProfileRun(Array(ProfileUnit.city(seed: 4).prefix(count)))
    #expect(run.fits.map(\.outcome) == ["fitted"] && run.fits.map(\.features.count) == [count / 10])
    #expect(run.fits.first?.absent[.fundShare] == .tooFewInstitutions)
    #expect(run.profiles.allSatisfy { $0.outcome == .judged && $0.z.count == 9 })
    expectFinite(run, "\(count) institutions")
  }

  @Test("Institutions that are all the same have no feature and no distance")
  func equal() {
    let units = ProfileUnit.city(seed: 5).map { unit in
      var same = ProfileUnit.city(seed: 5)[0]
      same.code = unit.code
      return same
    }
    let run = ProfileRun(units)
    #expect(run.fits.map(\.outcome) == ["noFeatures"])
    #expect(run.fits.first?.absent.filter { $0.value == .noSpread }.count == 11)
    #expect(run.profiles.allSatisfy { $0.z.isEmpty && $0.distance == nil })
    expectFinite(run, "equal")
  }

  @Test("A feature that differs by less than a thousandth is the same everywhere but for rounding")
  func narrow() throws {
    for (step, isUsed) in [(0.000_005, false), (0.000_5, true)] {
      var units = ProfileUnit.city(seed: 5)
      // Shuffled, so that it goes with no other feature.
      for row in units.indices { units[row].logs[.drugs] = step * Double(row * 37 % 90) }
      let fit = try #require(ProfileRun(units).fits.first)
      #expect(fit.features.contains(.drugs) == isUsed, "steps of \(step)")
      #expect(fit.absent[.drugs] == (isUsed ? nil : .noSpread))
    }
  }

  @Test("A majority on one plane is an exact fit and is not inverted")
  func exactFit() {
    var units = ProfileUnit.city(seed: 6)
    for row in units.indices where row % 5 != 0 {
      units[row].logs[.crowding] = (units[row].logs[.visits] ?? 0) - (units[row].logs[.price] ?? 0) / 2
    }
    let run = ProfileRun(units)
    #expect(run.fits.map(\.outcome) == ["exactFit"])
    #expect(run.profiles.allSatisfy { $0.distance == nil && $0.z.count == 9 })
    expectFinite(run, "exact fit")
  }

  @Test("A feature that follows from others is left out and named, and the rest is fitted")
  func collinear() throws {
    var units = ProfileUnit.city(seed: 7)
    for row in units.indices {
      units[row].logs[.crowding] = (units[row].logs[.visits] ?? 0) - (units[row].logs[.price] ?? 0) / 2
    }
    let run = ProfileRun(units)
    let fit = try #require(run.fits.first)
    #expect(fit.outcome == "fitted" && fit.absent[.crowding] == .collinear && !fit.features.contains(.crowding))
    #expect(fit.features.count == 8)
    // It keeps its z, but is no part of the distance.
    #expect(run.profiles.allSatisfy { $0.z[.crowding] != nil && $0.parts[.crowding] == nil && $0.parts.count == 8 })
    expectFinite(run, "collinear")
  }

  @Test("A feature that most have none of is no part of the distance, half is enough")
  func mostHaveNone() throws {
    for (having, isUsed) in [(20, false), (44, false), (45, true), (60, true)] {
      var units = ProfileUnit.city(seed: 8)
      for row in units.indices.prefix(having) { units[row].bursts = Int64(20 + row % 37) }
      let run = ProfileRun(units)
      let fit = try #require(run.fits.first)
      #expect(fit.features.contains(.bursts) == isUsed, "\(having) of 90")
      #expect(fit.absent[.bursts] == (isUsed ? nil : .noSpread))
      #expect(run.profiles.allSatisfy { $0.values[.bursts] != nil && ($0.z[.bursts] != nil) == isUsed })
      expectFinite(run, "\(having) of 90")
    }
  }

  @Test("A feature that more than a tenth lack is missing; who lacks one that counts is not judged")
  func missing() throws {
    for (lacking, isUsed) in [(11, true), (12, false)] {
      var units = ProfileUnit.city(seed: 9, groups: [("pharmacy", 110)])
      for row in 0..<lacking { units[row].change = nil }
      let run = ProfileRun(units)
      let fit = try #require(run.fits.first)
      #expect(fit.outcome == "fitted" && fit.features.contains(.change) == isUsed)
      #expect(fit.absent[.change] == (isUsed ? nil : .missing))
      #expect(fit.institutions == (isUsed ? 99 : 110))
      for (row, unit) in units.enumerated() {
        #expect((run[unit.code]?.distance == nil) == (isUsed && row < lacking), "\(unit.code)")
      }
      expectFinite(run, "\(lacking) lack it")
    }
  }

  @Test("Features lacking in a tenth each, of other institutions each, leave as many features as whole rows allow")
  func jointGaps() throws {
    var units = ProfileUnit.city(seed: 11)
    for row in units.indices {
      switch row / 9 {
      case 0: units[row].logs[.visits] = nil
      case 1: units[row].logs[.price] = nil
      case 2: units[row].logs[.drugs] = nil
      case 3: units[row].logs[.crowding] = nil
      case 4: units[row].change = nil
      default: break
      }
    }
    let run = ProfileRun(units)
    let fit = try #require(run.fits.first)
    #expect(fit.outcome == "fitted" && fit.institutions >= 10 * fit.features.count)
    #expect(fit.institutions == run.profiles.count { $0.outcome == .judged })
    // Of 90 institutions 45 have all nine features; without the last two, change and crowding, 63 do: enough for six.
    #expect(fit.institutions == 63 && fit.features.count == 6)
    #expect(fit.absent.count { $0.value == .tooFewInstitutions } == 3)
    expectFinite(run, "joint gaps")
  }

  @Test("Institutions that hardly differ beside ones that do give finite figures")
  func scales() {
    for (near, far) in [(1e-7, 1e3), (1e-12, 1e3), (1e3, 1e-7)] {
      var units = ProfileUnit.city(seed: 10)
      for row in units.indices {
        units[row].logs[.price]? *= row % 4 == 0 ? far : near
        units[row].logs[.drugs]? *= near
      }
      let run = ProfileRun(units)
      #expect(["fitted", "illConditioned", "exactFit"].contains(run.fits.first?.outcome ?? ""), "\(near), \(far)")
      expectFinite(run, "\(near), \(far)")
    }
  }
}
