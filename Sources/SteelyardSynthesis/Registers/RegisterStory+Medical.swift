internal import SteelyardDomain

extension RegisterStory {
  /// One person, one card.
  static let realName = RegisterStory(
    model: "medical-insurance/real-name",
    tables: [
      Table("settlements", "结算ID,身份证号,姓名,定点医药机构编号,就医区划,结算日期,医疗费总额"),
      Table("stays", "身份证号,姓名,定点医药机构编号,入院日期,出院日期"), Table("areas", "区划,通勤圈"), Table("deaths", "身份证号,姓名,死亡日期"),
    ],
    once: { sheet in
      for (area, cluster) in [("990101", "甲"), ("990102", "甲"), ("990201", "乙")] { sheet.row("areas", area, cluster) }
    },
    ordinary: { holder, sheet in
      for month in sheet.months {
        let day = month.firstDay.later(sheet.draw(below: 28))
        sheet.visit(holder, at: "P\(holder.position % 200)", on: day, "\(month)")
      }
    },
    cases: [
      .planted("many-institutions") { holder, sheet in
        for number in 1...3 { sheet.visit(holder, at: "P\(number)", on: sheet.someDay, "\(number)") }
      },
      .near("many-institutions") { holder, sheet in
        for number in 1...3 { sheet.visit(holder, at: "P\(number % 2)", on: sheet.someDay, "\(number)") }
      },
      .planted("far-apart") { holder, sheet in
        sheet.visit(holder, at: "P1", on: sheet.someDay, "1")
        sheet.visit(holder, at: "Q1", on: sheet.someDay, "2", area: "990201")
      },
      .near("far-apart") { holder, sheet in
        sheet.visit(holder, at: "P1", on: sheet.someDay, "1")
        sheet.visit(holder, at: "P2", on: sheet.someDay, "2", area: "990102")
        sheet.visit(holder, at: "Q1", on: sheet.someDay.later(1), "3", area: "990201")
      },
      .planted("during-stay") { holder, sheet in
        sheet.stay(holder)
        sheet.visit(holder, at: "P1", on: sheet.someDay.later(1), "1")
      },
      .near("during-stay") { holder, sheet in
        // The days of admission and discharge, and another person of the name in hospital.
        sheet.stay(holder)
        sheet.visit(holder, at: "P1", on: sheet.someDay, "1")
        sheet.visit(holder, at: "P1", on: sheet.someDay.later(9), "2")
        sheet.row("stays", holder.role(1).id, holder.name, "H1", "2000-01-01", "")
      },
      .planted("paid-after-death") { holder, sheet in
        sheet.death(holder, sheet.someDay.later(-1))
        sheet.visit(holder, at: "P1", on: sheet.someDay, "1")
      },
      .near("paid-after-death") { holder, sheet in
        sheet.death(holder, sheet.someDay)
        sheet.visit(holder, at: "P1", on: sheet.someDay, "1")
      },
    ])
}

extension RegisterSheet {
  /// A day within the period.
  fileprivate var someDay: Day { month(1).firstDay.later(9) }

  fileprivate mutating func visit(
    _ holder: SimulatedHolder, at institution: String, on day: Day, _ suffix: String, area: String = "990101"
  ) {
    row(
      "settlements", "S\(holder.position)-\(suffix)", holder.id, holder.name, institution, area, "\(day)",
      yuanText(120))
  }

  fileprivate mutating func stay(_ holder: SimulatedHolder) {
    row("stays", holder.id, holder.name, "H1", "\(someDay)", "\(someDay.later(9))")
  }
}

extension RegisterStory {
  /// Settlements that contradict themselves, each other or their disease.
  static let fundAnomaly = RegisterStory(
    model: "medical-insurance/fund-anomaly",
    tables: [
      Table(
        "settlements",
        "结算ID,原结算ID,身份证号,姓名,性别,出生日期,定点医药机构编号,病种编码,结算日期,供药天数,医疗费总额,基金支付,个人账户支付,现金支付,退费标志"),
      Table("limits", "病种编码,限性别,最小年龄,最大年龄"),
    ],
    once: { sheet in
      sheet.row("limits", "M90001", "2", "", "")
      sheet.row("limits", "M90002", "", "", "14")
    },
    ordinary: { holder, sheet in
      // A tenth to an eighth of an honest institution's settlements are dear.
      let institution = holder.position % 40
      for (number, month) in sheet.months.enumerated() {
        var visit = SimulatedVisit(holder, "\(number)")
        visit.institution = "P\(institution)"
        visit.day = month.firstDay
        visit.isDear = sheet.draw(below: 1000) < 100 + institution / 2
        sheet.settle(visit)
      }
    },
    cases: fundCases + fundOutliers)

