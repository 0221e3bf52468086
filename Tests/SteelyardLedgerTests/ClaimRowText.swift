import SteelyardTestSupport

extension ClaimRow {
  /// Rows as the claims table that the naive twins read.
  static func table(_ rows: [ClaimRow]) -> String {
    let header =
      "setl_id,init_setl_id,psn_no,fixmedins_code,dise_no,setl_time,medfee_sumamt,insutype,age,updt_time,refd_setl_flag"
    let lines = rows.map { row in
      let fen = row.fen.magnitude
      let cents = fen % 100
      let yuan = "\(row.fen < 0 ? "-" : "")\(fen / 100).\(cents < 10 ? "0" : "")\(cents)"
      return [
        row.claim, row.takesBack ?? "", row.person, row.institution, row.disease, row.day, yuan, row.scheme ?? "",
        row.age < 0 ? "" : "\(row.age)", "\(row.updated)", row.takesBack == nil ? "0" : "1",
      ].joined(separator: ",")
    }
    return ([header] + lines).joined(separator: "\n") + "\n"
  }

  /// Dirty rows of a small city over June to September 2025: repetitions, conflicts, whole, partial and orphan refunds,
  /// and settlements of nothing.
  static func city(
    _ source: inout Seeded, rows count: Int, persons: Int, institutions: Int, diseases: Int = 4
  ) -> [ClaimRow] {
    var rows: [ClaimRow] = []
    for number in 0..<count {
      var row = ClaimRow(
        "c\(number)", person: "p\(source.below(persons))",
        at: "\(source.happens(0.5) ? "H" : "P")\(source.below(institutions))", disease: "M\(source.below(diseases))",
        on: "0\(6 + source.below(4))-\(10 + source.below(20))",
        fen: source.happens(0.02) ? Int64(source.below(12)) : Int64(source.below(90_000)),
        scheme: ["employee", "resident", nil][source.below(3)], age: Int16(source.below(100)) - 1)
      rows.append(row)
      if source.happens(0.03) { rows.append(row) }
      row.updated = Int64(source.below(2))
      row.fen += 100
      if source.happens(0.03) { rows.append(row) }
      if source.happens(0.06) {
        row.takesBack = "c\(source.happens(0.8) ? number : source.below(count))"
        row.claim = "r\(number)"
        row.fen = -row.fen / (source.happens(0.5) ? 1 : 3) - 1
        rows.append(row)
      }
    }
    return rows
  }
}
