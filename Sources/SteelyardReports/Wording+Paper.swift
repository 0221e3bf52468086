internal import SteelyardDomain

extension Wording {
  /// The words of documents on paper.
  enum Paper {
    /// The number of a page.
    static func page(_ page: Int, of pages: Int) -> LocalizedText {
      LocalizedText(zh: "第 \(page) 页 共 \(pages) 页", en: "Page \(page) of \(pages)")
    }

    /// A name before its content.
    static func named(_ name: String, _ content: String) -> LocalizedText {
      LocalizedText(zh: "\(name)：\(content)", en: "\(name): \(content)")
    }

    static let methods = LocalizedText(zh: "计算依据", en: "How the figures were computed")
  }
}
