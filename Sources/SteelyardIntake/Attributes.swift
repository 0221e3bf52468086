public import SteelyardDomain

/// What the claim rows themselves tell of institutions and persons, the latest day counting.
///
/// Where two rows of one day differ, the text first in byte order counts, so the order of rows does not matter.
public struct ClaimAttributes: Sendable {
  /// A text with the day it was seen on.
  struct Seen: Sendable {
    var day: Int32 = .min
    var text: Int32 = ClaimBatch.absent
  }

  private var labels = IdentifierTable()
  private var institutions: [[Seen]] = Array(repeating: [], count: InstitutionField.allCases.count)
  private var sexes: [Seen] = []
  private var births: [Seen] = []

  enum InstitutionField: Int, CaseIterable {
    case name, kind, level, district
  }

  /// Creates an empty account.
  public init() {}

  mutating func see(_ field: InstitutionField, of institution: Int32, _ bytes: UnsafeRawBufferPointer, day: Int32) {
    Self.see(&labels, &institutions[field.rawValue], institution, bytes, day)
  }

  mutating func seeSex(of person: Int32, _ bytes: UnsafeRawBufferPointer, day: Int32) {
    // A value that tells no sex says nothing, and must not hide one that does; the national codes are the usual case.
    let isCode = bytes.count == 1 && (bytes[0] == UInt8(ascii: "1") || bytes[0] == UInt8(ascii: "2"))
    guard isCode || InsuredPerson.Sex(text: String(decoding: bytes, as: UTF8.self)) != .unknown else { return }
    Self.see(&labels, &sexes, person, bytes, day)
  }

  /// Takes down a birth date that is one; returns whether there is a text that is none.
  mutating func seeBirth(of person: Int32, _ bytes: UnsafeRawBufferPointer, day: Int32) -> Bool {
    switch FieldDecoder.day(bytes) {
    case .clean, .repaired: break
    case .empty: return false
    case .broken: return true
    }
    Self.see(&labels, &births, person, bytes, day)
    return false
  }

  private static func see(
    _ labels: inout IdentifierTable, _ column: inout [Seen], _ code: Int32, _ bytes: UnsafeRawBufferPointer,
    _ day: Int32
  ) {
    if FieldDecoder.isNull(bytes) { return }
    while column.count <= Int(code) { column.append(Seen()) }
    let seen = column[Int(code)]
    if day < seen.day { return }
    let text = labels.code(of: bytes)
    if day == seen.day, text == seen.text || labels.precedes(seen.text, text) { return }
    column[Int(code)] = Seen(day: day, text: text)
  }

  private func text(_ column: [Seen], _ code: Int32) -> String {
    guard Int(code) < column.count, column[Int(code)].text >= 0 else { return "" }
    return composed(labels.text(of: column[Int(code)].text))
  }

  /// The institution of a code as the claims tell it.
  public func institution(_ code: Int32, id: String) -> Institution {
    func told(_ field: InstitutionField) -> String { text(institutions[field.rawValue], code) }
    return Institution(
      id: id, name: told(.name), kind: Institution.normalisedKind(told(.kind)),
      level: Institution.normalisedLevel(told(.level)), district: told(.district))
  }

  /// The person of a code as the claims tell it.
  public func person(_ code: Int32) -> InsuredPerson {
    let birth = text(births, code)
    return InsuredPerson(sex: .init(text: text(sexes, code)), birth: birth.isEmpty ? nil : FieldDecoder.dayValue(birth))
  }
}

extension FieldDecoder {
  /// The day of a date's text, where it is one.
  static func dayValue(_ text: String) -> Day? {
    var text = text
    return text.withUTF8 { bytes in
      switch day(UnsafeRawBufferPointer(bytes)) {
      case .clean(let day), .repaired(let day): day
      case .empty, .broken: nil
      }
    }
  }
}
