// Runs the built program as a user at a terminal does, on folders and tables made for the test.
import Foundation

/// The checkout that the tests belong to.
public enum Checkout {
  /// The root folder.
  public static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path(percentEncoded: false).droppingLastSlash

  /// A path below the root.
  public static func path(_ relative: String) -> String { "\(root)/\(relative)" }
}

/// A program that cannot be run at all.
public struct CommandRunnerFailure: Error, CustomStringConvertible {
  /// What went wrong.
  public let description: String

  /// Creates a failure.
  public init(description: String) { self.description = description }
}

/// Runs programs with a small, known environment.
public enum CommandRunner {
  /// What a program left behind.
  public struct Outcome: Sendable {
    /// The exit status; 128 + the signal where a signal ended it.
    public let status: Int32
    /// What stood on standard output.
    public let outputBytes: [UInt8]
    /// What stood on standard error.
    public let stderr: String

    /// Standard output as text.
    public var stdout: String { String(decoding: outputBytes, as: UTF8.self) }
  }

  /// The program under test: `$STEELYARD_BINARY`, or `steelyard` beside the test bundle's executable.
  public static let binary: String = {
    if let wish = ProcessInfo.processInfo.environment["STEELYARD_BINARY"], !wish.isEmpty { return wish }
    let bundle = URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath()
    return bundle.deletingLastPathComponent().appending(path: "steelyard").path(percentEncoded: false)
  }()

  /// The first model, by its id.
  public static let model = "medical-insurance/outpatient-specified-disease-cost"

  /// What every program finds in its environment: no home, English, UTC, the models of the checkout.
  public static let environment: [String: String] = {
    var environment = [
      "HOME": "/nonexistent", "LC_ALL": "C", "TZ": "UTC", "COLUMNS": "80", "STEELYARD_MODELS": Checkout.path("Models"),
    ]
    for name in ["PATH", "LD_LIBRARY_PATH"] { environment[name] = ProcessInfo.processInfo.environment[name] }
    return environment
  }()

  /// Runs `steelyard` to its end.
  ///
  /// - Parameters:
  ///   - arguments: the command and its options.
  ///   - environment: laid over ``environment``; an empty value takes a variable away.
  ///   - input: standard input, empty where nothing is said.
  ///   - folder: the working folder.
  public static func steelyard(
    _ arguments: [String], environment: [String: String] = [:], input: [UInt8] = [], in folder: String = Checkout.root
  ) throws -> Outcome {
    try start(arguments, environment: environment, input: input, in: folder).wait()
  }

  /// Starts `steelyard` and lets it run.
  ///
  /// - Parameter ignored: the name of a signal that it is started to ignore, as `HUP`; every other one does what it usually does.
  public static func start(
    _ arguments: [String], environment: [String: String] = [:], input: [UInt8] = [],
    in folder: String = Checkout.root, ignoring ignored: String? = nil
  ) throws -> RunningCommand {
    guard access(binary, X_OK) == 0 else {
      throw CommandRunnerFailure(description: "there is no program \(binary); build it or set STEELYARD_BINARY")
    }
    return try spawn(binary, arguments, environment: environment, input: input, in: folder, ignoring: ignored)
  }

  /// Runs another program of the system, found by `PATH`, and hands back what it prints.
  public static func system(_ name: String, _ arguments: [String], input: [UInt8] = []) throws -> [UInt8] {
    let outcome = try spawn(name, arguments, environment: [:], input: input, in: Checkout.root).wait()
    guard outcome.status == 0 else { throw CommandRunnerFailure(description: "\(name) failed: \(outcome.stderr)") }
    return outcome.outputBytes
  }

