import SteelyardNumerics
import Testing

@testable import SteelyardStatistics

/// Mean and variance of the last of jointly normal values given the others, by Gaussian elimination.
private func conditional(_ covariance: [[Double]], _ values: [Double], mean: Double) -> (mean: Double, variance: Double)
{
  let known = values.count
  // The row of the last value is eliminated against the others; what is left of its diagonal is its variance.
  var rows = covariance.enumerated().map { $1 + [$0 < known ? values[$0] - mean : 0] }
  for pivot in 0..<known {
    for row in (pivot + 1)...known {
      let factor = rows[row][pivot] / rows[pivot][pivot]
      for column in pivot..<rows[row].count { rows[row][column] -= factor * rows[pivot][column] }
    }
  }
  return (mean - rows[known][known + 1], rows[known][known])
}

private let model = MonthlyModel(centre: 0.1, tauSquared: 0.02, omegaSquared: 0.003)

@Suite struct OwnBaselineTests {
  @Test("Baseline and variance are the conditional mean and variance of the joint normal distribution")
  func naiveTwin() {
    let maker = MonthlyMaker(model: model, months: 12, gaps: 0.2)
    for (unit, made) in maker.units(20, seed: 1).enumerated() {
      let series = made.series
      let own = OwnBaseline(model: model, monthsMinimum: 0)
      let plan = BaselinePlan(series, .own(own))
      #expect(plan.rows.count == series.months.count)
      for row in plan.rows {
        let months = Array(series.months.prefix(row.month + 1))
        let covariance = months.indices.map { a in
          months.indices.map { b in
            let s = months[a].standardError
            return model.tauSquared + (a == b ? s * s + model.omegaSquared : 0)
          }
        }
        let twin = conditional(covariance, months.dropLast().map(\.logRatio), mean: model.centre)
        // A dozen eliminations of well-conditioned rows.
        #expect(abs(plan.baseline(row, series, centre: model.centre) - twin.mean) < 1e-13, "unit \(unit), seed 1")
        #expect(abs(row.variance - twin.variance) < 1e-14, "unit \(unit), seed 1")
      }
    }
  }

  @Test("With all months before, the differences of successive months are independent and have the variance given")
  func innovationsAreIndependent() {
    let s = [0.1, 0.2, 0.05, 0.3, 0.1, 0.15]
    let neutral = MonthlyModel(centre: 0, tauSquared: 0.02, omegaSquared: 0.003)
    let baseline = MonitorBaseline.own(OwnBaseline(model: neutral, monthsMinimum: 0))
    // The difference is linear in the log ratios: a one in each month in turn gives its coefficients.
    let coefficients = s.indices.map { month in
      let series = MonthlySeries(s.indices.map { $0 == month ? 1 : 0 }, s: s)
      let plan = BaselinePlan(series, baseline)
      return plan.rows.map { series.months[$0.month].logRatio - plan.baseline($0, series, centre: 0) }
    }
    let variances = BaselinePlan(MonthlySeries(s, s: s), baseline).rows.map(\.variance)
    for a in s.indices {
      for b in s.indices {
        var covariance =
          neutral.tauSquared * coefficients.reduce(0) { $0 + $1[a] } * coefficients.reduce(0) { $0 + $1[b] }
        for month in s.indices {
          covariance += (s[month] * s[month] + neutral.omegaSquared) * coefficients[month][a] * coefficients[month][b]
        }
        // A few dozen products below 1.
        #expect(abs(covariance - (a == b ? variances[a] : 0)) < 1e-15)
      }
    }
  }

  @Test("Each rule takes the earlier months it names, gaps in the calendar included")
  func earlierMonths() {
    let positions = [0, 1, 2, 5, 6, 9]
    let series = MonthlySeries(positions.map { .init(position: $0, logRatio: 0, standardError: 0.1) })
    func earlier(_ rule: OwnBaseline.EarlierMonths) -> [[Int]] {
      BaselinePlan(series, .own(OwnBaseline(model: model, earlier: rule, monthsMinimum: 0))).rows.map { row in
        row.earlier.map { positions[$0] }
      }
    }
    #expect(earlier(.allBefore) == [[], [0], [0, 1], [0, 1, 2], [0, 1, 2, 5], [0, 1, 2, 5, 6]])
    #expect(earlier(.window(months: 3, gap: 0)) == [[], [0], [0, 1], [2], [5], [6]])
    #expect(earlier(.window(months: 4, gap: 2)) == [[], [], [], [0, 1, 2], [0, 1, 2], [5, 6]])
    #expect(earlier(.before(position: 2)) == [[], [0], [0, 1], [0, 1], [0, 1], [0, 1]])
  }

  @Test("A month with fewer earlier months than asked for is not judged")
  func monthsMinimum() {
    let series = MonthlySeries([0, 0, 0, 0, 0], s: [0.1, 0.1, 0.1, 0.1, 0.1])
    for minimum in 0...6 {
      let plan = BaselinePlan(series, .own(OwnBaseline(model: model, monthsMinimum: minimum)))
      #expect(plan.rows.map(\.month) == Array(min(minimum, 5)..<5))
    }
  }

  @Test("Without spread between units the baseline is the common mean, known exactly")
  func noSpread() {
    let flat = MonthlyModel(centre: 0.3, tauSquared: 0, omegaSquared: 0.01)
    let series = MonthlySeries([1, 2, 3], s: [0.1, 0.1, 0.1])
    let plan = BaselinePlan(series, .own(OwnBaseline(model: flat, monthsMinimum: 0)))
    for row in plan.rows {
      #expect(plan.baseline(row, series, centre: 0.3) == 0.3)
      // 0.1² is not a decimal: the last bit.
      #expect(abs(row.variance - 0.02) < 1e-17)
    }
  }

  @Test("The common mean has variance s² + τ², whatever the months before")
  func common() {
    let series = MonthlySeries([1, 2], s: [0.1, 0.2])
    let plan = BaselinePlan(series, .common(model))
    #expect(plan.rows.map(\.variance) == [0.1 * 0.1 + 0.02, 0.2 * 0.2 + 0.02])
    #expect(plan.rows.map { plan.baseline($0, series, centre: 0.1) } == [0.1, 0.1])
  }

  @Test("The widest admissible errors and variances give finite numbers", arguments: [1e-50, 1, 1e50])
  func extremes(s: Double) {
    for variance in [0, 1e-100, 1e100] {
      let wide = MonthlyModel(centre: -1e6, tauSquared: variance, omegaSquared: 1e100 - variance)
      let series = MonthlySeries([1e6, -1e6, 1e6], s: [s, 1e-50, s])
      for own in [wide, MonthlyModel(centre: 1e6, tauSquared: variance, omegaSquared: 0)] {
        let plan = BaselinePlan(series, .own(OwnBaseline(model: own, monthsMinimum: 0)))
        for row in plan.rows {
          #expect(plan.baseline(row, series, centre: own.centre).isFinite && row.variance.isFinite && row.variance > 0)
        }
      }
    }
  }

  @Test("An empty series has nothing to judge, and months may come in any order")
  func emptyAndOrder() {
    #expect(BaselinePlan(MonthlySeries([]), .own(OwnBaseline(model: model, monthsMinimum: 0))).rows.isEmpty)
    let months = (0..<5).map { MonthlySeries.Month(position: $0, logRatio: Double($0), standardError: 1) }
    #expect(MonthlySeries(months.reversed()) == MonthlySeries(months))
  }
}
