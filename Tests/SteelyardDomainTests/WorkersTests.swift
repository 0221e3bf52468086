import Dispatch
import Synchronization
import Testing

@testable import SteelyardDomain

@Suite("Work on several threads") struct WorkersTests {
  @Test("Results are those of one thread, in order, whatever the threads and however deep", arguments: [1, 2, 3, 8])
  func results(threads: Int) {
    @Sendable func sums(_ depth: Int, _ seed: Int) -> [Int] {
      concurrently(5, threads: threads) { piece in
        depth == 0 ? piece * seed : sums(depth - 1, seed + piece).reduce(0, +)
      }
    }
    func twin(_ depth: Int, _ seed: Int) -> [Int] {
      (0..<5).map { piece in depth == 0 ? piece * seed : twin(depth - 1, seed + piece).reduce(0, +) }
    }
    for round in 0..<50 { #expect(sums(2, round) == twin(2, round)) }
    #expect(concurrently(0, threads: threads) { $0 }.isEmpty)
    let both = together(threads: threads) {
      sums(1, 7)
    } _: {
      "second"
    }
    #expect(both.0 == twin(1, 7) && both.1 == "second")
  }

  @Test("Pieces are done by no more threads than were asked for") func atMost() {
    let active = Atomic(0)
    let most = Mutex(0)
    _ = concurrently(200, threads: 3) { piece in
      let now = active.wrappingAdd(1, ordering: .relaxed).newValue
      most.withLock { $0 = max($0, now) }
      var waste = 0
      for step in 0..<20_000 { waste ^= step &* piece }
      active.wrappingSubtract(1, ordering: .relaxed)
      return waste
    }
    #expect(most.withLock { (1...3).contains($0) })
  }

  @Test(
    "A thread that waits lends its place: the pieces of the other branch are worked on side by side",
    .timeLimit(.minutes(2)))
  func lends() {
    // The first branch ends only once a helper is at the second, so that no helper is free but for the place that is lent.
    // Two pieces that wait for each other can only end where two threads are at them.
    let (begun, first, second) = (
      DispatchSemaphore(value: 0), DispatchSemaphore(value: 0), DispatchSemaphore(value: 0)
    )
    let (none, met) = together(threads: 2) {
      begun.wait(timeout: .now() + 60) == .success
    } _: {
      begun.signal()
      return concurrently(2, threads: 2) { piece in
        (piece == 0 ? second : first).signal()
        return (piece == 0 ? first : second).wait(timeout: .now() + 60) == .success
      }
    }
    #expect(none && met == [true, true])
  }

  @Test("Work ahead is done while its result is not asked for, and gives it away once") func ahead() {
    let begun = DispatchSemaphore(value: 0)
    let ahead = Ahead {
      begun.signal()
      return [1, 2, 3]
    }
    begun.wait()
    ahead.wait()
    #expect(ahead.take() == [1, 2, 3])
  }
}
