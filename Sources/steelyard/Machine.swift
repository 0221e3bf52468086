import Foundation
import SteelyardReports

/// What can be known of the machine without asking a network or naming a person.
enum Machine {
  /// The distribution, its kernel, and whether it is the one the tests run on.
  static var system: DoctorFacts.System {
    var names = utsname()
    uname(&names)
    let kernel = withUnsafeBytes(of: names.release) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    var release: [String: String] = [:]
    for line in lines("/etc/os-release") {
      let parts = line.split(separator: "=", maxSplits: 1)
      if parts.count == 2 { release[String(parts[0])] = parts[1].trimmingCharacters(in: ["\"", "'"]) }
    }
    return DoctorFacts.System(
      name: release["PRETTY_NAME"] ?? "Linux", kernel: kernel,
      isTested: release["ID"] == "debian" && release["VERSION_ID"] == "12")
  }

  /// The cores of the machine and what the process may have of them.
  static var cores: DoctorFacts.Cores {
    let online = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    let allowed = value(of: "Cpus_allowed_list", in: "/proc/self/status").map { Self.count(inList: $0) } ?? online
    return DoctorFacts.Cores(online: online, allowed: min(online, max(1, allowed)), quota: quota)
  }

  /// The memory and what the process may have of it.
  static var memory: DoctorFacts.Memory {
    let bytes = { (name: String) -> Int64? in
      value(of: name, in: "/proc/meminfo").flatMap { $0.split(separator: " ").first }.flatMap { Int64($0) }
        .map { $0 << 10 }
    }
    let total = bytes("MemTotal") ?? Int64(sysconf(Int32(_SC_PHYS_PAGES))) * Int64(sysconf(Int32(_SC_PAGESIZE)))
    let group = controlGroup("memory.max", old: "memory/memory.limit_in_bytes").compactMap { Int64($0) }
    var space = rlimit()
    getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &space)
    let own = space.rlim_cur < rlim_t(Int64.max) ? [Int64(space.rlim_cur)] : []
    // The old interface says "none" by a number larger than any memory.
    let limit = (group + own).filter { $0 < total }.min()
    return DoctorFacts.Memory(total: total, available: bytes("MemAvailable") ?? total, limit: limit)
  }

  /// How many bytes the process may still take: of the machine's memory, of its control group's, of its address space.
  static var memoryLeft: Int64 {
    func own(_ name: String) -> Int64 {
      let size = value(of: name, in: "/proc/self/status").flatMap { $0.split(separator: " ").first }
      return (size.flatMap { Int64($0) } ?? 0) << 10
    }
    var space = rlimit()
    getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &space)
    let memory = memory
    var left = memory.available
    if let limit = memory.limit { left = min(left, limit - own("VmRSS")) }
    if space.rlim_cur < rlim_t(Int64.max) { left = min(left, Int64(space.rlim_cur) - own("VmSize")) }
    return left
  }

  /// Whether a file can be written to a folder and taken away again, and how much room there is.
  static func folder(_ path: String) -> DoctorFacts.Folder {
    var space = statvfs()
    let free = statvfs(path, &space) == 0 ? Int64(space.f_bavail) * Int64(space.f_frsize) : nil
    var template = Array("\(path)/.steelyard-doctor-XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else { return DoctorFacts.Folder(isWritable: false, free: free) }
    defer {
      close(descriptor)
      unlink(template)
    }
    let probe = [UInt8](repeating: 0x5A, count: 4_096)
    return DoctorFacts.Folder(isWritable: write(descriptor, probe, probe.count) == probe.count, free: free)
  }

  /// The locale that characters are read by; anything that does not look like one is not repeated.
  static var locale: String {
    let environment = ProcessInfo.processInfo.environment
    let wish = ["LC_ALL", "LC_CTYPE", "LANG"].compactMap { environment[$0] }.first { !$0.isEmpty } ?? "C"
    return wish.wholeMatch(of: /[A-Za-z]{1,8}(?:_[A-Z]{2})?(?:\.[A-Za-z0-9-]{1,12})?(?:@[a-z]{1,12})?/) == nil
      ? "?" : wish
  }

  /// How many font families with Chinese characters fontconfig knows; `nil` where it is not installed or does not answer.
  static var fonts: Int? {
    // A constant command: nothing of the user's is in it.
    guard let pipe = popen("timeout 10 fc-list :lang=zh-cn family 2>/dev/null", "r") else { return nil }
    var (count, byte) = (0, fgetc(pipe))
    while byte != EOF {
      if byte == 0x0A { count += 1 }
      byte = fgetc(pipe)
    }
    return pclose(pipe) == 0 ? count : nil
  }

  /// The font that PDFs are printed with, and the name of its file without the folder; `nil` where there is none.
  static var paperFont: DoctorFacts.PaperFont? {
    guard let family = PaperFonts.family else { return nil }
    // The family is one of the program's own list: nothing of the user's is in the command.
    guard let pipe = popen("timeout 10 fc-match -f '%{file}' '\(family)' 2>/dev/null", "r") else { return nil }
    var (path, byte) = ([UInt8](), fgetc(pipe))
    while byte != EOF {
      path.append(UInt8(truncatingIfNeeded: byte))
      byte = fgetc(pipe)
    }
    pclose(pipe)
    let file = String(decoding: path, as: UTF8.self).split(separator: "/").last.map(String.init)
    return DoctorFacts.PaperFont(family: family, file: file ?? "?")
  }

  /// How many cores' worth of time the narrowest control group leaves.
  private static var quota: Double? {
    let new = controlGroup("cpu.max", old: nil).compactMap { line -> Double? in
      let words = line.split(separator: " ").compactMap { Double($0) }
      return words.count == 2 && words[1] > 0 ? words[0] / words[1] : nil
    }
    let folder = "/sys/fs/cgroup/cpu"
    let old = ["cpu.cfs_quota_us", "cpu.cfs_period_us"].compactMap { lines("\(folder)/\($0)").first }
      .compactMap { Double($0) }
    return (new + (old.count == 2 && old[0] > 0 && old[1] > 0 ? [old[0] / old[1]] : [])).min()
  }

  /// The first line of a setting in the process's control group and in each group above it, and of its old place.
  private static func controlGroup(_ name: String, old: String?) -> [String] {
    let own = lines("/proc/self/cgroup").first { $0.hasPrefix("0::/") }.map { String($0.dropFirst(4)) } ?? ""
    var parts = own.split(separator: "/").filter { $0 != ".." }
    var files = [String]()
    while true {
      files.append((["/sys/fs/cgroup"] + parts.map(String.init) + [name]).joined(separator: "/"))
      if parts.isEmpty { break }
      parts.removeLast()
    }
    return (files + (old.map { ["/sys/fs/cgroup/\($0)"] } ?? [])).compactMap { lines($0).first }
  }

  /// The value behind `name:` in a file of the kernel.
  private static func value(of name: String, in file: String) -> String? {
    lines(file).first { $0.hasPrefix("\(name):") }.map {
      $0.dropFirst(name.count + 1).trimmingCharacters(in: .whitespaces)
    }
  }

  /// How many numbers a list like `0-3,8` holds.
  private static func count(inList list: String) -> Int {
    list.split(separator: ",").reduce(0) { sum, part in
      let ends = part.split(separator: "-").compactMap { Int($0) }
      return sum + (ends.count == 2 ? max(0, ends[1] - ends[0] + 1) : ends.count)
    }
  }

  /// The lines of a small file; none where it cannot be read.
  private static func lines(_ file: String) -> [String] {
    let text = try? String(contentsOf: URL(filePath: file), encoding: .utf8)
    return text?.split(separator: "\n").map(String.init) ?? []
  }
}
