internal import Dispatch

/// Work shared out over workers whose number is no part of the result.
enum ParallelBlocks {
  /// What `work` makes of 0, 1, … count − 1, in that order; worker w takes w, w + threads, w + 2 · threads …
  static func map<Result: Sendable>(_ count: Int, threads: Int, _ work: (Int) -> Result) -> [Result] {
    guard threads > 1, count > 1 else { return (0..<count).map(work) }
    var results = [Result?](repeating: nil, count: count)
    results.withUnsafeMutableBufferPointer { results in
      // Every block writes to a place of its own, so no element has two writers.
      nonisolated(unsafe) let results = results
      withoutActuallyEscaping(work) { work in
        nonisolated(unsafe) let work = work
        DispatchQueue.concurrentPerform(iterations: min(threads, count)) { worker in
          for block in stride(from: worker, to: count, by: threads) { results[block] = work(block) }
        }
      }
    }
    return results.compactMap { $0 }
  }
}
