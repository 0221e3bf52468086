import SteelyardDomain

/// A row of a rule's result.
struct Finding {
  /// A row that is evidence: its register and place.
  struct Place: Hashable {
    let register: String
    let locator: Int64
  }

  var subject = ""
  var occasion: [String] = []
  var amountFen: Int64 = 0
  /// The rows that are evidence, by position of the record; `nil` where an optional one is absent.
  var places: [Place?] = []
  /// Rows that say how two persons are tied.
  var path: [Place] = []
  /// The values of each record's row, by position of the record.
  var values: [Int: [Clue.Evidence]] = [:]
  /// Values of the finding.
  var details: [Clue.Evidence] = []

  /// Reads a row of a compiled rule's result, or `nil` where a column has not the type it must have.
  init?(_ statement: some ResultRow, _ compiled: CompiledRule) {
    var tie = 0
    for (position, column) in compiled.columns.enumerated() {
      let place = Int32(position)
      switch column {
      case .subject: subject = statement.text(place)
      case .occasion(let type): occasion.append(Self.text(statement, place, type) ?? "")
      case .amount:
        guard statement.isWhole(place) || statement.isAbsent(place) else { return nil }
        amountFen = statement.number(place)
      case .locator(let register):
        guard statement.isWhole(place) || statement.isAbsent(place) else { return nil }
        places.append(
          statement.isAbsent(place) ? nil : Place(register: register, locator: statement.number(place)))
      case .tie:
        tie = Int(statement.number(place))
        details.append(Clue.Evidence(name: "tie", value: compiled.tieNames[tie]))
      case .path(let registers):
        let locator = statement.number(place)
        if let register = registers[tie], locator != 0 { path.append(Place(register: register, locator: locator)) }
      case .value(let record, let name, let type):
        guard places.indices.contains(record), places[record] != nil else { continue }
        values[record, default: []].append(
          Clue.Evidence(name: name, value: Self.text(statement, place, type) ?? ""))
      case .detail(let name, let type, let isThreshold):
        let text = Self.text(statement, place, type) ?? ""
        if isThreshold, let last = details.popLast() {
          details.append(Clue.Evidence(name: last.name, value: last.value, threshold: text))
        } else {
          details.append(Clue.Evidence(name: name, value: text))
        }
      }
    }
  }

  /// A cell as it is printed, or `nil` where it is absent.
  private static func text(_ statement: some ResultRow, _ place: Int32, _ type: ValueType) -> String? {
    guard !statement.isAbsent(place) else { return nil }
    switch type {
    case .text, .person, .truth: return statement.text(place)
    case .whole: return String(statement.number(place))
    case .money: return Money(fen: statement.number(place)).yuanText
    case .day: return Day(sqlNumber: statement.number(place))?.description
    case .month:
      let number = Int(statement.number(place))
      return (1...12).contains(number % 100) ? Month(year: number / 100, month: number % 100).description : nil
    }
  }
}
