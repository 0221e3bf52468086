/// One claim row that could be read.
struct NaiveClaim {
  var number = ""
  var points = ""
  var person = ""
  var institution = ""
  var disease = ""
  var day = ""
  var scheme = ""
  var sex = ""
  var birth: String?
  var age: Int?
  var total = 0
  var cost = 0
  var drug = 0
  var fund = 0
  var isMarked = false
  var isValid = true
  var isKeptCare = true
  var updated = ""
  /// Every field as it stands, amounts in fen, the time of the update left out.
  var content = ""
}

/// A row after refunds have found their originals.
struct NaiveMovement {
  var claim: NaiveClaim
  var makesVisit: Bool
}

/// §1 and rules 71–76: which rows count, which of them are visits.
struct NaiveClaims {
  var counts = NaiveCounts()
  var movements: [NaiveMovement] = []

  static let moneyColumns = [
    "medfee_sumamt", "fulamt_ownpay_amt", "overlmt_selfpay", "preselfpay_amt", "inscp_scp_amt", "fund_pay_sumamt",
    "acct_pay", "cash_payamt", "drug_fee",
  ]

  init(_ text: String, options: NaiveOptions) {
    let table = NaiveTable(text)
    for _ in 0..<table.misshapen {
      counts.read.add(fen: nil)
      counts.rejected["columns", default: NaiveCount()].add(fen: nil)
    }
    var decoded: [NaiveClaim] = []
    for row in table.rows {
      let fen = NaiveField.fen(row["medfee_sumamt"] ?? "")
      counts.read.add(fen: fen)
      if (row["setl_id"] ?? "").isEmpty {
        counts.excluded["unnumbered", default: NaiveCount()].add(fen: fen)
        continue
      }
      switch NaiveClaims.decode(row, header: table.header, cost: options.cost) {
      case .success(let claim): decoded.append(claim)
      case .failure(let problem): counts.rejected[problem.reason, default: NaiveCount()].add(fen: fen)
      }
    }
    let accepted = withoutRepetition(inScope(decoded))
    for claim in accepted { counts.accepted.add(fen: claim.total) }
    pair(accepted)
  }

  struct Problem: Error { var reason: String }

  /// One row → a claim, or the reason why not.
  static func decode(_ row: [String: String], header: [String], cost: String) -> Result<NaiveClaim, Problem> {
    var claim = NaiveClaim()
    claim.number = row["setl_id"] ?? ""
    claim.points = row["init_setl_id"] ?? ""
    claim.person = row["psn_no"] ?? ""
    claim.institution = row["fixmedins_code"] ?? ""
    claim.disease = row["dise_no"] ?? ""
    if claim.person.isEmpty || claim.institution.isEmpty || claim.disease.isEmpty {
      return .failure(Problem(reason: "required"))
    }
    guard let day = NaiveField.day(row["setl_time"] ?? ""), day >= "1990-01-01" else {
      return .failure(Problem(reason: "date"))
    }
    claim.day = day
    var money: [String: Int] = [:]
    for column in moneyColumns {
      let text = row[column] ?? ""
      if text.isEmpty && column != "medfee_sumamt" { continue }
      guard let fen = NaiveField.fen(text) else { return .failure(Problem(reason: "amount")) }
      money[column] = fen
    }
    claim.total = money["medfee_sumamt"] ?? 0
    claim.drug = money["drug_fee"] ?? 0
    claim.fund = money["fund_pay_sumamt"] ?? 0
    // §1: eligible = total − full self-pay − over limit − first self-pay.
    let eligible =
      claim.total - (money["fulamt_ownpay_amt"] ?? 0) - (money["overlmt_selfpay"] ?? 0) - (money["preselfpay_amt"] ?? 0)
    claim.cost = cost == "total" ? claim.total : cost == "eligible" ? eligible : claim.fund
    claim.scheme = NaiveField.scheme(row["insutype"] ?? "")
    claim.sex = NaiveField.sex(row["gend"] ?? "")
    claim.birth = NaiveField.day(row["brdy"] ?? "")
    claim.age = NaiveField.age(row["age"] ?? "")
    claim.isMarked = (row["refd_setl_flag"] ?? "").contains { $0 != "0" }
    if let flag = row["vali_flag"] { claim.isValid = flag == "1" }
    if let care = row["med_type"] { claim.isKeptCare = NaiveField.isKeptCareType(care) }
    claim.updated = row["updt_time"] ?? ""
    for column in header where column != "updt_time" {
      claim.content += (money[column].map { String($0) } ?? row[column] ?? "") + "\u{1F}"
    }
    return .success(claim)
  }

  /// Rules 71 and 72, among rows that no row rule takes out: one of the same content; else the strictly newest; else
  /// none.
  mutating func withoutRepetition(_ claims: [NaiveClaim]) -> [NaiveClaim] {
    var byNumber: [String: [NaiveClaim]] = [:]
    for claim in claims { byNumber[claim.number, default: []].append(claim) }
    var kept: [NaiveClaim] = []
    for number in byNumber.keys.sorted(by: NaiveField.precedes) {
      let rows = byNumber[number] ?? []
      let newest = rows.map(\.updated).max() ?? ""
      let candidates = rows.filter { $0.updated == newest }
      guard let winner = candidates.first, Set(candidates.map(\.content)).count == 1 else {
        for claim in rows { counts.rejected["conflict", default: NaiveCount()].add(fen: claim.total) }
        continue
      }
      kept.append(winner)
      var isWinnerMet = false
      for claim in rows {
        if claim.updated == newest, !isWinnerMet {
          isWinnerMet = true
        } else {
          let rule = claim.content == winner.content ? "duplicate" : "superseded"
          counts.excluded[rule, default: NaiveCount()].add(fen: claim.total)
        }
      }
    }
    return kept
  }

  /// The named exclusions, in this order.
  mutating func inScope(_ claims: [NaiveClaim]) -> [NaiveClaim] {
    var kept: [NaiveClaim] = []
    for claim in claims {
      if !claim.isValid {
        counts.excluded["invalid", default: NaiveCount()].add(fen: claim.total)
      } else if !claim.isKeptCare {
        counts.excluded["care-type", default: NaiveCount()].add(fen: claim.total)
      } else if claim.total < 0 && !claim.isMarked && claim.points.isEmpty {
        counts.excluded["negative-unmarked", default: NaiveCount()].add(fen: claim.total)
      } else {
        kept.append(claim)
      }
    }
    return kept
  }

  /// Decision 1, Counting: a negative accepted row is a refund; it takes its original's place, or is an orphan.
  mutating func pair(_ claims: [NaiveClaim]) {
    var byNumber: [String: NaiveClaim] = [:]
    for claim in claims { byNumber[claim.number] = claim }
    var refundsOf: [String: Int] = [:]
    var refunded: Set<String> = []
    for claim in claims where claim.total < 0 {
      var movement = NaiveMovement(claim: claim, makesVisit: false)
      if let original = byNumber[claim.points], original.total >= 0, original.person == claim.person,
        original.institution == claim.institution
      {
        refundsOf[original.number, default: 0] += claim.total
        refunded.insert(original.number)
        movement.claim.day = original.day
        movement.claim.disease = original.disease
        movement.claim.scheme = original.scheme
        movement.claim.age = original.age
      } else {
        counts.orphans.add(fen: claim.total)
      }
      movements.append(movement)
    }
    for claim in claims where claim.total >= 0 {
      let isReversed = refunded.contains(claim.number) && claim.total + (refundsOf[claim.number] ?? 0) <= 0
      movements.append(NaiveMovement(claim: claim, makesVisit: !isReversed))
    }
  }
}
