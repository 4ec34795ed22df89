// swift-tools-version: 6.0
import PackageDescription

// As strict as a careful embedder may be: members are found only in modules that a file imports.
let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("MemberImportVisibility"),
]

// All that an embedder imports.
let fohc: [Target.Dependency] = [
  .product(name: "BlueprintCompiler", package: "fohc"), .product(name: "Gates", package: "fohc"),
  .product(name: "Rendering", package: "fohc"),
]

let package = Package(
  name: "Embedding",
  dependencies: [.package(name: "fohc", path: "../..")],
  targets: [
    .executableTarget(name: "AgentServer", dependencies: fohc, swiftSettings: settings),
    // The code of the article “Embedding the compiler”: that it compiles is what it is for.
    .target(name: "Snippets", dependencies: fohc, swiftSettings: settings),
  ]
)
