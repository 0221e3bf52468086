/// The texts of a new model's files.
enum ScaffoldTexts {
  /// The governance of every model, with places for id, kind and dates.
  static let head = """
    # yaml-language-server: $schema=model.schema.json
    # (steelyard models schema > model.schema.json; editors then complete and check this file)

    # --- Who answers for it
    id: @ID
    version: "0.1"                        # in quotes: 1.10 is not 1.1
    kind: @KIND
    title:
      zh: 待定标题
      en: Title to be written
    status: draft                         # draft, trial, in-use, retired
    written-by: to be named
    checked-by: to be named               # not who wrote it
    last-review: @LAST
    next-review: @NEXT
    legal-basis:
      - zh: 待填写依据的法规名称与年份
        en: Law or regulation to be named, with its year
    why-it-matters:
      zh: 待填写为什么要看
      en: Why it matters, to be written
    innocent-explanations:
      - zh: 待填写其他可能的解释
        en: What else may explain a clue, to be written
    low-is-good: neither                  # yes, no, neither
    minimum-volume: 1
    appeal-window-days: 15


    """

  /// A comparison of payments and deaths.
  static let comparison = """
    # --- What is compared
    registers:
      payments:
        title: {zh: 发放名册, en: Payments}
        persons:
          - {id: person, name: name}
        columns:
          person: {type: person-id, title: {zh: 身份证号, en: Resident number}, required: true}
          name: {type: person-name, title: {zh: 姓名, en: Name}}
          month: {type: month, title: {zh: 发放月份, en: Month}, required: true}
          amount: {type: money, title: {zh: 发放金额, en: Amount}, required: true}
      deaths:
        title: {zh: 死亡人员名册, en: Deaths}
        persons:
          - {id: person, name: name}
        columns:
          person: {type: person-id, title: {zh: 身份证号, en: Resident number}, required: true}
          name: {type: person-name, title: {zh: 姓名, en: Name}}
          died: {type: day, title: {zh: 死亡日期, en: Date of death}, required: true}

    # --- The rules
    rules:
      - id: paid-after-death
        title: {zh: 去世之后仍有发放, en: Paid after death}
        severity: serious                   # serious, moderate, minor
        direction: against                  # or in-favour: the person may be owed something
        means:
          zh: 死亡名册中的人，在去世之后的月份仍有发放。
          en: Somebody in the register of deaths was paid for a month after the day of death.
        does-not-mean:
          zh: 不说明是谁领取；死亡日期本身可能登记有误。
          en: It does not say who drew the money; the day of death itself may be recorded wrongly.
        innocent-explanations:
          - zh: 死亡信息传递晚于发放批次。
            en: News of the death came after the batch was sent.
        suggested-check:
          zh: 核对死亡证明与停发日期，先联系家属了解。
          en: Compare the certificate of death with the day payment ended, and speak to the family first.
        loophole:
          zh: 死亡信息未在发放前比对。
          en: Deaths are not compared before a batch is sent.
        subject: {person: person}
        amount: amount
        evidence: [month, amount]
        presence:
          paid: payments
          other: deaths
          on: [person]
          test: {after: {time: month, other: died}}

    """

  static let comparisonReadme = """
    # 待定标题

    **为什么要看。** 待填写。

    **怎样计算。** 发放月份的第一天晚于死亡日期的，列为线索；去世当天开始的月份不算。

    **线索说明什么，不说明什么。** 线索只说明名册之间不一致，须先核实，不说明任何人有过错。

    **依据。** 待填写。

    **其他可能的解释。** 待填写。

    # Title to be written

    **Why it matters.** To be written.

    **How it is calculated.** A payment for a month whose first day lies after the day of death is a clue; a month that begins on
    that day is none.

    **What a clue means, and what it does not.** It says that registers do not agree and that somebody should look; it does not
    say that anyone did wrong.

    **Legal basis.** To be written.

    **Innocent explanations.** To be written.

    """

  static let scoringReadme = """
    # 待定标题

    **为什么要看。** 待填写。

    **怎样计算。** 人均费用指数，与同类机构比较，参数见 model.yaml。

    **线索说明什么，不说明什么。** 线索说明费用高于同类机构且难以用偶然解释，不说明任何人有过错。

    **依据。** 待填写。

    **其他可能的解释。** 待填写。

    # Title to be written

    **Why it matters.** To be written.

    **How it is calculated.** Per-capita cost index against peers; the parameters stand in model.yaml.

    **What a clue means, and what it does not.** Cost lies above the peers' by more than chance explains; it does not say
    that anyone did wrong.

    **Legal basis.** To be written.

    **Innocent explanations.** To be written.

    """
}
