import SteelyardDomain
import SteelyardScoring

/// What institutions and persons are: their own tables go before the claims, in which the latest day counts.
extension TallySQL {
  /// For each key the text, or number, that its latest row tells, of one day the first.
  private func latest(_ value: String, of key: String, where condition: String? = nil) -> String {
    let order = value == "birth" ? value : inBytes(value)
    return """
      (SELECT \(key), \(value) FROM (
          SELECT \(key), \(value), ROW_NUMBER() OVER (PARTITION BY \(key) ORDER BY MAX(day) DESC, \(order)) AS place
          FROM claim_judged WHERE rule IS NULL AND \(condition ?? "\(value) IS NOT NULL") GROUP BY \(key), \(value)
        ) AS told WHERE place = 1)
      """
  }

  var institutionSteps: [Step] {
    var steps = [
      step(
        "institution_told",
        """
        SELECT seen.institution, \(kind) AS kind,
          \(level) AS level,
          \(district) AS district
        FROM (SELECT DISTINCT institution FROM claim_judged WHERE rule IS NULL) AS seen
        LEFT JOIN \(latest("kind_text", of: "institution")) AS kinds ON kinds.institution = seen.institution
        LEFT JOIN \(latest("level_text", of: "institution")) AS levels ON levels.institution = seen.institution
        LEFT JOIN \(latest("district_text", of: "institution")) AS districts ON districts.institution = seen.institution
        """)
    ]
    var known = "institution_told"
    if let institutions, !institutions.rows.isEmpty {
      steps += [listedStep(institutions), knownStep(institutions)]
      known = "institution_known"
    }
    let labels = scoring.peers.map(label)
    let group = labels.isEmpty ? "'all'" : labels.joined(separator: " || '/' || ")
    return steps + [
      step("institution_peer", isKept: true, "SELECT institution, district, \(group) AS peer_group\nFROM \(known)")
    ]
  }

  private func listedStep(_ listing: Listing) -> Step {
    let rows = listing.rows.map { "(\(quoted([$0.id, $0.kind, $0.level, $0.district])))" }
    return step(
      "institution_listed",
      "SELECT * FROM (VALUES\n  \(rows.joined(separator: ",\n  "))\n) AS listed(institution, kind, level, district)")
  }

  /// A column that the table lacks is no word against what the claims tell.
  private func knownStep(_ listing: Listing) -> Step {
    let columns = [("kind", "inst_type"), ("level", "inst_level"), ("district", "inst_area")].map { column, field in
      let told = "institution_told.\(column)"
      return (listing.fields.contains(field) ? "COALESCE(institution_listed.\(column), \(told))" : told)
        + " AS \(column)"
    }
    return step(
      "institution_known",
      """
      SELECT institution_told.institution, \(columns.joined(separator: ", "))
      FROM institution_told LEFT JOIN institution_listed ON institution_listed.institution = institution_told.institution
      """)
  }

  private func label(_ axis: ScoringPlan.PeerAxis) -> String {
    switch axis {
    case .institutionClass:
      "CASE WHEN kind IN ('hospital', 'medical') AND level NOT IN ('unknown', 'none') THEN level ELSE kind END"
    case .kind: "kind"
    case .level: "level"
    case .district: "district"
    }
  }

  private var kind: String {
    """
    CASE WHEN kind_text IS NULL THEN
        CASE substr(seen.institution, 1, 1) WHEN 'H' THEN 'medical' WHEN 'P' THEN 'pharmacy' ELSE 'unknown' END
        \(cases("kind_text", Institution.kinds)) ELSE kind_text END
    """
  }

  private var level: String {
    "CASE WHEN level_text IS NULL THEN 'unknown'\n    \(cases("level_text", Institution.levels)) ELSE level_text END"
  }

  private var district: String {
    let isNational = fits("seen.institution", "^[HP][0-9]{11}$")
    return "COALESCE(district_text, CASE WHEN \(isNational) THEN substr(seen.institution, 2, 6) ELSE 'unknown' END)"
  }

