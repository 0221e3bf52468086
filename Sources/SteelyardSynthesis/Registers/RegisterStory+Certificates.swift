internal import SteelyardDomain

extension RegisterStory {
  /// Certificates of disability, what they rest on and what they open.
  static let certificates = RegisterStory(
    model: "disability-certificate/unlawful",
    tables: [
      Table("certificates", "身份证号,姓名,证号,残疾类别,残疾等级,发证日期,有效期至,发证单位,经办人"),
      Table("assessments", "身份证号,姓名,残疾类别,评定等级,评定日期"), Table("subsidies", "身份证号,姓名,发放月份,发放金额"),
      Table("licences", "身份证号,姓名,有效期起始,有效期截止"),
    ],
    ordinary: { holder, sheet in
      // A fifth to a quarter of an honest issuer's levels are high.
      let issuer = holder.position % 20
      let isHigh = sheet.draw(below: 1000) < 200 + issuer
      let level = isHigh ? 1 + sheet.draw(below: 2) : 3 + sheet.draw(below: 2)
      sheet.certified(holder, level: level, issuer: "I\(issuer)")
      if isHigh { for month in sheet.months { sheet.careAllowance(holder, month) } }
    },
    cases: [
      .planted("no-assessment") { holder, sheet in
        sheet.certificate(holder, level: 2)
        sheet.assessment(holder, level: 2, kind: "听力")
      },
      .near("no-assessment") { holder, sheet in
        // Assessed on the day of issue.
        sheet.certificate(holder, level: 2)
        sheet.assessment(holder, level: 2, on: "2020-05-01")
      },
      .planted("level-above-assessment") { holder, sheet in
        sheet.certificate(holder, level: 2)
        sheet.assessment(holder, level: 3)
      },
      .near("level-above-assessment") { holder, sheet in
        // An earlier assessment was milder, the later one agrees.
        sheet.certificate(holder, level: 2)
        sheet.assessment(holder, level: 3, on: "2019-01-01")
        sheet.assessment(holder, level: 2)
      },
      .planted("severe-subsidy-mild-level") { holder, sheet in
        sheet.certified(holder, level: 3)
        sheet.careAllowance(holder, sheet.last)
      },
      .near("severe-subsidy-mild-level") { holder, sheet in
        // The old certificate ran out the day before.
        sheet.certificate(holder, level: 3, expires: sheet.month(1).lastDay)
        sheet.certificate(holder, level: 2, issued: "\(sheet.last.firstDay)")
        for level in [3, 2] { sheet.assessment(holder, level: level) }
        sheet.careAllowance(holder, sheet.last)
      },
      .planted("blind-and-driving") { holder, sheet in
        sheet.certified(holder, level: 1, kind: "视力")
        sheet.row("licences", holder.id, holder.name, "2014-05-01", "2020-05-01")
      },
      .near("blind-and-driving") { holder, sheet in
        sheet.certified(holder, level: 1, kind: "视力")
        sheet.row("licences", holder.id, holder.name, "2014-04-30", "2020-04-30")
        sheet.row("licences", holder.role(1).id, holder.name, "2014-05-01", "2030-05-01")
      },
      .other("issuer-high-levels", isPlanted: true, atMost: 2) { holder, sheet in
        sheet.issuer(holder, high: 70, isPlanted: true)
      },
      .other("issuer-high-levels", isPlanted: false, atMost: 2) { holder, sheet in
        sheet.issuer(holder, high: 24, isPlanted: false)
      },
    ])
}

extension RegisterSheet {
  fileprivate mutating func certificate(
    _ holder: SimulatedHolder, level: Int, kind: String = "肢体", issued: String = "2020-05-01", expires: Day? = nil,
    issuer: String? = nil
  ) {
    row(
      "certificates", holder.id, holder.name, "Z\(holder.position)-\(level)", kind, "\(level)", issued,
      expires.map { "\($0)" } ?? "2035-01-01", issuer ?? "K\(holder.position)", "K1")
  }

  fileprivate mutating func assessment(
    _ holder: SimulatedHolder, level: Int, kind: String = "肢体", on day: String = "2020-04-01"
  ) {
    row("assessments", holder.id, holder.name, kind, "\(level)", day)
  }

  /// A certificate with its assessment.
  fileprivate mutating func certified(_ holder: SimulatedHolder, level: Int, kind: String = "肢体", issuer: String? = nil)
  {
    certificate(holder, level: level, kind: kind, issuer: issuer)
    assessment(holder, level: level, kind: kind)
  }

  fileprivate mutating func careAllowance(_ holder: SimulatedHolder, _ month: Month) {
    row("subsidies", holder.id, holder.name, "\(month)", yuanText(120))
  }

  /// An issuer of ninety certificates, so many of which are of high level.
  fileprivate mutating func issuer(_ holder: SimulatedHolder, high: Int, isPlanted: Bool) {
    let issuer = "J\(holder.position)"
    for number in 0..<90 {
      certified(number == 0 ? holder : holder.role(number), level: number < high ? 1 : 3, issuer: issuer)
    }
    note("issuer-high-levels", .issuer, issuer, isPlanted: isPlanted)
  }
}

extension RegisterStory {
  /// Certificates that take too long.
  static let delays = RegisterStory(
    model: "disability-certificate/long-delay",
    tables: [Table("applications", "身份证号,姓名,受理号,受理日期,发证日期"), Table("certificates", "身份证号,姓名,证号,有效期至,换领日期")],
    ordinary: { holder, sheet in
      let applied = sheet.months[0].firstDay.later(sheet.draw(below: 60))
      sheet.application(holder, applied, issued: applied.later(sheet.draw(below: 61)))
      let expires = sheet.months[0].firstDay.later(sheet.draw(below: 60))
      sheet.renewal(holder, expires, renewed: expires.later(sheet.draw(below: 91)))
    },
    cases: [
      .planted("issue-overdue") { holder, sheet in
        let applied = sheet.months[0].firstDay
        sheet.application(holder, applied, issued: applied.later(61))
      },
      .planted("issue-overdue") { holder, sheet in sheet.application(holder, sheet.asOf.later(-61), issued: nil) },
      .near("issue-overdue") { holder, sheet in
        let applied = sheet.months[0].firstDay
        sheet.application(holder, applied, issued: applied.later(60))
      },
      .near("issue-overdue") { holder, sheet in sheet.application(holder, sheet.asOf.later(-60), issued: nil) },
      .planted("renewal-overdue") { holder, sheet in
        let expires = sheet.months[0].firstDay
        sheet.renewal(holder, expires, renewed: expires.later(91))
      },
      .near("renewal-overdue") { holder, sheet in
        let expires = sheet.months[0].firstDay
        sheet.renewal(holder, expires, renewed: expires.later(90))
      },
      .near("renewal-overdue") { holder, sheet in sheet.renewal(holder, sheet.asOf.later(-90), renewed: nil) },
    ])
}

extension RegisterSheet {
  fileprivate mutating func application(_ holder: SimulatedHolder, _ applied: Day, issued: Day?) {
    row(
      "applications", holder.id, holder.name, "S\(holder.position)", "\(applied)", issued.map { "\($0)" } ?? "")
  }

  fileprivate mutating func renewal(_ holder: SimulatedHolder, _ expires: Day, renewed: Day?) {
    row(
      "certificates", holder.id, holder.name, "Z\(holder.position)", "\(expires)", renewed.map { "\($0)" } ?? "")
  }
}
