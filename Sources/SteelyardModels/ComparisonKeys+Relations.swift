import SteelyardComparison
import SteelyardDomain

/// The operators that look at relations: to facts, to officials, to a group, to time, and the reviewed query.
extension ModelKeys {
  private struct ConditionDraft {
    var rows = Source(register: "")
    var test = Formula.whole(0)
  }

  static var condition: FieldType<Operator> {
    let keys: [Key<ConditionDraft>] = [
      Key("rows", \.rows, .source, "The rows; the main ones."),
      Key("test", \.test, .formula, "What is true of a finding."),
    ]
    return FieldType<ConditionDraft>.record(keys, initial: ConditionDraft()).map {
      .condition(Operator.Condition(rows: $0.rows, test: $0.test))
    }
  }

  // MARK: Kin and accounts

  private struct KinshipDraft {
    var recipients = Source(register: "")
    var recipient = ""
    var officials = Source(register: "")
    var official = ""
    var on: [Pair] = []
    var ties: [Operator.Kinship.Tie] = []
  }

  static var kinship: FieldType<Operator> {
    let keys: [Key<KinshipDraft>] = [
      Key("recipients", \.recipients, .source, "The recipients; the main rows."),
      Key("recipient", \.recipient, .name, "The column of the recipient."),
      Key("officials", \.officials, .source, "The officials."),
      Key("official", \.official, .name, "The column of the official."),
      Key("on", \.on, .pairs, required: false, "Columns of the main rows that equal columns of the officials'."),
      Key("ties", \.ties, .entries(of: tie, minimum: 1), "What ties them, the nearest first; same: they are one."),
    ]
    return FieldType<KinshipDraft>.record(keys, initial: KinshipDraft()).map {
      .kinship(
        Operator.Kinship(
          recipients: $0.recipients, recipient: $0.recipient, officials: $0.officials, official: $0.official,
          on: $0.on, ties: $0.ties))
    }
  }

  private struct TieDraft {
    var source = Source(register: "")
    var person = ""
    var other = ""
    var degrees = 1
  }

  private static var tie: FieldType<Operator.Kinship.Tie> {
    func keys(_ other: String, _ meaning: String, _ more: [Key<TieDraft>] = []) -> FieldType<TieDraft> {
      let keys: [Key<TieDraft>] = [
        Key("source", \.source, .source, "The rows that tie."),
        Key("person", \.person, .name, "The column of the person."),
        Key(other, \.other, .name, meaning),
      ]
      return .record(keys + more, initial: TieDraft())
    }
    let degrees = Key<TieDraft>(
      "degrees", \.degrees, .whole(1...Operator.Kinship.degreesMaximum), required: false,
      "Over how many declarations at most.")
    let ties: [Key<Operator.Kinship.Tie>] = [
      Key(
        "declared", \.self,
        keys("kin", "The column of the relative.", [degrees]).map {
          .declared($0.source, person: $0.person, kin: $0.other, degrees: $0.degrees)
        }, required: false, "Declared kin."),
      Key(
        "household", \.self,
        keys("household", "The column of the household.").map {
          .household($0.source, person: $0.person, household: $0.other)
        }, required: false, "The same household."),
      Key(
        "account", \.self,
        keys("account", "The column of the account.").map {
          .account($0.source, person: $0.person, account: $0.other)
        }, required: false, "The same account."),
    ]
    return .word("same", for: .same, or: .oneOf(ties, initial: .same))
  }

  private struct SharingDraft {
    var rows = Source(register: "")
    var shared = ""
    var person = ""
    var allowed = 1
    var household: Operator.Sharing.Household?
  }

  static var sharing: FieldType<Operator> {
    let keys: [Key<SharingDraft>] = [
      Key("rows", \.rows, .source, "The rows; the main ones."),
      Key("shared", \.shared, .name, "The column that is shared."),
      Key("person", \.person, .name, "The column of the person."),
      Key("allowed", \.allowed, .whole(1...1_000_000), "How many persons, or households, may share it."),
      Key("household", \.household, household.optional, required: false, "Who lives together, and counts once."),
    ]
    return FieldType<SharingDraft>.record(keys, initial: SharingDraft()).map {
      .sharing(
        Operator.Sharing(
          rows: $0.rows, shared: $0.shared, person: $0.person, allowed: $0.allowed, household: $0.household))
    }
  }

  private static var household: FieldType<Operator.Sharing.Household> {
    let keys: [Key<TieDraft>] = [
      Key("source", \.source, .source, "The register of households."),
      Key("person", \.person, .name, "The column of the person."),
      Key("household", \.other, .name, "The column of the household."),
    ]
    return FieldType<TieDraft>.record(keys, initial: TieDraft()).map {
      Operator.Sharing.Household(source: $0.source, person: $0.person, household: $0.other)
    }
  }

  // MARK: Shares, rates, time

  private struct ConcentrationDraft {
    var rows = Source(register: "")
    var group = ColumnReference(column: "")
    var measure = MeasureDraft()
    var limitPerMille = 0
    var countMinimum = 1
    var isScored = false
  }

  private struct MeasureDraft {
    var recipient = ColumnReference(column: "")
    var value = Formula.whole(0)
    var isShare = false
    var totalMinimum: Int64 = 0

    /// The measure itself.
    var measure: Operator.Concentration.Measure {
      isShare ? .share(recipient: recipient, amount: value) : .rate(of: value)
    }
  }

