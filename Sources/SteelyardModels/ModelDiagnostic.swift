public import SteelyardDomain

/// One thing wrong with one place of a model or mapping file.
///
/// A value, collected and never thrown, so an author sees every mistake at once.
public struct ModelDiagnostic: Hashable, Sendable {
  /// What a finding means for the file.
  public enum Severity: String, Sendable {
    /// The file is refused.
    case error
    /// The file is used, and the reader is told.
    case warning
  }

  /// The rule, with the number by which the reference manual explains it: 1 refuses the file, 4 does not.
  public enum Code: String, CaseIterable, Sendable {
    /// The text is not YAML.
    case syntaxInvalid = "MD101"
    /// The file holds nothing.
    case fileEmpty = "MD102"
    /// The mapping has a key that no one reads.
    case keyUnknown = "MD103"
    /// A key that must be there is not.
    case keyMissing = "MD104"
    /// A key stands twice in one mapping.
    case keyRepeated = "MD105"
    /// The value is of another type than the key takes.
    case typeWrong = "MD106"
    /// The word is not among those the key takes.
    case wordUnknown = "MD107"
    /// The number is outside the range the key takes.
    case outOfRange = "MD108"
    /// The bytes are not UTF-8.
    case encodingInvalid = "MD109"
    /// The file has a character that is not text.
    case controlCharacter = "MD110"
    /// The file is longer than 1 MiB.
    case fileTooLarge = "MD111"
    /// Lists and mappings are nested too deep.
    case nestingTooDeep = "MD112"
    /// A line is indented with a tab.
    case tabIndentation = "MD113"
    /// The file uses anchors or aliases.
    case anchorUsed = "MD114"
    /// The file uses a YAML tag.
    case tagUsed = "MD115"
    /// The file holds more than one document.
    case documentsSeveral = "MD116"
    /// The number is written so that two YAML versions read it differently (`010`, `0x1f`).
    case numberAmbiguous = "MD118"
    /// The date is not a calendar day written yyyy-mm-dd.
    case dateInvalid = "MD119"
    /// The number is not finite.
    case numberNotFinite = "MD120"
    /// The value is empty or not of the form the key asks for.
    case textMalformed = "MD121"
    /// The list has no entry where it needs one.
    case listEmpty = "MD122"
    /// The list names one thing twice.
    case entryRepeated = "MD123"
    /// Age bands do not ascend.
    case ageBandsUnordered = "MD124"
    /// The first age band does not begin at 0.
    case ageBandsStart = "MD125"
    /// The ladder gives up a factor that makes no stratum.
    case ladderFactorForeign = "MD126"
    /// The next review does not follow the last.
    case reviewOrder = "MD127"
    /// The model's id is not its folder.
    case folderMismatch = "MD128"
    /// The model takes no care type.
    case scopeEmpty = "MD129"
    /// The file is not there or cannot be read.
    case fileUnreadable = "MD130"
    /// The mapping names a field that the table does not have.
    case fieldUnknown = "MD131"
    /// Two columns are mapped to one field.
    case fieldRepeated = "MD132"
    /// The gate lets institutions through that the model says nothing about.
    case gateBelowVolume = "MD133"
    /// More periods are asked for than are looked at.
    case persistenceBeyondPeriods = "MD135"
    /// A formula cannot be read.
    case formulaInvalid = "MD136"
    /// A rule has no operator.
    case operatorMissing = "MD137"
    /// A rule has more than one operator.
    case operatorSeveral = "MD138"
    /// A file that the model names is not beside it.
    case companionUnreadable = "MD139"
    /// A rule, register or standard does not fit the others: a name that nothing has, a value of another type.
    case planInvalid = "MD140"
    /// There are more findings than are listed.
    case findingsMany = "MD134"

    /// The model's next review is past.
    case reviewOverdue = "MD401"

    /// The severity, by the first digit of the number.
    public var severity: Severity { rawValue.dropFirst(2).first == "1" ? .error : .warning }
  }

  /// The rule.
  public let code: Code
  /// The file's name, as it was given.
  public let file: String
  /// The line, counted from one.
  public let line: Int
  /// The column in characters, counted from one.
  public let column: Int
  /// What is wrong.
  public let message: LocalizedText
  /// What may have been meant.
  public let suggestion: String?

  /// Creates a diagnostic.
  public init(
    _ code: Code, file: String, line: Int, column: Int, message: LocalizedText, suggestion: String? = nil
  ) {
    precondition(line >= 1 && column >= 1, "lines and columns are counted from one")
    self.code = code
    self.file = file
    self.line = line
    self.column = column
    self.message = message
    self.suggestion = suggestion
  }

  /// One line in the form editors turn into a link.
  public func text(_ language: Language) -> String {
    let place = "\(file):\(line):\(column): \(code.rawValue) \(message.text(language))"
    guard let suggestion else { return place }
    return switch language {
    case .zh: "\(place)，是否应为“\(suggestion)”？"
    case .en: "\(place), did you mean '\(suggestion)'?"
    }
  }

  /// Orders diagnostics by file, line, column and code: the order of every list of them.
  public static func precedes(_ a: ModelDiagnostic, _ b: ModelDiagnostic) -> Bool {
    (a.file, a.line, a.column, a.code.rawValue) < (b.file, b.line, b.column, b.code.rawValue)
  }
}

extension ModelDiagnostic: CustomStringConvertible {
  /// `model.yaml:12:3: MD103 unknown key 'minimum-head', did you mean 'minimum-heads'?`
  public var description: String { text(.en) }
}
