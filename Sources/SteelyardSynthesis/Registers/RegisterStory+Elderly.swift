internal import SteelyardDomain

extension RegisterStory {
  /// The allowance of the very old.
  static let elderly = RegisterStory(
    model: "elderly-subsidy/entitled-not-enjoyed",
    tables: [
      Table("residents", "身份证号,姓名,出生日期,所属区划,迁入日期,迁出日期"), Table("deaths", "身份证号,姓名,死亡日期"),
      Table("payments", "身份证号,姓名,发放月份,发放日期,发放金额,银行账号"),
    ],
    ordinary: { holder, sheet in
      // One in ten is too young and draws nothing.
      let years = sheet.draw(below: 10) == 0 ? 70 : 81 + sheet.draw(below: 14)
      let birth = sheet.months[0].firstDay.earlier(years: years).later(-sheet.draw(below: 300))
      sheet.resident(holder, born: birth)
      if years >= 80 { sheet.allowance(holder, born: birth, in: sheet.months) }
    },
    cases: [
      .planted("not-paid") { holder, sheet in
        let birth = sheet.oldBirth
        sheet.resident(holder, born: birth)
        sheet.allowance(holder, born: birth, in: sheet.months.dropLast(2))
      },
      .near("not-paid") { holder, sheet in
        // Eighty on the second of the last month: not yet eighty on its first.
        sheet.resident(holder, born: sheet.last.firstDay.earlier(years: 80).later(1))
      },
      .near("not-paid") { holder, sheet in
        // Died in the last month but one: nothing is due for the last.
        let birth = sheet.oldBirth
        sheet.resident(holder, born: birth)
        sheet.death(holder, sheet.month(1).lastDay)
        sheet.allowance(holder, born: birth, in: sheet.months.dropLast())
      },
      .planted("paid-after-death") { holder, sheet in
        let birth = sheet.oldBirth
        sheet.resident(holder, born: birth)
        sheet.death(holder, sheet.month(1).firstDay.later(14))
        sheet.allowance(holder, born: birth, in: sheet.months)
      },
      .near("paid-after-death") { holder, sheet in
        // Died on the first day of the last month paid.
        let birth = sheet.oldBirth
        sheet.resident(holder, born: birth)
        sheet.death(holder, sheet.last.firstDay)
        sheet.allowance(holder, born: birth, in: sheet.months)
      },
      .near("paid-after-death") { holder, sheet in
        // Another person of the same name is dead.
        let birth = sheet.oldBirth
        sheet.resident(holder, born: birth)
        sheet.allowance(holder, born: birth, in: sheet.months)
        sheet.row("deaths", holder.role(1).id, holder.name, "2020-01-01")
      },
      .planted("under-age") { holder, sheet in
        let birth = sheet.last.lastDay.later(40).earlier(years: 80)
        sheet.resident(holder, born: birth)
        sheet.payment(holder, sheet.last, yuanText(100))
      },
      .near("under-age") { holder, sheet in
        // Eighty on the last day of the month paid.
        sheet.resident(holder, born: sheet.last.lastDay.earlier(years: 80))
        sheet.payment(holder, sheet.last, yuanText(100))
      },
      .planted("moved-away") { holder, sheet in
        let birth = sheet.oldBirth
        sheet.resident(holder, born: birth, movedOut: sheet.month(1).lastDay)
        sheet.allowance(holder, born: birth, in: sheet.months)
      },
      .near("moved-away") { holder, sheet in
        // Moved out on the first day of the last month paid.
        let birth = sheet.oldBirth
        sheet.resident(holder, born: birth, movedOut: sheet.last.firstDay)
        sheet.allowance(holder, born: birth, in: sheet.months)
      },
    ])
}

extension RegisterSheet {
  /// The birth of somebody who is past eighty in every month and not yet ninety.
  fileprivate var oldBirth: Day { months[0].firstDay.earlier(years: 82) }

  fileprivate mutating func resident(_ holder: SimulatedHolder, born birth: Day, movedOut: Day? = nil) {
    row("residents", holder.id, holder.name, "\(birth)", "990101", "1970-01-01", movedOut.map { "\($0)" } ?? "")
  }

  mutating func death(_ holder: SimulatedHolder, _ day: Day) { row("deaths", holder.id, holder.name, "\(day)") }

  /// What the standard prescribes for each month.
  fileprivate mutating func allowance(_ holder: SimulatedHolder, born birth: Day, in months: some Sequence<Month>) {
    for month in months {
      payment(holder, month, yuanText(birth.wholeYears(to: month.firstDay) < 90 ? 100 : 200))
    }
  }

  fileprivate mutating func payment(_ holder: SimulatedHolder, _ month: Month, _ amount: String) {
    row("payments", holder.id, holder.name, "\(month)", "\(month)-15", amount, holder.account)
  }
}
