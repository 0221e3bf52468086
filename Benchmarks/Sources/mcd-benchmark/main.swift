// mcd-benchmark export simulated|timed FOLDER   writes the tables for other programs
// mcd-benchmark time                            fits the timed tables and prints a JSON line for each
import Glibc
import SteelyardNumerics
import SteelyardStatistics

/// Wall and processor seconds of one fit.
func measured(_ set: McdSimulatedSet, threads: Int) -> String {
  let table = set.table()
  let processor = clock()
  var fit: MinimumCovariance?
  let wall = ContinuousClock().measure { fit = MinimumCovariance.fit(table, seed: 1, threads: threads) }
  let processorSeconds = Double(clock() - processor) / Double(CLOCKS_PER_SEC)
  guard let fit, let solution = fit.solution else { return "{\"name\": \"\(set.name)\", \"failed\": true}" }
  let seconds = Double(wall.components.seconds) + Double(wall.components.attoseconds) * 1e-18
  return """
    {"name": "\(set.name)", "n": \(set.rows), "p": \(set.columns), "h": \(fit.subsetSize), \
    "log_det": \(solution.subsetLogDeterminant), "seconds": \(seconds), "processor": \(processorSeconds), \
    "threads": \(threads), "subset": \(solution.subset)}
    """
}

/// Writes every table of `sets` to a file named after it.
func export(_ sets: [McdSimulatedSet], to folder: String) {
  for set in sets {
    guard let file = fopen("\(folder)/\(set.name).csv", "w") else { fatalError("cannot write to \(folder)") }
    fputs(set.csv(), file)
    fclose(file)
  }
}

switch CommandLine.arguments.dropFirst() {
case ["time"]:
  // The first fit of a process also pays for loading the library: it is not counted.
  _ = measured(McdSimulatedSet.all[0], threads: 1)
  for set in McdSimulatedSet.timed {
    for threads in [1, 2] { print(measured(set, threads: threads)) }
  }
case let arguments where arguments.count == 3 && arguments.first == "export":
  let sets = arguments[arguments.startIndex + 1] == "timed" ? McdSimulatedSet.timed : McdSimulatedSet.all
  export(sets, to: arguments[arguments.startIndex + 2])
default:
  print("usage: mcd-benchmark time | export simulated|timed FOLDER")
  exit(64)
}