  private static func spawn(
    _ program: String, _ arguments: [String], environment: [String: String], input: [UInt8], in folder: String,
    ignoring ignored: String? = nil
  ) throws -> RunningCommand {
    let streams = try TemporaryFolder()
    try streams.write(input, to: "stdin")
    let variables = Self.environment.merging(environment) { $1 }.filter { !$0.value.isEmpty }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, streams.path("stdin"), O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, streams.path("stdout"), O_WRONLY | O_CREAT, 0o600)
    posix_spawn_file_actions_addopen(&actions, 2, streams.path("stderr"), O_WRONLY | O_CREAT, 0o600)
    // A thread of a test's pool holds signals off; a program that inherits that waits for its own alarm for ever.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    // env goes to the folder and becomes the program, which keeps its process.
    let signals = ["--default-signal=HUP,INT,TERM,PIPE"] + (ignored.map { ["--ignore-signal=\($0)"] } ?? [])
    let words = CStrings(["env", "-C", folder] + signals + [program] + arguments)
    let settings = CStrings(variables.map { "\($0.key)=\($0.value)" }.sorted())
    var identifier: Int32 = 0
    let result = posix_spawn(&identifier, "/usr/bin/env", &actions, &attributes, words.pointers, settings.pointers)
    guard result == 0 else { throw CommandRunnerFailure(description: "\(program) does not start: error \(result)") }
    return RunningCommand(identifier: identifier, streams: streams)
  }
}

/// A program that was started and has not been waited for.
public final class RunningCommand: Sendable {
  /// The process.
  public let identifier: Int32
  private let streams: TemporaryFolder

  init(identifier: Int32, streams: TemporaryFolder) {
    self.identifier = identifier
    self.streams = streams
  }

  /// Sends a signal.
  public func send(_ signal: Int32) { kill(identifier, signal) }

  /// Waits for the end, however long it takes.
  public func wait() throws -> CommandRunner.Outcome {
    var status: Int32 = 0
    while waitpid(identifier, &status, 0) < 0 {
      guard errno == EINTR else { throw CommandRunnerFailure(description: "the process cannot be waited for") }
    }
    return try outcome(status)
  }

  /// Waits for the end, and kills the program where it has not come in time.
  public func wait(atMost limit: Duration) throws -> CommandRunner.Outcome {
    var status: Int32 = 0
    let hasEnded = Polling.until(limit) { waitpid(identifier, &status, WNOHANG) == identifier }
    if hasEnded { return try outcome(status) }
    send(SIGKILL)
    waitpid(identifier, &status, 0)
    throw CommandRunnerFailure(description: "the program did not end within \(limit)")
  }

  private func outcome(_ status: Int32) throws -> CommandRunner.Outcome {
    let signal = status & 0x7F
    return CommandRunner.Outcome(
      status: signal == 0 ? (status >> 8) & 0xFF : 128 + signal, outputBytes: try streams.read("stdout"),
      stderr: String(decoding: try streams.read("stderr"), as: UTF8.self))
  }
}

/// Waiting with an end: the only pause a test may make.
public enum Polling {
  /// Asks again and again until something holds or the time is up; returns whether it held.
  public static func until(_ limit: Duration, _ holds: () -> Bool) -> Bool {
    let end = ContinuousClock.now + limit
    while !holds() {
      if ContinuousClock.now > end { return false }
      usleep(2_000)
    }
    return true
  }
}

/// A folder that goes when the test is done with it.
public final class TemporaryFolder: Sendable {
  /// Its path.
  public let root: String

  /// Makes an empty folder.
  public init() throws {
    var template = Array("\(NSTemporaryDirectory().droppingLastSlash)/steelyard-test-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw CommandRunnerFailure(description: "no temporary folder can be made") }
    root = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit { try? FileManager.default.removeItem(atPath: root) }

  /// The path of something in the folder.
  public func path(_ name: String) -> String { "\(root)/\(name)" }

  /// Writes a file and returns its path.
  @discardableResult public func write(_ bytes: [UInt8], to name: String) throws -> String {
    try Data(bytes).write(to: URL(filePath: path(name)))
    return path(name)
  }

  /// Writes a text and returns the file's path.
  @discardableResult public func write(_ text: String, to name: String) throws -> String {
    try write(Array(text.utf8), to: name)
  }

  /// The bytes of a file.
  public func read(_ name: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(filePath: path(name)))) }

