public import SteelyardDomain

/// What the commands of ledgers say.
extension Wording {
  /// An input that was put into a ledger, and where its rows went.
  public static func ledgerAdded(file: String, _ account: Reconciliation) -> LocalizedText {
    func text(_ flow: Flow) -> String { NumberFormats.grouped(String(flow.rows)) }
    let (all, kept) = (text(account.read), text(account.accepted))
    let (rejected, excluded) = (text(account.rejectedTotal), text(account.excludedTotal))
    return LocalizedText(
      zh: "\(file)：\(all) 行中入账 \(kept) 行，拒收 \(rejected) 行，排除 \(excluded) 行。",
      en: "\(file): \(kept) of \(all) rows kept, \(rejected) rejected, \(excluded) excluded.")
  }

  /// An input that is in a ledger already.
  public static func ledgerKnown(file: String, as name: String) -> LocalizedText {
    LocalizedText(
      zh: "\(file)：内容已在台账中（\(name)），未作改动。", en: "\(file): in the ledger already, as \(name); nothing changed.")
  }

  /// What a ledger holds.
  public static func ledgerTotal(folder: String, segments: Int, rows: Int) -> LocalizedText {
    let (files, count) = (NumberFormats.grouped(String(segments)), NumberFormats.grouped(String(rows)))
    return LocalizedText(
      zh: "台账 \(folder)：\(files) 个输入文件，共 \(count) 行。含参保人编号，仅本人可读。",
      en: "Ledger \(folder): \(count) rows of \(files) inputs. It holds persons' numbers, for its owner alone.")
  }

  /// What `ledger verify` says where everything is as it was written.
  public static func ledgerVerified(segments: Int, rows: Int) -> LocalizedText {
    let (files, count) = (NumberFormats.grouped(String(segments)), NumberFormats.grouped(String(rows)))
    return LocalizedText(
      zh: "\(files) 个输入文件、\(count) 行与入账时一致。", en: "\(count) rows of \(files) inputs are as they were written.")
  }

  /// Files in a ledger's folder that are no part of it.
  public static func ledgerUnnamed(files: Int) -> LocalizedText {
    LocalizedText(
      zh: "目录中另有 \(files) 个文件不属于台账，下次 ledger add 会清理中断时留下的文件。",
      en: "\(files) more files in the folder are no part of it; the next ledger add removes what an interruption left.")
  }
}

extension Wording.Failure {
  /// The folder is no ledger.
  public static func notALedger(folder: String) -> LocalizedText {
    LocalizedText(
      zh: "\(folder) 不是台账目录（缺少 ledger.json）。请用 steelyard ledger build 建立。",
      en: "\(folder) is no ledger: it has no ledger.json. Make one with steelyard ledger build.")
  }

  /// A file of a ledger is damaged.
  public static func ledgerDamaged(file: String, part: String) -> LocalizedText {
    LocalizedText(
      zh: "台账文件 \(file) 已损坏或缺失\(part.isEmpty ? "" : "（\(part)）")，不再采信。请从备份恢复，或由原始文件重建台账。",
      en: "The ledger's file \(file) is damaged or missing\(part.isEmpty ? "" : " (\(part))") and is not used. "
        + "Restore it from a copy, or build the ledger again from the claim files.")
  }

  /// A ledger was read otherwise than is asked now.
  public static func ledgerReadOtherwise(folder: String, _ names: [String]) -> LocalizedText {
    let list = names.joined(separator: ", ")
    return LocalizedText(
      zh: "台账 \(folder) 当时的读取口径与本次不同：\(list)。请使用相同的模型范围和选项，或重新建立台账。",
      en:
        "The ledger \(folder) was read in another way than is asked now: \(list). Use the same scope of the model and "
        + "the same options, or build it again.")
  }

  /// Another program is adding to a ledger.
  public static func ledgerBusy(folder: String) -> LocalizedText {
    LocalizedText(
      zh: "另一个程序正在向台账 \(folder) 追加。请稍后再试。",
      en: "Another program is adding to the ledger \(folder). Try again later.")
  }

  /// Another engine beside a ledger.
  public static var engineWithLedger: LocalizedText {
    LocalizedText(
      zh: "台账的结算行已由本程序读入，不能与 --engine 同用。",
      en: "A ledger holds what this program has read: it cannot be used with --engine.")
  }

  /// An option that a ledger leaves no room for.
  public static func notWithLedger(_ option: String) -> LocalizedText {
    LocalizedText(
      zh: "\(option) 需要全部结算行，台账只存模型范围内的行，不能与 --ledger 同用。",
      en: "\(option) needs every settlement, and a ledger keeps those the model is about: it cannot be used with "
        + "--ledger.")
  }

  /// An option that has no part in how claims are read.
  public static func onlyOfRuns(_ option: String) -> LocalizedText {
    LocalizedText(
      zh: "\(option) 不影响读取，请在 steelyard run 时给出。",
      en: "\(option) has no part in how claims are read: give it to steelyard run.")
  }
}
