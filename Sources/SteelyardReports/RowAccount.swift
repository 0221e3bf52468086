internal import SteelyardDomain

/// Where the rows of the claims went, in a terminal: by outcome and rule, then what was noted.
enum RowAccount {
  /// The account under its heading, lines ended.
  static func text(_ account: Reconciliation, notes: [QualityReport.Note], _ voice: Voice) -> String {
    func line(_ label: LocalizedText, _ flow: Flow) -> [String] {
      [voice(label), voice.count(flow.rows), voice.money(fen: flow.fen)]
    }
    func lines(_ flows: [Diagnostic.Code: Flow]) -> [[String]] {
      flows.sorted { $0.key.rawValue < $1.key.rawValue }.map { code, flow in
        ["  \(code.rawValue)", voice.count(flow.rows), voice.money(fen: flow.fen), voice(Wording.meaning(code))]
      }
    }
    var rows = [line(Wording.rowsRead, account.read), line(Wording.rowsAccepted, account.accepted)]
    rows.append(line(Wording.severity(.rejected), account.rejectedTotal))
    rows += lines(account.rejected)
    rows.append(line(Wording.severity(.excluded), account.excludedTotal))
    rows += lines(account.excluded)
    let notes = Self.notes(notes, voice)
    if !notes.isEmpty { rows.append([voice(Wording.severity(.note))]) }
    return voice(Wording.rowsHeading) + "\n" + voice.aligned(rows + notes, numbers: [1, 2])
  }

  /// What was noted, a row of cells each.
  static func notes(_ notes: [QualityReport.Note], _ voice: Voice) -> [[String]] {
    notes.map { note in
      ["  \(note.code.rawValue)", voice.count(note.count), note.subject, voice(Wording.meaning(note.code))]
    }
  }
}
