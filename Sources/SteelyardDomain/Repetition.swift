/// What of the rows under one settlement's number may stand.
public enum Repetition {
  /// The positions of the newest rows, all of one content; `nil` where the newest contradict each other, so that none
  /// stands.
  ///
  /// - Parameter versions: for each row when it was last changed, and a hash of what it says.
  public static func standing(_ versions: [(updated: Int64, content: UInt64)]) -> [Int]? {
    let newest = versions.map(\.updated).max()
    let candidates = versions.indices.filter { versions[$0].updated == newest }
    return Set(candidates.map { versions[$0].content }).count == 1 ? candidates : nil
  }
}
