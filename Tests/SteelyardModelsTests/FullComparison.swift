import SteelyardComparison
import SteelyardDomain

/// A comparison model that uses every key of the grammar, and the plan it must become.
enum FullComparison {
  /// The model file.
  static let yaml = head + registers + rules

  /// The file of its query.
  static let statement = "SELECT person AS who, amount AS paid, locator AS place FROM payments\n"

  private static let head = """
    id: fund/full
    version: "1.0"
    kind: comparison
    title: {zh: 甲, en: A}
    status: trial
    written-by: an office
    checked-by: another office
    last-review: 2026-06-01
    next-review: 2027-06-01
    legal-basis: [{zh: 乙, en: B}]
    why-it-matters: {zh: 丙, en: C}
    innocent-explanations: [{zh: 丁, en: D}]
    low-is-good: neither
    minimum-volume: 1
    appeal-window-days: 15

    """

  private static let registers = """
    registers:
      payments:
        title: {zh: 发放, en: Payments}
        key: [person, month]
        persons:
          - {id: person, name: name, birth: birth, area: area}
        columns:
          person: {type: person-id, title: {zh: 身份证号, en: Number}, required: true, aliases: [证件号]}
          name: {type: person-name, title: {zh: 姓名, en: Name}}
          birth: {type: day, title: {zh: 出生, en: Born}}
          area: {type: code, title: {zh: 村, en: Village}}
          month: {type: month, title: {zh: 月份, en: Month}}
          amount: {type: money, title: {zh: 金额, en: Amount}}
          kind: {type: code, title: {zh: 类别, en: Kind}}
          account: {type: code, title: {zh: 账号, en: Account}}
      deaths:
        title: {zh: 死亡, en: Deaths}
        columns:
          person: {type: person-id, title: {zh: 身份证号, en: Number}}
          died: {type: day, title: {zh: 死亡日期, en: Died}}
          days: {type: integer, title: {zh: 天数, en: Days}}
      kin:
        title: {zh: 亲属, en: Kin}
        columns:
          person: {type: person-id, title: {zh: 本人, en: Person}}
          relative: {type: person-id, title: {zh: 亲属, en: Relative}}
          shared: {type: code, title: {zh: 户号, en: Household}}
    standards:
      allowance:
        title: {zh: 标准, en: Standard}
        categories: [kind]
        rows:
          - {of: [甲], from: 2025-01, through: 2025-06, amount-yuan: 100.50}
          - {of: [甲], from: 2025-07, amount-yuan: 120}
    calendar:
      holidays: [2025-10-01]
      workdays: [2025-10-11]

    """

  /// A rule with what every rule needs, and an operator.
  private static func rule(_ id: String, _ rest: String) -> String {
    """
      - id: \(id)
        title: {zh: 规则, en: Rule}
        severity: moderate
        direction: in-favour
        means: {zh: 说明, en: Meaning}
        does-not-mean: {zh: 不说明, en: No meaning}
        innocent-explanations: [{zh: 解释, en: Explanation}]
        suggested-check: {zh: 核查, en: Check}
        loophole: {zh: 漏洞, en: Loophole}

    """ + rest.split(separator: "\n").map { "    \($0)\n" }.joined()
  }

  private static let person = "subject: {person: person}\n"

  private static let rules =
    "rules:\n"
    + rule(
      "absence",
      """
      legal-basis: [{zh: 法, en: Law}]
      subject: {person: person}
      occasion: [month]
      amount: amount
      evidence: [month, payments.amount]
      absence:
        entitled:
          register: payments
          where: kind = '甲'
          join:
            - {register: deaths, as: dead, on: [person], required: false, where: died is not empty}
            - register: kin
              as: ties
              on: [person]
              measures: [{name: many, function: count}, {name: last, function: count-distinct, of: relative}]
        monthly: age(birth, first_day($month)) >= 80
        endings: [{source: deaths, on: [person], last: died}]
        paid: {register: payments, as: paid}
        on: [{column: person, other: person, matching: number}]
        paid-month: month
        grace-months: 2
        due: lookup(allowance, kind, $month)
      """)
    + rule(
      "unlisted",
      person + "presence: {paid: payments, other: kin, on: [{column: person, other: relative}], test: unlisted}")
    + rule(
      "uncovered",
      person + """
        presence:
          paid: payments
          other: deaths
          on: [person]
          test: {uncovered: {paid: month, other: {from: died, through: $as_of}}}
        """)
    + rule(
      "after",
      person + """
        presence:
          paid: payments
          other: deaths
          on: [person]
          test: {after: {time: month, other: died, tolerance-months: 1, tolerance-days: 3}}
        """)
    + rule(
      "same",
      person + "duplicate: {rows: payments, key: [person], span: {same: month}, allowed: 2, counting: kind}")
    + rule(
      "within", person + "duplicate: {rows: deaths, key: [person], span: {within: {days: 5, of: died}}, allowed: 1}")
    + rule("ever", person + "duplicate: {rows: deaths, key: [person], span: ever, allowed: 1}")
    + more

  private static let more =
    rule(
      "overlap",
      person + """
        overlap:
          left: payments
          left-time: month
          right: deaths
          right-time: {from: died, days: days}
          on: [person]
          condition: kind <> '甲'
          minimum-days: 3
          margin-days: 1
        """)
    + rule(
      "excess",
      person + """
        excess:
          paid: payments
          key: [person]
          month: month
          amount: amount
          standard: lookup(allowance, kind, month)
          tolerance-yuan: 0.50
          side: below
        """)
    + rule("condition", person + "condition: {rows: payments, test: amount > 5 yuan}")
    + rule(
      "kinship",
      person + """
        kinship:
          recipients: payments
          recipient: person
          officials: deaths
          official: person
          on: [{column: person, other: person}]
          ties:
            - same
            - declared: {source: kin, person: person, kin: relative, degrees: 2}
            - household: {source: {register: kin, as: homes}, person: person, household: shared}
            - account: {source: {register: kin, as: banks}, person: person, account: shared}
        """)
    + rule(
      "sharing",
      """
      subject: {account: account}
      sharing:
        rows: payments
        shared: account
        person: person
        allowed: 2
        household: {source: kin, person: person, household: shared}
      """)
    + rule(
      "share",
      person + """
        concentration:
          rows: payments
          group: area
          measure: {share: {recipient: person, amount: amount, minimum-total-yuan: 20000}}
          limit-per-mille: 300
          minimum-count: 5
          scored: false
        """)
    + rule(
      "rate",
      """
      subject: {village: area}
      concentration:
        rows: payments
        group: area
        measure: {rate: {of: kind = '甲', minimum-rows: 30}}
        limit-per-mille: 400
        minimum-count: 30
        scored: true
      """)
    + rule(
      "delay", person + "delay: {rows: payments, from: birth, to: first_day(month), limit-days: 60, days: working}")
    + rule(
      "query",
      person + """
        query:
          file: largest.sql
          registers: [payments]
          subject: who
          occasion: when
          amount: paid
          records: [{register: payments, column: place}]
          values: [rest]
        """)
}
