extension City {
  /// Classes in the order in which plantings take them: mostly pharmacies and clinics. Hospitals are too few to hold
  /// a planted one among honest peers.
  private static let plantingOrder: [InstitutionClass] = [
    .pharmacy, .clinic, .pharmacy, .clinic, .pharmacy, .clinic, .pharmacy, .community,
  ]

  /// How many heads an institution is expected to have, good to a fifth from 150 heads on.
  ///
  /// Home patients all come. Others name it as a further place and come with a probability that grows with the
  /// months; eight in ten of them live in its district.
  func expectedHeads(of position: Int, _ scenario: Scenario) -> Double {
    let one = traits[position]
    let inDistrict = institutionsOfDistrict[one.district]
    let districtShare = City.districts[one.district].share / district.total
    let homeShare = districtShare * one.weight / inDistrict.total
    // Who is at home here does not come as a passing patient.
    let nearby = 0.8 * homeShare * (1 - one.weight / inDistrict.total)
    let passingShare = nearby + 0.2 * one.weight / anywhere.total * (1 - homeShare)
    let months = Double(scenario.days.count) / 30.5
    let passing = Population.furtherPlacesMean * (1 - exponential(-0.27 * months))
    return Double(scenario.persons) * (0.97 * homeShare + passing * passingShare)
  }

  /// Plants what the scenario asks for, each at an institution of its own, and tells where.
  ///
  /// Where fewer institutions are large enough than are asked for, fewer are planted.
  mutating func plant(_ scenario: Scenario) -> [(position: Int, planting: Planting)] {
    var free = traits.indices
      .filter { expectedHeads(of: $0, scenario) >= scenario.plantedHeadsMinimum }
      .sorted { (traits[$0].priority, $0) < (traits[$1].priority, $1) }
    var planted: [(position: Int, planting: Planting)] = []
    var turn = 0
    for planting in scenario.plantings {
      var scaled = planting
      scaled.strength = planting.kind.scaled(planting.strength, by: scenario.strengthMultiplier)
      for _ in 0..<planting.count where !free.isEmpty {
        let wanted = City.plantingOrder[turn % City.plantingOrder.count]
        turn += 1
        let place = free.firstIndex { traits[$0].kind == wanted } ?? free.firstIndex { !traits[$0].kind.isHospital }
        guard let place else { break }
        let position = free.remove(at: place)
        apply(scaled, to: position)
        planted.append((position, scaled))
      }
    }
    return planted
  }

  private mutating func apply(_ planting: Planting, to position: Int) {
    switch planting.kind {
    case .dearPrice: traits[position].costFactor *= planting.strength
    case .manyVisits: traits[position].visitFactor *= planting.strength
    case .inflatedDrugs: traits[position].drugFactor = planting.strength
    case .sicker: traits[position].sickness = planting.strength
    case .cardBursts: break  // persons take part in bursts, see CardBursts
    }
  }
}
