internal import Foundation
public import SteelyardDomain

extension QualityJSON {
  /// The report that ``encode(_:absences:)`` wrote, without its files and identities: where the rows went, the notes, how
  /// many institutions and persons; `nil` where the bytes are none.
  public static func decode(_ bytes: [UInt8]) -> QualityReport? {
    guard let layout = try? JSONDecoder().decode(Layout.self, from: Data(bytes)), layout.schema == schema else {
      return nil
    }
    var report = QualityReport()
    report.institutions = layout.institutions
    report.persons = layout.persons
    guard let whole = layout.reconciliation.reconciliation else { return nil }
    report.reconciliation = whole
    for (name, account) in layout.registers ?? [:] {
      guard let account = account.reconciliation else { return nil }
      report.registers[name] = account
    }
    for note in layout.notes {
      guard let code = Diagnostic.Code(rawValue: note.code) else { return nil }
      report.notes.append(.init(code: code, subject: note.subject, count: note.count))
    }
    return report
  }

  private struct Layout: Decodable {
    struct Entry: Decodable {
      let rows: Int64
      // A decimal holds 38 digits exactly, a sum of fen has fewer than 30.
      let fen, absolute_fen: Decimal

      var flow: Flow {
        Flow(rows: rows, fen: Int128("\(fen)") ?? 0, absoluteFen: Int128("\(absolute_fen)") ?? 0)
      }
    }

    struct Account: Decodable {
      let read, accepted: Entry
      let rejected, excluded: [String: Entry]

      /// The account; `nil` where a rule is not known.
      var reconciliation: Reconciliation? {
        var account = Reconciliation()
        account.read = read.flow
        account.accepted = accepted.flow
        for (name, entry) in rejected {
          guard let code = Diagnostic.Code(rawValue: name) else { return nil }
          account.rejected[code] = entry.flow
        }
        for (name, entry) in excluded {
          guard let code = Diagnostic.Code(rawValue: name) else { return nil }
          account.excluded[code] = entry.flow
        }
        return account
      }
    }

    struct Note: Decodable {
      let code, subject: String
      let count: Int64
    }

    let schema: String
    let reconciliation: Account
    let notes: [Note]
    let institutions, persons: Int
    let registers: [String: Account]?
  }
}
