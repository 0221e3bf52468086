/// A specified disease of outpatients as the simulated city knows it.
///
/// The numbers are chosen, not measured: hypertension and diabetes dominate, a few diseases are dear. Names are in the
/// table of M-codes.
struct ChronicDisease {
  /// The digits of the code: 3900 for M03900.
  let number: Int
  /// The share of the persons of sixty that have it.
  let prevalenceAtSixty: Double
  /// The growth of ln(prevalence) in ten years of age.
  let growthPerDecade: Double
  /// The mean cost of a visit in yuan, for a patient of sixty at an institution of factor 1.
  let costYuan: Double
  /// Standard deviation of ln(cost of a visit) about the patient's own level.
  let spread: Double
  /// Days from one visit to the next.
  let intervalDays: Double
  /// The share of visits that go to a hospital whoever the home institution is.
  let hospitalShare: Double

  /// Grave diseases are settled as 140201, the others as 140104.
  var careType: Int { isGrave ? 140_201 : 140_104 }
  /// Whether the disease is among those that a few patients have and that cost much.
  var isGrave: Bool { hospitalShare > 0 }
  /// Whether a card burst settles under it: hypertension and diabetes.
  var isCommon: Bool { prevalenceAtSixty > 0.2 }

  /// The cost factor at an age: half a per cent a year from sixty, between 0.8 and 1.2.
  static func ageFactor(_ age: Double) -> Double { min(1.2, max(0.8, 1 + 0.005 * (age - 60))) }

  /// The probability of having the disease at an age, at most 0.85.
  func prevalence(age: Double) -> Double {
    min(0.85, prevalenceAtSixty * exponential(growthPerDecade * (age - 60) / 10))
  }

  /// How many times likelier it is among the home patients of an institution that is `sickness` sicker.
  func likelihoodFactor(sickness: Double) -> Double { 1 + (isGrave ? 1.5 : 0.5) * sickness }

  /// The diseases; a person's first is the primary one.
  static let all: [ChronicDisease] = [
    .init(3900, 0.46, 0.28, 165, 0.55, 29),  // hypertension 高血压
    .init(1600, 0.27, 0.20, 240, 0.60, 28),  // diabetes 糖尿病
    .init(4600, 0.075, 0.50, 270, 0.60, 29),  // coronary heart disease 冠心病
    .init(4803, 0.055, 0.50, 230, 0.60, 30),  // after stroke 脑血管病后遗症
    .init(5300, 0.035, 0.40, 290, 0.60, 29),  // chronic obstructive lung disease 慢阻肺
    .init(6900, 0.022, 0.10, 410, 0.65, 30),  // rheumatoid arthritis 类风湿关节炎
    .init(201, 0.030, -0.20, 430, 0.60, 30),  // chronic hepatitis B 慢性乙肝
    .init(2300, 0.012, 0.60, 350, 0.55, 30),  // Parkinson's disease 帕金森病
    .init(2101, 0.014, -0.25, 210, 0.55, 28),  // schizophrenia 精神分裂症
    .init(7800, 0.016, 0.30, 480, 0.65, 27),  // chronic kidney disease 慢性肾功能不全
    .init(7803, 0.004, 0.15, 520, 0.30, 7, hospital: 0.7),  // haemodialysis 血透
    .init(500, 0.016, 0.25, 1700, 0.70, 24, hospital: 0.5),  // cancer 恶性肿瘤
    .init(8300, 0.003, -0.10, 2600, 0.40, 28, hospital: 0.6),  // after transplant 器官移植抗排异
  ]

  private init(
    _ number: Int, _ prevalence: Double, _ growth: Double, _ cost: Double, _ spread: Double, _ interval: Double,
    hospital: Double = 0
  ) {
    self.number = number
    prevalenceAtSixty = prevalence
    growthPerDecade = growth
    costYuan = cost
    self.spread = spread
    intervalDays = interval
    hospitalShare = hospital
  }
}
