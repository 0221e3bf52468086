import SteelyardDomain
import Testing

@Suite("Registers") struct RegisterTests {
  @Test(
    "Plain lower-case names are identifiers",
    arguments: ["a", "payments", "id_2", "a1_b2_c3", String(repeating: "a", count: 40)])
  func identifiers(text: String) {
    #expect(RegisterSchema.isIdentifier(text))
  }

  @Test(
    "Anything that could be more than a name in SQL is no identifier",
    arguments: [
      "", "1a", "_a", "A", "a b", "a-b", "a.b", "a\"", "a;", "a'", "名", "a__b", "a\u{0}", "ａ", "a\n",
      String(repeating: "a", count: 41), "drop table",
    ])
  func hostileNames(text: String) {
    #expect(!RegisterSchema.isIdentifier(text))
  }

  @Test("A batch has a column of the right kind for each column of its schema, and is rectangular with equal counts")
  func batches() {
    let schema = RegisterSchema(
      name: "all", title: LocalizedText(zh: "全部", en: "all"),
      columns: RegisterSchema.Content.allCases.map {
        RegisterSchema.Column(name: $0.rawValue, title: LocalizedText(zh: "列", en: "column"), content: $0)
      })
    var batch = RegisterBatch(schema: schema)
    #expect(batch.columns.count == 8 && batch.count == 0 && batch.isRectangular)
    batch.file = [0]
    batch.line = [2]
    #expect(!batch.isRectangular)
    batch.columns = batch.columns.map { column in
      switch column {
      case .persons: .persons(RegisterBatch.PersonCells(number: [3], key: [RegisterBatch.absentText]))
      case .texts: .texts([batch.texts.code(of: "甲")])
      case .days: .days([RegisterBatch.absentDate])
      case .months: .months([24306])
      case .numbers: .numbers([-1])
      }
    }
    #expect(batch.isRectangular)
    batch.columns[0] = .persons(RegisterBatch.PersonCells(number: [3], key: []))
    #expect(!batch.isRectangular)
  }

  @Test("A column is found by its name and by no other")
  func columns() {
    let title = LocalizedText(zh: "姓名", en: "name")
    let schema = RegisterSchema(
      name: "residents", title: title,
      columns: [RegisterSchema.Column(name: "name", title: title, content: .personName)])
    #expect(schema.column("name")?.content == .personName)
    #expect(schema.column("Name") == nil)
  }
}

extension RegisterBatch.PersonCells {
  init(number: [Int32], key: [Int32]) {
    self.init()
    self.number = number
    self.key = key
  }
}
