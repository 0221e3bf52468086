import Foundation
import SteelyardTestSupport
import Testing

@testable import SteelyardDomain

@Suite("The catalogue of diseases") struct DiseaseCatalogueTests {
  @Test("The built-in excerpt is the table of the documentation, row by row")
  func documented() throws {
    let text = try String(contentsOfFile: Checkout.path("Documentation/Formats/opsp_dise.csv"), encoding: .utf8)
    let rows = text.split(separator: "\n").dropFirst()
    let built = DiseaseCatalogue.national.entries.values.sorted { $0.code < $1.code }
    #expect(built.map { "\($0.code),\($0.name),\($0.certainty.rawValue)" } == rows.map(String.init))
    #expect(built.allSatisfy { $0.code.utf8.count == 6 && $0.code.hasPrefix("M") })
  }

  @Test("Names are found whatever their brackets, width, spaces and traditional characters; codes are not folded")
  func names() {
    let catalogue = DiseaseCatalogue.national
    for name in ["恶性肿瘤(门诊治疗)", "恶性肿瘤（门诊治疗）", "惡性腫瘤 【門診治療】", "恶性肿瘤〔门诊治疗〕"] {
      #expect(catalogue.code(named: name) == "M00500", "\(name)")
    }
    #expect(catalogue.code(named: "高血壓") == "M03900")
    #expect(catalogue.code(named: "Ｃ型尼曼匹克") == "M01903")
    #expect(catalogue.code(named: "无此病") == nil)
    #expect(catalogue.contains("M03900") && !catalogue.contains("m03900") && !catalogue.contains("Ｍ03900"))
  }

  @Test("Of two rows with one code the first counts, and a shared name stands for none")
  func doubles() {
    let catalogue = DiseaseCatalogue([
      .init(code: "1", name: "a"), .init(code: "1", name: "b"), .init(code: "2", name: "A"),
      .init(code: "3", name: "c"),
    ])
    #expect(catalogue.entries["1"]?.name == "a")
    #expect(catalogue.code(named: "a") == nil && catalogue.code(named: "b") == nil && catalogue.code(named: "C") == "3")
  }

  @Test(
    "Several codes in a text are told from one name",
    arguments: [
      ("M03900,M01600", true), ("M03900；M01600", true), ("M03900|E11.900", true), ("M1、M2、M3", true), ("M03900", false),
      ("M03900,", false), ("高血压、糖尿病", false), ("2型糖尿病、并发症", false), ("", false), (",", false),
    ])
  func several(text: String, isSeveral: Bool) {
    #expect(DiseaseCatalogue.isSeveral(text) == isSeveral)
  }
}

@Suite("Identities of amounts") struct AmountIdentityTests {
  @Test("A fen of difference is passed, two are not, and the share is of the checked rows")
  func counting() {
    var check = IdentityCheck(.costByPayer, file: "f", missing: [])
    for difference in [0, 1, -1, 2, -2] as [Int64] { check.count(differenceFen: difference) }
    #expect(check.rowsChecked == 5 && check.rowsBroken == 2)
    #expect(check.exceeds(0.39) && !check.exceeds(0.4))
    #expect(!IdentityCheck(.fundByPart, file: "f", missing: []).exceeds(0))
  }
}
