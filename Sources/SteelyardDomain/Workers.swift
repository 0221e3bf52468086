import Dispatch

/// Runs `count` pieces of work on some threads and gives their results in order.
///
/// The pieces are the same for any number of threads, so nothing computed from them depends on it.
package func concurrently<Result: Sendable>(
  _ count: Int, threads: Int, _ work: @escaping @Sendable (Int) -> Result
) -> [Result] {
  let workers = max(1, min(threads, count))
  if workers == 1 { return (0..<count).map(work) }
  nonisolated(unsafe) let results = UnsafeMutablePointer<Result?>.allocate(capacity: count)
  results.initialize(repeating: nil, count: count)
  defer {
    results.deinitialize(count: count)
    results.deallocate()
  }
  // Worker w takes the pieces w, w + workers, …: each slot is written by exactly one thread.
  DispatchQueue.concurrentPerform(iterations: workers) { worker in
    for piece in stride(from: worker, to: count, by: workers) { results[piece] = work(piece) }
  }
  return (0..<count).map { piece in
    guard let result = results[piece] else { preconditionFailure("every piece of work gives a result") }
    return result
  }
}
