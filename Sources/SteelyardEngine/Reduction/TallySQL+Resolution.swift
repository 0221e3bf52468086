/// What only all rows together tell: repeated settlements, refunds and their originals, area and period.
extension TallySQL {
  /// What a row says, by which a repetition is told from a contradiction.
  private static let content =
    "total_fen, cost_fen, drug_fen, fund_fen, person, institution, disease, scheme, day, age, original, is_refund"

  var resolutionSteps: [Step] {
    [
      step(
        "claim_version", isKept: false,
        """
        SELECT version.*, MAX(updated) OVER (PARTITION BY claim_id) AS newest,
          MAX(updated) OVER (PARTITION BY claim_id, \(Self.content)) AS newest_alike
        FROM (
          SELECT claim_id, \(Self.content), updated, COUNT(*) AS copies
          FROM claim_judged WHERE rule IS NULL GROUP BY claim_id, \(Self.content), updated
        ) AS version
        """),
      step(
        "claim_repetition", isKept: true,
        """
        SELECT claim_version.*,
          SUM(CASE WHEN updated = newest THEN 1 ELSE 0 END) OVER (PARTITION BY claim_id) AS newest_versions
        FROM claim_version
        """),
      step(
        "claim_standing", isKept: true,
        """
        SELECT claim_id, \(Self.content)
        FROM claim_repetition WHERE updated = newest AND newest_versions = 1
        """),
      step(
        "claim_refund", isKept: true,
        """
        SELECT refund.*, original.claim_id AS found_id, original.total_fen AS found_fen,
          CASE WHEN original.person = refund.person AND original.institution = refund.institution
            THEN 1 ELSE 0 END AS is_matched,
          original.day AS found_day, original.disease AS found_disease, original.scheme AS found_scheme,
          original.age AS found_age
        FROM (SELECT * FROM claim_standing WHERE is_refund = 1) AS refund
        LEFT JOIN (SELECT * FROM claim_standing WHERE is_refund = 0) AS original ON original.claim_id = refund.original
        """),
      step(
        "claim_refunded",
        """
        SELECT found_id, found_fen + SUM(total_fen) AS rest_fen
        FROM claim_refund WHERE is_matched = 1 GROUP BY found_id, found_fen
        """),
    ]
  }

  /// Settlements with refunds on their originals' days, and by which rule they lie outside.
  var countedStep: Step {
    let isOutsideArea = area.isEmpty ? "" : "WHEN district NOT IN (\(quoted(area))) THEN 'IN307' "
    func booked(_ column: String) -> String { "CASE WHEN is_matched = 1 THEN found_\(column) ELSE \(column) END" }
    return step(
      "claim_counted", isKept: true,
      """
      SELECT booked.*, peer_group,
        CASE \(isOutsideArea)WHEN NOT (\(isInPeriod(month("day")))) THEN 'IN306' END AS removal
      FROM (
        SELECT person, institution, disease, scheme, age, day, total_fen, cost_fen, drug_fen, fund_fen,
          CASE WHEN rest_fen <= 0 THEN 0 ELSE 1 END AS is_visit
        FROM claim_standing LEFT JOIN claim_refunded ON found_id = claim_id WHERE is_refund = 0
        UNION ALL
        SELECT person, institution, \(booked("disease")), \(booked("scheme")), \(booked("age")), \(booked("day")),
          total_fen, cost_fen, drug_fen, fund_fen, 0
        FROM claim_refund
      ) AS booked LEFT JOIN institution_peer ON institution_peer.institution = booked.institution
      """)
  }
}
