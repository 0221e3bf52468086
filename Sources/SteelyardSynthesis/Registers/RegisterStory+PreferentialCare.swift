internal import SteelyardDomain

extension RegisterStory {
  /// Preferential care of veterans and the families of the fallen.
  static let preferentialCare = RegisterStory(
    model: "preferential-care/unlawful-payment",
    tables: [
      Table("recipients", "身份证号,姓名,对象类别,身份起始日期,身份终止日期"), Table("deaths", "身份证号,姓名,死亡日期"),
      Table("payments", "身份证号,姓名,户名,对象类别,发放月份,发放日期,发放金额,银行账号"),
    ],
    ordinary: { holder, sheet in
      sheet.status(holder)
      for month in sheet.months { sheet.care(holder, month) }
    },
    cases: [
      .planted("paid-after-death") { holder, sheet in
        sheet.status(holder)
        sheet.death(holder, sheet.month(1).lastDay)
        sheet.care(holder, sheet.last)
      },
      .near("paid-after-death") { holder, sheet in
        sheet.status(holder)
        sheet.death(holder, sheet.last.firstDay)
        sheet.care(holder, sheet.last)
      },
      .planted("status-lost") { holder, sheet in
        sheet.status(holder, through: sheet.month(1).lastDay)
        sheet.care(holder, sheet.last)
      },
      .near("status-lost") { holder, sheet in
        sheet.status(holder, through: sheet.last.firstDay)
        sheet.care(holder, sheet.last)
      },
      .planted("above-standard") { holder, sheet in
        sheet.status(holder)
        sheet.care(holder, sheet.last, yuan: 930, fen: 1)
      },
      .near("above-standard") { holder, sheet in
        // Two payments that come to the standard.
        sheet.status(holder)
        sheet.care(holder, sheet.last, yuan: 465)
        sheet.care(holder, sheet.last, yuan: 465)
      },
      .other("shared-account", isPlanted: true) { holder, sheet in
        for one in [holder, holder.role(1), holder.role(2)] {
          sheet.status(one)
          sheet.care(one, sheet.last, account: holder.account)
        }
        sheet.note("shared-account", .account, holder.account, isPlanted: true)
      },
      .other("shared-account", isPlanted: false) { holder, sheet in
        // A couple.
        for one in [holder, holder.role(1)] {
          sheet.status(one)
          sheet.care(one, sheet.last, account: holder.account)
        }
        sheet.note("shared-account", .account, holder.account, isPlanted: false)
      },
      .planted("payee-differs") { holder, sheet in
        sheet.status(holder)
        sheet.care(holder, sheet.last, payee: "某某某")
      },
      .near("payee-differs") { holder, sheet in
        sheet.status(holder)
        sheet.care(holder, sheet.last, payee: "")
      },
    ])
}

extension RegisterSheet {
  private static let category = "参战退役人员"

  fileprivate mutating func status(_ holder: SimulatedHolder, through: Day? = nil) {
    row("recipients", holder.id, holder.name, Self.category, "2000-01-01", through.map { "\($0)" } ?? "")
  }

  /// A payment: as the standard prescribes, which rose in April 2025, where nothing else is said.
  fileprivate mutating func care(
    _ holder: SimulatedHolder, _ month: Month, yuan: Int? = nil, fen: Int = 0, account: String? = nil,
    payee: String? = nil
  ) {
    let standard = month < Month(year: 2025, month: 4) ? 880 : 930
    row(
      "payments", holder.id, holder.name, payee ?? holder.name, Self.category, "\(month)", "\(month)-10",
      yuanText(yuan ?? standard, fen), account ?? holder.account)
  }
}
