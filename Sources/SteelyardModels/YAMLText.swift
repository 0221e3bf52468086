import SteelyardDomain

/// The text of a YAML file after the checks that need no YAML: size, encoding, control characters, tab indentation.
///
/// Only a text that passes all of them is handed to the YAML library, which does not say where such a byte stands, or
/// reads it in its own way.
struct YAMLText {
  /// The longest file that is read.
  static let bytesMaximum = 1 << 20

  /// The text without a byte order mark.
  let text: String
  /// What was found; the text is not read further unless this is empty.
  let findings: [(finding: Finding, place: Place)]

  /// Checks bytes.
  init(bytes: [UInt8]) {
    if bytes.count > Self.bytesMaximum {
      (text, findings) = ("", [(.fileTooLarge(bytes: bytes.count), Place(line: 1, column: 1))])
      return
    }
    let hasMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
    if let place = Self.firstInvalid(bytes.dropFirst(hasMark ? 3 : 0)) {
      (text, findings) = ("", [(.encodingInvalid, place)])
    } else {
      let text = String(decoding: bytes.dropFirst(hasMark ? 3 : 0), as: UTF8.self)
      (self.text, findings) = (text, Self.scan(text))
    }
  }

  /// The place of the first byte that is not UTF-8.
  private static func firstInvalid(_ bytes: ArraySlice<UInt8>) -> Place? {
    var decoder = UTF8()
    var input = bytes.makeIterator()
    var cursor = Cursor()
    while true {
      switch decoder.decode(&input) {
      case .scalarValue(let scalar): cursor.pass(scalar)
      case .emptyInput: return nil
      case .error: return cursor.place
      }
    }
  }

  /// Control characters, and tabs before the first other character of a line.
  private static func scan(_ text: String) -> [(finding: Finding, place: Place)] {
    var found: [(finding: Finding, place: Place)] = []
    var cursor = Cursor()
    var tab: Place?
    for scalar in text.unicodeScalars {
      if cursor.isIndenting {
        if scalar == "\t" {
          tab = tab ?? cursor.place
        } else if scalar != " " {
          if let tab, !Cursor.breaks.contains(scalar) { found.append((.tabIndentation, tab)) }
          tab = nil
        }
      }
      let isAllowed = scalar == "\t" || scalar == "\n" || scalar == "\r" || scalar.value == 0x85
      if scalar.properties.generalCategory == .control, !isAllowed {
        found.append((.controlCharacter(scalar.value), cursor.place))
      }
      cursor.pass(scalar)
    }
    return found
  }
}

/// A place in a text file.
struct Place: Hashable {
  /// The line, counted from one.
  let line: Int
  /// The column in Unicode scalars, counted from one.
  let column: Int
}

/// Counts lines and columns as the YAML library does.
private struct Cursor {
  /// The characters that end a line.
  static let breaks: Set<Unicode.Scalar> = ["\n", "\r", "\u{85}", "\u{2028}", "\u{2029}"]

  private var line = 1
  private var column = 1
  private var last: Unicode.Scalar = " "
  /// Whether only spaces and tabs have been passed in this line.
  private(set) var isIndenting = true

  /// The place of the next character.
  var place: Place { Place(line: line, column: column) }

  /// Passes a character; CR LF is one end of line.
  mutating func pass(_ scalar: Unicode.Scalar) {
    defer { last = scalar }
    if Self.breaks.contains(scalar) {
      if !(scalar == "\n" && last == "\r") { line += 1 }
      column = 1
      isIndenting = true
    } else {
      column += 1
      if scalar != " " && scalar != "\t" { isIndenting = false }
    }
  }
}
