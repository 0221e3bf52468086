import SteelyardDomain
import SteelyardSynthesis
import Testing

/// The registers of a scenario as lines, by name, with what is known of them.
private func made(_ scenario: RegisterScenario) throws -> (registers: [String: [[String]]], summary: RegisterSummary) {
  let generator = try #require(RegisterGenerator(scenario))
  var bytes: [String: [UInt8]] = [:]
  let summary = generator.write { name, block in bytes[name, default: []] += block }
  let registers = bytes.mapValues { bytes in
    String(decoding: bytes, as: UTF8.self).split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
  }
  #expect(Set(registers.keys) == Set(generator.registers))
  return (registers, summary)
}

@Suite("Simulated registers") struct RegisterGeneratorTests {
  @Test("There is a story for twelve models, and none for a model that is not known") func models() {
    #expect(RegisterScenario.models.count == 12)
    #expect(RegisterScenario.models == RegisterScenario.models.sorted())
    #expect(RegisterGenerator(RegisterScenario(model: "no/such", persons: 10)) == nil)
  }

  @Test("Equal scenarios give equal bytes, another seed others", arguments: RegisterScenario.models)
  func seeds(model: String) throws {
    let scenario = RegisterScenario(model: model, persons: 200, seed: 3)
    let (first, second) = (try made(scenario), try made(scenario))
    #expect(first.registers == second.registers && first.summary == second.summary)
    // Interns, cadres and resettlers are all alike; what is drawn differs where anything is drawn.
    let isDrawn =
      !model.hasPrefix("internship") && !model.hasPrefix("four") && !model.hasPrefix("resettlement")
      && !model.hasPrefix("preferential")
    let other = try made(RegisterScenario(model: model, persons: 200, seed: 4))
    #expect(!isDrawn || other.registers != first.registers)
  }

  @Test("Every row has the fields of its header, and the summary counts the rows", arguments: RegisterScenario.models)
  func rows(model: String) throws {
    let (registers, summary) = try made(RegisterScenario(model: model, persons: 300))
    for (name, rows) in registers {
      let header = try #require(rows.first)
      #expect(rows.allSatisfy { $0.count == header.count }, "\(name)")
      #expect(rows.count - 1 == summary.rows[name], "\(name)")
    }
  }

  @Test("Numbers of persons are valid, begin with 99 and belong to one person each", arguments: RegisterScenario.models)
  func numbers(model: String) throws {
    let (registers, _) = try made(RegisterScenario(model: model, persons: 300))
    var names: [String: String] = [:]
    var count = 0
    for rows in registers.values where rows[0].contains("身份证号") && rows[0].contains("姓名") {
      let (id, name) = (try #require(rows[0].firstIndex(of: "身份证号")), try #require(rows[0].firstIndex(of: "姓名")))
      for row in rows.dropFirst() {
        let number = try #require(ResidentIdentifier(row[id]))
        #expect(row[id].hasPrefix("99") && number.check == .agrees)
        #expect(names.updateValue(row[name], forKey: row[id]) ?? row[name] == row[name])
        count += 1
      }
    }
    #expect(count >= 300 && names.count >= 300)
  }

  @Test("Every rule has planted cases and near misses, of different subjects", arguments: RegisterScenario.models)
  func truth(model: String) throws {
    let (_, summary) = try made(RegisterScenario(model: model, persons: 100, casesPerKind: 3))
    let rules = Set(summary.truth.map(\.rule))
    #expect(rules.count >= 1)
    for rule in rules {
      let planted = Set(summary.truth.filter { $0.rule == rule && $0.isPlanted }.map(\.subject))
      let near = Set(summary.truth.filter { $0.rule == rule && !$0.isPlanted }.map(\.subject))
      #expect(planted.count >= 2 && near.count >= 2, "\(rule)")
      #expect(planted.isDisjoint(with: near), "\(rule)")
    }
    let csv = String(decoding: RegisterTruth.csv(summary.truth), as: UTF8.self).split(separator: "\n")
    #expect(csv.count == summary.truth.count + 1 && csv[0] == "rule,kind,subject,case")
  }

  @Test("The registers of more persons begin with those of fewer") func growth() throws {
    let model = "elderly-subsidy/entitled-not-enjoyed"
    let few = try made(RegisterScenario(model: model, persons: 50, casesPerKind: 1)).registers
    let many = try made(RegisterScenario(model: model, persons: 90, casesPerKind: 1)).registers
    let rows = try #require(few["residents"])
    #expect(try #require(many["residents"]).prefix(51) == rows.prefix(51))
  }

  @Test("Payments go back as many months as were asked for") func months() throws {
    let scenario = RegisterScenario(model: "disadvantaged-groups/subsidies", persons: 20, months: 24)
    #expect(scenario.period == Month(year: 2023, month: 7)...Month(year: 2025, month: 6))
    let payments = try #require(try made(scenario).registers["payments"])
    let months = Set(payments.dropFirst().map { $0[4] })
    #expect(months.count == 24 && months.min() == "2023-07" && months.max() == "2025-06")
  }
}
