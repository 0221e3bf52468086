internal import SteelyardScoring

/// The fit group that a page is about, among all.
struct FitGroupChoice {
  let own: String
  let others: [String]

  /// A statement without the constants of the other groups; `nil` where it is about one of them alone.
  ///
  /// A constant names its group as `pharmacy: n = 113`, or behind what was fitted: `visits, pharmacy: n = 113`.
  func reduced(_ method: MethodStatement) -> MethodStatement? {
    func isOf(_ group: String, _ constant: String) -> Bool {
      constant.hasPrefix("\(group): ") || constant.contains(", \(group): ")
    }
    func isOfOthers(_ constant: String) -> Bool { others.contains { isOf($0, constant) } }
    // What follows a group's first constant is about that group, too.
    if let first = method.constants.first, isOfOthers(first), !method.constants.contains(where: { isOf(own, $0) }) {
      return nil
    }
    return MethodStatement(
      role: method.role, id: method.id, constants: method.constants.filter { !isOfOthers($0) })
  }
}
