import SteelyardDomain
import SteelyardLedger
import SteelyardScoring

/// Cells and places, caps on the grid, and the three results.
extension TallySQL {
  private var usesAttached: Bool { scoring.factors.contains(.attached) }
  private var isFirstInYear: Bool { scoring.headRule == .firstInYear }

  /// Persons at institutions, for each disease and whatever the disease.
  var sumSteps: [Step] {
    let visits = "COUNT(DISTINCT CASE WHEN is_visit = 1 THEN day END) AS visits"
    var steps = [
      step(
        "cell", isKept: true,
        """
        SELECT person, institution, peer_group, disease, \(visits),
          \(sum("cost_fen")) AS cost_fen, \(sum("drug_fen")) AS drug_fen, \(sum("fund_fen")) AS fund_fen
        FROM claim_counted WHERE removal IS NULL GROUP BY person, institution, peer_group, disease
        """),
      step(
        "place", isKept: true,
        """
        SELECT person, institution, \(visits)
        FROM claim_counted WHERE removal IS NULL GROUP BY person, institution
        """),
    ]
    if usesAttached {
      let order = "visits DESC, \(inBytes("institution"))"
      steps.append(
        step(
          "attachment",
          """
          SELECT person, institution FROM (
            SELECT person, institution, ROW_NUMBER() OVER (PARTITION BY person ORDER BY \(order)) AS place
            FROM place WHERE visits > 0
          ) AS ranked WHERE place = 1
          """))
    }
    if isFirstInYear {
      steps.append(
        step(
          "place_first",
          """
          SELECT DISTINCT person, institution FROM (
            SELECT person, institution, MIN(\(month("day"))) AS first_month
            FROM claim_counted WHERE (removal IS NULL OR removal = 'IN306') AND is_visit = 1
            GROUP BY person, institution, \(quotient("day", 10_000))
          ) AS years WHERE \(isInPeriod("first_month"))
          """))
    }
    return steps
  }

  /// The caps, and cells cut at them.
  var capSteps: [Step] {
    var steps: [Step] = []
    var (capped, join) = ("cell.cost_fen", "")
    switch scoring.truncation {
    case .none: break
    case .fixed(let money): capped = "LEAST(cell.cost_fen, \(money.fen))"
    case .perMille(let perMille):
      steps = [gridStep, capStep(perMille)]
      capped = "LEAST(cell.cost_fen, COALESCE(cap_fen, cell.cost_fen))"
      join = "\nLEFT JOIN cap ON cap.peer_group = cell.peer_group AND cap.disease = cell.disease"
    }
    var attached = "'all'"
    if usesAttached {
      attached = "CASE WHEN attachment.person IS NULL THEN '0' ELSE '1' END"
      join += "\nLEFT JOIN attachment ON attachment.person = cell.person AND attachment.institution = cell.institution"
    }
    return steps + [
      step(
        "capped_cell", isKept: true,
        """
        SELECT cell.person, cell.institution, cell.peer_group, cell.disease, age_band, sex, scheme,
          \(attached) AS attached, visits, cost_fen, drug_fen, fund_fen, \(capped) AS capped_fen
        FROM cell JOIN person_label ON person_label.person = cell.person\(join)
        """)
    ]
  }

  private var gridStep: Step {
    var edges: [Int64] = []
    for bin in 0..<CostGrid.bins where CostGrid.edge(bin) != edges.last { edges.append(CostGrid.edge(bin)) }
    let rows = edges.map { "(CAST(\($0) AS BIGINT))" }
    return step("cost_grid", "SELECT edge_fen FROM (VALUES \(rows.joined(separator: ", "))) AS grid(edge_fen)")
  }

  private func capStep(_ perMille: Int) -> Step {
    step(
      "cap",
      """
      SELECT peer_group, disease, MIN(edge_fen) AS cap_fen
      FROM (
        SELECT peer_group, disease, MIN(cost_fen) AS point_fen
        FROM (
          SELECT peer_group, disease, cost_fen,
            SUM(heads) OVER (PARTITION BY peer_group, disease ORDER BY cost_fen) AS reached,
            SUM(heads) OVER (PARTITION BY peer_group, disease) AS all_heads
          FROM (
            SELECT peer_group, disease, cost_fen, COUNT(*) AS heads
            FROM cell WHERE visits > 0 GROUP BY peer_group, disease, cost_fen
          ) AS counted
        ) AS cumulated
        WHERE reached * 1000 >= all_heads * \(perMille) GROUP BY peer_group, disease
      ) AS point JOIN cost_grid ON edge_fen >= point_fen GROUP BY peer_group, disease
      """)
  }

  var resultSteps: [Step] { [tallyStep, pairStep, accountStep] }

