// swift-tools-version: 6.2
// What is measured beside other programs; the scripts of this folder build it and compare the answers.
import PackageDescription

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

let package = Package(
  name: "steelyard-benchmarks",
  dependencies: [.package(name: "steelyard", path: "..")],
  targets: [
    .executableTarget(
      name: "mcd-benchmark",
      dependencies: [
        .product(name: "SteelyardNumerics", package: "steelyard"),
        .product(name: "SteelyardStatistics", package: "steelyard"),
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "damage-benchmark",
      dependencies: [.product(name: "SteelyardIntake", package: "steelyard")],
      swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
