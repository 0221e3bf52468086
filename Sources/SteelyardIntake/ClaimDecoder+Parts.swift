import SteelyardDomain

/// A file's rows decoded in parts, by a decoder each: what a decoder has counted is added up, and the codes it gave are
/// exchanged for those of the whole.
extension ClaimDecoder {
  /// What the codes of a batch stand for, given away with it.
  struct Texts: Sendable {
    /// Persons of the batch, and all other texts that the part has seen.
    let identifiers: ClaimIdentifiers
    /// What the batch tells of persons.
    let told: ClaimExtract.Told
  }

  /// Whether rows may be decoded in parts: a check counts runs of rows, and a bureau's books are one list.
  var mayBeParted: Bool { survey == nil && control == nil }

  /// A decoder for a part of the rows.
  ///
  /// - Precondition: no row was decoded.
  func part() -> ClaimDecoder {
    var part = self
    part.identifiers = ClaimIdentifiers()
    part.attributes = ClaimAttributes()
    part.diseaseFlows = []
    return part
  }

  /// Gives away what the codes of a part's batch stand for.
  ///
  /// - Parameter rows: how many rows the next batch may have.
  mutating func giveTexts(next rows: Int) -> Texts {
    let texts = Texts(identifiers: identifiers, told: attributes.givePersons())
    identifiers.persons = IdentifierTable(roomFor: rows, bytes: rows * 20)
    return texts
  }

  /// Gives the rows of a part's batch the codes of the whole, and takes what they tell of persons.
  ///
  /// The texts of parts, taken in the order of their batches, get the codes that the rows of the file would give them.
  ///
  /// - Parameter codes: those of the part so far.
  mutating func adopt(_ texts: Texts, _ codes: inout ClaimBatch.Codes, recoding batch: inout ClaimBatch) {
    let other = texts.identifiers
    codes.persons = identifiers.persons.codes(of: other.persons)
    codes.institutions += identifiers.institutions.codes(of: other.institutions, from: codes.institutions.count)
    codes.diseases += identifiers.diseases.codes(of: other.diseases, from: codes.diseases.count)
    codes.schemes += identifiers.schemes.codes(of: other.schemes, from: codes.schemes.count)
    batch.recode(codes, firstSource: 0)
    attributes.add(texts.told, codes)
  }

  /// Adds what a part has counted, once all its batches were taken.
  mutating func add(_ part: ClaimDecoder, _ codes: ClaimBatch.Codes) {
    for (code, counts) in part.notes { notes[code, default: [:]].merge(counts, uniquingKeysWith: +) }
    for number in checks.indices { checks[number].add(part.checks[number]) }
    for number in amounts.indices { amounts[number].add(part.amounts[number]) }
    for slot in idColumns.indices { idColumns[slot].add(part.idColumns[slot]) }
    for date in [\ClaimDecoder.settleDate, \.birthDate, \.beginDate, \.endDate] {
      if let other = part[keyPath: date] { self[keyPath: date]?.add(other) }
    }
    units.add(part.units)
    attributes.add(part.attributes, codes)
    for (disease, flow) in part.diseaseFlows.enumerated() where flow.rows > 0 {
      addFlow(codes.diseases[disease], flow)
    }
  }
}
