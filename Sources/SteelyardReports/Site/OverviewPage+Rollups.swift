internal import SteelyardDomain
internal import SteelyardScoring

/// The city, its peer groups and its districts, with the figures of `rollups.csv`.
extension OverviewPage {
  /// How many districts stand on the page.
  static let districtsMaximum = 60

  var rollupsTable: String {
    let all = Rollup.all(site.scorecard)
    let districts = all.filter { $0.level == .district }.prefix(Self.districtsMaximum)
    let rollups = all.filter { $0.level != .district } + districts
    return SiteParts.table(
      caption: voice(Wording.Site.rollupsCaption), titles: Wording.Site.rollupsTitles.map { voice($0) },
      numbers: [2, 3, 4, 5, 6, 7, 8, 9], rows: rollups.map(row))
  }

  private func row(_ rollup: Rollup) -> [SiteParts.Cell] {
    let name = rollup.level == .all ? "" : voice(Wording.label(rollup.name))
    return [
      SiteParts.Cell(voice(Wording.rollupLevel(rollup.level))), SiteParts.Cell(name),
      whole(Int64(rollup.institutions)), whole(Int64(rollup.listed)), whole(rollup.heads),
      .number(voice.money(fen: rollup.costFen), NumberFormats.yuan(wideFen: rollup.costFen)),
      money(rollup.costPerHead), ratio(rollup.indexPlain), ratio(rollup.indexAdjusted), money(rollup.excess),
    ]
  }

  private func whole(_ value: Int64) -> SiteParts.Cell { .number(voice.count(value), "\(value)") }

  private func money(_ value: Double?) -> SiteParts.Cell {
    .number(value.map { voice.money($0) } ?? "", value.map { NumberFormats.yuan($0) })
  }

  private func ratio(_ value: Double?) -> SiteParts.Cell {
    .number(value.map { voice.ratio($0) } ?? "", value.map { NumberFormats.ratio($0) })
  }
}
