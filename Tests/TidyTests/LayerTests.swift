import Foundation
import Testing

/// What each target may import: the architecture in one table, lowest layer first.
private let allowedImports: [String: Set<String>] = [
  "SteelyardDomain": ["CCrypto", "CSpawn"],
  "SteelyardNumerics": ["CLapack"],
  "SteelyardStatistics": ["SteelyardNumerics"],
  "SteelyardIntake": ["SteelyardDomain", "CZip", "CZlib", "CZstd", "CExpat", "CPostgres"],
  "SteelyardLedger": ["SteelyardDomain"],
  "SteelyardComparison": ["SteelyardDomain", "GRDB", "GRDBSQLite"],
  "SteelyardSynthesis": ["SteelyardDomain", "SteelyardNumerics"],
  "SteelyardScoring": ["SteelyardDomain", "SteelyardLedger", "SteelyardStatistics", "SteelyardNumerics"],
  "SteelyardModels": ["SteelyardComparison", "SteelyardDomain", "SteelyardScoring", "Yams"],
  "SteelyardReports": [
    "SteelyardComparison", "SteelyardDomain", "SteelyardScoring", "CExpat", "CPango", "CRsvg", "CXLSXWriter", "CZip",
    "Mustache",
  ],
  "SteelyardEngine": [
    "SteelyardComparison", "SteelyardDomain", "SteelyardIntake", "SteelyardLedger", "SteelyardModels",
    "SteelyardScoring",
  ],
  "steelyard": [
    "SteelyardComparison", "SteelyardDomain", "SteelyardIntake", "SteelyardLedger", "SteelyardModels",
    "SteelyardNumerics", "SteelyardScoring", "SteelyardEngine",
    "SteelyardReports", "SteelyardSynthesis", "ArgumentParser",
  ],
]

/// What the toolchain itself brings.
private let system: Set<String> = ["Foundation", "FoundationEssentials", "Glibc", "Dispatch", "Synchronization"]

@Suite struct LayerTests {
  @Test("Every target imports only the layers below it", arguments: allowedImports.keys.sorted())
  func importsStayBelow(target: String) throws {
    let allowed = try #require(allowedImports[target]).union(system)
    let files = Tree.swiftFiles(under: "Sources/\(target)")
    #expect(!files.isEmpty)
    for file in files {
      let pattern = /(?m)^(?:@\w+ )*(?:(?:public|package|internal|private|fileprivate) )?import (?:\w+ )?(\w+)/
      for match in try Tree.text(file).matches(of: pattern) {
        #expect(allowed.contains(String(match.1)), "\(Tree.name(file)) imports \(match.1)")
      }
    }
  }

  @Test("The table names every target there is")
  func tableIsComplete() throws {
    let folders = try FileManager.default.contentsOfDirectory(atPath: Tree.root.appending(path: "Sources").path())
    let libraries: Set<String> = [
      "CLapack", "CCrypto", "CZip", "CZlib", "CZstd", "CExpat", "CXLSXWriter", "CPango", "CPostgres", "CRsvg", "CSpawn",
    ]
    #expect(Set(folders).subtracting(libraries) == Set(allowedImports.keys))
  }

  @Test("A target depends in the manifest on exactly what its files import")
  func manifestMatchesImports() throws {
    let manifest = try Tree.text("Package.swift")
    for target in allowedImports.keys.sorted() {
      let pattern = try Regex("(?:layer\\(\\s*|name: )\"\(target)\",(?:\\s*dependencies:)?\\s*\\[([^\\]]*)\\]")
      // Without a list of dependencies there are none.
      let entry = manifest.firstMatch(of: pattern)?.output[1].substring ?? ""
      let packages = [
        ("yams", "Yams"), ("mustache", "Mustache"), ("grdb,", "GRDB"), ("grdbSQLite", "GRDBSQLite"),
        ("argumentParser", "ArgumentParser"),
      ]
      let declared = Set(entry.matches(of: /"(\w+)"/).map { String($0.1) })
        .union(packages.filter { entry.contains($0.0) }.map(\.1))
      let imported = try Tree.swiftFiles(under: "Sources/\(target)").reduce(into: Set<String>()) { found, file in
        for match in try Tree.text(file).matches(of: /(?m)^(?:\w+ )?import (\w+)/) { found.insert(String(match.1)) }
      }
      #expect(imported.subtracting(system) == declared, "\(target)")
    }
  }

  @Test("Only Blas.swift calls cblas, and only CostPanel.swift turns sums of fen into matrices")
  func onePlaceForEach() throws {
    for file in Tree.swiftFiles(under: "Sources") {
      let text = try Tree.text(file)
      if text.contains(/\bcblas_\w+\(/) { #expect(file.lastPathComponent == "Blas.swift") }
      if Tree.name(file).contains("SteelyardScoring"), text.contains(/Matrix\([^)]*elements: cells/) {
        #expect(file.lastPathComponent == "CostPanel.swift")
      }
    }
  }
}
