import Foundation

/// `medpar_summary.json`.
struct MedparSummary: Decodable {
  struct Fit: Decodable {
    let phi: Double
    let tau2: Double
    let n: Int
  }
  struct Outliers: Decodable {
    let unadj95: Int
    let od95: Int
    let unadj998: Int
    let od998: Int
  }
  let shmi: Fit
  let cqc: Fit
  let outliers: Outliers

  static func stored() throws -> MedparSummary { try Oracle.json("medpar_summary.json", as: MedparSummary.self) }
}

/// `funnelplotr_unit.json`.
struct FunnelUnit: Decodable {
  struct Flags: Decodable {
    let rr: [Double]
    let UCL95: Double
    let LCL95: Double
    let OD95UCL: Double
    let OD95LCL: Double
    let UCL99: Double
    let LCL99: Double
    let OD99UCL: Double
    let OD99LCL: Double
    let unadj95: [Int]
    let adj95: [Int]
    let unadj99: [Int]
    let adj99: [Int]
  }
  struct Aggregate: Decodable {
    struct Input: Decodable {
      let numerator: [Double]
      let denominator: [Double]
      let group: [String]
    }
    let input: Input
    let expected_rr_6dp: [Double]
  }
  struct Published: Decodable {
    let aggregate: Aggregate
    let phi_shmi_6dp: Double
    let outlier_flags: Flags
  }
  struct Input: Decodable {
    let numerator: Double
    let denominator: Double
  }
  struct LogRow: Decodable {
    let rr: Double
    let s: Double
    let Uzscore: Double
    let truncated: Int
    let odll95: Double
    let odul95: Double
    let odll998: Double
    let odul998: Double
  }
  struct RootRow: Decodable {
    let rr: Double
    let Y: Double
    let s: Double
    let Uzscore: Double
    let Wuzscore: Double
    let winsorised: Int
  }
  struct LogGroups: Decodable {
    let input: [Input]
    let trim_by: Double
    let n_after_truncation: Int
    let phi: Double
    let tau2: Double
    let rows: [LogRow]
  }
  struct RootGroups: Decodable {
    let input: [Input]
    let trim_by: Double
    let phi: Double
    let tau2: Double
    let rows: [RootRow]
  }
  struct Limits: Decodable {
    let x: [Double]
    let lower: [Double]
    let upper: [Double]
  }
  struct Proportion: Decodable {
    let numerator: [Double]
    let denominator: [Double]
    let target: Double
    let z: [Double]
    let phi: Double
    let tau2: Double
    let ul95_at_n: Limits
  }
  struct Winsorised: Decodable {
    let phi: Double
    let tau2: Double
    let Uzscore: [Double]
    let Wuzscore: [Double]
  }
  let published_asserts: Published
  let shmi_6_groups: LogGroups
  let cqc_6_groups: RootGroups
  let proportion_no_winsor: Proportion
  let proportion_winsor10: Winsorised

  static func stored() throws -> FunnelUnit { try Oracle.json("funnelplotr_unit.json", as: FunnelUnit.self) }
}

/// Units as our estimators take them, made from counts: y = ln(O/E) and s = 1/√E.
struct CountUnits {
  let ratios: [Double]
  let y: [Double]
  let s: [Double]

  init(observed: [Double], expected: [Double]) {
    ratios = zip(observed, expected).map { $0 / $1 }
    y = ratios.map { log($0) }
    s = expected.map { 1 / $0.squareRoot() }
  }

  init(_ rows: [[String: String]], observed: String, expected: String) throws {
    self.init(
      observed: try rows.map { try Oracle.number($0, observed) },
      expected: try rows.map { try Oracle.number($0, expected) })
  }
}
