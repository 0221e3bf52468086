import SteelyardStatistics
import Testing

/// What is stored of the sequential statistics as flags and words; the figures are ``MonitorChecks``.
@Suite struct MonitorOracleTests {
  @Test("The cusum package's ten cases do not signal, and their sums round to what is published")
  func cusumPackage() throws {
    let stored = try StoredCusum.read().cusum_pkg
    let steps = BernoulliCusum(oddsRatio: stored.odds_multiplier).path(
      occurred: stored.outcomes.map { $0 == 1 }, risks: stored.risks, limit: stored.limit)
    try #require(steps.count == stored.ct.count)
    #expect(steps.map { ($0.sum * 100).rounded() / 100 } == stored.published_ct_2dp)
    #expect(steps.allSatisfy { !$0.isSignal })
  }

  @Test("Rigdon's published weights are ours to four decimals, but for one of which two digits are swapped")
  func rigdonAsPublished() throws {
    let stored = try StoredCusum.read().rigdon
    // The first is printed −0.0954 where its own formula gives −0.0945.
    #expect(stored.published_RA2_4dp[0] == -0.0954 && abs(stored.w[0] + 0.0945) < 0.00005)
    for (weight, published) in zip(stored.w, stored.published_RA2_4dp).dropFirst() {
      // Half of the last decimal printed.
      #expect(abs(weight - published) < 0.00005)
    }
  }

  @Test("The talk's hundred patients signal where the author's do")
  func talkSignals() throws {
    let stored = try StoredCusum.read().rss2019
    #expect(MonitorChecks.talk(stored).map { $0.isSignal ? 1 : 0 } == stored.trigger)
  }

  @Test("The talk's months signal where the author's do")
  func monthsSignal() throws {
    let rows = try Oracle.rows("cusum_agg_rss2019.csv")
    // The limit is not stored: any between the highest sum without a trigger, 5.1, and the trigger's 5.6.
    let steps = Cusum.path(weights: try rows.map { try Oracle.number($0, "Wt") }, limit: 5.5)
    let triggers = try rows.map { try Oracle.number($0, "Trigger") }
    #expect(steps.map { $0.isSignal ? 1 : 0 } == triggers)
  }

  @Test("The 25 series of OpenPrescribing alert in the same months, with the same words")
  func openPrescribing() throws {
    let cases = try StoredSeries.read()
    #expect(cases.count == 25)
    for stored in cases {
      let ours = stored.ours
      try #require(ours.states.count == stored.data.count, "\(stored.name)")
      #expect(ours.states.map { $0.alert?.rawValue ?? " " } == stored.expected_alerts, "\(stored.name)")
      #expect(
        ours.states.indices.filter { ours.states[$0].alert != nil } == stored.alert_indices, "\(stored.name)")
      #expect(ours.change.rawValue == stored.change_word, "\(stored.name)")
      #expect((ours.lastAlert == nil) == (stored.last_alert == nil), "\(stored.name)")
      for (month, state) in ours.states.enumerated() {
        #expect((state.target == nil) == (stored.target_mean[month] == nil), "\(stored.name), month \(month)")
        #expect((state.threshold == nil) == (stored.alert_threshold[month] == nil), "\(stored.name), month \(month)")
      }
    }
  }
}
