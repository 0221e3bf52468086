import Foundation

/// The checkout as tidy tests see it.
enum Tree {
  /// The folder of the checkout.
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// All Swift files below a folder of the checkout.
  static func swiftFiles(under folder: String) -> [URL] {
    files(under: folder).filter { $0.pathExtension == "swift" }
  }

  /// All files below a folder of the checkout, hidden ones aside.
  static func files(under folder: String) -> [URL] {
    let walk = FileManager.default.enumerator(
      at: root.appending(path: folder), includingPropertiesForKeys: [.isRegularFileKey], options: [.skipsHiddenFiles])
    let all = (walk?.compactMap { $0 as? URL } ?? []).filter {
      (try? $0.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile) == true
    }
    return all.sorted { $0.path() < $1.path() }
  }

  static func text(_ file: URL) throws -> String { try String(contentsOf: file, encoding: .utf8) }

  static func text(_ path: String) throws -> String { try text(root.appending(path: path)) }

  static func lines(_ file: URL) throws -> [Substring] {
    try text(file).split(separator: "\n", omittingEmptySubsequences: false)
  }

  /// A file's path from the root.
  static func name(_ file: URL) -> String { String(file.path().dropFirst(root.path().count)) }
}
