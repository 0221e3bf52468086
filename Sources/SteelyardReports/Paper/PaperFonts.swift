import CPango
public import SteelyardDomain

/// The fonts that PDFs are printed with: one family with Chinese characters, named by the program, found on the machine.
public enum PaperFonts {
  /// Families with simplified Chinese, the first there is is taken.
  ///
  /// Noto Sans CJK and Source Han Sans are not among them: cairo 1.16 leaves single characters of theirs blank in the subset
  /// it embeds (如 is one), which a test of all of GB 2312 watches.
  public static let families = [
    "Noto Serif CJK SC", "Source Han Serif SC", "Source Han Serif CN", "SimSun", "FangSong", "WenQuanYi Micro Hei",
    "Microsoft YaHei", "KaiTi",
  ]

  /// Characters that a font for letters must have.
  static let sample = "约谈通知书医保机构费用指数第页共〔〕"

  /// The family that is printed with; `nil` where none of ``families`` is there and has the characters of ``sample``.
  public static let family: String? = {
    let known = knownFamilies
    return families.first { known.contains($0) && hasSample($0) }
  }()

  /// Tells fontconfig the language once, which would else be the locale's: that one may be no language at all, and what is
  /// printed shall not depend on it.
  static let isLanguageSet = g_setenv("FC_LANG", "zh-cn", 1) != 0

  /// The names of all families that the machine has.
  private static var knownFamilies: Set<String> {
    guard isLanguageSet else { return [] }
    var list: UnsafeMutablePointer<UnsafeMutablePointer<PangoFontFamily>?>?
    var count: Int32 = 0
    pango_font_map_list_families(pango_cairo_font_map_get_default(), &list, &count)
    defer { g_free(list) }
    var names: Set<String> = []
    for place in 0..<Int(count) {
      if let name = pango_font_family_get_name(list?[place]) { names.insert(String(cString: name)) }
    }
    return names
  }

  private static func hasSample(_ family: String) -> Bool {
    guard let paper = try? PaperSurface(family: family) else { return false }
    let text = PaperText(sample, .init(size: 10), width: 400, on: paper)
    return text.missing == 0
  }
}

/// The system's libraries that PDFs are made with.
public enum PaperLibrary {
  /// cairo, pango and librsvg, cairo asked for an empty page.
  public static var all: [SystemLibrary] {
    let pango = pango_version_string().map { String(cString: $0) } ?? ""
    return [
      SystemLibrary(name: "cairo", version: String(cString: cairo_version_string()), isSound: makesPage),
      SystemLibrary(name: "pango", version: pango, isSound: !pango.isEmpty), PaperFigure.library,
    ]
  }

  private static var makesPage: Bool {
    guard let paper = try? PaperSurface(family: "sans-serif") else { return false }
    paper.endPage()
    return (try? paper.bytes())?.starts(with: Array("%PDF".utf8)) == true
  }
}
