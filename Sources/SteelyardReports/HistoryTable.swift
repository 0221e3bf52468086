public import SteelyardScoring

/// The earlier periods in which institutions stood out (`history.csv`): one row an institution, side and period.
public enum HistoryTable {
  /// The name of the file in a run's folder.
  public static let fileName = "history.csv"

  private static let names = ["institution_id", "period", "side"]
  private static let above = "above"
  private static let below = "below"

  /// The history as CSV: those above their peers, then those below, by code and period, the latest first.
  public static func csv(_ history: SignalHistory) -> [UInt8] {
    var writer = CsvWriter()
    writer.header(names)
    for (side, signals) in [(above, history.signals), (below, history.lowSignals)] {
      for (id, positions) in signals.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
        for position in positions {
          writer.text(id)
          writer.text(history.periods[position])
          writer.text(side)
          writer.endRow()
        }
      }
    }
    return writer.bytes
  }

  /// Reads a history back, or `nil` where the bytes are none.
  ///
  /// - Parameter periods: all periods looked at, the latest first; one without signals has no row.
  public static func parse(_ bytes: [UInt8], periods: [String]) -> SignalHistory? {
    guard let records = CsvText.records(bytes), records.first == names else { return nil }
    var signals: [String: [String: [Int]]] = [:]
    for record in records.dropFirst() {
      guard record.count == 3, let position = periods.firstIndex(of: record[1]), [above, below].contains(record[2])
      else { return nil }
      signals[record[2], default: [:]][CsvWriter.unguarded(record[0]), default: []].append(position)
    }
    return SignalHistory(periods: periods, signals: signals[above] ?? [:], lowSignals: signals[below] ?? [:])
  }
}
