import SteelyardDomain

/// The contents of the files read so far, by the hash of their unpacked bytes: a file is known again under another name
/// or otherwise packed.
struct RepeatedFiles {
  private var names: [String: String] = [:]

  /// Books a file that was read to its end, and tells of what there is to say about it.
  ///
  /// - Returns: notes, each at the file.
  /// - Throws: ``IntakeFailure/refused(_:)`` at the file and at the earlier one with the same content.
  mutating func add(_ source: ByteSource, _ options: ReadingOptions) throws(IntakeFailure) -> [Diagnostic] {
    var notes: [Diagnostic] = []
    if source.lacksChecksum { notes.append(Diagnostic(.packedWithoutChecksum, at: .init(file: source.name, line: 1))) }
    if let first = names[source.contentHash] {
      guard options.allowsRepeatedFiles else {
        throw .refused([source.name, first].map { Diagnostic(.fileRepeated, at: .init(file: $0, line: 1)) })
      }
      notes.append(Diagnostic(.repeatedFileRead, at: .init(file: source.name, line: 1)))
    } else {
      names[source.contentHash] = source.name
    }
    return notes
  }

  /// Books a file that was read at another time.
  ///
  /// - Throws: ``IntakeFailure/refused(_:)`` at the file and at the earlier one with the same content.
  mutating func refuse(_ name: String, _ content: String, _ options: ReadingOptions) throws(IntakeFailure) {
    if let first = names[content] {
      if options.allowsRepeatedFiles { return }
      throw .refused([name, first].map { Diagnostic(.fileRepeated, at: .init(file: $0, line: 1)) })
    }
    names[content] = name
  }
}

extension [Diagnostic.Code: [String: Int64]] {
  /// Counts notes under a subject.
  mutating func count(_ notes: [Diagnostic], under subject: String) {
    for note in notes { self[note.code, default: [:]][subject, default: 0] += 1 }
  }
}
