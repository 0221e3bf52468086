import SteelyardDomain
import Testing

@Suite("Labels") struct LabelTests {
  @Test(
    "Levels are known by national code with or without its zero, and by word in either language",
    arguments: [
      ("tertiary", ["01", "1", "02", "2", "03", "3", "04", "4", "12", "三级", "三级甲等", "三甲", "三丙", "Tertiary"]),
      ("secondary", ["05", "5", "06", "6", "07", "7", "13", "二级", "二级乙等", "二乙", "SECONDARY"]),
      ("primary", ["08", "8", "09", "9", "10", "14", "一级", "一级丙等", "一甲", "primary"]),
      ("none", ["11", "无等级", "未定级", "None"]), ("", [""]),
    ])
  func levels(label: String, texts: [String]) {
    #expect(texts.map(Institution.normalisedLevel) == texts.map { _ in label })
  }

  @Test(
    "Kinds are known by national code and by word in either language",
    arguments: [
      ("medical", ["1", "医疗机构", "Medical"]),
      ("pharmacy", ["2", "零售药店", "定点零售药店", "药店", "连锁药店", "单体药店", "PHARMACY", "drugstore"]),
      ("clinic", ["诊所", "门诊部", "Clinic"]), ("community", ["社区卫生服务中心", "乡镇卫生院", "村卫生室", "community"]),
      ("hospital", ["医院", "综合医院", "Hospital"]), ("", [""]),
    ])
  func kinds(label: String, texts: [String]) {
    #expect(texts.map(Institution.normalisedKind) == texts.map { _ in label })
  }

  @Test("A label of the user's own stays as it is written")
  func ownLabels() {
    for label in ["Level A", "甲类", "15", "00", "3 ", "互联网医院"] {
      #expect(Institution.normalisedLevel(label) == label)
      #expect(Institution.normalisedKind(label) == label)
    }
    #expect(Scheme.group("公务员") == "公务员")
    #expect(Scheme.group("Plan B") == "Plan B")
  }

  @Test("The first letter of a code tells a medical institution from a pharmacy, unless the kind is told")
  func kindFromCode() {
    #expect(Institution(id: "H33010600001").kind == "medical")
    #expect(Institution(id: "P33010600001").kind == "pharmacy")
    #expect(Institution(id: "P1").kind == "pharmacy")
    #expect(Institution(id: "h33010600001").kind == "unknown")
    #expect(Institution(id: "0123").kind == "unknown")
    #expect(Institution(id: "").kind == "unknown")
    #expect(Institution(id: "P33010600001", kind: "clinic").kind == "clinic")
  }

  @Test("The district is the six digits of a national code, unless it is told")
  func districtFromCode() {
    #expect(Institution(id: "H33010600001").district == "330106")
    #expect(Institution(id: "P33019900001").district == "330199")
    let local = [
      "H3301060001", "H330106000011", "D33010600001", "H33010A00001", "H3301060000x", "H３3010600001", "", "H",
    ]
    #expect(local.map(Institution.district(fromCode:)) == local.map { _ in "unknown" })
    #expect(Institution(id: "H33010600001", district: "西湖区").district == "西湖区")
  }

  @Test("What is not told is unknown, but a name is empty")
  func defaults() {
    let institution = Institution(id: "0123")
    #expect(institution.name == "")
    #expect(institution.level == "unknown")
    #expect(institution.district == "unknown")
  }

  @Test("A hospital's class is its level where that says something; any other institution's is its kind")
  func classLabels() {
    #expect(Institution(id: "1", kind: "hospital", level: "tertiary").classLabel == "tertiary")
    #expect(Institution(id: "H1", level: "primary").classLabel == "primary")
    #expect(Institution(id: "1", kind: "hospital", level: "none").classLabel == "hospital")
    #expect(Institution(id: "H1").classLabel == "medical")
    #expect(Institution(id: "P1", level: "tertiary").classLabel == "pharmacy")
    #expect(Institution(id: "1", kind: "clinic", level: "primary").classLabel == "clinic")
  }

  @Test(
    "Schemes are grouped by national code and by word in either language",
    arguments: [
      ("employee", ["310", "340", "城镇职工", "职工", "职工基本医疗保险", "Employee"]),
      ("resident", ["390", "391", "392", "城乡居民", "居民医保", "少儿医保", "大学生医保", "RESIDENT"]), ("unknown", [""]),
      ("510", ["510"]),
    ])
  func schemes(label: String, texts: [String]) {
    #expect(texts.map(Scheme.group) == texts.map { _ in label })
  }

  @Test("A sex is read from code or word; anything else is unknown")
  func sexes() {
    #expect(["1", "男", "男性", "M", "male"].allSatisfy { InsuredPerson.Sex(text: $0) == .male })
    #expect(["2", "女", "女性", "f", "Female"].allSatisfy { InsuredPerson.Sex(text: $0) == .female })
    #expect(["", "0", "9", "未说明", "x", "11"].allSatisfy { InsuredPerson.Sex(text: $0) == .unknown })
  }

  @Test("Age bands hold the ages their labels say")
  func ageBands() {
    let bands = AgeBands(starts: [0, 18, 45, 60, 70, 80])
    #expect((0..<bands.count).map(bands.label) == ["0-17", "18-44", "45-59", "60-69", "70-79", "80+", "unknown"])
    let ages: [(Int?, String)] = [
      (0, "0-17"), (17, "0-17"), (18, "18-44"), (44, "18-44"), (45, "45-59"), (79, "70-79"), (80, "80+"), (130, "80+"),
      (131, "unknown"), (-1, "unknown"), (nil, "unknown"),
    ]
    #expect(ages.map { bands.label(bands.band(of: $0.0)) } == ages.map(\.1))
    let whole = AgeBands(starts: [0])
    #expect(whole.count == 2)
    #expect(whole.label(whole.band(of: 40)) == "0+")
    #expect(AgeBands(starts: [0, 1, 2]).label(1) == "1-1")
  }
}
