/// Names of files for institutions, whose codes may be anything.
public enum InstitutionFiles {
  /// A stem for each institution: its code where that is a plain one, else its place in the ranking (`at-3`).
  ///
  /// Letters of both sizes are one on some disks, and short names may be devices.
  public static func stems(_ codes: [String]) -> [String] {
    var seen: [String: Int] = [:]
    for code in codes { seen[code.lowercased(), default: 0] += 1 }
    return codes.enumerated().map { place, code in
      let isPlain =
        (6...40).contains(code.utf8.count) && seen[code.lowercased()] == 1
        && code.utf8.allSatisfy { (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) }
      return isPlain ? code : "at-\(place + 1)"
    }
  }
}
