import SteelyardDomain
import Testing

@Suite("Names of text encodings") struct TextEncodingTests {
  @Test("Every encoding is known by its own name, whatever the case and the hyphens", arguments: TextEncoding.allCases)
  func names(encoding: TextEncoding) {
    let name = encoding.rawValue
    for spelling in [name, name.lowercased(), name.uppercased(), name.filter { $0 != "-" }, name + " ", "_" + name] {
      #expect(TextEncoding(named: spelling) == encoding)
    }
  }

  @Test(
    "GBK and its kin are GB18030, CP950 is Big5",
    arguments: [
      ("GBK", TextEncoding.gb18030), ("gb2312", .gb18030), ("GB-18030", .gb18030), ("cp936", .gb18030),
      ("cp950", .big5),
    ])
  func others(name: String, encoding: TextEncoding) {
    #expect(TextEncoding(named: name) == encoding)
  }

  @Test("What does not name one encoding is no name", arguments: ["", "UTF-16", "utf", "UTF-32LE", "latin1", "Big 6"])
  func unknown(name: String) {
    #expect(TextEncoding(named: name) == nil)
  }
}
