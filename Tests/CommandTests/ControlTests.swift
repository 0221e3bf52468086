import Foundation
import SteelyardTestSupport
import Testing

/// Claims held to a bureau's totals by scheme and month.
@Suite("Control totals") struct ControlTests {
  static let header =
    "setl_id,psn_no,fixmedins_code,setl_time,insutype,med_type,dise_no,medfee_sumamt,fund_pay_sumamt,acct_pay,"
    + "refd_setl_flag,init_setl_id,vali_flag"
  /// Two of July 310, one of them ordinary and so none of the model's; one of July 390; a refund in August; one that is
  /// given twice, one that is marked invalid.
  static let rows = [
    "S1,p1,P33010690001,2025-07-01,310,140104,M03900,100.00,60.00,10.00,0,,1",
    "S2,p2,P33010690001,2025-07-02,310,11,,50.05,20.00,5.00,0,,1",
    "S3,p3,P33010690002,2025-07-03,390,140104,M03900,30.00,15.00,0.00,0,,1",
    "S4,p1,P33010690001,2025-08-01,310,140104,M03900,-100.00,-60.00,-10.00,1,S1,1",
    "S5,p4,P33010690002,2025-08-02,390,140104,M01600,70.00,35.00,0.00,0,,1",
    "S5,p4,P33010690002,2025-08-02,390,140104,M01600,70.00,35.00,0.00,0,,1",
    "S6,p5,P33010690002,2025-08-03,390,140104,M01600,9.00,9.00,0.00,0,,0",
  ]
  static let totals = [
    "insutype,month,medfee_sumamt,fund_pay_sumamt,acct_pay,fixmedins_setl_cnt", "310,2025-07,150.05,80.00,15.00,2",
    "390,2025-07,30.00,15.00,0,1", "310,2025-08,-100.00,-60.00,-10.00,1", "390,2025-08,70.00,35.00,0.00,1",
  ]

  private func workshop(
    _ totals: [String], rows: [String] = Self.rows, header: String = Self.header
  ) throws -> Workshop {
    let workshop = try Workshop()
    try workshop.folder.write(([header] + rows).map { $0 + "\n" }.joined(), to: "claims.csv")
    try workshop.folder.write(totals.map { $0 + "\n" }.joined(), to: "totals.csv")
    return workshop
  }

  private static let arguments = ["claims.csv", "--control", "totals.csv"]

  @Test("Equal totals are recorded in the manifest, the account of the input and control.csv, and told")
  func equal() throws {
    let workshop = try workshop(Self.totals)
    let summary = try workshop.score(Self.arguments)
    #expect(summary.contains("equal to the control totals totals.csv: 16 figures"))
    let table = try workshop.table("control.csv")
    #expect(table.header == ["month", "scheme", "figure", "stated", "found", "difference"])
    #expect(table.rows.count == 16)
    #expect(table.rows[0] == ["2025-07", "310", "total", "150.05", "150.05", "0.00"])
    #expect(table.rows[11] == ["2025-08", "310", "count", "1", "1", "0"])
    let manifest = try workshop.folder.text("RUN/run.json")
    #expect(manifest.contains("\"compared\" : 16") && manifest.contains("\"byMonth\" : true"))
    #expect(manifest.contains("\"table\" : \"control_totals\""))
    let quality = try JSONSerialization.jsonObject(with: Data(workshop.folder.read("RUN/quality.json")))
    let control = try #require((quality as? [String: Any])?["control"] as? [String: Any])
    #expect(control["equal"] as? Bool == true && control["file"] as? String == "totals.csv")
    #expect((control["entries"] as? [Any])?.count == 16)
    #expect(try workshop.command(["verify", "RUN"]).status == 0)
  }

