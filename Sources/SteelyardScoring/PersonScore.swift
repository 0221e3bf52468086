public import SteelyardDomain

/// One insured person over the run: cost against persons of the same diseases, age, sex and scheme (methods §12).
public struct PersonScore: Sendable {
  /// The person's code in the run's identifier table; it leaves the run only as a pseudonym.
  public let person: Int32
  /// How many diseases the person was seen for.
  public let diseases: Int
  /// How many institutions the person was seen at.
  public let institutions: Int
  /// Visits, summed over institutions.
  public let visits: Int
  /// How many card bursts the person is in.
  public let bursts: Int
  /// Visits on days on which the person was also seen at another institution.
  public let sameDayVisits: Int
  /// Cost in fen.
  public let costFen: Int64
  /// Expected cost in yuan, `nil` without a reference.
  public let expected: Double?
  /// Cost over expected cost.
  public let costIndex: Double?
  /// Robust z of ln(costIndex) within the main stratum.
  public let z: Double?
  /// Supply days and their overlap; `nil` where no fee line tells supply days.
  public let supply: SupplyDays?
  /// The labels of the main stratum: disease and factors.
  public let stratum: [String]

  /// Creates a score.
  public init(
    person: Int32, diseases: Int, institutions: Int, visits: Int, sameDayVisits: Int, bursts: Int = 0, costFen: Int64,
    expected: Double?, costIndex: Double?, z: Double?, supply: SupplyDays? = nil, stratum: [String]
  ) {
    self.person = person
    self.diseases = diseases
    self.institutions = institutions
    self.visits = visits
    self.sameDayVisits = sameDayVisits
    self.bursts = bursts
    self.costFen = costFen
    self.expected = expected
    self.costIndex = costIndex
    self.z = z
    self.supply = supply
    self.stratum = stratum
  }
}
