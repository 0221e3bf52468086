import SteelyardStatistics
import Testing

@Suite struct McdOracleTests {
  @Test("Ends in the published subset and gives weight and flags to the same rows", arguments: McdChecks.names)
  func sameRows(name: String) throws {
    let stored = try McdExpected.named(name)
    let ours = try McdExpected.ours(name)
    #expect(ours.subset == stored.best_subset_1based.fromZero)
    #expect(ours.subset.count == stored.h)
    #expect(ours.weights.indices.filter { !ours.weights[$0] } == stored.raw_weights_zero_1based.fromZero)
    #expect(ours.isOutlier.indices.filter { ours.isOutlier[$0] } == stored.outliers_1based.fromZero)
  }

  @Test(
    "The log determinants are those that rrcov prints",
    arguments: [
      ("heart_a0.5", 5.678742), ("phosphor_a0.5", 6.878847), ("stackloss_a0.5", 5.472581),
    ])
  func published(name: String, printed: Double) throws {
    // Half of the last digit printed.
    #expect(abs(try McdExpected.ours(name).subsetLogDeterminant - printed) <= 5e-7)
  }

  @Test("The file holds the sets that are checked, and no other")
  func complete() throws {
    #expect(try McdExpected.all().map(\.name) == McdChecks.names)
  }
}
