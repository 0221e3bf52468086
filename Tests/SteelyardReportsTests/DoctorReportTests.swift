import SteelyardDomain
import SteelyardReports
import Testing

@Suite struct DoctorReportTests {
  /// A machine on which nothing is odd.
  private static let good = DoctorFacts(
    program: .init(version: "1.2.3", compiler: "6.3", architecture: "x86_64", isDebugBuild: false),
    system: .init(name: "Debian GNU/Linux 12 (bookworm)", kernel: "6.1.0", isTested: true),
    cores: .init(online: 8, allowed: 8, quota: nil), memory: .init(total: 16 << 30, available: 8 << 30, limit: nil),
    temporary: .init(isWritable: true, free: 50 << 30), current: .init(isWritable: true, free: 50 << 30),
    linearAlgebra: .init(version: "0.3.21", processor: "Haswell", threads: 1, productHolds: true),
    libraries: [SystemLibrary(name: "zlib", version: "1.2.13", isSound: true)], locale: "zh_CN.UTF-8",
    models: .init(source: .installed, count: 13, failing: []), key: .safe, fonts: 4,
    paperFont: .init(family: "Noto Serif CJK SC", file: "NotoSerifCJK-Regular.ttc"))

  /// What one change makes of the good machine.
  private func status(
    _ subject: DoctorReport.Subject, _ change: (inout DoctorFacts) -> Void
  ) -> DoctorReport.Status? {
    var facts = Self.good
    change(&facts)
    let report = DoctorReport(facts)
    // One change has one consequence.
    #expect(report.findings.count { $0.status != .ok } <= 1)
    #expect(report.exitStatus == (report.count(.problem) == 0 ? 0 : 6))
    return report.findings.first { $0.subject == subject }?.status
  }

  @Test("On a good machine every subject is in order") func good() {
    let report = DoctorReport(Self.good)
    #expect(report.count(.ok) == DoctorReport.Subject.allCases.count && report.exitStatus == 0)
    #expect(Set(report.findings.map(\.subject)) == Set(DoctorReport.Subject.allCases))
    #expect(report.text(.en).hasSuffix("\nNothing is a problem; 0 notes.\n"))
    #expect(report.text(.zh).hasSuffix("\n没有问题；注意事项 0 项。\n"))
  }

  @Test("Memory is judged by what can be had, limits counted: a note below 1 GiB, a problem below 128 MiB")
  func memory() {
    #expect(status(.memory) { $0.memory.available = 1 << 30 } == .ok)
    #expect(status(.memory) { $0.memory.available = (1 << 30) - 1 } == .note)
    #expect(status(.memory) { $0.memory.limit = 512 << 20 } == .note)
    #expect(status(.memory) { $0.memory.limit = (128 << 20) - 1 } == .problem)
  }

  @Test("A folder without room is a problem; one that cannot be written to is one only for temporary files")
  func folders() {
    #expect(status(.temporary) { $0.temporary.isWritable = false } == .problem)
    #expect(status(.current) { $0.current.isWritable = false } == .note)
    for subject in [DoctorReport.Subject.temporary, .current] {
      let free = { (bytes: Int64?) in
        status(subject) { facts in
          if subject == .temporary { facts.temporary.free = bytes } else { facts.current.free = bytes }
        }
      }
      #expect(free(1 << 30) == .ok && free(nil) == .ok)
      #expect(free((1 << 30) - 1) == .note && free((64 << 20) - 1) == .problem)
    }
  }

  @Test("Fewer cores than there are, by affinity or by time, are worth a note") func cores() {
    #expect(status(.cores) { $0.cores.allowed = 2 } == .note)
    #expect(status(.cores) { $0.cores.quota = 1.5 } == .note)
    #expect(status(.cores) { $0.cores.quota = 8 } == .ok)
  }

  @Test("A library that is wrong, a model that fails, no model, a key that others may read are problems")
  func problems() {
    #expect(status(.blas) { $0.linearAlgebra.productHolds = false } == .problem)
    #expect(status(.blas) { $0.linearAlgebra.threads = 2 } == .note)
    let broken = SystemLibrary(name: "zlib", version: "1.2.13", isSound: false)
    #expect(status(.library) { $0.libraries = [broken] } == .problem)
    #expect(status(.models) { $0.models.failing = ["fund/slug"] } == .problem)
    #expect(status(.models) { $0.models = .init(source: .missing, count: 0, failing: []) } == .problem)
    #expect(status(.key) { $0.key = .unsafe } == .problem)
  }

  @Test("A debug build, another system, no UTF-8, no key's place and no fonts are worth a note") func notes() {
    #expect(status(.program) { $0.program.isDebugBuild = true } == .note)
    #expect(status(.system) { $0.system.isTested = false } == .note)
    #expect(status(.locale) { $0.locale = "C" } == .note)
    #expect(status(.locale) { $0.locale = "en_GB.utf8" } == .ok)
    #expect(status(.key) { $0.key = .homeless } == .note)
    #expect(status(.fonts) { $0.fonts = 0 } == .note)
    #expect(status(.fonts) { $0.fonts = nil } == .note)
    #expect(status(.fonts) { $0.paperFont = nil } == .note)
  }
}
