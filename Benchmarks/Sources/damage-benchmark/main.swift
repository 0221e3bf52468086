// Damaged files beside a clean one of the same size: processor time, in one process, in turns. Fails above twice.
// With --kind NAME only that file is read, once, for a tool that counts instructions; --make writes it before.
import Foundation

func option(_ name: String) -> String? {
  let arguments = CommandLine.arguments
  guard let place = arguments.firstIndex(of: name), place + 1 < arguments.endIndex else { return nil }
  return arguments[place + 1]
}

let rows = option("--rows").flatMap { Int($0) } ?? 40_000
let rounds = option("--rounds").flatMap { Int($0) } ?? 5
let folder = option("--folder") ?? FileManager.default.temporaryDirectory.path(percentEncoded: false)
do {
  if CommandLine.arguments.contains("--list") {
    for damage in Damage.all { print(damage.name) }
  } else if let name = option("--kind"), let damage = Damage.all.first(where: { $0.name == name }) {
    var measurement = Measurement(damage, rows: rows, folder: folder)
    if CommandLine.arguments.contains("--make") { try measurement.make() } else { try measurement.run() }
    print(measurement.bytes)
  } else {
    var measurements = Damage.all.map { Measurement($0, rows: rows, folder: folder) }
    for place in measurements.indices { try measurements[place].make() }
    for _ in 0..<rounds { for place in measurements.indices { try measurements[place].run() } }
    var largest = 0.0
    for measurement in measurements {
      let ratio = measurement.ratio(to: measurements[0])
      largest = max(largest, ratio)
      print(
        String(
          format: "%.2f\t%.1f\t%.0f\t%@", ratio, Double(measurement.bytes) / 1e6, measurement.seconds * 1e3,
          measurement.damage.name))
    }
    print(String(format: "largest ratio %.2f", largest))
    if largest > 2 { exit(1) }
  }
} catch {
  print("damage-benchmark: \(error)")
  exit(1)
}
