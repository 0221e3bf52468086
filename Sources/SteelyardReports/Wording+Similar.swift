public import SteelyardDomain

/// What `similar` says.
extension Wording {
  /// What being near means, before the table of institutions.
  public static func similarInstitutions(to institution: String) -> LocalizedText {
    LocalizedText(
      zh: "与 \(institution) 偏离各自同类的方式最接近的机构；距离以标准差为单位。接近本身不说明任何问题，只提示可按同样的方法核对。",
      en: "Institutions that differ from their own peers in the way \(institution) does; the distance is in standard "
        + "deviations. Being near says nothing by itself: it says where the same check may be worth while.")
  }

  /// Nobody is near.
  public static let similarNobody = LocalizedText(zh: "没有可比的对象。", en: "There is nobody to compare with.")
}
