public import SteelyardDomain

/// What is in order on a machine, what is odd and what is missing, a finding a subject.
public struct DoctorReport: Sendable {
  /// How a finding is to be taken.
  public enum Status: String, CaseIterable, Sendable {
    /// In order.
    case ok
    /// Worth knowing; nothing fails for it.
    case note
    /// Something fails, or gives wrong results, until it is mended.
    case problem
  }

  /// What a finding is about.
  public enum Subject: String, CaseIterable, Sendable {
    case program, system, cores, memory, temporary, current, blas, library, locale, timezone, models, key, fonts
  }

  /// One finding.
  public struct Finding: Sendable {
    /// What it is about.
    public let subject: Subject
    /// The library's name where the subject is a library, else empty.
    public let name: String
    /// How it is to be taken.
    public let status: Status
    /// What was found and what to do.
    public let text: LocalizedText
    /// The figures behind it, for programs.
    public let values: [(String, JsonText)]
  }

  /// The name and version of the JSON layout.
  public static let schema = "steelyard.doctor/1"
  /// The exit status where something is a problem: a resource is missing (Reference/diagnostics.md).
  public static let problemStatus: Int32 = 6
  /// Below this much memory a city's quarter does not fit: 1 GiB.
  static let memoryAdvised: Int64 = 1 << 30
  /// Below this much memory even the models' examples may not run: 128 MiB.
  static let memoryMinimum: Int64 = 128 << 20
  /// Below this much free space a report of a large city may not fit: 1 GiB.
  static let spaceAdvised: Int64 = 1 << 30
  /// Below this much free space a run of a small city does not fit: 64 MiB.
  static let spaceMinimum: Int64 = 64 << 20

  /// The findings in the order in which they are shown.
  public let findings: [Finding]

  /// Judges what was seen.
  public init(_ facts: DoctorFacts) {
    findings =
      [
        Self.program(facts.program), Self.system(facts.system), Self.cores(facts.cores), Self.memory(facts.memory),
        Self.folder(.temporary, facts.temporary), Self.folder(.current, facts.current),
        Self.linearAlgebra(facts.linearAlgebra),
      ] + facts.libraries.map(Self.library) + [
        Self.locale(facts.locale),
        Finding(subject: .timezone, name: "", status: .ok, text: Wording.Doctor.timezone, values: []),
        Self.models(facts.models), Self.key(facts.key), Self.fonts(facts.fonts, facts.paperFont),
      ]
  }

  /// How many findings have a status.
  public func count(_ status: Status) -> Int { findings.count { $0.status == status } }

  /// 0 where nothing is a problem, else ``problemStatus``.
  public var exitStatus: Int32 { count(.problem) == 0 ? 0 : Self.problemStatus }

  /// The findings as lines, a verdict below them.
  public func text(_ language: Language) -> String {
    let rows = findings.map { finding in
      [
        Wording.Doctor.status(finding.status).text(language),
        Wording.Doctor.title(finding.subject, finding.name).text(language), finding.text.text(language),
      ]
    }
    let verdict = Wording.Doctor.verdict(problems: count(.problem), notes: count(.note)).text(language)
    return Wording.plainTable(rows, language: language) + "\n" + verdict + "\n"
  }

  /// The findings as JSON, texts in both languages.
  public var json: [UInt8] {
    JsonText.sorted([
      ("schema", .text(Self.schema)), ("exit_status", .whole(Int128(exitStatus))),
      ("counts", .sorted(Status.allCases.map { ($0.rawValue, .whole(Int128(count($0)))) })),
      (
        "findings",
        .array(
          findings.map { finding in
            .sorted([
              ("subject", .text(finding.subject.rawValue)), ("status", .text(finding.status.rawValue)),
              ("title", .localized(Wording.Doctor.title(finding.subject, finding.name))),
              ("text", .localized(finding.text)), ("values", .sorted(finding.values)),
            ])
          })
      ),
    ]).pretty
  }
}

extension DoctorReport {
  private static func program(_ program: DoctorFacts.Program) -> Finding {
    Finding(
      subject: .program, name: "", status: program.isDebugBuild ? .note : .ok, text: Wording.Doctor.program(program),
      values: [
        ("version", .text(program.version)), ("compiler", .text(program.compiler)),
        ("architecture", .text(program.architecture)), ("debug", .flag(program.isDebugBuild)),
      ])
  }

  private static func system(_ system: DoctorFacts.System) -> Finding {
    Finding(
      subject: .system, name: "", status: system.isTested ? .ok : .note, text: Wording.Doctor.system(system),
      values: [("name", .text(system.name)), ("kernel", .text(system.kernel))])
  }

