import Foundation
import SteelyardDomain
import SteelyardEngine
import SteelyardModels
import SteelyardSynthesis
import SteelyardTestSupport
import Testing

@Suite("Memory that would not do") struct MemoryTests {
  @Test(
    "refuses the run once the rows so far would need more than is left; as much as they need lets it go on",
    arguments: [1, 2])
  func refused(threads: Int) throws {
    let folder = try TemporaryFolder()
    var bytes: [UInt8] = []
    let scenario = Scenario(persons: 600, institutions: 8, seed: 5, plantings: [], plantedHeadsMinimum: 60)
    _ = ClaimGenerator(scenario).write { table, more in
      if table == .claims { bytes += more }
    }
    try folder.write(bytes, to: "claims.csv")
    let outcome = ModelCatalogue.load(folder: Checkout.path("Models/\(CommandRunner.model)"))
    let model = try #require(outcome.model?.scoring)
    var plan = RunPlan(
      model: model, modelHash: outcome.sourceHash, source: .claims([folder.path("claims.csv")]))
    plan.threads = threads
    let rows = Int64(bytes.count { $0 == 10 } - 1)
    let needed = rows * 130 + (256 << 20)
    plan.memoryLeft = { needed - 1 }
    #expect(throws: RunFailure.memoryShort(rows: rows)) { try Run.score(plan) }
    plan.memoryLeft = { needed }
    #expect(try Run.score(plan).quality.reconciliation.read.rows == rows)
  }
}
