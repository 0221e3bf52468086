public import SteelyardDomain

/// What a tally is made by: strata, peers and caps, as the model decides and the dimension tables tell.
public struct TallyPlan: Sendable {
  /// The factors that make strata beside the disease.
  public var factors: Set<StratumFactor>
  /// The age bands.
  public var ageBands: AgeBands
  /// What counts as a head of an institution row.
  public var headRule: HeadRule
  /// The truncation of dear patients.
  public var truncation: Truncation
  /// For each institution by code, its peer group.
  public var peerGroups: [String]
  /// For each person by code, what is known of them.
  public var persons: [InsuredPerson]
  /// Which optional money columns there were.
  public var present: ClaimColumnsPresent

  /// Creates a plan.
  public init(
    factors: Set<StratumFactor>, ageBands: AgeBands, headRule: HeadRule, truncation: Truncation, peerGroups: [String],
    persons: [InsuredPerson], present: ClaimColumnsPresent
  ) {
    self.factors = factors
    self.ageBands = ageBands
    self.headRule = headRule
    self.truncation = truncation
    self.peerGroups = peerGroups
    self.persons = persons
    self.present = present
  }
}

/// A stratum packed into one number: disease, age band, sex, scheme, attached; 0 stands for a factor not used.
struct StratumCode: Hashable, SumKey {
  let packed: UInt64

  var hash: UInt64 { spread(packed) }

  init(packed: UInt64) { self.packed = packed }

  init(disease: Int32, ageBand: Int, sex: Int, scheme: Int32, isAttached: Bool) {
    precondition(disease < 1 << 26 && ageBand < 1 << 8 && scheme < 1 << 27, "a stratum fits in 64 bits")
    packed =
      UInt64(disease) << 38 | UInt64(ageBand) << 30 | UInt64(sex) << 28 | UInt64(scheme) << 1 | (isAttached ? 1 : 0)
  }

  var disease: Int32 { Int32(packed >> 38) }
  var ageBand: Int { Int(packed >> 30 & 255) }
  var sex: Int { Int(packed >> 28 & 3) }
  var scheme: Int32 { Int32(packed >> 1 & (1 << 27 - 1)) }
  var isAttached: Bool { packed & 1 == 1 }
}

/// The strata of a ledger under a plan: codes of persons' cells, and what the codes are called.
struct StratumFrame: Sendable {
  let plan: TallyPlan
  let identifiers: ClaimIdentifiers
  let ages: AgeSource
  let sexes: [UInt8]
  /// Whether each factor is used: asked of every cell.
  private let usesAges, usesSexes, usesSchemes, usesAttachment: Bool

  init(plan: TallyPlan, ledger: Ledger) {
    self.plan = plan
    identifiers = ledger.identifiers
    ages = AgeSource(bands: plan.ageBands, births: plan.persons.map(\.birth))
    usesAges = plan.factors.contains(.ageBand)
    usesSexes = plan.factors.contains(.sex)
    usesSchemes = plan.factors.contains(.scheme)
    usesAttachment = plan.factors.contains(.attached)
    sexes = plan.persons.map { UInt8(InsuredPerson.Sex.allCases.firstIndex(of: $0.sex) ?? 0) }
  }

  func code(_ cell: PersonPeriod.Cell, _ period: PersonPeriod, person: Int) -> StratumCode {
    StratumCode(
      disease: cell.disease, ageBand: usesAges ? period.ageBand : 0, sex: usesSexes ? Int(sexes[person]) : 0,
      scheme: usesSchemes ? max(0, period.scheme) : 0,
      isAttached: usesAttachment && period.attached == cell.institution)
  }

  /// The labels of a stratum, in the order disease, age band, sex, scheme, attached; `all` for a factor not used.
  func labels(_ code: StratumCode) -> [String] {
    [
      identifiers.diseases.text(of: code.disease),
      usesAges ? plan.ageBands.label(code.ageBand) : Stratum.all,
      usesSexes ? InsuredPerson.Sex.allCases[code.sex].rawValue : Stratum.all,
      usesSchemes ? identifiers.schemes.text(of: code.scheme) : Stratum.all,
      usesAttachment ? (code.isAttached ? "1" : "0") : Stratum.all,
    ]
  }
}
