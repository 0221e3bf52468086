/// A 128-bit fingerprint of a text: two independent 64-bit hashes.
///
/// It stands for a settlement number where only equality matters. Two different numbers among n share one with a
/// chance of about n²/2^129: 10^-22 for a billion settlements.
///
/// Edge cases: ``none`` stands for "no text"; no text hashes to it.
public struct Fingerprint: Hashable, Sendable, BitwiseCopyable {
  /// The upper and lower half.
  public let high, low: UInt64

  /// The absence of a text.
  public static let none = Fingerprint(high: 0, low: 0)

  private init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// Fingerprints a text.
  public init(of bytes: UnsafeRawBufferPointer) {
    high = Fingerprint.hash(bytes, seed: 0x2545_F491_4F6C_DD1D)
    low = Fingerprint.hash(bytes, seed: 0xD6E8_FEB8_6659_FD93) | 1
  }

  /// A 64-bit hash of bytes: eight at a time through a folded 64×64→128-bit product.
  public static func hash(_ bytes: UnsafeRawBufferPointer, seed: UInt64) -> UInt64 {
    var state = seed ^ fold(UInt64(bytes.count) &+ 0xA076_1D64_78BD_642F, 0xE703_7ED1_A0B4_28DB)
    var offset = 0
    while offset + 8 <= bytes.count {
      let word = bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      state = fold(state ^ word, 0x8EBC_6AF0_9C88_C6E3)
      offset += 8
    }
    if offset < bytes.count {
      var word: UInt64 = 0
      for byte in bytes[offset...] { word = word << 8 | UInt64(byte) }
      state = fold(state ^ word, 0x5899_65CC_7537_4CC3)
    }
    return fold(state ^ 0x1D8E_4E27_C47D_124F, 0xEB44_ACCA_B455_D165)
  }

  /// A hash with one more word mixed in; order matters.
  public static func mix(_ state: UInt64, _ word: UInt64) -> UInt64 {
    fold(state ^ 0x9E37_79B9_7F4A_7C15, word &+ 0xD1B5_4A32_D192_ED03)
  }

  private static func fold(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let product = a.multipliedFullWidth(by: b)
    return product.high ^ product.low ^ (a &+ b)
  }
}
