internal import SteelyardDomain

extension RegisterStory {
  private static let interns = Table("interns", "身份证号,姓名,单位代码,见习起始日期,见习终止日期,补贴金额")

  /// Interns and where they live.
  static let internsResidence = RegisterStory(
    model: "internship-subsidy/residence",
    tables: [interns, Table("residence", "身份证号,姓名,居住起始日期,居住终止日期")],
    ordinary: { holder, sheet in
      sheet.intern(holder)
      sheet.row("residence", holder.id, holder.name, "2020-01-01", "")
    },
    cases: [
      .planted("no-residence") { holder, sheet in
        sheet.intern(holder)
        sheet.row("residence", holder.id, holder.name, "2015-01-01", "\(sheet.months[0].firstDay.later(-1))")
        sheet.row("residence", holder.role(1).id, holder.name, "2015-01-01", "")
      },
      .near("no-residence") { holder, sheet in
        // One day in common.
        sheet.intern(holder)
        sheet.row("residence", holder.id, holder.name, "2015-01-01", "\(sheet.months[0].firstDay)")
      },
    ])

  /// Interns and who pays them.
  static let internsWages = RegisterStory(
    model: "internship-subsidy/income-tax",
    tables: [interns, Table("wages", "身份证号,姓名,单位代码,税款所属期,工资收入")],
    ordinary: { holder, sheet in
      sheet.intern(holder)
      for month in sheet.months { sheet.wage(holder, sheet.employer(of: holder), month, yuanText(2000)) }
    },
    cases: [
      .planted("paid-elsewhere") { holder, sheet in
        sheet.intern(holder)
        sheet.wage(holder, "E0", sheet.month(1), yuanText(4200))
      },
      .near("paid-elsewhere") { holder, sheet in
        // A declaration of nothing, and another person of the same name.
        sheet.intern(holder)
        sheet.wage(holder, "E0", sheet.month(1), yuanText(0))
        sheet.row("wages", holder.role(1).id, holder.name, "E0", "\(sheet.month(1))", yuanText(4200))
      },
      .near("paid-elsewhere") { holder, sheet in
        // The last pay of a former employer, in a month that is not whole.
        sheet.intern(holder, from: sheet.months[0].firstDay.later(14))
        sheet.wage(holder, "E0", sheet.months[0], yuanText(4200))
      },
    ])

  /// Interns and who insures them.
  static let internsInsurance = RegisterStory(
    model: "internship-subsidy/social-security",
    tables: [interns, Table("insurance", "身份证号,姓名,单位代码,缴费月份"), Table("staff", "单位代码,职工人数")],
    once: { sheet in sheet.row("staff", "E0", "1000") },
    ordinary: { holder, sheet in
      let employer = sheet.employer(of: holder)
      if holder.position % 50 == 0 { sheet.row("staff", employer, "80") }
      sheet.intern(holder)
      for month in sheet.months { sheet.row("insurance", holder.id, holder.name, employer, "\(month)") }
    },
    cases: [
      .planted("insured-before") { holder, sheet in
        sheet.intern(holder)
        sheet.row("insurance", holder.id, holder.name, sheet.employer(of: holder), "\(sheet.before)")
      },
      .near("insured-before") { holder, sheet in
        sheet.intern(holder)
        sheet.row("insurance", holder.id, holder.name, sheet.employer(of: holder), "\(sheet.months[0])")
      },
      .planted("insured-elsewhere") { holder, sheet in
        sheet.intern(holder)
        sheet.row("insurance", holder.id, holder.name, "E0", "\(sheet.month(1))")
      },
      .near("insured-elsewhere") { holder, sheet in
        sheet.intern(holder, from: sheet.months[0].firstDay.later(1))
        sheet.row("insurance", holder.id, holder.name, "E0", "\(sheet.months[0])")
      },
      .other("more-interns-than-staff", isPlanted: true) { holder, sheet in
        sheet.crowded(holder, staff: 2, isPlanted: true)
      },
      .other("more-interns-than-staff", isPlanted: false) { holder, sheet in
        sheet.crowded(holder, staff: 3, isPlanted: false)
      },
    ])
}

extension RegisterSheet {
  /// The month before the internships.
  fileprivate var before: Month { Month(number: months[0].number - 1) }

  /// Fifty ordinary persons have one employer.
  fileprivate func employer(of holder: SimulatedHolder) -> String { "E\(holder.position / 50 + 1)" }

  fileprivate mutating func intern(_ holder: SimulatedHolder, from: Day? = nil, at employer: String? = nil) {
    let first = from ?? months[0].firstDay
    row(
      "interns", holder.id, holder.name, employer ?? self.employer(of: holder), "\(first)", "\(last.lastDay)",
      yuanText(9000))
  }

  fileprivate mutating func wage(_ holder: SimulatedHolder, _ employer: String, _ month: Month, _ income: String) {
    row("wages", holder.id, holder.name, employer, "\(month)", income)
  }

  /// An employer with three interns and so many staff.
  fileprivate mutating func crowded(_ holder: SimulatedHolder, staff: Int, isPlanted: Bool) {
    let employer = "F\(holder.position)"
    row("staff", employer, "\(staff)")
    for one in [holder, holder.role(1), holder.role(2)] { intern(one, at: employer) }
    note("more-interns-than-staff", .organisation, employer, isPlanted: isPlanted)
  }
}
