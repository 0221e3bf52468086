import SteelyardReports
import Testing

@Suite struct CsvWriterTests {
  private func cell(_ value: String) -> String {
    var writer = CsvWriter()
    writer.text(value)
    return text(writer.bytes)
  }

  @Test(
    "A text that a spreadsheet would run gets an apostrophe",
    arguments: ["=1", "+1", "-1", "@a", "\t1", "＝1", "＋1", "－1", "＠1"])
  func guardsFormulas(value: String) {
    #expect(cell(value) == "'" + value)
    #expect(CsvWriter.unguarded("'" + value) == value)
  }

  @Test(
    "A cell given as bytes is what it is as a text",
    arguments: hostileTexts + ["", "3f9a0b12", "药店", "a b", "'x", "Z9"])
  func bytes(value: String) {
    var writer = CsvWriter()
    var bytes = value
    for _ in 0..<2 { bytes.withUTF8 { writer.text(UnsafeRawBufferPointer($0)) } }
    #expect(text(writer.bytes) == cell(value) + "," + cell(value))
  }

  @Test("Numbers are never guarded")
  func leavesNumbersAlone() {
    var writer = CsvWriter()
    writer.number("-12.05")
    #expect(text(writer.bytes) == "-12.05")
  }

  @Test("Cells with commas, quotes or line ends are quoted, others are not")
  func quotesWhereNeeded() {
    #expect(cell("a,b") == "\"a,b\"")
    #expect(cell("say \"a\"") == "\"say \"\"a\"\"\"")
    #expect(cell("a\nb") == "\"a\nb\"")
    #expect(cell("\r=1") == "\"'\r=1\"")
    #expect(cell("药店 a'b;c") == "药店 a'b;c")
  }

  @Test("Rows end with LF and cells are parted by commas")
  func endsRows() {
    var writer = CsvWriter()
    writer.header(["a", "b"])
    writer.text("")
    writer.number("")
    writer.endRow()
    #expect(text(writer.bytes) == "a,b\n,\n")
  }

  @Test("Taking the guard off gives back every text, guarded or not", arguments: hostileTexts)
  func guardIsInvertible(value: String) {
    #expect(CsvWriter.unguarded(CsvWriter.guarded(value)) == value)
  }
}
