import Glibc

/// The target, looked up once.
private let chosen = getenv("STEELYARD_FUZZ_TARGET").flatMap { FuzzTarget(rawValue: String(cString: $0)) }

/// Checks one input; a property that does not hold ends the program, which is how libFuzzer learns of it.
@_cdecl("LLVMFuzzerTestOneInput")
func fuzzOne(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
  let violations = chosen?.violations(of: Array(UnsafeBufferPointer(start: start, count: count))) ?? []
  if !violations.isEmpty { fatalError(violations.joined(separator: "\n")) }
  return 0
}