  private var tallyStep: Step {
    let isShown = scoring.cost == .total
    let nothing = "CAST(NULL AS BIGINT)"
    let sums = """
      \(sum("visits")) AS visits, \(sum("cost_fen")) AS cost_fen,
        \(sum("capped_fen")) AS capped_fen, \(sumOfProducts("capped_fen", "capped_fen")) AS capped_sq_fen2,
        \(isShown && has("drug_fee") ? sum("drug_fen") : nothing) AS drug_fen,
        \(isShown && has("fund_pay") ? sum("fund_fen") : nothing) AS fund_fen
      """
    let isHead = isFirstInYear ? "visits > 0 AND place_first.person IS NOT NULL" : "visits > 0"
    let first =
      isFirstInYear
      ? " LEFT JOIN place_first ON place_first.person = place.person AND place_first.institution = place.institution"
      : ""
    return step(
      Self.tally,
      """
      SELECT 'stratum' AS row_type, institution AS institution_id, peer_group, disease, age_band, sex, scheme, attached,
        SUM(CASE WHEN visits > 0 THEN 1 ELSE 0 END) AS heads, \(sums),
        \(nothing) AS distinct_heads
      FROM capped_cell GROUP BY institution, peer_group, disease, age_band, sex, scheme, attached
      UNION ALL
      SELECT 'institution', money.institution, peer_group, '', '', '', '', '', seen.heads, seen.visits, cost_fen,
        capped_fen, capped_sq_fen2, drug_fen, fund_fen, seen.distinct_heads
      FROM (
        SELECT institution, peer_group, \(sums)
        FROM capped_cell GROUP BY institution, peer_group
      ) AS money JOIN (
        SELECT place.institution, SUM(CASE WHEN \(isHead) THEN 1 ELSE 0 END) AS heads, \(sum("visits")) AS visits,
          SUM(CASE WHEN visits > 0 THEN 1 ELSE 0 END) AS distinct_heads
        FROM place\(first) GROUP BY place.institution
      ) AS seen ON seen.institution = money.institution
      """)
  }

  private var pairStep: Step {
    let factors = "a.age_band, a.sex, a.scheme, a.attached"
    return step(
      Self.pairs,
      """
      SELECT a.institution AS institution_id, a.disease, b.disease AS other_disease, \(factors), COUNT(*) AS heads,
        \(sum("a.capped_fen")) AS capped_fen, \(sum("b.capped_fen")) AS other_capped_fen,
        \(sumOfProducts("a.capped_fen", "b.capped_fen")) AS product_fen2
      FROM capped_cell AS a JOIN capped_cell AS b ON b.person = a.person AND b.institution = a.institution
      WHERE \(inBytes("a.disease")) < \(inBytes("b.disease")) AND a.visits > 0 AND b.visits > 0
      GROUP BY a.institution, a.disease, b.disease, \(factors)
      """)
  }

  /// Where every row went, and what is worth a note.
  private var accountStep: Step {
    func flow(_ rule: String, _ rest: String, copies: String = "1", fen: String = "total_fen") -> String {
      "SELECT \(rule) AS rule, CAST(\(copies) AS BIGINT) AS copies, \(fen) AS fen FROM \(rest)"
    }
    var flows = [
      flow("'read'", "claim_judged"), flow("rule", "claim_judged WHERE rule IS NOT NULL"),
      flow("'IN210'", "claim_repetition WHERE newest_versions > 1", copies: "copies"),
      flow(
        "CASE WHEN newest_alike = newest THEN 'IN302' ELSE 'IN311' END", "claim_repetition WHERE newest_versions = 1",
        copies: "CASE WHEN updated = newest THEN copies - 1 ELSE copies END"),
      flow("COALESCE(removal, 'accepted')", "claim_counted"),
      flow("'IN402'", "claim_refund WHERE found_id IS NULL"),
      flow("'IN406'", "claim_refund WHERE found_id IS NOT NULL AND is_matched = 0"),
      flow("'IN404'", "claim_refunded WHERE rest_fen < 0", fen: "rest_fen"),
      flow("'IN410 age'", "claim_judged WHERE rule IS NULL AND is_age_unread"),
      flow("'IN410 birth_date'", "claim_judged WHERE rule IS NULL AND is_birth_unread"),
    ]
    // A district that no institution lies in would quietly narrow the run.
    if !area.isEmpty {
      flows.append(flow("'area ' || district", "institution_peer WHERE district IN (\(quoted(area)))", fen: "0"))
    }
    if persons != nil {
      flows += [
        flow("'persons read'", "person_text", fen: "0"),
        flow("'persons IN202'", "person_text WHERE person_id IS NULL", fen: "0"),
        flow("'persons IN214'", "person_listed WHERE versions > 1", copies: "row_count - 1", fen: "0"),
      ]
    }
    return step(
      Self.account,
      """
      SELECT rule, \(sum("copies")) AS row_count, SUM(CAST(fen AS DECIMAL(28, 0)) * copies) AS fen,
        SUM(CAST(abs(fen) AS DECIMAL(28, 0)) * copies) AS absolute_fen
      FROM (
        \(flows.joined(separator: "\n  UNION ALL "))
      ) AS flows WHERE copies > 0 GROUP BY rule
      """)
  }
}
