import Foundation
import SteelyardDomain

@testable import SteelyardIntake

/// What holds of any field that is read as a code or as the number of a certificate.
enum IdentifierProperties {
  static func check(_ field: [UInt8], _ choice: UInt8, _ report: inout Violations) {
    checkTrimmed(field, &report)
    checkFolded(field, &report)
    checkLooks(field, &report)
    checkCertificate(field, &report)
    checkCredit(field, &report)
    checkColumn(field, isKey: choice & 1 == 0, &report)
  }

  /// What is trimmed is a part of the field, and has nothing more to trim.
  private static func checkTrimmed(_ field: [UInt8], _ report: inout Violations) {
    let once = field.withUnsafeBytes { Array(FieldDecoder.trimmed($0)) }
    let twice = once.withUnsafeBytes { Array(FieldDecoder.trimmed($0)) }
    report.expectEqual(once, twice, "a trimmed field is trimmed")
    report.expect(once.isEmpty || field.firstRange(of: once) != nil, "a trimmed field is a part of it")
    let padded = ([32, 0xE2, 0x80, 0x8B] + field + [9]).withUnsafeBytes { Array(FieldDecoder.trimmed($0)) }
    report.expectEqual(padded, once, "blanks at the ends change nothing")
  }

  /// Folding byte by byte is what the slow twin makes of the text, and folding again changes nothing.
  private static func checkFolded(_ field: [UInt8], _ report: inout Violations) {
    // Rows that are not UTF-8 never come so far.
    guard field.withUnsafeBytes({ Utf8.isValid($0) }) else { return }
    let bytes = field.withUnsafeBytes { Array(FieldDecoder.trimmed($0)) }
    var folded: [UInt8] = []
    _ = bytes.withUnsafeBytes { FieldDecoder.fold($0, into: &folded) }
    let twin = bytes.withUnsafeBytes { Array(FieldDecoder.foldedCode($0).utf8) }
    report.expectEqual(folded, twin, "a code is folded as by its twin")
    var again: [UInt8] = []
    let isChanged = folded.withUnsafeBytes { FieldDecoder.fold($0, into: &again) }
    report.expect(!isChanged && again == folded, "a folded code is folded: \(folded) \(again)")
  }

  /// A look at all bytes finds what is there.
  private static func checkLooks(_ field: [UInt8], _ report: inout Violations) {
    field.withUnsafeBytes { bytes in
      let look = FieldDecoder.look(bytes)
      report.expectEqual(look.isWide, field.contains { $0 >= 0x80 }, "a wide character is seen")
      report.expectEqual(look.isMasked, field.contains(UInt8(ascii: "*")), "a star is seen")
      if FieldDecoder.isDamagedIdentifier(bytes) {
        report.expect(look.hasNumberMark, "damage by a spreadsheet has a mark that is looked for")
      }
      let text = String(decoding: field, as: UTF8.self)
      let isRounded =
        text.wholeMatch(of: /[0-9]{15}0+/) != nil && text.hasSuffix("000") && text.contains(/[1-9]/)
      report.expectEqual(FieldDecoder.isRounded(bytes), isRounded, "a rounded number is told: \(text)")
      _ = FieldDecoder.isTestName(bytes)
      _ = FieldDecoder.isNull(bytes)
    }
  }

  /// The quick check of a certificate's number is the one of its slow twin.
  private static func checkCertificate(_ field: [UInt8], _ report: inout Violations) {
    let look = field.withUnsafeBytes { FieldDecoder.certificate($0) }
    let text = String(decoding: field, as: UTF8.self)
    let isWhole = !field.contains(UInt8(ascii: "*")) && !field.withUnsafeBytes { FieldDecoder.isNull($0) }
    guard isWhole, field.allSatisfy({ $0 < 0x80 }), let twin = ResidentIdentifier(text) else {
      report.expect(look == .none || look == .masked, "only a resident's number is sound or a slip")
      return
    }
    report.expectEqual(look, twin.check == .disagrees ? .slip : .sound, "a resident's number")
    report.expect(!twin.description.contains(text), "a resident's number is not printed")
    report.expectEqual(twin.text.count, text.count, "a number is as long as it was")
    let extended = twin.extended
    report.expect(extended.text.count == 18, "an older number is extended to 18")
    if twin.check == .absent {
      report.expectEqual(extended.check, .agrees, "an extended number has its check character")
    }
  }

  /// A code with the check character that it asks for is valid, and with any other it is not.
  private static func checkCredit(_ field: [UInt8], _ report: inout Violations) {
    let text = String(decoding: field, as: UTF8.self)
    guard let check = UnifiedSocialCreditCode.checkCharacter(first17: text) else {
      report.expect(!UnifiedSocialCreditCode.isValid(text + "0"), "no code without a check character is valid")
      return
    }
    let valid = "0123456789ABCDEFGHJKLMNPQRTUWXY".filter { UnifiedSocialCreditCode.isValid(text + String($0)) }
    report.expectEqual(valid, String(check), "one check character is right")
  }

  /// A column counts what it looks at and hands on a key without blanks at its ends.
  private static func checkColumn(_ field: [UInt8], isKey: Bool, _ report: inout Violations) {
    guard field.withUnsafeBytes({ Utf8.isValid($0) }) else { return }
    var column = IdentifierColumn("inst_code", 0)
    field.withUnsafeBytes { bytes in
      let trimmed = FieldDecoder.trimmed(bytes)
      let fault = column.fault(bytes, trimmed, isKey: isKey)
      guard fault == nil else { return }
      let key = column.withKey(trimmed) { Array($0) }
      report.expect(!key.isEmpty, "a key is not empty")
      report.expectEqual(
        key, key.withUnsafeBytes { Array(FieldDecoder.trimmed($0)) }, "a key has no blanks at its ends")
      report.expect(column.filled == 1, "a value is counted once")
    }
  }
}
