public import SteelyardDomain
import Yams

/// What came of reading a file of letter details.
public typealias LetterDetailsOutcome = Decoded<LetterDetails>

/// Turns the text of a details file into ``LetterDetails``, or says everything that is wrong with it.
///
/// ```yaml
/// number: {prefix: 某医保约〔2026〕, first: 12, suffix: 号}
/// issuer: 某市医疗保障局
/// date: 2026-01-08
/// time: 2026年1月15日上午9时
/// place: 某市医疗保障局三楼会议室
/// documents: [进销存台账, 处方及结算清单]
/// contact: 基金监管处
/// phone: "0000-12345678"
/// ```
///
/// Every key may be left out; a key that is there has a value. JSON is read too, as YAML 1.2 has it. The text is read by the
/// same rules as a model file (``ModelDecoder``).
public enum LetterDetailsDecoder {
  /// Reads details from text.
  public static func decode(yaml: String, file: String) -> LetterDetailsOutcome {
    decode(bytes: Array(yaml.utf8), file: file)
  }

  /// Reads details from the bytes of a file.
  public static func decode(bytes: [UInt8], file: String) -> LetterDetailsOutcome {
    var details = LetterDetails()
    let diagnostics = YAMLDocument.read(bytes, file: file) { root, reader in
      keys.read(root, into: &details, &reader)
    }
    return LetterDetailsOutcome(value: details, diagnostics: diagnostics, sourceHash: ContentHash.of(bytes))
  }

  /// Reads the details file at a path.
  public static func load(file: String) -> LetterDetailsOutcome {
    switch FileBytes.read(file) {
    case .success(let bytes): decode(bytes: bytes, file: file)
    case .failure(let diagnostic): LetterDetailsOutcome(value: nil, diagnostics: [diagnostic], sourceHash: "")
    }
  }

  /// The grammar of a details file.
  private static var keys: [Key<LetterDetails>] {
    [
      Key("number", \.numbering, numbering, required: false, "How the letters are numbered."),
      text("issuer", \.issuer, "The office that invites."),
      Key("date", \.date, FieldType<Day>.day.optional, required: false, "The day of the letters."),
      text("time", \.time, "When the interview is."),
      text("place", \.place, "Where it is."),
      text("matter", \.matter, "What it is about."),
      Key("basis", \.basis, .list(of: .text, minimum: 1), required: false, "What the interview rests on."),
      Key("documents", \.documents, .list(of: .text, minimum: 1), required: false, "What is to be brought."),
      text("contact", \.contact, "Whom to ask."),
      text("phone", \.phone, "At which telephone."),
      Key("appointments", \.appointments, .list(of: appointment, minimum: 1), required: false, "Single institutions."),
    ]
  }

  private static func text<Record>(
    _ name: String, _ field: WritableKeyPath<Record, String?>, _ meaning: String
  ) -> Key<Record> {
    Key(name, field, FieldType<String>.text.optional, required: false, meaning)
  }

  private static var numbering: FieldType<LetterDetails.Numbering?> {
    FieldType.record(
      [
        Key("prefix", \.prefix, .text, "What stands before the number."),
        Key("first", \.first, .whole(1...999_999), "The number of the first letter."),
        Key("suffix", \.suffix, .text, required: false, "What stands after the number."),
      ], initial: LetterDetails.Numbering()
    ).optional
  }

  private static var appointment: FieldType<LetterDetails.Appointment> {
    FieldType.record(
      [
        Key("institution", \.institution, .text, "The institution's code."),
        text("time", \.time, "When it is heard."), text("place", \.place, "Where it is heard."),
      ], initial: LetterDetails.Appointment())
  }
}
