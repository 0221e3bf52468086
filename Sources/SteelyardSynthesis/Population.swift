internal import SteelyardNumerics

/// An insured person of a simulated city.
struct SimulatedPerson {
  /// The person's place in the population; the number is made of it.
  let position: Int
  /// The district's code.
  var districtCode = 0
  /// Sex as the national table codes it, 1 or 2.
  var sex = 1
  /// The day of birth.
  var birth: Int32 = 0
  /// Age in years at the start of the period.
  var age = 0.0
  /// The scheme, 310 or 390.
  var scheme = 310
  /// What a visit costs beside others of the same age and disease.
  var severity = 1.0
  /// How often the person comes beside others.
  var pace = 1.0
  /// One bit for each disease of ``ChronicDisease/all``.
  var diseases: UInt32 = 0
  /// The home institution first, then others.
  var places = SIMD4<Int32>(repeating: 0)
  /// How many places there are, 1…4.
  var placeCount = 1
  /// The hospital for grave diseases, −1 where there is none.
  var hospital: Int32 = -1

  init(position: Int) { self.position = position }

  /// The home institution.
  var home: Int { Int(places[0]) }

  /// Whether the person has a disease, by its place in the table.
  func has(_ disease: Int) -> Bool { diseases >> UInt32(disease) & 1 == 1 }
}

/// The insured persons of a simulated city: each made from a random stream of its own.
struct Population {
  /// How many further institutions a person goes to: the probabilities of at least one, two and three.
  private static let furtherPlaces = [0.76, 0.40, 0.14]
  /// The mean number of further places.
  static let furtherPlacesMean = furtherPlaces.reduce(0, +)

  let scenario: Scenario
  let city: City
  private let ages = 18...98
  private let diseases = ChronicDisease.all
  /// Probability of each disease at each age from 18: age by age, disease by disease.
  private let prevalence: [Double]

  /// Prepares the population of a city whose plantings are done.
  init(_ scenario: Scenario, _ city: City) {
    self.scenario = scenario
    self.city = city
    prevalence = ages.flatMap { age in ChronicDisease.all.map { $0.prevalence(age: Double(age)) } }
  }

  /// Makes one person; the source stands where the person's visits are drawn next.
  func person(at position: Int) -> (person: SimulatedPerson, source: RandomSource) {
    var source = RandomSource(seed: scenario.seed, stream: scenario.stream(.person, position))
    var person = SimulatedPerson(position: position)
    let district = Int(city.district.member(at: source.uniform()))
    person.districtCode = City.districts[district].code
    person.places[0] = city.institutionsOfDistrict[district].member(at: source.uniform())
    let sickness = city.traits[person.home].sickness
    drawBody(of: &person, sickness: sickness, &source)
    drawDiseases(of: &person, sickness: sickness, &source)
    drawPlaces(of: &person, district: district, &source)
    return (person, source)
  }

  private func drawBody(of person: inout SimulatedPerson, sickness: Double, _ source: inout RandomSource) {
    let age = 62 + 13 * source.roundedNormal() + 8 * sickness
    person.age = min(Double(ages.upperBound) + 0.99, max(Double(ages.lowerBound), age))
    person.birth = scenario.days.lowerBound - Int32(person.age * 365.25)
    person.sex = source.happens(0.48) ? 1 : 2
    person.scheme = source.happens(0.62) ? 310 : 390
    let frailty = source.roundedNormal()
    // exp(0.45 z − 0.45²/2) has mean 1; the frail come a little more often.
    person.severity = exponential(0.45 * frailty - 0.101_25)
    person.pace = exponential(0.2 * source.roundedNormal() + 0.08 * frailty - 0.023_2)
  }

  private func drawDiseases(of person: inout SimulatedPerson, sickness: Double, _ source: inout RandomSource) {
    let row = (Int(person.age) - ages.lowerBound) * diseases.count
    var sum = 0.0
    for disease in diseases.indices {
      let likelihood = likelihood(disease, row: row, sickness: sickness)
      sum += likelihood
      if source.happens(likelihood) { person.diseases |= 1 << UInt32(disease) }
    }
    // Whoever drew none has one: the population is that of patients with a specified disease.
    var target = source.uniform() * sum
    guard person.diseases == 0 else { return }
    for disease in diseases.indices {
      target -= likelihood(disease, row: row, sickness: sickness)
      guard target < 0 || disease == diseases.count - 1 else { continue }
      person.diseases = 1 << UInt32(disease)
      return
    }
  }

  private func likelihood(_ disease: Int, row: Int, sickness: Double) -> Double {
    let base = prevalence[row + disease]
    return sickness == 0 ? base : min(0.9, base * diseases[disease].likelihoodFactor(sickness: sickness))
  }

  private func drawPlaces(of person: inout SimulatedPerson, district: Int, _ source: inout RandomSource) {
    let ambition = source.uniform()
    for share in Population.furtherPlaces where ambition < share {
      let near = source.happens(0.8)
      let point = source.uniform()
      let place = near ? city.institutionsOfDistrict[district].member(at: point) : city.anywhere.member(at: point)
      let known = (0..<person.placeCount).contains { person.places[$0] == place }
      if known { continue }
      person.places[person.placeCount] = place
      person.placeCount += 1
    }
    let point = source.uniform()
    if !city.hospitals.isEmpty { person.hospital = city.hospitals.member(at: point) }
  }
}
