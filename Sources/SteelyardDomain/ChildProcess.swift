import CSpawn
import Glibc
import Synchronization

/// A program of the user's at work, in a process group of its own, so that whatever it starts ends with it.
///
/// ```swift
/// let spark = try ChildProcess("/opt/spark/bin/spark-sql", ["-f", "job.sql"], output: .file("job.out"))
/// guard spark.wait() else { … }
/// ```
///
/// No shell has a part in it, its standard input is empty, and no key of the terminal reaches it: whoever handles signals
/// ends all programs with ``endAll(andThen:)``. One that nobody holds any more is ended.
///
/// *Edge cases*: a descendant that leaves the group is not reached; nor is any program where this one is killed (SIGKILL).
package final class ChildProcess: Sendable {
  /// Why there is none: no such program, or none that this user may run.
  package struct NotStarted: Error {}

  /// Where what a program writes goes.
  package enum Output: Sendable {
    /// Nowhere.
    case nothing
    /// Into a file that is there.
    case file(String)
    /// Into a descriptor, which stays the caller's to close.
    case descriptor(Int32)
  }

  /// The programs at work, each the leader of its group.
  private struct Programs {
    var leaders: [ObjectIdentifier: pid_t] = [:]
    var preparation: (@Sendable () -> Void)?
  }

  private static let programs = Mutex(Programs())
  /// How long a program has to end by itself: a second less than the two in which an interrupted run is gone.
  private static let grace = Duration.seconds(1)
  /// How long one that was killed may take to be gone: a disk that it waits for holds it up.
  private static let passing = Duration.milliseconds(500)

  /// Whether it ended well; `nil` before its end.
  private let outcome = Mutex<Bool?>(nil)

  /// Starts a program.
  ///
  /// - Parameters:
  ///   - program: its path, or its name on `$PATH`; a relative path is one of `folder`.
  ///   - arguments: what follows its name.
  ///   - folder: where it works; `nil` is where this program does.
  ///   - output: where its standard output goes.
  ///   - errors: where its standard error goes.
  /// - Throws: ``NotStarted``.
  package init(
    _ program: String, _ arguments: [String], in folder: String? = nil, output: Output, errors: Output = .nothing
  ) throws(NotStarted) {
    let leader = Self.programs.withLock { programs -> pid_t? in
      programs.preparation?()
      programs.preparation = nil
      let leader = Self.spawn(program, arguments, in: folder, streams: [output, errors])
      if let leader { programs.leaders[ObjectIdentifier(self)] = leader }
      return leader
    }
    if leader == nil { throw NotStarted() }
  }

  deinit { end() }

  /// Says what is done once, before the first program is started: to have signals handled.
  package static func beforeFirst(_ preparation: @escaping @Sendable () -> Void) {
    programs.withLock { $0.preparation = preparation }
  }

  /// Waits for the program's end.
  ///
  /// - Returns: whether it ended by itself and with status 0; the same each time.
  package func wait() -> Bool {
    if let leader = Self.programs.withLock({ $0.leaders[ObjectIdentifier(self)] }) {
      var information = siginfo_t()
      // It stays a zombie until the lock is held, so that no other process can have its number while it is known by it.
      while waitid(P_PID, id_t(leader), &information, WEXITED | WNOWAIT) != 0, errno == EINTR {}
      Self.programs.withLock { programs in
        guard programs.leaders.removeValue(forKey: ObjectIdentifier(self)) != nil else { return }
        // What it left behind ends with it, while its number is still its own.
        kill(-leader, SIGTERM)
        var status: Int32 = -1
        while waitpid(leader, &status, 0) < 0, errno == EINTR {}
        outcome.withLock { $0 = status == 0 }
      }
    }
    return outcome.withLock { $0 ?? false }
  }

  /// Ends the program and its descendants, if it has not ended.
  package func end() {
    Self.programs.withLock { programs in
      if let leader = programs.leaders.removeValue(forKey: ObjectIdentifier(self)) { Self.end([leader]) }
    }
  }

  /// Ends all programs with their descendants, then does the last thing that this one does.
  ///
  /// Meanwhile none is started, and whoever waits for one does not learn that it ended.
  package static func endAll(andThen last: () -> Void) {
    programs.withLock { programs in
      end(Array(programs.leaders.values))
      programs.leaders = [:]
      last()
    }
  }

  /// Ends groups: asked first, then killed.
  private static func end(_ leaders: [pid_t]) {
    for leader in leaders {
      kill(-leader, SIGTERM)
      // One that was stopped would not take notice.
      kill(-leader, SIGCONT)
    }
    if areGone(leaders, within: grace) { return }
    for leader in leaders { kill(-leader, SIGKILL) }
    _ = areGone(leaders, within: passing)
  }

  /// Waits until no process of some groups is left; false where one is when the time is up.
  private static func areGone(_ leaders: [pid_t], within limit: Duration) -> Bool {
    let end = ContinuousClock.now + limit
    var left = leaders
    while true {
      left.removeAll { leader in
        // A leader that is not waited for would count as one of its group for ever.
        waitpid(leader, nil, WNOHANG)
        return kill(-leader, 0) != 0 && errno == ESRCH
      }
      if left.isEmpty { return true }
      if ContinuousClock.now > end { return false }
      usleep(5_000)
    }
  }

  private static func spawn(
    _ program: String, _ arguments: [String], in folder: String?, streams: [Output]
  ) -> pid_t? {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    for (number, stream) in zip(Int32(1)..., streams) {
      switch stream {
      case .nothing: posix_spawn_file_actions_addopen(&actions, number, "/dev/null", O_WRONLY, 0)
      case .file(let path): posix_spawn_file_actions_addopen(&actions, number, path, O_WRONLY, 0)
      case .descriptor(let descriptor): posix_spawn_file_actions_adddup2(&actions, descriptor, number)
      }
    }
    // The last of all, so that files above are found from here.
    if let folder { posix_spawn_file_actions_addchdir_np(&actions, folder) }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    posix_spawnattr_setpgroup(&attributes, 0)
    // A thread that starts it may hold signals off, and it would never hear that it is to end.
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK))
    var words: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var leader: pid_t = 0
    return posix_spawnp(&leader, program, &actions, &attributes, &words, environ) == 0 ? leader : nil
  }
}
