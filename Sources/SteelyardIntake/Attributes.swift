public import SteelyardDomain

/// What the claim rows themselves tell of institutions and persons, the latest day counting.
///
/// Where two rows of one day differ, the text first in byte order counts, so the order of rows does not matter.
public struct ClaimAttributes: Sendable {
  /// A text with the day it was seen on.
  private typealias Seen = ClaimExtract.Told.Sighting

  /// Nothing seen.
  private static let nothing = Seen(day: .min, value: ClaimBatch.absent)

  private var labels = IdentifierTable()
  private var institutions: [[Seen]] = Array(repeating: [], count: InstitutionField.allCases.count)
  private var sexes: [Seen] = []
  /// Days of birth as numbers, the earliest of those told on one day.
  private var births: [Seen] = []
  /// Institutions that rows give more than one name.
  private var renamed: Set<Int32> = []

  enum InstitutionField: Int, CaseIterable {
    case name, kind, level, district
  }

  /// Creates an empty account.
  public init() {}

  mutating func see(_ field: InstitutionField, of institution: Int32, _ bytes: UnsafeRawBufferPointer, day: Int32) {
    if field == .name { return seeName(of: institution, bytes, day: day) }
    Self.see(&labels, &institutions[field.rawValue], institution, bytes, day)
  }

  mutating func seeSex(of person: Int32, _ bytes: UnsafeRawBufferPointer, day: Int32) {
    // A value that tells no sex says nothing, and must not hide one that does; the national codes are the usual case.
    let isCode = bytes.count == 1 && (bytes[0] == UInt8(ascii: "1") || bytes[0] == UInt8(ascii: "2"))
    guard isCode || InsuredPerson.Sex(text: String(decoding: bytes, as: UTF8.self)) != .unknown else { return }
    Self.see(&labels, &sexes, person, bytes, day)
  }

  /// Takes down a day of birth.
  mutating func seeBirth(of person: Int32, _ birth: Day, day: Int32) {
    Self.extend(&births, to: person)
    let seen = births[Int(person)]
    if day < seen.day || day == seen.day && birth.number >= seen.value { return }
    births[Int(person)] = Seen(day: day, value: birth.number)
  }

  private mutating func seeName(of institution: Int32, _ bytes: UnsafeRawBufferPointer, day: Int32) {
    let isOther = Self.see(&labels, &institutions[InstitutionField.name.rawValue], institution, bytes, day)
    if isOther { renamed.insert(institution) }
  }

  /// Takes down a text; returns whether another was known.
  @discardableResult
  private static func see(
    _ labels: inout IdentifierTable, _ column: inout [Seen], _ code: Int32, _ bytes: UnsafeRawBufferPointer,
    _ day: Int32
  ) -> Bool {
    if FieldDecoder.isNull(bytes) { return false }
    extend(&column, to: code)
    let seen = column[Int(code)]
    if seen.value >= 0, labels.isText(of: seen.value, bytes) {
      if day > seen.day { column[Int(code)].day = day }
      return false
    }
    let isOther = seen.value >= 0
    if day < seen.day { return isOther }
    let text = labels.code(of: bytes)
    if day == seen.day, isOther, labels.precedes(seen.value, text) { return isOther }
    column[Int(code)] = Seen(day: day, value: text)
    return isOther
  }

  /// Makes a column reach a code.
  @inline(__always) private static func extend(_ column: inout [Seen], to code: Int32) {
    let missing = Int(code) + 1 - column.count
    if missing <= 0 { return }
    column.growLarge(by: missing)
    column.append(contentsOf: repeatElement(nothing, count: missing))
  }

  private func text(_ column: [Seen], _ code: Int32) -> String {
    guard Int(code) < column.count, column[Int(code)].value >= 0 else { return "" }
    return composed(labels.text(of: column[Int(code)].value))
  }

  /// The institution of a code as the claims tell it.
  public func institution(_ code: Int32, id: String) -> Institution {
    func told(_ field: InstitutionField) -> String { text(institutions[field.rawValue], code) }
    return Institution(
      id: id, name: told(.name), kind: Institution.normalisedKind(told(.kind)),
      level: Institution.normalisedLevel(told(.level)), district: told(.district))
  }

