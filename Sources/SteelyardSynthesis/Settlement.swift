/// The money of one settlement in whole fen.
///
/// Two identities hold to the fen, for refunds too: total = self-paid + above the price limit + first self-payment +
/// in scope, and total = fund + account + cash. Every amount of a settlement has the sign of the total or is zero.
struct Settlement: Equatable {
  /// 医疗费总额.
  var total: Int64
  /// 全自费金额.
  var selfPaid: Int64
  /// 超限价自费费用.
  var overLimit: Int64
  /// 先行自付金额.
  var firstSelf: Int64
  /// 基金支付总额.
  var fund: Int64
  /// 个人账户支出.
  var account: Int64
  /// 药品费.
  var drug: Int64

  /// 符合范围金额.
  var inScope: Int64 { total - selfPaid - overLimit - firstSelf }
  /// 现金支付金额.
  var cash: Int64 { total - fund - account }

  /// How a settlement's total is split.
  struct Shares {
    /// The parts of the total outside the scope of insurance, together below 1.
    var selfPaid = 0.0
    var overLimit = 0.0
    var firstSelf = 0.0
    /// The part of what is in scope that the fund pays.
    var fund = 0.0
    /// The part of the rest that the personal account pays.
    var account = 0.0
  }

  /// Splits a total.
  ///
  /// - Precondition: `0 <= drug <= total`, every share lies in 0…1 and the three first add up to at most 1.
  init(total: Int64, drug: Int64, _ shares: Shares) {
    precondition(0 <= drug && drug <= total, "the drug part lies within the total")
    self.total = total
    self.drug = drug
    selfPaid = Int64(Double(total) * shares.selfPaid)
    overLimit = Int64(Double(total) * shares.overLimit)
    firstSelf = Int64(Double(total) * shares.firstSelf)
    let inScope = total - selfPaid - overLimit - firstSelf
    fund = Int64(Double(inScope) * shares.fund)
    account = Int64(Double(total - fund) * shares.account)
  }

  /// The settlement that takes `part` of this one back: all its amounts negative or zero, none beyond its original.
  ///
  /// Running sums are cut and rounded down, so that both splits end at the same total.
  ///
  /// - Precondition: `0 < part <= 1`.
  func refund(part: Double) -> Settlement {
    precondition(part > 0 && part <= 1, "a refund takes back a part")
    func cut(_ sum: Int64) -> Int64 { -Int64(Double(sum) * part) }
    var back = self
    back.total = cut(total)
    back.selfPaid = cut(selfPaid)
    back.overLimit = cut(selfPaid + overLimit) - cut(selfPaid)
    back.firstSelf = cut(selfPaid + overLimit + firstSelf) - cut(selfPaid + overLimit)
    back.fund = cut(fund)
    back.account = cut(fund + account) - cut(fund)
    back.drug = cut(drug)
    return back
  }
}