  static var concentration: FieldType<Operator> {
    let keys: [Key<ConcentrationDraft>] = [
      Key("rows", \.rows, .source, "The rows; the main ones."),
      Key("group", \.group, .column, "The column of the group: village, issuer, institution."),
      Key("measure", \.measure, measure, "What is measured."),
      Key("limit-per-mille", \.limitPerMille, .whole(1...1_000), "The limit, in thousandths; above it is a finding."),
      Key(
        "minimum-count", \.countMinimum, .whole(1...1_000_000),
        "The least number of recipients, or of rows for a rate, of a group."),
      Key(
        "scored", \.isScored, .truth,
        "Whether groups are compared with their peers as well; then a finding needs both."),
    ]
    return FieldType<ConcentrationDraft>.record(keys, initial: ConcentrationDraft()).map {
      .concentration(
        Operator.Concentration(
          rows: $0.rows, group: $0.group, measure: $0.measure.measure, limitPerMille: $0.limitPerMille,
          totalMinimum: $0.measure.totalMinimum, countMinimum: $0.countMinimum, isScored: $0.isScored))
    }
  }

  private static var measure: FieldType<MeasureDraft> {
    let share: [Key<MeasureDraft>] = [
      Key("recipient", \.recipient, .column, "The column of the recipient or household."),
      Key("amount", \.value, .formula, "The money of a row."),
      Key(
        "minimum-total-yuan", \.totalMinimum, FieldType<Money>.yuan.map(\.fen),
        "The least total of a group."),
    ]
    let rate: [Key<MeasureDraft>] = [
      Key("of", \.value, .formula, "What is true of the rows that are counted."),
      Key("minimum-rows", \.totalMinimum, .whole(1...1_000_000), "The least number of rows of a group."),
    ]
    return .oneOf(
      [
        Key(
          "share", \.self, .record(share, initial: MeasureDraft(isShare: true)), required: false,
          "The share of each recipient in the money of its group."),
        Key(
          "rate", \.self, .record(rate, initial: MeasureDraft()), required: false,
          "The share of a group's rows for which something is true."),
      ], initial: MeasureDraft())
  }

  private struct DelayDraft {
    var rows = Source(register: "")
    var from = Formula.whole(0)
    var to = Formula.whole(0)
    var limitDays = 0
    var days = Operator.Delay.Days.calendar
  }

  static var delay: FieldType<Operator> {
    let keys: [Key<DelayDraft>] = [
      Key("rows", \.rows, .source, "The rows; the main ones."),
      Key("from", \.from, .formula, "The day the step began."),
      Key("to", \.to, .formula, "The day it ended; absent: it is still open."),
      Key("limit-days", \.limitDays, .whole(1...3660), "How many days are allowed."),
      Key("days", \.days, .choice, "Which days are counted."),
    ]
    return FieldType<DelayDraft>.record(keys, initial: DelayDraft()).map {
      .delay(
        Operator.Delay(rows: $0.rows, from: $0.from, to: $0.to, limitDays: $0.limitDays, days: $0.days))
    }
  }

  // MARK: The reviewed query

  private struct QueryDraft {
    var file = (name: "", text: "")
    var registers: [String] = []
    var subject = ""
    var occasion: String?
    var amount: String?
    var records: [Operator.Query.Record] = []
    var values: [String] = []
  }

  static var query: FieldType<Operator> {
    let record: [Key<RecordDraft>] = [
      Key("register", \.register, .name, "The register."),
      Key("column", \.column, .name, "The result's column of the row's locator."),
    ]
    let keys: [Key<QueryDraft>] = [
      Key("file", \.file, .companionFile, "The file of the statement, in the model's folder."),
      Key("registers", \.registers, .list(of: .name, minimum: 1), "The registers it reads."),
      Key("subject", \.subject, .name, "The result's column of the subject."),
      Key(
        "occasion", \.occasion, FieldType<String>.name.optional, required: false,
        "The result's column of the occasion."),
      Key(
        "amount", \.amount, FieldType<String>.name.optional, required: false,
        "The result's column of the amount in fen."),
      Key(
        "records", \.records,
        .entries(
          of: FieldType<RecordDraft>.record(record, initial: RecordDraft()).map {
            Operator.Query.Record(register: $0.register, column: $0.column)
          }), required: false, "The rows that are evidence."),
      Key("values", \.values, .list(of: .name), required: false, "The other columns that are shown."),
    ]
    return FieldType<QueryDraft>.record(keys, initial: QueryDraft()).map {
      .query(
        Operator.Query(
          file: $0.file.name, sql: $0.file.text, registers: $0.registers, subject: $0.subject,
          occasion: $0.occasion, amount: $0.amount, records: $0.records, values: $0.values))
    }
  }

  private struct RecordDraft {
    var register = ""
    var column = ""
  }
}

extension FieldType where Value == (name: String, text: String) {
  /// The name of a file beside the model file, with its text.
  fileprivate static var companionFile: FieldType {
    let form = LocalizedText(
      zh: "模型文件夹内以 .sql 结尾的文件名（小写字母、数字、连字符）",
      en: "the name of a .sql file in the model's folder, in lower-case letters, digits and hyphens")
    let name = FieldType<String>.text(matching: "[a-z0-9]+(?:-[a-z0-9]+)*\\.sql", form: form)
    return FieldType(schema: name.schema) { node, reader in
      guard let name = name.read(node, &reader) else { return nil }
      guard let bytes = reader.companion(name), bytes.count <= Operator.Query.bytesMaximum,
        let text = String(validating: bytes, as: UTF8.self)
      else {
        reader.report(.companionUnreadable(name), at: node)
        return nil
      }
      return (name, text)
    }
  }
}
