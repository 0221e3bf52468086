/// What institutions of one class have in common in a simulated city; the numbers are chosen, not measured.
enum InstitutionClass: Int, CaseIterable {
  case pharmacy
  case clinic
  case community
  case secondary
  case tertiary

  /// The share of all institutions.
  var share: Double { pick(0.50, 0.33, 0.11, 0.04, 0.02) }
  /// How large it is beside a pharmacy.
  var sizeFactor: Double { pick(1, 0.95, 1.5, 2.2, 3.5) }
  /// What a visit costs beside the disease's mean.
  var costFactor: Double { pick(0.9, 0.85, 0.8, 1.15, 1.4) }
  /// The part of the cost that is drugs.
  var drugShare: Double { pick(0.82, 0.66, 0.74, 0.60, 0.56) }
  /// What the fund's share is lower by than at a pharmacy.
  var fundReduction: Double { pick(0, 0, -0.03, 0.04, 0.08) }
  /// The share of weekend visits that wait for a working day.
  var weekendClosed: Double { pick(0.05, 0.3, 0.5, 0.7, 0.7) }
  /// The care type of a settlement outside the specified diseases: 41 at a pharmacy, 11 elsewhere.
  var otherCareType: Int { self == .pharmacy ? 41 : 11 }
  /// Whether it is a hospital.
  var isHospital: Bool { self == .secondary || self == .tertiary }
  /// The first letter of the national code.
  var letter: UInt8 { self == .pharmacy ? UInt8(ascii: "P") : UInt8(ascii: "H") }
  /// The level's code in the national table.
  var levelCode: Int { pick(11, 11, 11, 5, 2) }
  /// The kind in the words of the institutions table.
  var kindWord: String { pick("零售药店", "诊所", "社区卫生服务中心", "医院", "医院") }
  /// How its name ends.
  var nameEnding: String { pick("药房", "诊所", "社区卫生服务中心", "综合医院", "中心医院") }

  /// The class at a point of the unit interval cut by the shares.
  init(at point: Double) {
    var rest = point
    for candidate in Self.allCases {
      rest -= candidate.share
      if rest < 0 {
        self = candidate
        return
      }
    }
    self = .pharmacy
  }

  private func pick<Value>(_ values: Value...) -> Value { values[rawValue] }
}
