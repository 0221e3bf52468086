/// A choice among members with given weights, by one uniform number.
struct WeightedChoice {
  /// The members, in the order they were given.
  let members: [Int32]
  /// The sum of the weights.
  let total: Double
  private let cumulative: [Double]

  /// Creates a choice.
  init(_ members: [Int32], weight: (Int32) -> Double) {
    var sum = 0.0
    var sums: [Double] = []
    for member in members {
      sum += weight(member)
      sums.append(sum)
    }
    self.members = members
    cumulative = sums
    total = sum
  }

  /// Whether there is nobody to choose.
  var isEmpty: Bool { members.isEmpty }

  /// The member at a point of the unit interval cut by the weights.
  ///
  /// - Precondition: there is a member.
  func member(at point: Double) -> Int32 {
    let target = point * total
    var low = 0
    var high = cumulative.count - 1
    while low < high {
      let middle = (low + high) / 2
      if cumulative[middle] > target { high = middle } else { low = middle + 1 }
    }
    return members[low]
  }
}