  var personSteps: [Step] {
    var steps = [
      step(
        "person_told",
        """
        SELECT seen.person, \(sex("sex_text")) AS sex, birth
        FROM (SELECT DISTINCT person FROM claim_judged WHERE rule IS NULL) AS seen
        LEFT JOIN \(latest("sex_text", of: "person", where: "sex IS NOT NULL")) AS sexes ON sexes.person = seen.person
        LEFT JOIN \(latest("birth", of: "person")) AS births ON births.person = seen.person
        """)
    ]
    if let persons { steps += tableSteps(persons) }
    return steps + [labelStep(persons == nil ? "person_told" : "person_known")]
  }

  /// The table of persons: those of whom it says one thing.
  private func tableSteps(_ source: Source) -> [Step] {
    let fields = ["person_id", "sex", "birth_date", "death_date"]
    // A row of another shape names nobody.
    let isWhole = source.damage.map { "\(source.table).\(name($0)) IS NULL" } ?? "TRUE"
    let values = fields.map { field in
      let value = trimmed(field, of: source)
      return field == "person_id" ? "CASE WHEN \(isWhole) THEN \(value) END AS person_id" : "\(value) AS \(field)"
    }.joined(separator: ",\n  ")
    let texts = fields.map { "\(filled($0)) AS \($0)" }.joined(separator: ",\n  ")
    return [
      step("person_trimmed", "SELECT \(values)\nFROM \(source.table)"),
      step("person_text", "SELECT \(texts)\nFROM person_trimmed"),
      step(
        "person_row",
        """
        SELECT person_id AS person, \(sex("sex")) AS sex, \(calendarDay("birth")) AS birth,
          \(calendarDay("death")) AS death
        FROM (
          SELECT person_id, sex, \(dateNumber("birth_date")) AS birth, \(dateNumber("death_date")) AS death
          FROM person_text WHERE person_id IS NOT NULL
        ) AS dated
        """),
      step(
        "person_listed", isKept: true,
        """
        SELECT person, MIN(sex) AS sex, MIN(birth) AS birth, COUNT(*) AS versions, SUM(copies) AS row_count
        FROM (SELECT person, sex, birth, death, COUNT(*) AS copies FROM person_row GROUP BY person, sex, birth, death) AS said
        GROUP BY person
        """),
      step(
        "person_known",
        """
        SELECT person_told.person, COALESCE(listed.sex, person_told.sex) AS sex,
          COALESCE(listed.birth, person_told.birth) AS birth
        FROM person_told
        LEFT JOIN (SELECT person, sex, birth FROM person_listed WHERE versions = 1) AS listed
          ON listed.person = person_told.person
        """),
    ]
  }

  /// Age band, sex and scheme at the first visit, or at the first row of a person without visits.
  private func labelStep(_ known: String) -> Step {
    let factors = Set(scoring.factors)
    let bands = AgeBands(starts: scoring.ageBandStarts)
    let labels = bands.starts.indices.reversed().map { "WHEN years >= \(bands.starts[$0]) THEN '\(bands.label($0))'" }
    let band = "CASE WHEN years NOT BETWEEN 0 AND 130 THEN 'unknown' \(labels.joined(separator: " ")) END"
    return step(
      "person_label", isKept: true,
      """
      SELECT person, \(factors.contains(.ageBand) ? band : "'all'") AS age_band,
        \(factors.contains(.sex) ? "COALESCE(sex, 'unknown')" : "'all'") AS sex,
        \(factors.contains(.scheme) ? "scheme" : "'all'") AS scheme
      FROM (
        SELECT first_day.person, scheme, sex,
          CASE WHEN birth IS NULL THEN age WHEN birth > day THEN -1 ELSE \(quotient("(day - birth)", 10_000)) END AS years
        FROM (
          SELECT person, day, MIN(\(inBytes("COALESCE(scheme, 'unknown')"))) AS scheme, MAX(age) AS age,
            ROW_NUMBER() OVER (PARTITION BY person ORDER BY is_visit DESC, day) AS place
          FROM claim_counted WHERE removal IS NULL GROUP BY person, is_visit, day
        ) AS first_day LEFT JOIN \(known) ON \(known).person = first_day.person WHERE place = 1
      ) AS aged
      """)
  }
}
