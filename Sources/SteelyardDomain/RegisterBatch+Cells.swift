extension RegisterBatch {
  /// The key of a person whose number is not valid: one that no person of another register has, and that rows of one
  /// register share only where number, name, day of birth and area are all alike.
  ///
  /// It is a text like any number in the run's table of persons, and no number begins as it does.
  public static func unverifiedKey(
    register: String, column: String, number: String, name: String, birth: Day?, area: String
  ) -> String {
    let separator = "\u{1F}"
    return "?" + [register, column, number, name, birth.map(\.description) ?? "", area].joined(separator: separator)
  }

  /// The key of someone who has the number of another: number and name.
  public static func otherKey(number: String, name: String) -> String { "?\u{1F}\(number)\u{1F}\(name)" }
}

extension RegisterBatch.Column {
  /// Adds a cell: a code, a number of a day or month, fen or a whole number; of a person also the key.
  ///
  /// - Precondition: the cell fits its column.
  public mutating func append(_ cell: Int64, key: Int32 = RegisterBatch.absentText) {
    switch self {
    case .persons(var cells):
      // Emptied first, so that the array is not copied.
      self = .numbers([])
      cells.number.append(Int32(cell))
      cells.key.append(key)
      self = .persons(cells)
    case .texts(var cells):
      self = .numbers([])
      cells.append(Int32(cell))
      self = .texts(cells)
    case .days(var cells):
      self = .numbers([])
      cells.append(Int32(cell))
      self = .days(cells)
    case .months(var cells):
      self = .numbers([])
      cells.append(Int32(cell))
      self = .months(cells)
    case .numbers(var cells):
      self = .numbers([])
      cells.append(cell)
      self = .numbers(cells)
    }
  }
}