  @Test(
    "One fen or one settlement too many is exit status 4, a table in either language, and nothing is written",
    arguments: [
      (1, "150.05", "150.06", "total", "150.06", "150.05", "-0.01"),
      (1, "80.00", "79.99", "fund", "79.99", "80.00", "0.01"),
      (3, "-10.00", "-10.01", "account", "-10.01", "-10.00", "0.01"), (2, ",0,1", ",0,2", "count", "2", "1", "-1"),
    ])
  func different(
    line: Int, was: String, becomes: String, figure: String, stated: String, found: String, difference: String
  ) throws {
    var totals = Self.totals
    totals[line] = totals[line].replacing(was, with: becomes)
    let workshop = try workshop(totals)
    for (language, title) in [("en", "control total"), ("zh", "对账总额")] {
      let list = "differences-\(language).csv"
      let outcome = try workshop.run(Self.arguments + ["--lang", language, "--control-differences", list])
      #expect(outcome.status == 4 && outcome.stdout.isEmpty)
      #expect(outcome.stderr.contains("1 of 16 figures") || outcome.stderr.contains("16 项中有 1 项不同"))
      #expect(outcome.stderr.contains(title) && outcome.stderr.contains(difference))
      let cells = totals[line].split(separator: ",")
      #expect(
        try workshop.folder.text(list) == "month,scheme,figure,stated,found,difference\n"
          + "\(cells[1]),\(cells[0]),\(figure),\(stated),\(found),\(difference)\n")
      #expect(!workshop.folder.has("RUN"))
    }
  }

  @Test("A scheme or a month that one side lacks is a difference on its own")
  func missing() throws {
    let without = try workshop(Self.totals.filter { !$0.hasPrefix("390,2025-08") })
    let outcome = try without.run(Self.arguments + ["--control-differences", "d.csv"])
    #expect(outcome.status == 4 && outcome.stderr.contains("3 of 16 figures"))
    #expect(try without.folder.text("d.csv").contains("2025-08,390,total,,70.00,70.00\n"))
    let more = try workshop(Self.totals + ["510,2025-07,0.01,0,0,0"])
    #expect(try more.run(Self.arguments + ["--control-differences", "d.csv"]).status == 4)
    #expect(try more.folder.text("d.csv").contains("2025-07,510,total,0.01,,-0.01\n"))
    #expect(try more.folder.text("d.csv").split(separator: "\n").count == 2)
  }

  @Test(
    "Chinese headers, other units, words for schemes, several rows a cell, a 合计 and fewer columns are all the same",
    arguments: [
      [
        "险种,月份,医疗费总额（万元）,基金支付总额(分),个人账户支付,结算笔数", "310,2025年7月,0.015005,8000,15,2",
        "390,202507,0.003,1500,0,1", "310,2025/8,-0.01,-6000,-10.00,1", "390,2025-08-31,0.007,3500,0,1",
        "合计,,0.015005,7000,5.00,5",
      ],
      ["险种,月份,总费用", "城镇职工,2025-07,150.05", "居民,2025-07,30", "职工,2025-08,-100", "居民,2025-08,70"],
      [
        "insutype,stmt_begndate,stmt_enddate,medfee_sumamt", "310,2025-07-01,2025-07-31,100.00",
        "310,2025-07-01,2025-07-31,50.05", "390,2025-07-01,2025-07-15,30", "310,2025-08-01,2025-08-31,-100",
        "390,2025-08-01,2025-08-31,70",
      ],
      ["月份,结算笔数", "2025-07,3", "2025-08,2"], ["险种,基金支付总额", "310,20.00", "390,50.00"], ["总费用,笔数", "150.05,5"],
    ])
  func layouts(totals: [String]) throws {
    let workshop = try workshop(totals)
    let outcome = try workshop.run(Self.arguments)
    #expect(outcome.status == 0, "\(outcome.stderr)")
  }

  @Test("With --period only its months are compared")
  func period() throws {
    let workshop = try workshop(Self.totals.filter { !$0.contains("2025-08") })
    #expect(try workshop.run(Self.arguments).status == 4)
    #expect(try workshop.run(Self.arguments + ["--period", "2025-07"]).status == 0)
    #expect(try workshop.run(Self.arguments + ["--period", "2025"], out: "YEAR").status == 4)
  }

  @Test("Claims without a scheme are compared by month; a settlement of no readable month differs in it")
  func columns() throws {
    let names = Self.header.split(separator: ",", omittingEmptySubsequences: false)
    let without = Self.rows.map { row in
      var cells = row.split(separator: ",", omittingEmptySubsequences: false)
      cells.remove(at: 4)
      return cells.joined(separator: ",")
    }
    let header = names.filter { $0 != "insutype" }.joined(separator: ",")
    let byMonth = try workshop(Self.totals, rows: without, header: header)
    #expect(try byMonth.run(Self.arguments).status == 0)
    // A column that only the totals have is still one that the claims lack.
    #expect(try byMonth.quality().count("IN401", "ins_type") == 1)
    let unread = Self.rows.map { $0.replacing("2025-07-02,310,11", with: "不详,310,11") }
    let outcome = try workshop(Self.totals, rows: unread).run(Self.arguments)
    #expect(outcome.status == 4 && outcome.stderr.contains("(month not readable)"))
  }

  @Test("Every amount a hundred times its total speaks of units; rejected rows are told of")
  func hints() throws {
    let rows = Self.rows.map { row in
      row.split(separator: ",", omittingEmptySubsequences: false).map { cell in
        cell.contains(".") ? cell.filter { $0 != "." } + ".00" : String(cell)
      }.joined(separator: ",")
    }
    let units = try workshop(Self.totals, rows: rows).run(Self.arguments)
    #expect(units.status == 4 && units.stderr.contains("100 times its control total"))
    let damaged = Self.rows + ["S7,p6,P33010690002,2025-13-01,390,140104,M01600,1.00,0,0,0,,1"]
    let arguments = Self.arguments + ["--max-reject-rate", "0.5"]
    // What was rejected is in none of the sums, and the totals are those of the rest.
    #expect(try workshop(Self.totals, rows: damaged).run(arguments).status == 0)
    let told = try workshop(Self.totals.map { $0.replacing("70.00", with: "71.00") }, rows: damaged).run(arguments)
    #expect(told.status == 4 && told.stderr.contains("1 rejected rows (1.00 yuan where readable)"))
    // Too many rejected rows come first.
    #expect(try workshop(Self.totals, rows: damaged).run(Self.arguments).status == 3)
  }

  @Test("One settlement in two files counts once; versions that contradict each other count not at all")
  func repeated() throws {
    let workshop = try workshop(Self.totals)
    try workshop.folder.write(
      "\(Self.header)\n\(Self.rows[1])\n\(Self.rows[4])\n"
        + "S8,p7,P33010690002,2025-08-09,390,11,,5.00,0,0,0,,1\n", to: "more.csv")
    let totals = Self.totals.map { $0.replacing("70.00,35.00,0.00,1", with: "75.00,35.00,0.00,2") }
    try workshop.folder.write(totals.map { $0 + "\n" }.joined(), to: "totals.csv")
    for files in [["claims.csv", "more.csv"], ["more.csv", "claims.csv"]] {
      let outcome = try workshop.run(files + ["--control", "totals.csv"], out: "RUN-\(files[0])")
      #expect(outcome.status == 0, "\(outcome.stderr)")
    }
    let contradicting = Self.rows + ["S2,p2,P33010690001,2025-07-02,310,11,,50.06,20.00,5.00,0,,1"]
    let outcome = try self.workshop(Self.totals, rows: contradicting).run(Self.arguments)
    #expect(outcome.status == 4 && outcome.stderr.contains("150.05") && outcome.stderr.contains("-50.05"))
  }

  @Test(
    "A row of totals that cannot be used refuses the file at its place",
    arguments: [
      ("310,2025-07,x,80.00,15.00,2", "IN203"), ("310,2025-07,,80.00,15.00,2", "IN202"),
      ("310,,150.05,80.00,15.00,2", "IN202"), ("310,2025-13,150.05,80.00,15.00,2", "IN241"),
      ("310,2025-07,150.055,80.00,15.00,2", "IN204"), ("310,2025-07,150.05,80.00,15.00,2.5", "IN203"),
      ("310,2025-07,150.05,80.00,15.00", "IN201"), ("合计,,1.00,80.00,15.00,2", "IN132"),
    ])
  func refused(row: String, code: String) throws {
    let workshop = try workshop(Self.totals + [row])
    let outcome = try workshop.run(Self.arguments)
    #expect(outcome.status == 3 && outcome.stderr.contains("totals.csv:6: \(code)"), "\(outcome.stderr)")
  }

  @Test("A table without a figure is refused, as are totals beside a tally and standard input twice")
  func usage() throws {
    let workshop = try workshop(["insutype,month", "310,2025-07"])
    let outcome = try workshop.run(Self.arguments)
    #expect(outcome.status == 3 && outcome.stderr.contains("IN103"))
    #expect(try workshop.run(["--tally", "t.csv", "--control", "totals.csv"]).status == 2)
    #expect(try workshop.run(["-", "--control", "-"]).status == 2)
  }

  @Test("In random exports the sums are those of a naive count, whatever the order, the split and the scope")
  func naive() throws {
    var generator = Seeded.announced()
    for round in 0..<12 {
      var sums: [String: [Int64]] = [:]
      var rows: [String] = []
      for number in 0..<60 {
        let scheme = generator.pick(["310", "340", "390", ""])
        let month = "2025-0\(Int.random(in: 1...3, using: &generator))"
        let isRefund = generator.chance(10)
        let fen = (0..<3).map { _ in Int64.random(in: 1...999_999, using: &generator) * (isRefund ? -1 : 1) }
        let isValid = !generator.chance(10)
        let yuan = fen.map { "\($0 < 0 ? "-" : "")\(abs($0) / 100).\(abs($0) % 100 < 10 ? "0" : "")\(abs($0) % 100)" }
        let row =
          "S\(number),p\(number % 9),P3301069000\(number % 4),\(month)-1\(number % 10),\(scheme),"
          + generator.pick(["140104", "11"]) + ",M03900,\(yuan.joined(separator: ",")),"
          + "\(isRefund ? "1" : "0"),\(isRefund ? "S0" : ""),\(isValid ? "1" : "0")"
        rows += generator.chance(15) ? [row, row] : [row]
        guard isValid else { continue }
        for (position, value) in (fen + [1]).enumerated() {
          sums["\(scheme),\(month)", default: [0, 0, 0, 0]][position] += value
        }
      }
      rows.shuffle(using: &generator)
      let totals = sums.map { "\($0),\($1.map(String.init).joined(separator: ","))" }
      let head = "insutype,month,medfee_sumamt(分),fund_pay_sumamt(分),acct_pay(分),count"
      let workshop = try workshop([head] + totals, rows: Array(rows.prefix(30)))
      try workshop.folder.write(([Self.header] + rows.dropFirst(30)).map { $0 + "\n" }.joined(), to: "more.csv")
      let arguments = ["claims.csv", "more.csv", "--control", "totals.csv", "--control-differences", "d.csv"]
      let outcome = try workshop.run(arguments)
      #expect(outcome.status == 0, "round \(round): \(outcome.stderr)")
      // A fen of a random cell more, and it is found.
      var wrong = totals
      let line = Int.random(in: wrong.indices, using: &generator)
      wrong[line] = wrong[line].replacing(/,(-?\d+),(-?\d+)$/) { ",\((Int64($0.1) ?? 0) + 1),\($0.2)" }
      try workshop.folder.write(([head] + wrong).map { $0 + "\n" }.joined(), to: "totals.csv")
      #expect(try workshop.run(arguments, out: "OTHER").status == 4)
      #expect(try workshop.folder.text("d.csv").split(separator: "\n").count == 2)
    }
  }
}
