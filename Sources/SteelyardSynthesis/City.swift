internal import SteelyardNumerics

/// The institutions of a simulated city and how patients come to them.
struct City {
  /// Districts with their share of the population: six main urban ones and two outer ones.
  static let districts: [(code: Int, share: Double)] = [
    (330_102, 0.13), (330_105, 0.14), (330_106, 0.15), (330_108, 0.09), (330_110, 0.17), (330_109, 0.19),
    (330_111, 0.09), (330_127, 0.04),
  ]
  /// Standard deviation of ln(size) within a class.
  static let sizeSpread = 0.64
  /// The share of institutions that hardly anybody visits, and their size beside the others.
  static let tinyShare = 0.04
  static let tinyFactor = 0.08

  /// What patients meet at an institution.
  struct Traits {
    /// The digits of the national code after its letter.
    var number: Int
    /// The class.
    var kind: InstitutionClass
    /// The district, a position in ``City/districts``.
    var district: Int
    /// Its weight when a patient chooses.
    var weight: Double
    /// A random number that orders institutions where some are to be chosen.
    var priority: UInt64
    /// What a visit costs beside the disease's mean: class, honest variation and planted price.
    var costFactor: Double
    /// Visits beside what patients plan: honest variation and planted visits.
    var visitFactor: Double
    /// The drug part of the cost before planting.
    var drugShare: Double
    /// What the drug part is multiplied by.
    var drugFactor = 1.0
    /// How much sicker its home patients are.
    var sickness = 0.0
    /// The fund's share at a pharmacy less this.
    var fundReduction: Double
    /// The share of weekend visits that wait for a working day.
    var weekendClosed: Double
    /// The class's letter and care type outside the specified diseases, kept here because every row needs them.
    var letter: UInt8
    var otherCareType: Int
  }

  /// The institutions, by position.
  var traits: [Traits]
  /// The choice of a district.
  let district: WeightedChoice
  /// The choice of an institution within each district.
  let institutionsOfDistrict: [WeightedChoice]
  /// The choice of an institution anywhere.
  let anywhere: WeightedChoice
  /// The choice of a hospital; empty in a city without one.
  let hospitals: WeightedChoice

  /// Builds the institutions of a scenario, with nothing planted.
  init(_ scenario: Scenario) {
    var traits: [Traits] = []
    var serials: [Int: Int] = [:]
    for position in 0..<scenario.institutions {
      let district = City.district(of: position)
      var one = City.institution(position, district: district, scenario)
      let register = district * 2 + (one.kind == .pharmacy ? 0 : 1)
      serials[register, default: 0] += 1
      // Serials from 90001 on: no register of a real city has come that far.
      one.number = City.districts[district].code * 100_000 + 90_000 + serials[register, default: 0]
      traits.append(one)
    }
    let all = traits.indices.map { Int32($0) }
    institutionsOfDistrict = City.districts.indices.map { district in
      WeightedChoice(all.filter { traits[Int($0)].district == district }) { traits[Int($0)].weight }
    }
    let choices = institutionsOfDistrict
    district = WeightedChoice(City.districts.indices.map { Int32($0) }.filter { !choices[Int($0)].isEmpty }) {
      City.districts[Int($0)].share
    }
    anywhere = WeightedChoice(all) { traits[Int($0)].weight }
    hospitals = WeightedChoice(all.filter { traits[Int($0)].kind.isHospital }) { traits[Int($0)].weight }
    self.traits = traits
  }

  /// Spreads institutions over districts by their shares: multiples of an irrational number fill the unit interval
  /// evenly, and an institution keeps its district when others are added.
  private static func district(of position: Int) -> Int {
    var rest = fraction(Double(position + 1) * 0.754_877_666_246_692_8)
    for (district, entry) in districts.enumerated() {
      rest -= entry.share
      if rest < 0 { return district }
    }
    return 0
  }

  private static func institution(_ position: Int, district: Int, _ scenario: Scenario) -> Traits {
    var source = RandomSource(seed: scenario.seed, stream: scenario.stream(.institution, position))
    let kind = InstitutionClass(at: fraction(Double(position + 1) * 0.618_033_988_749_894_9))
    var weight = kind.sizeFactor * exponential(sizeSpread * source.roundedNormal())
    if source.happens(tinyShare) { weight *= tinyFactor }
    let variation = scenario.honestVariation
    // Mean of the logarithm 0: the honest median institution is as the class.
    let price = exponential(0.8 * variation * source.roundedNormal())
    let visits = exponential(0.6 * variation * source.roundedNormal())
    let drugShare = kind.drugShare * (1 + 0.2 * variation * source.roundedNormal())
    return Traits(
      number: 0, kind: kind, district: district, weight: weight, priority: source.next(),
      costFactor: kind.costFactor * price, visitFactor: visits, drugShare: min(0.95, max(0.3, drugShare)),
      fundReduction: kind.fundReduction, weekendClosed: kind.weekendClosed, letter: kind.letter,
      otherCareType: kind.otherCareType)
  }

  private static func fraction(_ x: Double) -> Double { x - x.rounded(.down) }

  /// The national code of an institution: `P33010690001`.
  func code(of position: Int) -> String {
    String(decoding: [traits[position].letter], as: UTF8.self) + String(traits[position].number)
  }

  /// The name of an institution: two words of landscape and the class, a number where the words run out.
  func name(of position: Int, seed: UInt64) -> String {
    let pairs = City.firstWords.count * City.secondWords.count
    // A step without a common factor with the number of pairs visits every pair before it repeats one.
    let place = (Int(seed % UInt64(pairs)) + position * 245) % pairs
    let number = position / pairs
    return City.firstWords[place / City.secondWords.count] + City.secondWords[place % City.secondWords.count]
      + (number == 0 ? "" : "第\(number + 1)") + traits[position].kind.nameEnding
  }

  private static let firstWords = [
    "青溪", "松风", "云岭", "竹园", "梅坡", "荷塘", "柳岸", "桂里", "兰汀", "枫林", "杏坡", "石桥",
    "清泉", "南浦", "北苑", "东篱", "西畴", "春山", "秋水", "明月", "晴川", "长堤", "芳洲", "翠屏",
  ]
  private static let secondWords = [
    "晓雾", "微雨", "初雪", "朝霞", "晚照", "白鹭", "飞燕", "鸣蝉", "归雁", "双鲤", "金桂", "银杏",
    "丹枫", "碧桃", "紫藤", "绿萝", "红叶", "素心", "听泉", "望舒", "观澜", "问渠", "寻芳", "含章",
  ]
}
