import Dispatch
import Synchronization

/// Runs `count` pieces of work on some threads and gives their results in order.
///
/// The pieces are the same for any number of threads, so nothing computed from them depends on it. A piece may itself run
/// pieces: a thread that waits for others lends its place, so that no more than `threads` are at work, and no fewer while
/// there is work.
package func concurrently<Result: Sendable>(
  _ count: Int, threads: Int, _ work: @escaping @Sendable (Int) -> Result
) -> [Result] {
  let workers = max(1, min(threads, count))
  if workers == 1 { return (0..<count).map(work) }
  let results = Slots<Result>(count)
  let job = Job(count, threads: threads) { results[$0] = work($0) }
  Workers.offer(job, times: workers - 1)
  job.run()
  Workers.wait(for: job)
  return results.all
}

/// Places for results, each written once, by one thread.
private final class Slots<Result>: @unchecked Sendable {
  private let slots: UnsafeMutablePointer<Result?>
  private let count: Int

  init(_ count: Int) {
    slots = .allocate(capacity: count)
    slots.initialize(repeating: nil, count: count)
    self.count = count
  }

  deinit {
    slots.deinitialize(count: count)
    slots.deallocate()
  }

  subscript(piece: Int) -> Result {
    get {
      guard let result = slots[piece] else { preconditionFailure("every piece of work gives a result") }
      return result
    }
    set { slots[piece] = newValue }
  }

  var all: [Result] { (0..<count).map { self[$0] } }
}

/// Pieces of work that whoever is free takes one by one.
private final class Job: Sendable {
  let threads: Int
  private let count: Int
  private let work: @Sendable (Int) -> Void
  private let next = Atomic(0)
  private let done = Atomic(0)
  private let finished = DispatchSemaphore(value: 0)

  init(_ count: Int, threads: Int, _ work: @escaping @Sendable (Int) -> Void) {
    self.threads = threads
    self.count = count
    self.work = work
  }

  /// Whether every piece is done, or in someone's hands.
  var isTaken: Bool { next.load(ordering: .relaxed) >= count }
  var isDone: Bool { done.load(ordering: .acquiring) == count }

  func run() {
    while true {
      let piece = next.wrappingAdd(1, ordering: .relaxed).oldValue
      if piece >= count { return }
      work(piece)
      if done.wrappingAdd(1, ordering: .acquiringAndReleasing).newValue == count { finished.signal() }
    }
  }

  func wait() { finished.wait() }
}

/// Who is at work, and who would like help.
private enum Workers {
  private struct State {
    /// Helpers at work, less the threads that wait for them.
    var running = 0
    /// Jobs that want one more helper, the latest last.
    var wanting: [Job] = []

    /// The jobs that get one now.
    mutating func ready() -> [Job] {
      var ready: [Job] = []
      while let job = wanting.last, job.isTaken || running < job.threads - 1 {
        wanting.removeLast()
        if job.isTaken { continue }
        running += 1
        ready.append(job)
      }
      return ready
    }
  }

  private static let state = Mutex(State())

  /// Asks for helpers.
  static func offer(_ job: Job, times count: Int) {
    begin { $0.wanting += Array(repeating: job, count: count) }
  }

  /// Waits until a job is done; meanwhile another thread may work instead.
  static func wait(for job: Job) {
    let isIdle = !job.isDone
    begin { state in
      // Nobody need keep what it holds on to.
      state.wanting.removeAll { $0 === job }
      if isIdle { state.running -= 1 }
    }
    job.wait()
    if isIdle { state.withLock { $0.running += 1 } }
  }

  private static func begin(_ change: (inout sending State) -> Void) {
    let ready = state.withLock { state in
      change(&state)
      return state.ready()
    }
    for job in ready {
      DispatchQueue.global(qos: .userInitiated).async {
        job.run()
        begin { $0.running -= 1 }
      }
    }
  }
}

/// Does two independent pieces of work, side by side where there is more than one thread, and gives both results.
package func together<First: Sendable, Second: Sendable>(
  threads: Int, _ first: @escaping @Sendable () -> First, _ second: @escaping @Sendable () -> Second
) -> (First, Second) {
  // Each is written by the one thread that does its piece.
  nonisolated(unsafe) var results: (First?, Second?) = (nil, nil)
  _ = concurrently(2, threads: threads) { piece in
    if piece == 0 { results.0 = first() } else { results.1 = second() }
  }
  guard case (let first?, let second?) = results else { preconditionFailure("both pieces of work give a result") }
  return (first, second)
}

/// Work on another thread, begun at once and waited for when its result is wanted.
package final class Ahead<Value: Sendable>: @unchecked Sendable {
  // Written by the thread ahead before the group is left, read after.
  private var value: Value?
  private let group = DispatchGroup()

  /// Begins the work.
  package init(_ work: @escaping @Sendable () -> Value) {
    DispatchQueue.global(qos: .userInitiated).async(group: group) { self.value = work() }
  }

  /// Waits until the work is done.
  package func wait() { group.wait() }

  /// Gives the result away, so that whoever takes it has it alone.
  ///
  /// - Precondition: it is asked for once.
  package func take() -> Value {
    wait()
    guard let taken = value else { preconditionFailure("a result is taken once") }
    value = nil
    return taken
  }
}
