import Foundation
import SteelyardDomain
import SteelyardModels
import Testing

/// A folder of its own that is gone after the test.
private func withFolder(_ body: (URL) throws -> Void) throws {
  let folder = FileManager.default.temporaryDirectory.appending(path: "models-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  try body(folder)
}

private func write(_ text: String, to file: URL) throws {
  try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
  try text.write(to: file, atomically: true, encoding: .utf8)
}

@Suite("The catalogue of models") struct ModelCatalogueTests {
  @Test("Model folders are found two levels below the root, in byte order")
  func foldersAreFound() throws {
    try withFolder { root in
      for path in ["b/two", "a/z", "a/b", "a/b/deeper", ".hidden/x", "a/.git"] {
        try write("id: x", to: root.appending(path: "\(path)/model.yaml"))
      }
      try write("", to: root.appending(path: "a/no-model/README.md"))
      try write("", to: root.appending(path: "model.yaml"))
      try FileManager.default.createSymbolicLink(at: root.appending(path: "a/loop"), withDestinationURL: root)
      let path = root.path(percentEncoded: false)
      let found = ModelCatalogue.folders(under: path).map { $0.dropFirst(path.count) }
      #expect(found == ["/a/b", "/a/loop", "/a/z", "/b/two"])
      #expect(ModelCatalogue.folders(under: "\(path)/nowhere").isEmpty)
    }
  }

  @Test("Every model of the repository is valid")
  func repositoryModels() {
    let entries = ModelCatalogue.entries(
      under: Folders.repository.appending(path: "Models").path(percentEncoded: false))
    #expect(entries.map(\.id).contains("medical-insurance/outpatient-specified-disease-cost"))
    for entry in entries {
      #expect(entry.outcome.diagnostics == [], "\(entry.id)")
      #expect(entry.outcome.model?.governance.id == entry.id)
    }
  }

  @Test("A model whose id is not its folder is refused", arguments: ["", "/"])
  func idIsFolder(ending: String) throws {
    let id = "medical-insurance/outpatient-specified-disease-cost"
    let text = try String(contentsOf: Folders.model(id).appending(path: "model.yaml"), encoding: .utf8)
    try withFolder { root in
      try write(text, to: root.appending(path: "fund/copy/model.yaml"))
      let folder = root.appending(path: "fund/copy").path(percentEncoded: false) + ending
      let outcome = ModelCatalogue.load(folder: folder)
      #expect(outcome.model == nil)
      let lines = outcome.diagnostics.map { $0.description.split(separator: "/model.yaml:").last }
      #expect(
        lines == ["4:5: MD128 id 'medical-insurance/outpatient-specified-disease-cost' must be the folder 'fund/copy'"])
    }
  }

  @Test("A folder without a model file is told so")
  func fileUnreadable() throws {
    try withFolder { root in
      let folder = root.path(percentEncoded: false)
      #expect(ModelCatalogue.load(folder: folder).diagnostics.map(\.code) == [.fileUnreadable])
      try FileManager.default.createDirectory(
        at: root.appending(path: "model.yaml"), withIntermediateDirectories: false)
      #expect(ModelCatalogue.load(folder: folder).diagnostics.map(\.code) == [.fileUnreadable])
      #expect(
        MappingDecoder.load(file: "\(folder)/none.yaml", knownFields: [:]).diagnostics.map(\.code) == [.fileUnreadable])
    }
  }

  @Test("A file longer than 1 MiB is refused and one of 1 MiB is read")
  func fileTooLarge() throws {
    let line = "#" + String(repeating: "x", count: (1 << 20) - 2) + "\n"
    #expect(ModelDecoder.decode(yaml: line, file: "m").diagnostics.map(\.code) == [.fileEmpty])
    #expect(ModelDecoder.decode(yaml: line + "#", file: "m").diagnostics.map(\.code) == [.fileTooLarge])
  }
}
