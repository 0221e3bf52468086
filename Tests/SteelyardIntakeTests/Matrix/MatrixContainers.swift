import SteelyardDomain
import SteelyardTestSupport

@testable import SteelyardIntake

/// Packed files, archives, pipes, files that change: categories 42 to 45, 47 and 48.
enum MatrixContainers {
  private static let text = MatrixTable.text
  private static let bytes = MatrixTable.bytes
  private static let halves: [[UInt8]] = {
    let lines = text.split(separator: "\n").map { Array("\($0)\n".utf8) }
    return [lines[0] + lines[1], lines[0] + lines[2] + lines[3]]
  }()

  private static func zip(_ members: ZipMember...) -> [MatrixInput] { [.bytes(Zip.archive(members))] }

  static let all: [MatrixCase] = packed + damaged + bombs + names + streams

  private static let packed: [MatrixCase] = [
    .harmless(42, "gzip", "exact", [.bytes(Gzip.member(bytes))]),
    .harmless(
      42, "gzip of several members, cut within a row", "one stream",
      [.bytes(Gzip.member(Array(bytes[..<90])) + Gzip.member([]) + Gzip.member(Array(bytes[90...])))]),
    .harmless(42, "zstd", "exact", [.bytes(Zstd.frame(bytes))]),
    .harmless(
      42, "zstd of several frames, one of them empty", "one stream",
      [.bytes(Zstd.frame(Array(bytes[..<90])) + Zstd.skippable() + Zstd.frame(Array(bytes[90...])))]),
    .harmless(
      42, "zstd without a checksum", "exact, said", [.bytes(Zstd.frame(bytes, hasChecksum: false))],
      .exact.noting(.packedWithoutChecksum)),
    .harmless(42, "zip of one table", "exact", zip(ZipMember("a.csv", text))),
    .harmless(
      42, "zip of two tables and a folder", "each with its own header",
      zip(ZipMember("月/", ""), ZipMember("月/1.csv", halves[0]), ZipMember("月/2.csv", halves[1])),
      .exact.noting(.archiveEntrySkipped).showing("from 月/1.csv, 月/2.csv"), MatrixReading.parts),
  ]

  private static func flipped(_ bytes: [UInt8], _ fromEnd: Int) -> [UInt8] {
    var copy = bytes
    copy[copy.count - fromEnd] ^= 1
    return copy
  }

  private static let damaged: [MatrixCase] = [
    .damaged(43, "gzip cut short", "refused whole", [.bytes(Gzip.member(bytes).dropLast(20))], damage),
    .damaged(43, "gzip with a wrong checksum", "refused whole", [.bytes(flipped(Gzip.member(bytes), 6))], damage),
    .damaged(43, "gzip with bytes behind it", "refused whole", [.bytes(Gzip.member(bytes) + [1, 2, 3, 4])], damage),
    .damaged(43, "zstd cut short", "refused whole", [.bytes(Zstd.frame(bytes).dropLast(20))], damage),
    .damaged(43, "zstd with a wrong checksum", "refused whole", [.bytes(flipped(Zstd.frame(bytes), 2))], damage),
    .damaged(43, "zip cut short", "refused whole", [.bytes(Zip.archive([ZipMember("a", text)]).dropLast(20))], damage),
    .damaged(
      43, "zip whose file has a wrong checksum", "refused whole", zip(ZipMember("a", text).with(\.checksum, 7)),
      damage),
    .damaged(
      43, "zip with a part that its directory does not list", "refused whole",
      zip(ZipMember("1.csv", halves[0]), ZipMember("2.csv", halves[1]).with(\.isListed, false)),
      .refused(.archiveEntryUnusable)),
    .damaged(
      43, "a good file, then a damaged one", "refused whole: nothing of either is kept",
      [.bytes(halves[0]), .bytes(flipped(Gzip.member(halves[1]), 6))], damage),
  ]

  private static let damage = MatrixOutcome.refused(.compressionDamaged)

  private static let bombs: [MatrixCase] = [
    .damaged(
      44, "a table and 128 MiB of zeros in 4 kB of zstd", "refused above 200:1 and 64 MiB",
      [.bytes(Zstd.frame(bytes) + Zstd.runs(1024))],
      .refused(.unpackedTooLarge)),
    .damaged(
      44, "more than max_unpacked", "refused", [.bytes(Gzip.member(bytes))], .refused(.unpackedTooLarge)
    ).reading { $0.unpackedBytesMaximum = 100 },
    .damaged(
      44, "a zip in a zip", "refused: depth 1", zip(ZipMember("a.zip", Zip.archive([ZipMember("a.csv", text)]))),
      .refused(.packingUnsupported)),
    .damaged(
      44, "gzip in gzip", "refused: depth 1", [.bytes(Gzip.member(Gzip.member(bytes)))], .refused(.packingUnsupported)),
  ]

  private static let names: [MatrixCase] = [
    .harmless(
      45, "a file named ../../a.csv", "the name is shown and never used as a path",
      zip(ZipMember("../../a.csv", text)), .exact.showing("from ../../a.csv"), MatrixReading.parts),
    .harmless(
      45, "a file named /etc/passwd", "the name is shown and never used as a path",
      zip(ZipMember("/etc/passwd", text)), .exact.showing("from /etc/passwd"), MatrixReading.parts),
    .harmless(
      45, "a name in GBK", "decoded",
      zip(ZipMember("a.csv", text).with(\.name, Encoded.gb18030("七月结算.csv"))),
      .exact.showing("from 七月结算.csv"), MatrixReading.parts),
    .damaged(
      45, "a symbolic link", "refused", zip(ZipMember("a.csv", "/etc/passwd").mode(0o120777)),
      .refused(.archiveEntryUnusable)),
    .damaged(
      45, "an encrypted file", "refused", zip(ZipMember("a.csv", text).with(\.flags, 1)), .refused(.archiveEncrypted)),
    .damaged(
      45, "one name twice", "refused", zip(ZipMember("a", halves[0]), ZipMember("a", halves[1])),
      .refused(.archiveEntryUnusable)),
  ]

  private static let streams: [MatrixCase] = [
    .harmless(47, "a named pipe", "streamed, exact", [.pipe(bytes)]),
    .harmless(47, "a named pipe with gzip", "streamed, exact", [.pipe(Gzip.member(bytes))]),
    .damaged(
      47, "a zip through a pipe", "refused: its directory stands at its end",
      [.pipe(Zip.archive([ZipMember("a", text)]))], .refused(.archiveNotSeekable)),
    .damaged(47, "a folder", "refused", [.folder], .refused(.notAFile)),
    .damaged(47, "a device", "refused", [.system("/dev/zero")], .refused(.notAFile)),
    .damaged(47, "a socket", "refused", [.socket], .refused(.notAFile)),
    .damaged(48, "a file that grows while it is read", "refused at its end", [.growing(text)], changed),
    .damaged(
      48, "a file that another takes the place of while it is read", "refused at its end", [.replaced(text)], changed),
  ]

  private static let changed = MatrixOutcome.refused("changed while it was read")
}
