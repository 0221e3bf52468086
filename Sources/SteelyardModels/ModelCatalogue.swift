import Foundation
public import SteelyardDomain

/// The model folders below a root: `Models/<fund>/<slug>/model.yaml`.
public enum ModelCatalogue {
  /// The name of the file that makes a folder a model folder.
  public static let fileName = "model.yaml"

  /// One model folder and what came of reading it.
  public struct Entry: Equatable, Sendable {
    /// The last two parts of the folder's path, `fund/slug`: the id its model must have.
    public let id: String
    /// The folder.
    public let folder: String
    /// The model or what is wrong with it.
    public let outcome: ModelOutcome
  }

  /// The model folders below a root, in byte order of `fund/slug`.
  ///
  /// A folder counts where it lies two levels below the root and has a `model.yaml`; nothing deeper is looked at, so
  /// links in a circle do no harm. A root that is not there has none.
  public static func folders(under root: String) -> [String] {
    subfolders(of: root).flatMap(subfolders).filter { isFile("\($0)/\(fileName)") }
  }

  /// Reads every model below a root.
  public static func entries(under root: String, today: Day? = nil) -> [Entry] {
    folders(under: root).map { folder in
      Entry(id: identifier(of: folder), folder: folder, outcome: load(folder: folder, today: today))
    }
  }

  /// Reads the model of a folder.
  ///
  /// The model's id must be the last two parts of the folder's path: a copied model that kept its name would make clues
  /// under another model's name.
  public static func load(folder: String, today: Day? = nil) -> ModelOutcome {
    let file = folder.hasSuffix("/") ? "\(folder)\(fileName)" : "\(folder)/\(fileName)"
    let bytes: [UInt8]
    switch FileBytes.read(file) {
    case .success(let read): bytes = read
    case .failure(let diagnostic): return ModelOutcome(value: nil, diagnostics: [diagnostic], sourceHash: "")
    }
    return ModelDecoder.decode(bytes: bytes, file: file, today: today, folder: identifier(of: folder)) { name in
      guard case .success(let bytes) = FileBytes.read("\(folder)/\(name)") else { return nil }
      return bytes
    }
  }

  /// The last two parts of a folder's path: what the model in it must be called.
  public static func identifier(of folder: String) -> String {
    let path = URL(filePath: folder, directoryHint: .isDirectory).standardizedFileURL.path(percentEncoded: false)
    return path.split(separator: "/").suffix(2).joined(separator: "/")
  }

  /// The folders in a folder, hidden ones left out, in byte order.
  private static func subfolders(of folder: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { !$0.hasPrefix(".") }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      .map { "\(folder)/\($0)" }
      .filter { path in
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
      }
  }

  private static func isFile(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && !isFolder.boolValue
  }
}

/// The bytes of a small file, or the diagnostic that says why there are none.
enum FileBytes {
  enum Outcome {
    case success([UInt8])
    case failure(ModelDiagnostic)
  }

  /// Reads a file that is not longer than a model or mapping may be.
  static func read(_ file: String) -> Outcome {
    let start = Place(line: 1, column: 1)
    guard let handle = FileHandle(forReadingAtPath: file) else {
      return .failure(ModelDiagnostic(.fileUnreadable, file: file, at: start))
    }
    defer { try? handle.close() }
    // One byte more than is allowed tells a file that is too large without reading the rest of it.
    guard let data = try? handle.read(upToCount: YAMLText.bytesMaximum + 1) else {
      return .failure(ModelDiagnostic(.fileUnreadable, file: file, at: start))
    }
    return .success(Array(data))
  }
}