  /// The persons as the claims tell them, by code.
  public func persons(_ count: Int) -> [InsuredPerson] {
    // The words for the sexes are few, and each is read once.
    var known: [Int32: InsuredPerson.Sex] = [:]
    return (0..<count).map { code in
      let birth = code < births.count && births[code].day > .min ? births[code].value : nil
      let word = code < sexes.count ? sexes[code].value : ClaimBatch.absent
      let sex = known[word] ?? InsuredPerson.Sex(text: text(sexes, Int32(code)))
      known[word] = sex
      return InsuredPerson(sex: sex, birth: birth.map { Day(number: $0) })
    }
  }

  /// Everything that was told.
  private var toldAsSeen: ClaimExtract.Told {
    var told = ClaimExtract.Told()
    told.labels = labels
    told.institutions = institutions
    told.sexes = sexes
    told.births = births
    told.renamed = renamedInstitutions
    return told
  }

  /// Everything that was told, to be kept: only texts that count, in the order of who they are told of.
  var told: ClaimExtract.Told {
    var told = toldAsSeen
    told.labels = IdentifierTable()
    func keep(_ column: inout [Seen]) {
      for place in column.indices where column[place].value >= 0 {
        column[place].value = labels.withBytes(of: column[place].value) { told.labels.code(of: $0) }
      }
    }
    for field in told.institutions.indices { keep(&told.institutions[field]) }
    keep(&told.sexes)
    return told
  }

  /// Gives away what was told of persons, with the texts behind it; what was told of institutions stays.
  mutating func givePersons() -> ClaimExtract.Told {
    var told = ClaimExtract.Told()
    told.labels = labels
    swap(&told.sexes, &sexes)
    swap(&told.births, &births)
    return told
  }

  /// Adds what another part of the file tells, under other codes.
  mutating func add(_ part: ClaimAttributes, _ codes: ClaimBatch.Codes) { add(part.toldAsSeen, codes) }

  /// Adds what was told elsewhere, under other codes: the same as seeing every row of it.
  mutating func add(_ told: ClaimExtract.Told, _ codes: ClaimBatch.Codes) {
    for (field, column) in zip(InstitutionField.allCases, told.institutions) {
      for (old, seen) in column.enumerated() where seen.day > .min {
        told.labels.withBytes(of: seen.value) { see(field, of: codes.institutions[old], $0, day: seen.day) }
      }
    }
    for (old, seen) in told.sexes.enumerated() where seen.day > .min {
      told.labels.withBytes(of: seen.value) { seeSex(of: codes.persons[old], $0, day: seen.day) }
    }
    for (old, seen) in told.births.enumerated() where seen.day > .min {
      seeBirth(of: codes.persons[old], Day(number: seen.value), day: seen.day)
    }
    for old in told.renamed { renamed.insert(codes.institutions[Int(old)]) }
  }

  /// The institutions that rows give more than one name, by code.
  var renamedInstitutions: [Int32] { renamed.sorted() }

  /// The institutions that share a name, by the name.
  var institutionsByName: [String: [Int32]] {
    var bearers: [String: [Int32]] = [:]
    for (code, seen) in institutions[InstitutionField.name.rawValue].enumerated() where seen.value >= 0 {
      bearers[composed(labels.text(of: seen.value)), default: []].append(Int32(code))
    }
    return bearers.filter { $0.value.count > 1 }
  }

  /// What the names of institutions are worth a word about.
  var nameNotes: [Diagnostic.Code: Int64] {
    let names = institutions[InstitutionField.name.rawValue].map(\.value)
    var bearers: [String: Int] = [:]
    var tests: Int64 = 0
    for text in names where text >= 0 {
      var name = composed(labels.text(of: text))
      bearers[name, default: 0] += 1
      if name.withUTF8({ FieldDecoder.isTestName(UnsafeRawBufferPointer($0)) }) { tests += 1 }
    }
    return [
      .institutionNameVaries: Int64(renamed.count), .institutionNameShared: Int64(bearers.values.count { $0 > 1 }),
      .testData: tests,
    ]
  }
}
