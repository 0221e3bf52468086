public import SteelyardDomain

/// What was read, to be kept and taken up again.
extension ClaimReader {
  /// Everything read so far, with its rows.
  ///
  /// - Parameter rows: every batch that the reader gave, one after another.
  /// - Precondition: the reader counts nothing that only a check or control totals ask for.
  public func extract(rows: ClaimBatch) -> ClaimExtract {
    precondition(!countsValues, "what a check counts is not kept")
    var extract = ClaimExtract()
    extract.rows = rows
    extract.identifiers = identifiers
    extract.told = attributes.told
    extract.files = files
    extract.contents = contents
    extract.diagnostics = diagnostics
    extract.notes = rowNotes
    extract.identityChecks = identityChecks
    extract.present = present
    extract.diseaseFlows = diseaseFlows
    return extract
  }

  /// Takes an extract as if its input were read now; the reader is then as if it had been.
  ///
  /// The extract must have been read as this reader's request asks; whoever kept it sees to that.
  ///
  /// - Throws: ``IntakeFailure/refused(_:)`` where an earlier file has the same content.
  public mutating func add(
    _ extract: consuming ClaimExtract, progress: ((Progress) -> Void)? = nil, into take: (ClaimBatch) -> Void
  ) throws(IntakeFailure) {
    for (file, content) in zip(extract.files, extract.contents) {
      try repeatedFiles.refuse(file.name, content, request.mapping.reading)
    }
    var rows = ClaimBatch()
    swap(&rows, &extract.rows)
    let codes = ClaimBatch.Codes(of: extract.identifiers, in: &identifiers)
    rows.recode(codes, firstSource: Int32(files.count))
    take(rows)
    attributes.add(extract.told, codes)
    for (disease, flow) in extract.diseaseFlows.enumerated() where flow.rows > 0 {
      let code = Int(codes.diseases[disease])
      while diseaseFlows.count <= code { diseaseFlows.append(Flow()) }
      diseaseFlows[code] = diseaseFlows[code] + flow
    }
    files += extract.files
    contents += extract.contents
    diagnostics += extract.diagnostics
    identityChecks += extract.identityChecks
    for (code, counts) in extract.notes { rowNotes[code, default: [:]].merge(counts, uniquingKeysWith: +) }
    present = ClaimColumnsPresent(
      drug: present.drug && extract.present.drug, fund: present.fund && extract.present.fund)
    rowsRead += extract.files.reduce(0) { $0 + $1.reconciliation.read.rows }
    if let last = extract.files.last {
      progress?(Progress(file: last.name, rows: rowsRead, bytes: last.bytes, bytesExpected: last.bytes))
    }
  }
}
