import CZip
internal import Foundation

/// A zip archive as its parts, read and written in memory by libzip.
///
/// Written, the parts stand in their order, as they are, under one date, so equal parts are equal bytes whatever the clock,
/// the time zone or the version of a compressor.
enum OfficeArchive {
  /// A part.
  struct Part: Equatable {
    var name: String
    var bytes: [UInt8]
  }

  /// Why a text is no archive that is read.
  enum Failure: Error {
    /// It is no zip archive, or a part is encrypted, damaged or packed in a way that libzip does not know.
    case unreadable
    /// It has more parts or bytes than are read.
    case tooLarge
  }

  /// The most parts, and the most bytes of all parts unpacked, that are read.
  static let partsMaximum = 1_000, bytesMaximum = 64 << 20
  /// 2000-01-01 12:00 as an archive writes dates and times.
  private static let date: UInt16 = 20 << 9 | 1 << 5 | 1, time: UInt16 = 12 << 11

  /// The parts of an archive, folders left out.
  static func parts(_ bytes: [UInt8]) throws(Failure) -> [Part] {
    let result: Result<[Part], Failure> = bytes.withUnsafeBytes { bytes in
      var error = zip_error_t()
      guard let source = zip_source_buffer_create(bytes.baseAddress, zip_uint64_t(bytes.count), 0, &error) else {
        return .failure(.unreadable)
      }
      guard let archive = zip_open_from_source(source, ZIP_RDONLY, &error) else {
        zip_source_free(source)
        return .failure(.unreadable)
      }
      defer { zip_discard(archive) }
      let count = zip_get_num_entries(archive, 0)
      guard count <= partsMaximum else { return .failure(.tooLarge) }
      var parts: [Part] = []
      var left = bytesMaximum
      for number in 0..<zip_uint64_t(max(0, count)) {
        var status = zip_stat_t()
        guard zip_stat_index(archive, number, 0, &status) == 0, let name = status.name else {
          return .failure(.unreadable)
        }
        guard status.size <= left else { return .failure(.tooLarge) }
        left -= Int(status.size)
        let title = String(cString: name)
        if title.hasSuffix("/") { continue }
        guard let part = read(archive, number, count: Int(status.size)) else { return .failure(.unreadable) }
        parts.append(Part(name: title, bytes: part))
      }
      return .success(parts)
    }
    return try result.get()
  }

  /// The bytes of a part; `nil` where they are fewer or more than the directory says.
  private static func read(_ archive: OpaquePointer, _ number: zip_uint64_t, count: Int) -> [UInt8]? {
    guard let file = zip_fopen_index(archive, number, 0) else { return nil }
    defer { zip_fclose(file) }
    var isWhole = true
    let bytes = [UInt8](unsafeUninitializedCapacity: count + 1) { room, filled in
      while filled <= count {
        let read = zip_fread(file, room.baseAddress?.advanced(by: filled), zip_uint64_t(count + 1 - filled))
        if read < 0 { isWhole = false }
        if read <= 0 { break }
        filled += Int(read)
      }
    }
    return isWhole && bytes.count == count ? bytes : nil
  }

  /// An archive of parts.
  ///
  /// - Precondition: no two parts have one name, and there is memory for the archive.
  static func bytes(_ parts: [Part]) -> [UInt8] {
    var error = zip_error_t()
    guard let target = zip_source_buffer_create(nil, 0, 0, &error) else { preconditionFailure("libzip makes a source") }
    defer { zip_source_free(target) }
    zip_source_keep(target)
    guard let archive = zip_open_from_source(target, ZIP_TRUNCATE, &error) else {
      preconditionFailure("libzip opens a source of its own")
    }
    let room = parts.map { part in
      let room = UnsafeMutableRawBufferPointer.allocate(byteCount: max(1, part.bytes.count), alignment: 1)
      room.copyBytes(from: part.bytes)
      return room
    }
    defer { for room in room { room.deallocate() } }
    for (part, room) in zip(parts, room) {
      let source = zip_source_buffer(archive, room.baseAddress, zip_uint64_t(part.bytes.count), 0)
      let place = zip_file_add(archive, part.name, source, ZIP_FL_ENC_UTF_8)
      precondition(place >= 0, "each part has a name of its own")
      zip_set_file_compression(archive, zip_uint64_t(place), Int32(ZIP_CM_STORE), 0)
      zip_file_set_dostime(archive, zip_uint64_t(place), time, date, 0)
    }
    precondition(zip_close(archive) == 0, "an archive in memory is written")
    return contents(of: target)
  }

  private static func contents(of source: OpaquePointer) -> [UInt8] {
    precondition(zip_source_open(source) == 0, "what was written can be read")
    defer { zip_source_close(source) }
    var status = zip_stat_t()
    precondition(zip_source_stat(source, &status) == 0, "what was written has a size")
    let count = Int(status.size)
    return [UInt8](unsafeUninitializedCapacity: count) { room, filled in
      let read = zip_source_read(source, room.baseAddress, zip_uint64_t(count))
      precondition(read == count, "what was written is whole")
      filled = count
    }
  }
}
