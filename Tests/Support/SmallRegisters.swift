import Foundation

/// A comparison model of three registers and three rules, and registers it is run on; everybody in them is made up.
public enum SmallRegisters {
  /// The model's id.
  public static let model = "test/small"

  /// The model file.
  public static let yaml = head + registers + rules

  private static let head = """
    id: test/small
    version: "1.0"
    kind: comparison
    title: {zh: 高龄津贴, en: Old-age allowance}
    status: trial
    written-by: an office
    checked-by: another office
    last-review: 2026-06-01
    next-review: 2099-06-01
    legal-basis: [{zh: 某条例, en: A regulation}]
    why-it-matters: {zh: 钱要发到人, en: Money must reach people}
    innocent-explanations: [{zh: 登记滞后, en: Registration is late}]
    low-is-good: neither
    minimum-volume: 1
    appeal-window-days: 15

    """

  private static let registers = """
    registers:
      residents:
        title: {zh: 居民, en: Residents}
        key: [person]
        persons: [{id: person, name: name, birth: birth, area: village}]
        columns:
          person: {type: person-id, title: {zh: 身份证号, en: Number}}
          name: {type: person-name, title: {zh: 姓名, en: Name}, required: true}
          birth: {type: day, title: {zh: 出生日期, en: Born}}
          village: {type: code, title: {zh: 村, en: Village}}
      deaths:
        title: {zh: 死亡, en: Deaths}
        persons: [{id: person, name: name}]
        columns:
          person: {type: person-id, title: {zh: 身份证号, en: Number}, required: true}
          name: {type: person-name, title: {zh: 姓名, en: Name}}
          died: {type: day, title: {zh: 死亡日期, en: Died}, required: true}
      payments:
        title: {zh: 发放, en: Payments}
        key: [person, name, month]
        persons: [{id: person, name: name, birth: birth, area: village}]
        columns:
          person: {type: person-id, title: {zh: 身份证号, en: Number}, aliases: [证件号码]}
          name: {type: person-name, title: {zh: 姓名, en: Name}}
          birth: {type: day, title: {zh: 出生日期, en: Born}}
          village: {type: code, title: {zh: 村, en: Village}}
          month: {type: month, title: {zh: 月份, en: Month}, required: true}
          amount: {type: money, title: {zh: 金额, en: Amount}, required: true}
          account: {type: code, title: {zh: 账号, en: Account}}
          times: {type: integer, title: {zh: 次数, en: Times}, required: true}

    """

  private static func rule(_ id: String, _ zh: String, _ en: String, _ rest: String) -> String {
    """
      - id: \(id)
        title: {zh: \(zh), en: \(en)}
        severity: moderate
        direction: against
        means: {zh: 登记表之间不一致, en: Registers disagree}
        does-not-mean: {zh: 不说明是谁的责任, en: It does not say whose mistake it is}
        innocent-explanations: [{zh: 数据滞后, en: Late data}]
        suggested-check: {zh: 核对原始记录, en: Look up the records}
        loophole: {zh: 死亡信息未及时共享, en: Deaths are shared late}

    """ + rest.split(separator: "\n").map { "    \($0)\n" }.joined()
  }

  private static let rules =
    "rules:\n"
    + rule(
      "paid-after-death", "死亡后发放", "Paid after death",
      """
      subject: {person: person}
      amount: amount
      evidence: [month, amount]
      presence:
        paid: payments
        other: deaths
        on: [person]
        test: {after: {time: month, other: died}}
      """)
    + rule(
      "not-registered", "非登记居民领取", "Paid and not registered",
      """
      subject: {person: person}
      amount: amount
      presence: {paid: payments, other: residents, on: [person], test: unlisted}
      """)
    + rule(
      "shared-account", "多人共用账户", "Account of several",
      """
      subject: {account: account}
      amount: amount
      sharing: {rows: payments, shared: account, person: person, allowed: 2}
      """)

  /// A row of residents: serial, name, birth as `YYYYMMDD`, village.
  public static let people: [(serial: Int, name: String, birth: String, village: String)] = [
    (1, "张三", "19400101", "东村"), (2, "李四", "19410202", "东村"), (3, "王五", "19420303", "西村"),
    (4, "赵六", "19430404", "西村"), (5, "孙七", "19440505", "西村"),
  ]

  /// A person's number.
  public static func number(_ serial: Int) -> String {
    MadeUpResident.number(birth: people.first { $0.serial == serial }?.birth ?? "19500101", serial: serial)
  }

  /// The register of residents.
  public static var residents: String {
    "身份证号,姓名,出生日期,村\n"
      + people.map { "\(number($0.serial)),\($0.name),\(dashed($0.birth)),\($0.village)\n" }.joined()
  }

  /// Deaths: person 2 on 2025-03-14.
  public static var deaths: String { "身份证号,姓名,死亡日期\n\(number(2)),李四,2025-03-14\n" }

  /// Payments: person 2 in four months, two of them after death; persons 1, 3 and 4 through one account; person 5 under
  /// a number with a slip; number 1 also under another name; one damaged row.
  public static var payments: String {
    let months = ["202502", "202503", "202504", "202505"]
    let rows =
      months.map { "\(number(2)),李四,1941-02-02,东村,\($0),100.00,A2,1" }
      + [1, 3, 4].map { serial in
        let person = people[serial - 1]
        return "\(number(serial)),\(person.name),\(dashed(person.birth)),\(person.village),202502,100.00,A9,1"
      } + [
        "\(MadeUpResident.slip(birth: "19440505", serial: 5)),孙七,1944-05-05,西村,202502,100.00,A5,1",
        "\(number(1)),张山,,,202503,50.00,A7,1",
      ]
    return "身份证号,姓名,出生日期,村,月份,金额,账号,次数\n" + rows.map { $0 + "\n" }.joined()
  }

  /// Puts the model, its registers where the folder has none, and a key into a folder.
  public static func prepare(_ folder: TemporaryFolder) throws {
    let models = "Models/\(model)"
    try FileManager.default.createDirectory(atPath: folder.path(models), withIntermediateDirectories: true)
    try folder.write(yaml, to: "\(models)/model.yaml")
    for (name, text) in [("residents", residents), ("deaths", deaths), ("payments", payments)]
    where !folder.has("\(name).csv") {
      try folder.write(text, to: "\(name).csv")
    }
    try folder.write([UInt8](1...32), to: "person.key")
    chmod(folder.path("person.key"), 0o600)
  }

  private static func dashed(_ day: String) -> String {
    "\(day.prefix(4))-\(day.dropFirst(4).prefix(2))-\(day.suffix(2))"
  }
}
