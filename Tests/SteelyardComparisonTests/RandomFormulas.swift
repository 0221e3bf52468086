import SteelyardComparison
import SteelyardDomain
import SteelyardTestSupport

/// Random formulas of a type over visits with residents beside them.
struct RandomFormulas {
  var random: Seeded

  private func column(_ name: String) -> Formula { .column(Rule.reference(name)) }

  mutating func formula(_ type: ValueType, _ depth: Int) -> Formula {
    if depth <= 0 || random.chance(15) { return leaf(type) }
    switch type {
    case .truth: return truth(depth - 1)
    case .whole: return whole(depth - 1)
    case .money: return money(depth - 1)
    case .day: return day(depth - 1)
    case .month: return month(depth - 1)
    case .text: return text(depth - 1)
    case .person: return column(random.pick(["id", "residents.id"]))
    }
  }

  private mutating func leaf(_ type: ValueType) -> Formula {
    switch type {
    case .truth: .comparison(.equal, column("drug"), .text(random.pick(["a", "b", ""])))
    case .whole: random.chance(50) ? column("days") : .whole(Int64(random.below(5)) - 1)
    case .money: random.chance(60) ? column("amount") : .money(Int64(random.below(30_000)) - 5_000)
    case .day:
      random.chance(70)
        ? column(random.pick(["day", "residents.birth"])) : .parameter(random.pick([.asOf, .periodStart, .periodEnd]))
    case .month:
      random.chance(50) ? .function(.monthOf, [column("day")]) : .month(Month(year: 2025, month: 1 + random.below(12)))
    case .text: column(random.pick(["drug", "institution", "residents.village", "residents.name"]))
    case .person: column("id")
    }
  }

  private mutating func truth(_ depth: Int) -> Formula {
    let ordered = random.pick([ValueType.whole, .money, .day, .month])
    switch random.below(9) {
    case 0: return .and([formula(.truth, depth), formula(.truth, depth), formula(.truth, depth)])
    case 1: return .or([formula(.truth, depth), formula(.truth, depth)])
    case 2: return .not(formula(.truth, depth))
    case 3: return .isEmpty(formula(random.pick([.text, .whole, .day, .person]), depth))
    case 4: return .between(formula(ordered, depth), formula(ordered, depth), formula(ordered, depth))
    case 5: return .isIn(formula(.text, depth), [.text("a"), .text("ab"), .text("80-89")])
    case 6:
      return .function(
        random.pick([.startsWith, .contains]), [formula(.text, depth), .text(random.pick(["a", "b", "甲", "8", "ab"]))])
    case 7:
      let type = random.pick([ValueType.text, .person])
      return .comparison(random.pick([.equal, .unequal]), formula(type, depth), formula(type, depth))
    default:
      return .comparison(random.pick(Formula.Comparison.allCases), formula(ordered, depth), formula(ordered, depth))
    }
  }

  private mutating func whole(_ depth: Int) -> Formula {
    switch random.below(8) {
    case 0: return .function(.age, [formula(.day, depth), formula(.day, depth)])
    case 1: return .function(.daysBetween, [formula(.day, depth), formula(.day, depth)])
    case 2:
      let type = random.pick([ValueType.day, .month])
      return .function(.monthsBetween, [formula(type, depth), formula(type, depth)])
    case 3: return .function(.yearOf, [formula(random.pick([.day, .month]), depth)])
    case 4: return .arithmetic(.divided, formula(.money, depth), formula(.money, depth))
    case 5:
      return .function(random.pick([.least, .greatest, .coalesce]), [formula(.whole, depth), formula(.whole, depth)])
    default:
      return .arithmetic(random.pick(Formula.Arithmetic.allCases), formula(.whole, depth), formula(.whole, depth))
    }
  }

  private mutating func money(_ depth: Int) -> Formula {
    switch random.below(5) {
    case 0: return .arithmetic(random.pick([.plus, .minus]), formula(.money, depth), formula(.money, depth))
    case 1: return .arithmetic(random.pick([.times, .divided]), formula(.money, depth), .whole(Int64(random.below(4))))
    case 2:
      return .function(random.pick([.least, .greatest, .coalesce]), [formula(.money, depth), formula(.money, depth)])
    case 3: return .arithmetic(.divided, formula(.money, depth), formula(.whole, depth))
    default: return .lookup(standard: "allowance", categories: [formula(.text, depth)], month: formula(.month, depth))
    }
  }

  private mutating func day(_ depth: Int) -> Formula {
    switch random.below(4) {
    case 0: .function(.addMonths, [formula(.day, depth), formula(.whole, depth)])
    case 1: .function(random.pick([.firstDay, .lastDay]), [formula(.month, depth)])
    default: .function(random.pick([.least, .greatest, .coalesce]), [formula(.day, depth), formula(.day, depth)])
    }
  }

  private mutating func month(_ depth: Int) -> Formula {
    switch random.below(3) {
    case 0: .function(.addMonths, [formula(.month, depth), formula(.whole, depth)])
    case 1: .function(.monthOf, [formula(.day, depth)])
    default: .function(random.pick([.least, .greatest, .coalesce]), [formula(.month, depth), formula(.month, depth)])
    }
  }

  private mutating func text(_ depth: Int) -> Formula {
    random.chance(50)
      ? .function(.band, [formula(.whole, depth), .whole(2), .whole(18), .whole(80)])
      : .function(.coalesce, [formula(.text, depth), formula(.text, depth)])
  }
}
