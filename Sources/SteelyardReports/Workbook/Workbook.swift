import CXLSXWriter
internal import Foundation

/// Why a workbook could not be made.
public enum WorkbookFailure: Error, Equatable, Sendable {
  /// There is no file in memory to write to.
  case noFile
  /// The library stopped, with its code.
  case library(code: UInt32)
}

/// A workbook in the making, written by libxlsxwriter into a file in memory.
///
/// The library keeps no cell: rows go, in order, to temporary files of its own, so that a million rows take little room. The
/// date of the file is fixed, so equal contents are equal bytes.
final class Workbook {
  /// What the file says of itself.
  struct Properties {
    var title, subject, author, keywords, comments: String
    /// Named texts of at most 255 characters.
    var custom: [(name: String, value: String)]
  }

  /// The date of every file: 2000-01-01, in seconds since 1970.
  private static let created: time_t = 946_684_800

  let pointer: UnsafeMutablePointer<lxw_workbook>
  let formats: WorkbookFormats
  private let descriptor: Int32
  private var isClosed = false

  init(_ properties: Properties, font: String) throws(WorkbookFailure) {
    descriptor = steelyard_memory_file()
    guard descriptor >= 0 else { throw .noFile }
    var options = lxw_workbook_options()
    options.constant_memory = 1
    guard let pointer = workbook_new_opt("/proc/self/fd/\(descriptor)", &options) else {
      Foundation.close(descriptor)
      throw .noFile
    }
    self.pointer = pointer
    formats = WorkbookFormats(pointer, font: font)
    set(properties)
  }

  deinit {
    if !isClosed { _ = workbook_close(pointer) }
    Foundation.close(descriptor)
  }

  private func set(_ properties: Properties) {
    let texts = [
      properties.title, properties.subject, properties.author, properties.keywords, properties.comments,
    ]
    withTexts(texts.map(WorkbookText.cell)) { texts in
      var document = lxw_doc_properties()
      document.title = texts[0]
      document.subject = texts[1]
      document.author = texts[2]
      document.keywords = texts[3]
      document.comments = texts[4]
      document.created = Self.created
      _ = workbook_set_properties(pointer, &document)
    }
    for (name, value) in properties.custom {
      _ = workbook_set_custom_property_string(pointer, name, String(WorkbookText.cell(value).prefix(255)))
    }
  }

  /// Adds a sheet.
  func sheet(_ name: String) throws(WorkbookFailure) -> UnsafeMutablePointer<lxw_worksheet> {
    guard let sheet = workbook_add_worksheet(pointer, name) else {
      throw .library(code: LXW_ERROR_SHEETNAME_ALREADY_USED.rawValue)
    }
    return sheet
  }

  /// Ends the workbook and hands over its bytes.
  func bytes() throws(WorkbookFailure) -> [UInt8] {
    isClosed = true
    let outcome = workbook_close(pointer)
    guard outcome == LXW_NO_ERROR else { throw .library(code: outcome.rawValue) }
    let size = Int(lseek(descriptor, 0, SEEK_END))
    var isWhole = size > 0
    let bytes = [UInt8](unsafeUninitializedCapacity: max(0, size)) { room, count in
      while count < size {
        let read = pread(descriptor, room.baseAddress?.advanced(by: count), size - count, off_t(count))
        if read < 0, errno == EINTR { continue }
        if read <= 0 {
          isWhole = false
          return
        }
        count += read
      }
    }
    guard isWhole else { throw .noFile }
    return bytes
  }
}

/// Texts as C takes them where it asks for pointers that it does not keep.
func withTexts<Result>(_ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result) -> Result {
  let pointers = texts.map { strdup($0) }
  defer { for pointer in pointers { free(pointer) } }
  return body(pointers)
}
