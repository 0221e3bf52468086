import Foundation
import Testing

@testable import SteelyardModels

@Suite("Reading YAML") struct YAMLReadingTests {
  @Test(
    "The nearest known word is the one meant",
    arguments: [
      ("minimum-head", "minimum-heads"), ("appeal", "appeal-window-days"), ("tpo", nil), ("Sex", "sex"),
      ("colour", nil),
      ("sx", "sex"), ("minimum-heads-of-all", "minimum-heads"), ("", nil),
    ] as [(String, String?)])
  func nearest(word: String, meant: String?) {
    #expect(DidYouMean.nearest(to: word, among: ["minimum-heads", "appeal-window-days", "sex", "top"]) == meant)
  }

  @Test("Edits are symmetric, zero for the same word, and at most the longer length")
  func edits() {
    let words = ["", "a", "ab", "kitten", "sitting", "sex"].map { Array($0.unicodeScalars) }
    for a in words {
      for b in words {
        let distance = DidYouMean.edits(a, b)
        #expect(distance == DidYouMean.edits(b, a))
        #expect((distance == 0) == (a == b))
        #expect(distance <= max(a.count, b.count))
      }
    }
    #expect(DidYouMean.edits(Array("kitten".unicodeScalars), Array("sitting".unicodeScalars)) == 3)
  }

  @Test(
    "A plain scalar is what YAML 1.2 says it is",
    arguments: [
      ("", .nothing), ("~", .nothing), ("null", .nothing), ("true", .truth), ("FALSE", .truth), ("yes", .text),
      ("off", .text), ("0", .whole), ("-12", .whole), ("010", .ambiguous), ("0x1F", .ambiguous), ("0o7", .ambiguous),
      ("0b1", .ambiguous), ("1.", .number), (".5", .number), ("1e3", .number), ("-.inf", .number), (".nan", .number),
      ("1_000", .text), ("12:30", .text), ("2026-01-01", .text), ("0.5", .number), ("00.5", .number),
    ] as [(String, ValueKind)])
  func kinds(text: String, kind: ValueKind) {
    #expect(ValueKind(plain: text) == kind)
  }

  @Test("Ampersands and asterisks within texts are no anchors")
  func harmlessMarks() {
    let emphasis = String(repeating: "see *this* and R &D, ", count: 40)
    let text = "a: |\n  \(emphasis)\nb: 'x & y'\nc: \"*not an alias\"\n"
    #expect(YAMLTree("a: R&D *very* good & cheap\n").findings.isEmpty)
    #expect(YAMLTree(text.replacing("&D", with: "& D")).findings.isEmpty)
  }

  @Test("A file made to grow is refused without growing", arguments: [0, 1, 2, 3])
  func hostileFiles(kind: Int) {
    let unit = ["[", "- ", "{a: ", "k: &a [*a, *a]\n"][kind]
    let text = String(repeating: unit, count: (1 << 20) / unit.utf8.count)
    let clock = ContinuousClock()
    let time = clock.measure { #expect(ModelDecoder.decode(yaml: text, file: "m").model == nil) }
    // All four take 1.8 s together in a build without optimisation; the margin is for a busy machine.
    #expect(time < .seconds(20))
  }

  @Test("After 200 findings one more says that the rest is not listed")
  func findingsMany() {
    let text = (0..<5_000).map { "colour\($0): blue\n" }.joined()
    let codes = ModelDecoder.decode(yaml: text, file: "m").diagnostics.map(\.code)
    #expect(codes == Array(repeating: .keyUnknown, count: 200) + [.findingsMany])
  }

  @Test("Bytes changed at random never stop the program, and never make a model with an error")
  func randomDamage() throws {
    let seed: UInt64 = 20_261_123
    print("seed \(seed)")
    var state = seed
    func next(_ bound: Int) -> Int {
      // Knuth's MMIX generator: the upper bits are good enough to choose places.
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(bound))
    }
    let folder = Folders.model("medical-insurance/outpatient-specified-disease-cost")
    let original = Array(try Data(contentsOf: folder.appending(path: "model.yaml")))
    let marks = Array("&*!{}[]:,-#'\"|>%@`\n\t ?~0".utf8) + [0, 0xFF, 0xE4]
    for _ in 0..<400 {
      var bytes = original
      for _ in 0...next(4) { bytes[next(bytes.count)] = marks[next(marks.count)] }
      let outcome = ModelDecoder.decode(bytes: bytes, file: "m")
      #expect((outcome.model == nil) == outcome.diagnostics.contains { $0.code.severity == .error })
    }
  }
}
