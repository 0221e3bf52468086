import Foundation
import SteelyardEngine

/// The open files of simulated tables, by name.
struct TableFiles {
  private var descriptors: [String: (descriptor: Int32, path: String)] = [:]

  /// Opens a file for each name in the folder that is being made.
  init(_ folder: RunFolder, _ names: [String]) throws(RunFailure) {
    for name in names {
      let path = folder.partialPath(name)
      let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
      guard descriptor >= 0 else { throw .writeFailed(file: path) }
      descriptors[name] = (descriptor, path)
    }
  }

  /// Appends bytes to the file of a name.
  mutating func append(_ bytes: UnsafeRawBufferPointer, to name: String) throws(RunFailure) {
    guard let file = descriptors[name] else { throw .internalFault("every table has a file") }
    var offset = 0
    while offset < bytes.count {
      let count = Foundation.write(file.descriptor, bytes.baseAddress?.advanced(by: offset), bytes.count - offset)
      if count < 0, errno == EINTR { continue }
      if count <= 0 { throw .writeFailed(file: file.path) }
      offset += count
    }
  }

  /// Closes the files.
  mutating func close() throws(RunFailure) {
    for file in descriptors.values {
      guard Foundation.close(file.descriptor) == 0 else { throw .writeFailed(file: file.path) }
    }
  }
}
