import SteelyardDomain

/// What `doctor` says of a machine.
extension Wording {
  /// The sentences of `steelyard doctor`.
  enum Doctor {
    /// The word of a status.
    static func status(_ status: DoctorReport.Status) -> LocalizedText {
      switch status {
      case .ok: LocalizedText(zh: "正常", en: "ok")
      case .note: LocalizedText(zh: "注意", en: "note")
      case .problem: LocalizedText(zh: "问题", en: "problem")
      }
    }

    /// What a finding is about; a library goes by its name.
    static func title(_ subject: DoctorReport.Subject, _ name: String) -> LocalizedText {
      switch subject {
      case .program: LocalizedText(zh: "程序", en: "program")
      case .system: LocalizedText(zh: "操作系统", en: "system")
      case .cores: LocalizedText(zh: "处理器核", en: "cores")
      case .memory: LocalizedText(zh: "内存", en: "memory")
      case .temporary: LocalizedText(zh: "临时目录", en: "temporary folder")
      case .current: LocalizedText(zh: "当前目录", en: "current folder")
      case .blas: LocalizedText(zh: "OpenBLAS", en: "OpenBLAS")
      case .library: LocalizedText(zh: name, en: name)
      case .locale: LocalizedText(zh: "语言环境", en: "locale")
      case .timezone: LocalizedText(zh: "时区", en: "time zone")
      case .models: LocalizedText(zh: "模型", en: "models")
      case .key: LocalizedText(zh: "假名密钥", en: "key")
      case .fonts: LocalizedText(zh: "中文字体", en: "fonts")
      }
    }

    /// The last line.
    static func verdict(problems: Int, notes: Int) -> LocalizedText {
      if problems == 0 {
        return LocalizedText(
          zh: "没有问题；注意事项 \(notes) 项。",
          en: "Nothing is a problem; \(counted(notes, "note")).")
      }
      return LocalizedText(
        zh: "问题 \(problems) 项，注意事项 \(notes) 项。请先解决标为“问题”的各行。",
        en: "\(counted(problems, "problem")), \(counted(notes, "note")). Mend the lines marked problem first.")
    }

    private static func counted(_ count: Int, _ word: String) -> String {
      "\(count) \(word)\(count == 1 ? "" : "s")"
    }

    /// The program and how it was built.
    static func program(_ program: DoctorFacts.Program) -> LocalizedText {
      let words = "steelyard \(program.version), Swift \(program.compiler), \(program.architecture)"
      return program.isDebugBuild
        ? LocalizedText(
          zh: "\(words)，调试版，运行慢很多倍；正式使用请用 -c release 编译。",
          en: "\(words), a debug build, many times slower; build with -c release for work.")
        : LocalizedText(zh: "\(words)，正式版。", en: "\(words), a release build.")
    }

    /// The operating system.
    static func system(_ system: DoctorFacts.System) -> LocalizedText {
      let words = "\(system.name), Linux \(system.kernel)"
      return system.isTested
        ? LocalizedText(zh: "\(words)。", en: "\(words).")
        : LocalizedText(
          zh: "\(words)；本程序在 Debian 12 上测试。", en: "\(words); the program is tested on Debian 12.")
    }

    /// The cores; results never depend on them.
    static func cores(_ cores: DoctorFacts.Cores) -> LocalizedText {
      var (zh, en) = ("共 \(cores.online) 个", "\(cores.online) in all")
      if cores.allowed < cores.online {
        zh += "，本进程可用 \(cores.allowed) 个"
        en += ", this process may use \(cores.allowed)"
      }
      if let quota = cores.quota {
        let share = NumberFormats.fixed(quota, decimals: 2)
        zh += "，控制组限 \(share) 个核的时间"
        en += ", a control group leaves the time of \(share)"
      }
      return LocalizedText(zh: zh + "；结果与核数无关。", en: en + "; no result depends on them.")
    }

