/// A language a person reads results in.
public enum Language: String, CaseIterable, Sendable {
  /// Simplified Chinese.
  case zh
  /// English.
  case en
}

/// A text in every language a person may read.
public struct LocalizedText: Hashable, Sendable {
  /// The Chinese text.
  public let zh: String
  /// The English text.
  public let en: String

  /// Creates a text.
  public init(zh: String, en: String) {
    self.zh = zh
    self.en = en
  }

  /// The text in a language.
  public func text(_ language: Language) -> String {
    switch language {
    case .zh: zh
    case .en: en
    }
  }
}
