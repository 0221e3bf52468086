import ArgumentParser
import Dispatch
import Foundation
import SteelyardDomain
import SteelyardEngine
import SteelyardModels
import SteelyardReports
import SteelyardScoring
import Synchronization

/// `steelyard report`: a run as a folder of pages that opens from a disk.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Make a run into pages: overview, ranked table, a dossier for each institution. 生成网页报告。",
    discussion: """
      EXAMPLES
        steelyard report RUN --out REPORT
        steelyard report RUN --out REPORT --lang zh --watermark "Inspection office, copy 2"
      """)

  /// The languages of the pages.
  enum Languages: String, CaseIterable, ExpressibleByArgument {
    case zh, en, both

    var list: [Language] {
      switch self {
      case .zh: [.zh]
      case .en: [.en]
      case .both: [.zh, .en]
      }
    }
  }

  @Argument(help: "The run's folder. 结果目录。", completion: .directory) var folder: String
  @Option(help: "The folder to write, which must not exist. 输出目录，须尚不存在。", completion: .directory) var out: String
  @Option(help: "Language of the pages: zh, en or both. 页面语言。") var lang = Languages.both
  @Option(help: "A text over every page: for whom, when. 每页的水印文字。") var watermark: String?
  @Option(help: "Threads (default: all cores). No page depends on it. 线程数，不影响页面。") var threads: Int?
  @Flag(help: "Tell how long each stage took. 输出各阶段耗时。") var timing = false

  /// How many pages are made before they are written.
  private static let batch = 64

  /// What is said is said in the language of the pages, or in the terminal's where there are two.
  private var language: LanguageOption {
    var option = LanguageOption()
    option.lang = lang.list.count == 1 ? lang.list[0] : LanguageOption.wished
    return option
  }

  func run() throws {
    try language.reporting {
      let threads = try Threads.checked(threads)
      try RunFolder.making(out) { output in
        var clock = StageClock()
        let site = try site(&clock)
        let pages = site.pages
        for start in stride(from: 0, to: pages.count, by: Self.batch) {
          let made = Self.made(pages[start..<min(start + Self.batch, pages.count)], of: site, threads: threads)
          clock.end("pages")
          for (page, content) in made {
            try output.add(site.path(of: page), content)
          }
          clock.end("writing")
        }
        try output.commitMany()
        clock.end("writing")
        Console.out(
          Wording.reported(files: pages.count, folder: output.path).text(language.language) + "\n")
        if timing { Console.error(clock.text) }
      }
    }
  }

  /// The run, opened and scored again.
  private func site(_ clock: inout StageClock) throws -> StaticSite {
    let open = try OpenRun(folder)
    let model = try open.model()
    let scorecard = try open.scorecard(model)
    clock.end("scorecard")
    let files = try open.dossierFiles()
    let site = StaticSite(
      run: try open.statement(model, watermark: watermark), scorecard: scorecard, quality: try open.quality(),
      isFromTally: open.manifest.source == "tally", languages: lang.list, dossier: files.dossier)
    clock.end("files")
    return site
  }

  /// Some pages with their bytes, in their order.
  private static func made(
    _ pages: ArraySlice<StaticSite.Page>, of site: StaticSite, threads: Int
  ) -> [(page: StaticSite.Page, bytes: [UInt8])] {
    let pages = Array(pages)
    let next = Atomic(0)
    let results = Mutex([[UInt8]?](repeating: nil, count: pages.count))
    DispatchQueue.concurrentPerform(iterations: min(threads, pages.count)) { _ in
      while true {
        let place = next.add(1, ordering: .relaxed).oldValue
        guard place < pages.count else { return }
        let bytes = site.bytes(of: pages[place])
        results.withLock { $0[place] = bytes }
      }
    }
    return zip(pages, results.withLock { $0 }).map { ($0, $1 ?? []) }
  }
}

/// How long the stages of a command took, for who measures.
private struct StageClock {
  private var last = ContinuousClock.now
  private var stages: [(name: String, time: Duration)] = []

  /// Ends a stage; stages of one name add up.
  mutating func end(_ name: String) {
    let now = ContinuousClock.now
    if let place = stages.firstIndex(where: { $0.name == name }) {
      stages[place].time += now - last
    } else {
      stages.append((name, now - last))
    }
    last = now
  }

  /// A line a stage: name, seconds.
  var text: String {
    stages.map { stage in
      let (seconds, fraction) = stage.time.components
      return "\(stage.name)\t\(NumberFormats.fixed(Double(seconds) + Double(fraction) / 1e18, decimals: 2))\n"
    }.joined()
  }
}
