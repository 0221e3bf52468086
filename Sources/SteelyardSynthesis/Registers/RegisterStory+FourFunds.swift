internal import SteelyardDomain

extension RegisterStory {
  /// Four funds and the cadres who handle them.
  static let fourFunds = RegisterStory(
    model: "four-funds/kin-of-cadres",
    tables: [
      Table("recipients", "身份证号,姓名,补贴项目,发放月份,核定金额,发放金额,审批人,银行账号"),
      Table("cadres", "身份证号,姓名,单位,职务,银行账号"), Table("kin", "干部身份证号,亲属身份证号,关系"),
      Table("households", "身份证号,姓名,户号"),
    ],
    ordinary: { holder, sheet in
      // One in a hundred is a cadre and draws nothing; everybody has a household of one.
      sheet.household(holder, "H\(holder.position)")
      if holder.position % 100 == 0 { return sheet.cadre(holder) }
      for month in sheet.months { sheet.relief(holder, month) }
    },
    cases: fourFundsCases)

  private static let fourFundsCases: [Case] = [
    .planted("recipient-is-cadre") { holder, sheet in
      sheet.cadre(holder)
      sheet.relief(holder, sheet.last)
    },
    .near("recipient-is-cadre") { holder, sheet in
      // A cadre of the same name.
      sheet.row("cadres", holder.role(1).id, holder.name, "甲村", "会计", holder.role(1).account)
      sheet.relief(holder, sheet.last)
    },
    .planted("recipient-is-kin") { holder, sheet in
      sheet.cadre(holder.role(1))
      sheet.row("kin", holder.role(1).id, holder.id, "配偶")
      sheet.relief(holder, sheet.last)
    },
    .near("recipient-is-kin") { holder, sheet in
      // A degree that is not asked for.
      sheet.cadre(holder.role(1))
      sheet.row("kin", holder.role(1).id, holder.id, "侄")
      sheet.relief(holder, sheet.last)
    },
    .planted("same-household") { holder, sheet in
      sheet.cadre(holder.role(1))
      for one in [holder, holder.role(1)] { sheet.household(one, "H\(holder.position)") }
      sheet.relief(holder, sheet.last)
    },
    .near("same-household") { holder, sheet in
      // Neighbours.
      sheet.cadre(holder.role(1))
      for one in [holder, holder.role(1)] { sheet.household(one, "H\(one.position)") }
      sheet.relief(holder, sheet.last)
    },
    .planted("same-account") { holder, sheet in
      sheet.cadre(holder.role(1))
      sheet.relief(holder, sheet.last, account: holder.role(1).account)
    },
    .near("same-account") { holder, sheet in
      // A cadre who is paid into the own account: another rule's matter.
      sheet.cadre(holder)
      sheet.relief(holder, sheet.last)
      sheet.note("recipient-is-cadre", .person, holder.id, isPlanted: true)
    },
    .planted("approver-is-kin", also: ["recipient-is-kin"]) { holder, sheet in
      sheet.cadre(holder.role(1))
      sheet.row("kin", holder.role(1).id, holder.id, "子女")
      sheet.relief(holder, sheet.last, approver: holder.role(1).id)
    },
    .near("approver-is-kin") { holder, sheet in
      // Approved by a cadre who is no kin; kin of another cadre.
      sheet.cadre(holder.role(1))
      sheet.cadre(holder.role(2))
      sheet.row("kin", holder.role(2).id, holder.id, "子女")
      sheet.relief(holder, sheet.last, approver: holder.role(1).id)
      sheet.note("recipient-is-kin", .person, holder.id, isPlanted: true)
    },
    .planted("paid-less") { holder, sheet in sheet.relief(holder, sheet.last, paid: yuanText(299, 99)) },
    .near("paid-less") { holder, sheet in sheet.relief(holder, sheet.last) },
  ]
}

extension RegisterSheet {
  fileprivate mutating func cadre(_ holder: SimulatedHolder) {
    row("cadres", holder.id, holder.name, "甲村", "委员", holder.account)
  }

  fileprivate mutating func household(_ holder: SimulatedHolder, _ number: String) {
    row("households", holder.id, holder.name, number)
  }

  fileprivate mutating func relief(
    _ holder: SimulatedHolder, _ month: Month, paid: String = yuanText(300), approver: String = "",
    account: String? = nil
  ) {
    row(
      "recipients", holder.id, holder.name, "低保", "\(month)", yuanText(300), paid, approver,
      account ?? holder.account)
  }
}
