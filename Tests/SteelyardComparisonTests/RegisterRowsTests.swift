import SteelyardComparison
import SteelyardDomain
import Testing

@Suite("Rows of a register that stand in it twice") struct RegisterRowsTests {
  /// Findings of rows `id, note, fen`, cut into batches of two.
  private func findings(_ rows: [(String, String, Int64)], key: [String] = ["id"]) -> [String] {
    func column(_ name: String, _ content: RegisterSchema.Content) -> RegisterSchema.Column {
      RegisterSchema.Column(name: name, title: LocalizedText(zh: name, en: name), content: content)
    }
    let schema = RegisterSchema(
      name: "payments", title: LocalizedText(zh: "发放", en: "payments"),
      columns: [column("id", .code), column("note", .text), column("amount", .money)], key: key)
    var account = RegisterRows(schema)
    for start in stride(from: 0, to: rows.count, by: 2) {
      var batch = RegisterBatch(schema: schema)
      for (offset, row) in rows[start..<min(start + 2, rows.count)].enumerated() {
        batch.columns[0].append(Int64(batch.texts.code(of: row.0)))
        batch.columns[1].append(row.1.isEmpty ? -1 : Int64(batch.texts.code(of: row.1)))
        batch.columns[2].append(row.2)
        batch.file.append(0)
        batch.line.append(Int32(start + offset + 2))
      }
      account.add(batch)
    }
    return account.finish().map { "\($0.code.rawValue) \($0.line) \($0.fen)" }
  }

  @Test("The same row again counts once, and of rows that contradict one another none counts")
  func verdicts() {
    #expect(findings([("1", "a", 5), ("2", "a", 6), ("1", "a", 5), ("3", "", 7)]) == ["IN320 4 5"])
    let contradicting: [(String, String, Int64)] = [("1", "a", 5), ("2", "a", 6), ("1", "b", 5), ("1", "a", 5)]
    #expect(findings(contradicting) == ["IN240 2 5", "IN240 4 5", "IN240 5 5"])
    #expect(findings([("1", "a", 5), ("1", "", 5)]) == ["IN240 2 5", "IN240 3 5"])
  }

  @Test("A register without a key keeps every row, and a key of two columns is both together")
  func keys() {
    #expect(findings([("1", "a", 5), ("1", "a", 5)], key: []).isEmpty)
    #expect(findings([("1", "a", 5), ("1", "b", 5), ("2", "a", 5)], key: ["id", "note"]).isEmpty)
    let both: [(String, String, Int64)] = [("1", "b", 5), ("2", "b", 5), ("1", "b", 6)]
    #expect(findings(both, key: ["id", "note"]) == ["IN240 2 5", "IN240 4 6"])
  }
}