    /// The memory.
    static func memory(_ memory: DoctorFacts.Memory, _ status: DoctorReport.Status) -> LocalizedText {
      let limit = memory.limit.map(gibibytes)
      let advice =
        switch status {
        case .ok: LocalizedText(zh: "。", en: ".")
        case .note:
          LocalizedText(zh: "；低于 1 GiB，只够小数据。", en: "; less than 1 GiB is enough for small data only.")
        case .problem:
          LocalizedText(
            zh: "；低于 128 MiB，运行会中断，请增加内存或放宽限制。",
            en: "; below 128 MiB a run breaks off: add memory or raise the limit.")
        }
      return LocalizedText(
        zh: "共 \(gibibytes(memory.total))，可用 \(gibibytes(memory.available))"
          + (limit.map { "，限额 \($0)" } ?? "") + advice.zh,
        en: "\(gibibytes(memory.total)) in all, \(gibibytes(memory.available)) available"
          + (limit.map { ", limited to \($0)" } ?? "") + advice.en)
    }

    /// A folder that is written to; it is not named, since its name may hold a person's.
    static func folder(
      _ folder: DoctorFacts.Folder, _ subject: DoctorReport.Subject, _ status: DoctorReport.Status
    ) -> LocalizedText {
      if !folder.isWritable {
        return subject == .temporary
          ? LocalizedText(
            zh: "不可写或不存在：请用 TMPDIR 指定一个可写的目录。",
            en: "It cannot be written to or is not there: name one that can be with TMPDIR.")
          : LocalizedText(
            zh: "不可写：请用 --out 把结果写到别处。", en: "It cannot be written to: write results elsewhere with --out.")
      }
      let free = folder.free.map(gibibytes)
      let advice =
        switch status {
        case .ok: LocalizedText(zh: "。", en: ".")
        case .note:
          LocalizedText(zh: "；不足 1 GiB，大城市的报告可能放不下。", en: "; a report of a large city may need more than 1 GiB.")
        case .problem: LocalizedText(zh: "；不足 64 MiB，请先腾出空间。", en: "; less than 64 MiB: make room first.")
        }
      return LocalizedText(
        zh: "可写" + (free.map { "，剩余 \($0)" } ?? "") + advice.zh,
        en: "It can be written to" + (free.map { ", \($0) free" } ?? "") + advice.en)
    }

    /// OpenBLAS.
    static func linearAlgebra(_ library: DoctorFacts.LinearAlgebra) -> LocalizedText {
      let words = "\(library.version) (\(library.processor))"
      if !library.productHolds {
        return LocalizedText(
          zh: "\(words)：小矩阵乘积与逐项计算不符，结果不可信；请重装 libopenblas0。",
          en: "\(words): a small product is not what plain loops give, so no result can be trusted; install "
            + "libopenblas0 again.")
      }
      return LocalizedText(
        zh: "\(words)，\(library.threads) 线程，小矩阵乘积与逐项计算一致。",
        en: "\(words), \(counted(library.threads, "thread")), a small product is what plain loops give.")
    }

    /// Another library.
    static func library(_ library: SystemLibrary) -> LocalizedText {
      if !library.isThere {
        return LocalizedText(
          zh: "未安装，因此不能读取数据库；其他功能不受影响。需要时：apt-get install libpq5。",
          en: "Not installed, so no database can be read; nothing else needs it. apt-get install libpq5 brings it.")
      }
      return library.isSound
        ? LocalizedText(zh: "\(library.version)。", en: "\(library.version).")
        : LocalizedText(
          zh: "\(library.version)：版本过旧或自检不符，请从 Debian 重新安装。",
          en: "\(library.version): too old, or wrong about something small; install it again from Debian.")
    }

    /// The locale; what is written is UTF-8 whatever it says.
    static func locale(_ locale: String, isUTF8: Bool) -> LocalizedText {
      isUTF8
        ? LocalizedText(zh: "\(locale)。", en: "\(locale).")
        : LocalizedText(
          zh: "\(locale) 不是 UTF-8：输出一律为 UTF-8，终端可能显示不了中文；可设 LC_ALL=C.UTF-8。",
          en: "\(locale) is not UTF-8: what is printed always is, and the terminal may not show Chinese; "
            + "LC_ALL=C.UTF-8 helps.")
    }

    /// The time zone.
    static let timezone = LocalizedText(
      zh: "不使用：日期按文件所写读取，不需要时区数据。",
      en: "Not used: days are taken as they are written, and no time zone data are needed.")

