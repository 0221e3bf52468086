internal import SteelyardDomain

extension RegisterStory {
  /// The subsidies of the old, the disabled and children in distress.
  static let disadvantaged = RegisterStory(
    model: "disadvantaged-groups/subsidies",
    tables: [
      Table("payments", "身份证号,姓名,补贴项目,类别,发放月份,发放日期,发放金额,银行账号"),
      Table("certificates", "身份证号,姓名,残疾类别,残疾等级,发证日期,有效期至"), Table("prison", "身份证号,姓名,服刑起始日期,服刑终止日期"),
      Table("children", "身份证号,姓名,出生日期"), Table("deaths", "身份证号,姓名,死亡日期"),
    ],
    ordinary: { holder, sheet in
      switch sheet.draw(below: 10) {
      case 0..<4: for month in sheet.months { sheet.subsidy(.living, holder, month) }
      case 4..<7:
        sheet.certificate(holder, level: 1 + sheet.draw(below: 2), sheet.always)
        for month in sheet.months { sheet.subsidy(.care, holder, month) }
      case 7..<9: for month in sheet.months { sheet.subsidy(.destitute, holder, month) }
      default:
        sheet.child(holder, born: sheet.last.firstDay.earlier(years: 5 + sheet.draw(below: 12)))
        for month in sheet.months { sheet.subsidy(.child, holder, month) }
      }
    },
    cases: disadvantagedCases + disadvantagedPersons)

  private static let disadvantagedCases: [Case] = [
    .planted("above-standard") { holder, sheet in sheet.subsidy(.living, holder, sheet.last, fen: 1) },
    .near("above-standard") { holder, sheet in sheet.subsidy(.living, holder, sheet.last) },
    .planted("paid-twice") { holder, sheet in
      for _ in 0..<2 { sheet.subsidy(.living, holder, sheet.last) }
    },
    .near("paid-twice") { holder, sheet in
      for month in sheet.months { sheet.subsidy(.living, holder, month) }
    },
    .planted("exclusive-funds") { holder, sheet in
      // Either may be written first.
      let order: [RegisterSheet.Fund] = sheet.draw(below: 2) == 0 ? [.living, .destitute] : [.destitute, .living]
      for fund in order { sheet.subsidy(fund, holder, sheet.last) }
    },
    .near("exclusive-funds") { holder, sheet in
      sheet.subsidy(.living, holder, sheet.month(1))
      sheet.subsidy(.destitute, holder, sheet.last)
    },
    .planted("no-certificate") { holder, sheet in
      sheet.certificate(holder, level: 1, ("2015-01-01", sheet.month(1).lastDay))
      sheet.subsidy(.care, holder, sheet.last)
    },
    .near("no-certificate") { holder, sheet in
      sheet.certificate(holder, level: 1, ("2015-01-01", sheet.last.firstDay))
      sheet.subsidy(.care, holder, sheet.last)
    },
    .planted("other-level") { holder, sheet in
      sheet.certificate(holder, level: 3, sheet.always)
      sheet.subsidy(.care, holder, sheet.last)
    },
    .near("other-level") { holder, sheet in
      // Level two since a new assessment.
      sheet.certificate(holder, level: 3, ("2015-01-01", sheet.month(1).lastDay))
      sheet.certificate(holder, level: 2, ("\(sheet.last.firstDay)", Month(year: 2035, month: 1).firstDay))
      sheet.subsidy(.care, holder, sheet.last)
    },
  ]

  private static let disadvantagedPersons: [Case] = [
    .planted("past-eighteen") { holder, sheet in
      sheet.child(holder, born: sheet.last.firstDay.earlier(years: 18))
      sheet.subsidy(.child, holder, sheet.last)
    },
    .near("past-eighteen") { holder, sheet in
      sheet.child(holder, born: sheet.last.firstDay.earlier(years: 18).later(1))
      sheet.subsidy(.child, holder, sheet.last)
    },
    .planted("in-prison") { holder, sheet in
      sheet.row("prison", holder.id, holder.name, "\(sheet.last.firstDay)", "")
      sheet.subsidy(.living, holder, sheet.last)
    },
    .near("in-prison") { holder, sheet in
      sheet.row("prison", holder.id, holder.name, "2015-01-01", "\(sheet.month(1).lastDay)")
      sheet.row("prison", holder.role(1).id, holder.name, "2015-01-01", "")
      sheet.subsidy(.living, holder, sheet.last)
    },
    .planted("paid-after-death") { holder, sheet in
      sheet.death(holder, sheet.month(1).lastDay)
      sheet.subsidy(.living, holder, sheet.last)
    },
    .near("paid-after-death") { holder, sheet in
      sheet.death(holder, sheet.last.firstDay)
      sheet.subsidy(.living, holder, sheet.last)
    },
    .other("shared-account", isPlanted: true) { holder, sheet in
      for one in [holder, holder.role(1), holder.role(2)] {
        sheet.subsidy(.living, one, sheet.last, account: holder.account)
      }
      sheet.note("shared-account", .account, holder.account, isPlanted: true)
    },
    .other("shared-account", isPlanted: false) { holder, sheet in
      for one in [holder, holder.role(1)] { sheet.subsidy(.living, one, sheet.last, account: holder.account) }
      sheet.note("shared-account", .account, holder.account, isPlanted: false)
    },
  ]
}

extension RegisterSheet {
  /// A subsidy with its category and monthly standard.
  fileprivate enum Fund {
    case living, care, destitute, child

    var words: (fund: String, category: String, yuan: Int) {
      switch self {
      case .living: ("困难残疾人生活补贴", "低保", 100)
      case .care: ("重度残疾人护理补贴", "二级", 120)
      case .destitute: ("特困供养金", "分散", 1200)
      case .child: ("困境儿童生活费", "散居", 1500)
      }
    }
  }

  /// A time that holds all months.
  fileprivate var always: (String, Day) { ("2010-01-01", Month(year: 2035, month: 1).firstDay) }

  fileprivate mutating func certificate(_ holder: SimulatedHolder, level: Int, _ time: (String, Day)) {
    row("certificates", holder.id, holder.name, "肢体", "\(level)", time.0, "\(time.1)")
  }

  fileprivate mutating func child(_ holder: SimulatedHolder, born birth: Day) {
    row("children", holder.id, holder.name, "\(birth)")
  }

  fileprivate mutating func subsidy(
    _ fund: Fund, _ holder: SimulatedHolder, _ month: Month, fen: Int = 0, account: String? = nil
  ) {
    let words = fund.words
    row(
      "payments", holder.id, holder.name, words.fund, words.category, "\(month)", "\(month)-20",
      yuanText(words.yuan, fen), account ?? holder.account)
  }
}
