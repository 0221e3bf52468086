import SteelyardDomain
@testable import SteelyardReports
import Testing

@Suite struct DisplayWidthTests {
  @Test(
    "Chinese and full-width characters take two places, combining and invisible ones none",
    arguments: [
      ("abc", 3), ("药店", 4), ("Ａ１，", 6), ("e\u{301}", 1), ("a\u{200B}b", 2), ("한글", 4), ("（一）", 6), ("…", 1), ("", 0),
      ("👍", 2), ("𠮷", 2), ("ﾊﾝ", 2),
    ])
  func measures(value: String, width: Int) {
    #expect(DisplayWidth.of(value) == width)
  }

  @Test("A text too long is cut to the width with an ellipsis")
  func truncates() {
    #expect(DisplayWidth.truncated("康宁大药房", to: 10) == "康宁大药房")
    #expect(DisplayWidth.truncated("康宁大药房", to: 9) == "康宁大药…")
    #expect(DisplayWidth.truncated("康宁大药房", to: 8) == "康宁大…")
    #expect(DisplayWidth.truncated("abc", to: 1) == "…")
    #expect(DisplayWidth.truncated("abc", to: 0) == "")
  }

  @Test("Lines are broken at blanks and between wide characters, never before a closing sign")
  func wraps() {
    #expect(DisplayWidth.wrapped("one two three", to: 8) == ["one two", "three"])
    #expect(DisplayWidth.wrapped("甲乙丙丁，戊", to: 8) == ["甲乙丙丁，", "戊"])
    #expect(DisplayWidth.wrapped("unbreakable", to: 4) == ["unbreakable"])
    #expect(DisplayWidth.wrapped("", to: 4) == [])
  }

  @Test("What steers a terminal is made visible")
  func isHarmless() {
    #expect(DisplayWidth.harmless("a\u{1B}[31m\u{202E}\nb药") == "a�[31m��b药")
  }
}

@Suite struct TerminalTableTests {
  private let rows = [["1", "康宁大药房"], ["12", "x"]]

  private func table(_ columns: [TerminalTable.Column]) -> TerminalTable { TerminalTable(columns: columns, rows: rows) }

  @Test("Numbers stand at the right, names at the left, whatever the width of their characters")
  func aligns() {
    let table = table([.init(title: "rank", isNumber: true), .init(title: "名称", isNumber: false)])
    #expect(
      table.text(width: 80, language: .en) == """
        rank  名称
           1  康宁大药房
          12  x

        """)
  }

  @Test("A table too wide first shrinks the name")
  func shrinks() {
    let table = table([
      .init(title: "rank", isNumber: true), .init(title: "名称", isNumber: false, widthMinimum: 4),
    ])
    #expect(table.text(width: 13, language: .en).contains("   1  康宁大…\n"))
  }

  @Test("A table wider still leaves out the column that matters least and says so")
  func leavesOut() {
    let table = table([
      .init(title: "rank", isNumber: true), .init(title: "name", isNumber: false, dispensable: 1),
    ])
    #expect(table.text(width: 9, language: .en) == "rank\n   1\n  12\n(no room for: name)\n")
    #expect(table.text(width: 9, language: .zh).hasSuffix("（宽度不够，未显示：name）\n"))
  }

  @Test("Titles are bold only where colour is asked for")
  func coloursOnDemand() {
    let table = table([.init(title: "a", isNumber: true), .init(title: "b", isNumber: false)])
    #expect(!table.text(width: 80, language: .en).contains("\u{1B}"))
    #expect(table.text(width: 80, language: .en, colour: true).hasPrefix("\u{1B}[1m"))
  }
}

@Suite struct RankingTerminalTests {
  @Test("The ranking keeps to its width in both languages, whatever the names", arguments: Language.allCases)
  func keepsToWidth(language: Language) {
    let name = String(repeating: "康宁大药房连锁有限公司", count: 6)
    let rows = RankingTable.rows([fullScore(name: name), bareScore()])
    for width in [60, 80, 120, 160] {
      let text = RankingTable.terminal(rows, language: language, width: width)
      let table = text.split(separator: "\n").prefix(3)
      for line in table { #expect(DisplayWidth.of(String(line)) <= width, "\(width): \(line)") }
    }
  }

  @Test("The default columns show place, indices, intervals, money and band in the reader's words")
  func isGolden() {
    let rows = RankingTable.rows([fullScore(), bareScore()])
    #expect(
      RankingTable.terminal(rows, language: .en) == """
        rank  code          name        peers     heads  per head (yuan)  plain  adjusted  shrunken 95 %      z      q  excess (yuan)  ranks  band
           1  P33010600001  康宁大药房  pharmacy    120            3,000  1.500     1.400    1.100-1.420  3.250  0.012         63,380   1-17  interview
              X9                        unknown       0                                                                                       cannot tell

        """)
    let zh = RankingTable.terminal(rows, language: .zh, currency: "yuan")
    #expect(zh.hasPrefix("名次  编码          名称        同类组  人头  人均(元)   指数  调整指数  收缩95%区间      z      q  超出(万元)"))
    #expect(zh.contains(" 6.34 "))
  }

  @Test("Columns can be chosen and unknown names are found")
  func choosesColumns() {
    let text = RankingTable.terminal(
      RankingTable.rows([fullScore()]), language: .en, columns: ["institution_id", "p_top", "eligible"])
    #expect(text == "code          P(in the top)  takes part in the estimates\nP33010600001          0.875  yes\n")
    #expect(RankingTable.unknownColumns(among: ["z", "rank_interval", "zz"]) == ["zz"])
  }

  @Test("A name cannot steer the terminal")
  func namesAreHarmless() {
    let rows = RankingTable.rows([fullScore(name: "a\u{1B}]0;x\u{7}\r\nb")])
    let text = RankingTable.terminal(rows, language: .en)
    #expect(!text.contains("\u{1B}") && !text.contains("\r"))
    #expect(text.split(separator: "\n").count == 2)
  }
}
