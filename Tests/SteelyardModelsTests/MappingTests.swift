import Foundation
import SteelyardDomain
import SteelyardModels
import Testing

@Suite("Mapping files") struct MappingTests {
  @Test("The mapping of the guide names every column as the guide says")
  func guideMapping() throws {
    let file = Folders.repository.appending(path: "Documentation/Guides/desynpuf.yaml").path(percentEncoded: false)
    let known: [TableMapping.Table: Set<String>] = [
      .claims: ["person_id", "claim_id", "inst_code", "settle_time", "total_fee", "disease_code"],
      .persons: ["person_id", "birth_date", "death_date", "sex", "person_area"],
    ]
    let outcome = MappingDecoder.load(file: file, knownFields: known)
    #expect(outcome.diagnostics == [])
    let expected = TableMapping(
      columns: [
        .claims: [
          "DESYNPUF_ID": "person_id", "CLM_ID": "claim_id", "PRVDR_NUM": "inst_code", "CLM_FROM_DT": "settle_time",
          "CLM_PMT_AMT": "total_fee", "CLM_DRG_CD": "disease_code",
        ],
        .persons: [
          "DESYNPUF_ID": "person_id", "BENE_BIRTH_DT": "birth_date", "BENE_DEATH_DT": "death_date",
          "BENE_SEX_IDENT_CD": "sex", "SP_STATE_CODE": "person_area",
        ],
      ], currency: "dollars")
    #expect(outcome.mapping == expected)
  }

  @Test("Money is in yuan where a mapping names no currency")
  func currencyDefault() {
    let text = "title: {zh: 甲, en: A}\ntables: {institutions: {columns: {1: inst_code, 机构: inst_name}}}\n"
    let mapping = MappingDecoder.decode(yaml: text, file: "m", knownFields: [:]).mapping
    #expect(mapping == TableMapping(columns: [.institutions: ["1": "inst_code", "机构": "inst_name"]]))
  }
}
