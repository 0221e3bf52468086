// Hands the properties of the target that `$STEELYARD_FUZZ_TARGET` names to libFuzzer.
import CLibFuzzer
import Glibc

guard let name = getenv("STEELYARD_FUZZ_TARGET"), FuzzTarget(rawValue: String(cString: name)) != nil else {
  fatalError("STEELYARD_FUZZ_TARGET names one of: \(FuzzTarget.allCases.map(\.rawValue).joined(separator: ", "))")
}
var count = CommandLine.argc
var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
exit(LLVMFuzzerRunDriver(&count, &arguments, fuzzOne))