  private static func cores(_ cores: DoctorFacts.Cores) -> Finding {
    let isLimited = cores.allowed < cores.online || cores.quota.map { $0 < Double(cores.allowed) } == true
    return Finding(
      subject: .cores, name: "", status: isLimited ? .note : .ok, text: Wording.Doctor.cores(cores),
      values: [
        ("online", .whole(Int128(cores.online))), ("allowed", .whole(Int128(cores.allowed))),
        ("quota", cores.quota.map { .number(NumberFormats.fixed($0, decimals: 2)) } ?? .null),
      ])
  }

  private static func memory(_ memory: DoctorFacts.Memory) -> Finding {
    let usable = min(memory.available, memory.limit ?? .max)
    let status: Status = usable < memoryMinimum ? .problem : usable < memoryAdvised ? .note : .ok
    return Finding(
      subject: .memory, name: "", status: status, text: Wording.Doctor.memory(memory, status),
      values: [
        ("total_bytes", .whole(Int128(memory.total))), ("available_bytes", .whole(Int128(memory.available))),
        ("limit_bytes", memory.limit.map { .whole(Int128($0)) } ?? .null),
      ])
  }

  /// A folder that cannot be written to is a problem for temporary files; results can be written elsewhere.
  private static func folder(_ subject: Subject, _ folder: DoctorFacts.Folder) -> Finding {
    let free = folder.free ?? .max
    let status: Status =
      !folder.isWritable
      ? (subject == .temporary ? .problem : .note)
      : free < spaceMinimum ? .problem : free < spaceAdvised ? .note : .ok
    return Finding(
      subject: subject, name: "", status: status, text: Wording.Doctor.folder(folder, subject, status),
      values: [
        ("writable", .flag(folder.isWritable)), ("free_bytes", folder.free.map { .whole(Int128($0)) } ?? .null),
      ])
  }

  private static func linearAlgebra(_ library: DoctorFacts.LinearAlgebra) -> Finding {
    let status: Status = !library.productHolds ? .problem : library.threads == 1 ? .ok : .note
    return Finding(
      subject: .blas, name: "", status: status, text: Wording.Doctor.linearAlgebra(library),
      values: [
        ("version", .text(library.version)), ("processor", .text(library.processor)),
        ("threads", .whole(Int128(library.threads))), ("product_holds", .flag(library.productHolds)),
      ])
  }

  private static func library(_ library: SystemLibrary) -> Finding {
    Finding(
      subject: .library, name: library.name, status: library.isSound ? .ok : library.isThere ? .problem : .note,
      text: Wording.Doctor.library(library),
      values: [
        ("name", .text(library.name)), ("version", .text(library.version)), ("sound", .flag(library.isSound)),
      ])
  }

  private static func locale(_ locale: String) -> Finding {
    let code = locale.uppercased()
    let isUTF8 = code.contains("UTF-8") || code.contains("UTF8")
    return Finding(
      subject: .locale, name: "", status: isUTF8 ? .ok : .note, text: Wording.Doctor.locale(locale, isUTF8: isUTF8),
      values: [("locale", .text(locale)), ("utf8", .flag(isUTF8))])
  }

  private static func models(_ models: DoctorFacts.Models) -> Finding {
    let isProblem = models.count == 0 || !models.failing.isEmpty
    return Finding(
      subject: .models, name: "", status: isProblem ? .problem : .ok, text: Wording.Doctor.models(models),
      values: [
        ("source", .text(models.source.rawValue)), ("count", .whole(Int128(models.count))),
        ("failing", .array(models.failing.map { .text($0) })),
      ])
  }

  private static func key(_ key: DoctorFacts.Key) -> Finding {
    let status: Status =
      switch key {
      case .homeless: .note
      case .absent, .safe: .ok
      case .unsafe: .problem
      }
    return Finding(
      subject: .key, name: "", status: status, text: Wording.Doctor.key(key), values: [("state", .text(key.rawValue))])
  }

  private static func fonts(_ count: Int?, _ paper: DoctorFacts.PaperFont?) -> Finding {
    Finding(
      subject: .fonts, name: "", status: (count ?? 0) > 0 && paper != nil ? .ok : .note,
      text: Wording.Doctor.fonts(count, paper),
      values: [
        ("count", count.map { .whole(Int128($0)) } ?? .null), ("pdf_family", paper.map { .text($0.family) } ?? .null),
        ("pdf_file", paper.map { .text($0.file) } ?? .null),
      ])
  }
}
