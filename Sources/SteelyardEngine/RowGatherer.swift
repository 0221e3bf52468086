import Dispatch
import SteelyardDomain
import SteelyardLedger

/// Gathers the batches of a reader, on a thread of its own where there is more than one: rows are the largest thing in
/// memory, and making room for them takes a tenth of the time of reading.
///
/// Batches are added in the order in which they are given.
final class RowGatherer: @unchecked Sendable {
  /// How many batches may wait.
  private static let batchesWaiting = 8

  private var rows = LedgerBuilder()
  private let queue: DispatchQueue?
  private let room = DispatchSemaphore(value: 0)

  init(threads: Int) {
    queue = threads > 1 ? DispatchQueue(label: "gathering rows", qos: .userInitiated) : nil
    // Counted up rather than begun with: a semaphore may not be let go below what it began with.
    for _ in 0..<Self.batchesWaiting { room.signal() }
  }

  func add(_ batch: ClaimBatch) {
    guard let queue else { return rows.add(batch) }
    room.wait()
    queue.async {
      self.rows.add(batch)
      self.room.signal()
    }
  }

  /// Makes room for the rows that are still to come, as far as they can be foreseen.
  ///
  /// - Parameter rows: how many there will be in all; more may come.
  func expect(_ rows: Int) {
    guard let queue else { return self.rows.reserve(rows) }
    queue.async { self.rows.reserve(rows) }
  }

  /// Looks at all that was added.
  func look<Result>(_ body: (LedgerBuilder) -> Result) -> Result {
    queue?.sync {}
    return body(rows)
  }

  /// Gives the rows away: whoever works on them in place must have them alone.
  func take() -> LedgerBuilder {
    queue?.sync {}
    var taken = LedgerBuilder()
    swap(&taken, &rows)
    return taken
  }
}