    /// The models.
    static func models(_ models: DoctorFacts.Models) -> LocalizedText {
      let place = source(models.source)
      if models.count == 0 {
        return LocalizedText(
          zh: "没有找到模型（\(place.zh)）：请用 --models 或 STEELYARD_MODELS 指定模型目录，或运行 Scripts/install。",
          en: "No model was found (\(place.en)): name their folder with --models or STEELYARD_MODELS, or run "
            + "Scripts/install.")
      }
      if models.failing.isEmpty {
        return LocalizedText(
          zh: "\(models.count) 个，均通过检查（\(place.zh)）。",
          en: "\(models.count), all of them in order (\(place.en)).")
      }
      let names = models.failing.joined(separator: ", ")
      return LocalizedText(
        zh: "\(models.count) 个（\(place.zh)），未通过检查：\(names)；详见 steelyard models check。",
        en: "\(models.count) (\(place.en)), not in order: \(names); see steelyard models check.")
    }

    private static func source(_ source: DoctorFacts.Models.Source) -> LocalizedText {
      switch source {
      case .option: LocalizedText(zh: "--models 所指", en: "named by --models")
      case .environment: LocalizedText(zh: "STEELYARD_MODELS 所指", en: "named by STEELYARD_MODELS")
      case .currentFolder: LocalizedText(zh: "当前目录的 Models", en: "Models in the current folder")
      case .installed: LocalizedText(zh: "随程序安装", en: "installed with the program")
      case .missing: LocalizedText(zh: "各处都没有", en: "in none of the places")
      }
    }

    /// The key file at its usual place.
    static func key(_ key: DoctorFacts.Key) -> LocalizedText {
      switch key {
      case .homeless:
        LocalizedText(
          zh: "HOME 和 XDG_CONFIG_HOME 均未设置：运行时请用 --key 指定密钥文件。",
          en: "Neither HOME nor XDG_CONFIG_HOME is set: name the key file with --key.")
      case .absent:
        LocalizedText(zh: "尚未生成，首次运行时自动生成。", en: "Not there yet; the first run makes it.")
      case .safe: LocalizedText(zh: "已有，仅本人可读。", en: "There, for its owner alone.")
      case .unsafe:
        LocalizedText(
          zh: "steelyard/person.key 不能用：他人可读，或不是至少 32 字节的文件；请 chmod 600，或用 --key 另指一个。",
          en: "steelyard/person.key cannot be used: others may read it, or it is no file of at least 32 bytes; "
            + "chmod 600 it, or name another with --key.")
      }
    }

    /// Fonts for printing, and the one of PDFs.
    static func fonts(_ count: Int?, _ paper: DoctorFacts.PaperFont?) -> LocalizedText {
      let known = fonts(count)
      guard let paper else {
        return LocalizedText(
          zh: known.zh + "没有可用于 PDF 的中文字体，dossier 和 letter --format pdf 不能使用。",
          en: known.en + " None that PDFs can be printed with: dossier and letter --format pdf do not work.")
      }
      return LocalizedText(
        zh: known.zh + "PDF 使用 \(paper.family)（\(paper.file)）。",
        en: known.en + " PDFs are printed with \(paper.family) (\(paper.file)).")
    }

    private static func fonts(_ count: Int?) -> LocalizedText {
      switch count {
      case nil:
        LocalizedText(
          zh: "没有 fc-list，无法查看；在本机打印中文页面需要中文字体（如 fonts-noto-cjk）。",
          en: "There is no fc-list to ask; printing Chinese pages on this machine takes such a font (fonts-noto-cjk).")
      case .some(0):
        LocalizedText(
          zh: "没有：在本机打印中文页面需要中文字体（如 fonts-noto-cjk）。",
          en: "None: printing Chinese pages on this machine takes such a font (fonts-noto-cjk).")
      case .some(let count): LocalizedText(zh: "\(count) 种。", en: "\(count) with Chinese characters.")
      }
    }

    /// Bytes in GiB, or in MiB where they are less than one.
    private static func gibibytes(_ bytes: Int64) -> String {
      bytes < 1 << 30
        ? "\(bytes >> 20) MiB" : NumberFormats.fixed(Double(bytes) / Double(1 << 30), decimals: 1) + " GiB"
    }
  }
}
