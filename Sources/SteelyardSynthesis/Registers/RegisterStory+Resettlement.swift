internal import SteelyardDomain

extension RegisterStory {
  /// The direct subsidy of reservoir resettlement.
  static let resettlement = RegisterStory(
    model: "resettlement/direct-subsidy",
    tables: [
      Table("migrants", "身份证号,姓名,村,登记日期,核减日期"), Table("deaths", "身份证号,姓名,死亡日期"),
      Table("payments", "身份证号,姓名,村,户号,应发日期,发放日期,应发金额,发放金额,银行账号"),
    ],
    ordinary: { holder, sheet in
      sheet.migrant(holder, sheet.village(of: holder))
      sheet.direct(holder, sheet.village(of: holder))
    },
    cases: [
      .planted("not-registered") { holder, sheet in
        sheet.migrant(holder, "V0", cancelled: sheet.due.later(-1))
        sheet.direct(holder, "V0")
      },
      .near("not-registered") { holder, sheet in
        sheet.migrant(holder, "V0", cancelled: sheet.due)
        sheet.direct(holder, "V0")
      },
      .planted("paid-after-death") { holder, sheet in
        sheet.migrant(holder, "V0")
        sheet.death(holder, sheet.due.later(-1))
        sheet.direct(holder, "V0")
      },
      .near("paid-after-death") { holder, sheet in
        sheet.migrant(holder, "V0")
        sheet.death(holder, sheet.due)
        sheet.row("deaths", holder.role(1).id, holder.name, "2020-01-01")
        sheet.direct(holder, "V0")
      },
      .other("village-share", isPlanted: true) { holder, sheet in
        sheet.crowd(holder, yuan: 30_100, isPlanted: true)
      },
      .other("village-share", isPlanted: false) { holder, sheet in
        // Exactly three tenths.
        sheet.crowd(holder, yuan: 30_000, isPlanted: false)
      },
      .other("shared-account", isPlanted: true) { holder, sheet in
        for one in [holder, holder.role(1), holder.role(2)] {
          sheet.migrant(one, "V0")
          sheet.direct(one, "V0", account: holder.account)
        }
        sheet.note("shared-account", .account, holder.account, isPlanted: true)
      },
      .other("shared-account", isPlanted: false) { holder, sheet in
        for one in [holder, holder.role(1)] {
          sheet.migrant(one, "V0")
          sheet.direct(one, "V0", account: holder.account)
        }
        sheet.note("shared-account", .account, holder.account, isPlanted: false)
      },
      .planted("paid-late") { holder, sheet in
        sheet.migrant(holder, "V0")
        sheet.direct(holder, "V0", paid: sheet.due.later(91))
      },
      .near("paid-late") { holder, sheet in
        sheet.migrant(holder, "V0")
        sheet.direct(holder, "V0", paid: sheet.due.later(90))
      },
      .planted("paid-in-part") { holder, sheet in
        sheet.migrant(holder, "V0")
        sheet.direct(holder, "V0", yuan: 599)
      },
      .near("paid-in-part") { holder, sheet in
        sheet.migrant(holder, "V0")
        sheet.direct(holder, "V0")
      },
    ])
}

extension RegisterSheet {
  /// The day payments are due: the first of a month that lies more than ninety days before the as-of day.
  fileprivate var due: Day { month(2).firstDay }

  /// Forty ordinary persons have one village.
  fileprivate func village(of holder: SimulatedHolder) -> String { "V\(holder.position / 40 + 1)" }

  fileprivate mutating func migrant(_ holder: SimulatedHolder, _ village: String, cancelled: Day? = nil) {
    row("migrants", holder.id, holder.name, village, "2007-06-30", cancelled.map { "\($0)" } ?? "")
  }

  fileprivate mutating func direct(
    _ holder: SimulatedHolder, _ village: String, paid: Day? = nil, due yuanDue: Int = 600, yuan: Int? = nil,
    account: String? = nil
  ) {
    row(
      "payments", holder.id, holder.name, village, "N\(holder.position)", "\(due)", "\(paid ?? due.later(10))",
      yuanText(yuanDue), yuanText(yuan ?? yuanDue), account ?? holder.account)
  }

  /// A village of six households, five with 14,000 yuan and one with another amount.
  fileprivate mutating func crowd(_ holder: SimulatedHolder, yuan: Int, isPlanted: Bool) {
    let village = "W\(holder.position)"
    for number in 0..<6 {
      let one = number == 0 ? holder : holder.role(number)
      migrant(one, village)
      direct(one, village, due: number == 0 ? yuan : 14_000)
    }
    note("village-share", .household, "N\(holder.position)", isPlanted: isPlanted)
  }
}