  /// The text of a file.
  public func text(_ name: String) throws -> String { String(decoding: try read(name), as: UTF8.self) }

  /// The names in the folder or in one below it, hidden ones included, sorted.
  public func names(in name: String = "") throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path(name)).sorted()
  }

  /// Whether something of that name is there.
  public func has(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }
}

/// A small table of claims, written with the headers of one of the layouts the engine knows.
public struct ClaimsTable: Sendable {
  /// The layouts.
  public enum Headers: Int, CaseIterable, Sendable {
    /// Our own names.
    case canonical
    /// The national platform's names.
    case national
    /// The Chinese names of an export.
    case chinese
  }

  /// The columns in the order of ``rows``: our name, the national one, the Chinese one.
  public static let columns = [
    ["claim_id", "setl_id", "结算ID"], ["orig_claim_id", "init_setl_id", "原结算ID"], ["person_id", "psn_no", "人员编号"],
    ["sex", "gend", "性别"], ["birth_date", "brdy", "出生日期"], ["ins_type", "insutype", "险种"],
    ["inst_code", "fixmedins_code", "机构编码"], ["care_type", "med_type", "医疗类别"], ["settle_time", "setl_time", "结算时间"],
    ["disease_code", "dise_no", "病种编码"], ["total_fee", "medfee_sumamt", "医疗费总额"],
    ["in_scope", "inscp_scp_amt", "符合范围金额"], ["fund_pay", "fund_pay_sumamt", "基金支付总额"],
    ["drug_fee", "drug_fee", "药品费"],
    ["refund_flag", "refd_setl_flag", "退费结算标志"],
  ]

  /// The cells.
  public var rows: [[String]]

  /// Creates a table.
  public init(rows: [[String]]) { self.rows = rows }

  /// Twelve persons at three pharmacies and a clinic over July, August and September 2025, all in scope.
  public static let tiny = ClaimsTable(
    rows: (0..<48).map { number in
      let person = number % 12
      let yuan = 100 + number * 7
      return [
        "T\(1000 + number)", "", "99000000000000000\(100 + person)", person % 2 == 0 ? "1" : "2",
        "19\(50 + person)-03-02", person % 3 == 0 ? "390" : "310", institutions[(number + number / 12) % 4], "140104",
        "2025-0\(7 + number / 16)-\(10 + number % 16) 09:30:00", person < 6 ? "M03900" : "M01600", "\(yuan).50",
        "\(yuan - 10).00", "\(yuan / 2).25", "\(yuan / 3).00", "0",
      ]
    })

  /// The institutions of ``tiny``: districts 330106 and 330105.
  public static let institutions = ["P33010690001", "P33010690002", "P33010590001", "H33010590001"]

  /// The position of a column by our name.
  ///
  /// - Precondition: there is such a column.
  public static func position(_ name: String) -> Int {
    guard let position = columns.firstIndex(where: { $0[0] == name }) else {
      preconditionFailure("claims have no column \(name)")
    }
    return position
  }

  /// The cells of a column.
  public subscript(column name: String) -> [String] { rows.map { $0[Self.position(name)] } }

  /// The table as CSV.
  public func csv(_ headers: Headers = .national) -> String {
    let header = Self.columns.map { $0[headers.rawValue] }
    return ([header] + rows).map { $0.joined(separator: ",") + "\n" }.joined()
  }
}

/// Strings as C wants them, freed with the object.
private final class CStrings {
  let pointers: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
  private let count: Int

  init(_ strings: [String]) {
    count = strings.count
    pointers = .allocate(capacity: count + 1)
    for (position, string) in strings.enumerated() { pointers[position] = strdup(string) }
    pointers[count] = nil
  }

  deinit {
    for position in 0..<count { free(pointers[position]) }
    pointers.deallocate()
  }
}

extension String {
  /// The path without a slash at its end.
  fileprivate var droppingLastSlash: String { count > 1 && hasSuffix("/") ? String(dropLast()) : self }
}