  private static let fundCases: [Case] = [
    .planted("sex-inconsistent") { holder, sheet in
      sheet.settle(SimulatedVisit(holder, "1", disease: "M90001"))
    },
    .near("sex-inconsistent") { holder, sheet in
      sheet.settle(SimulatedVisit(holder, "1", disease: "M90001", sex: ""))
    },
    .planted("age-inconsistent") { holder, sheet in
      sheet.settle(SimulatedVisit(holder, "1", disease: "M90002", birth: sheet.visitDay.earlier(years: 15)))
    },
    .near("age-inconsistent") { holder, sheet in
      sheet.settle(SimulatedVisit(holder, "1", disease: "M90002", birth: sheet.visitDay.earlier(years: 15).later(1)))
    },
    .planted("supply-overlap") { holder, sheet in
      for (number, days) in [0, 22].enumerated() {
        sheet.settle(SimulatedVisit(holder, "\(number)", day: sheet.visitDay.later(-days), supply: "30"))
      }
    },
    .near("supply-overlap") { holder, sheet in
      for (number, days) in [0, 23].enumerated() {
        sheet.settle(SimulatedVisit(holder, "\(number)", day: sheet.visitDay.later(-days), supply: "30"))
      }
    },
    .planted("split-visits") { holder, sheet in
      for number in 0..<3 { sheet.settle(SimulatedVisit(holder, "\(number)")) }
    },
    .near("split-visits") { holder, sheet in
      for number in 0..<2 { sheet.settle(SimulatedVisit(holder, "\(number)")) }
    },
    .planted("refund-not-returned") { holder, sheet in
      sheet.settle(SimulatedVisit(holder, "1", refunded: "1"))
    },
    .near("refund-not-returned") { holder, sheet in
      sheet.settle(SimulatedVisit(holder, "1", refunded: "1"))
      sheet.settle(SimulatedVisit(holder, "2", original: "F\(holder.position)-1"))
    },
    .planted("identity-broken") { holder, sheet in
      sheet.settle(SimulatedVisit(holder, "1", cash: "10.01"))
    },
    .near("identity-broken") { holder, sheet in sheet.settle(SimulatedVisit(holder, "1")) },
  ]

  private static let fundOutliers: [Case] = [
    .planted("person-many-institutions") { holder, sheet in
      for number in 0..<6 {
        sheet.settle(SimulatedVisit(holder, "\(number)", institution: "P\(number)", day: sheet.visitDay.later(number)))
      }
    },
    .near("person-many-institutions") { holder, sheet in
      // Five in one month and a sixth in the next.
      for number in 0..<6 {
        let day = number < 5 ? sheet.month(2).firstDay.later(number) : sheet.month(1).firstDay
        sheet.settle(SimulatedVisit(holder, "\(number)", institution: "P\(number)", day: day))
      }
    },
    .planted("person-month-cost") { holder, sheet in sheet.visits(holder, count: 11) },
    .near("person-month-cost") { holder, sheet in
      // Exactly the line in one month, and an eleventh visit in the next.
      sheet.visits(holder, count: 10)
      sheet.settle(SimulatedVisit(holder, "next", day: sheet.last.firstDay))
    },
    .other("dear-settlements", isPlanted: true, atMost: 2) { holder, sheet in
      sheet.institution(holder, dear: 60, isPlanted: true)
    },
    .other("dear-settlements", isPlanted: false, atMost: 2) { holder, sheet in
      sheet.institution(holder, dear: 12, isPlanted: false)
    },
  ]
}

/// One settlement of the fund's register.
private struct SimulatedVisit {
  let holder: SimulatedHolder
  let number: String
  var disease = "M03900"
  var sex = "1"
  var birth: Day?
  var institution = "P0"
  var day: Day?
  var supply = ""
  var original = ""
  var refunded = "0"
  var cash = "10.00"
  var isDear = false

  init(
    _ holder: SimulatedHolder, _ number: String, disease: String = "M03900", sex: String = "1", birth: Day? = nil,
    institution: String = "P0", day: Day? = nil, supply: String = "", original: String = "", refunded: String = "0",
    cash: String = "10.00"
  ) {
    self.holder = holder
    self.number = number
    self.disease = disease
    self.sex = sex
    self.birth = birth
    self.institution = institution
    self.day = day
    self.supply = supply
    self.original = original
    self.refunded = refunded
    self.cash = cash
  }
}

extension RegisterSheet {
  /// The day of a settlement where nothing else is said.
  fileprivate var visitDay: Day { month(1).firstDay.later(9) }

  fileprivate mutating func settle(_ visit: SimulatedVisit) {
    let sign = visit.original.isEmpty ? "" : "-"
    // The dear and the ordinary lie on either side of the line of the disease, 500 yuan.
    let (total, fund) = visit.isDear ? ("600.00", "570.00") : ("100.00", "70.00")
    row(
      "settlements", "F\(visit.holder.position)-\(visit.number)", visit.original, visit.holder.id, visit.holder.name,
      visit.sex, "\(visit.birth ?? visitDay.earlier(years: 60))", visit.institution, visit.disease,
      "\(visit.day ?? visitDay)", visit.supply, sign + total, sign + fund, sign + "20.00", sign + visit.cash,
      visit.refunded)
  }

  /// Visits on days one after another, each of 100 yuan; the line of the disease's month is 1,000.
  fileprivate mutating func visits(_ holder: SimulatedHolder, count: Int) {
    for number in 0..<count { settle(SimulatedVisit(holder, "\(number)", day: visitDay.later(number))) }
  }

  /// An institution of ninety settlements, so many of which are dear.
  fileprivate mutating func institution(_ holder: SimulatedHolder, dear: Int, isPlanted: Bool) {
    let name = "R\(holder.position)"
    for number in 0..<90 {
      var visit = SimulatedVisit(number == 0 ? holder : holder.role(number), "1", institution: name)
      visit.isDear = number < dear
      settle(visit)
    }
    note("dear-settlements", .institution, name, isPlanted: isPlanted)
  }
}
