// Runs one stage a number of times for a tool that counts instructions; or checks all answers; or measures rates.
//   stage-counts list              each stage: name, items of a run, what they are, whether it calls OpenBLAS
//   stage-counts check             every answer of every stage, once
//   stage-counts run NAME RUNS     the work alone
//   stage-counts rates ROUNDS      rates of products beside dgemm's, a line of JSON each
import Foundation
import StageBodies

func stage(_ name: String) throws -> Stage {
  guard let stage = Stage.all.first(where: { $0.name == name }) else { throw Usage(message: "no stage \(name)") }
  return stage
}

struct Usage: Error {
  let message: String
}

func line(_ fields: [String: Any]) throws {
  let data = try JSONSerialization.data(withJSONObject: fields, options: .sortedKeys)
  print(String(decoding: data, as: UTF8.self))
}

func main(_ arguments: [String]) throws {
  switch (arguments.first, arguments.count) {
  case ("list", 1):
    for stage in Stage.all {
      let count = try stage.prepared().count
      try line(["name": stage.name, "count": count, "items": stage.items, "blas": stage.usesBlas])
    }
  case ("check", 1):
    for stage in Stage.all {
      let prepared = try stage.prepared()
      try prepared.run()
      try prepared.check()
    }
    print("\(Stage.all.count) stages give the answers expected")
  case ("run", 3):
    let prepared = try stage(arguments[1]).prepared()
    guard let runs = Int(arguments[2]) else { throw Usage(message: "RUNS is a number") }
    for _ in 0..<runs { try prepared.run() }
  case ("rates", 2):
    guard let rounds = Int(arguments[1]) else { throw Usage(message: "ROUNDS is a number") }
    let (rates, bandwidth) = try Rate.measured(rounds: rounds)
    try line(["gigabytes_per_second": bandwidth / 1e9])
    for rate in rates {
      try line([
        "stage": rate.stage, "shape": rate.shape, "gigaflops": rate.gigaflops, "dgemm": rate.dgemm,
        "intensity": rate.intensity, "ceiling": rate.ceiling,
      ])
    }
  default: throw Usage(message: "list | check | run NAME RUNS | rates ROUNDS")
  }
}

do {
  try main(Array(CommandLine.arguments.dropFirst()))
} catch {
  print("stage-counts: \(error)")
  exit(1)
}
