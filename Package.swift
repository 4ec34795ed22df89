// swift-tools-version: 6.0
import PackageDescription

// Every target is compiled as Swift 6 (complete strict concurrency); the upcoming features below are
// on from the first day so that no later release of the language changes what this code means.
let settings: [SwiftSetting] = [
  // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0335-existential-any.md
  .enableUpcomingFeature("ExistentialAny"),
  // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0444-member-import-visibility.md
  .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
  name: "fohc",
  products: [
    .executable(name: "fohc", targets: ["fohc"]),
    .library(name: "Documents", targets: ["Documents"]),
    .library(name: "PolicyGraph", targets: ["PolicyGraph"]),
    .library(name: "PolicyProofs", targets: ["PolicyProofs"]),
    .library(name: "BlueprintCompiler", targets: ["BlueprintCompiler"]),
    .library(name: "ProofChecker", targets: ["ProofChecker"]),
    .library(name: "ConversationSimulator", targets: ["ConversationSimulator"]),
    .library(name: "Gates", targets: ["Gates"]),
    .library(name: "EvaluationImport", targets: ["EvaluationImport"]),
    .library(name: "Rendering", targets: ["Rendering"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.0.0"),
  ],
  targets: [
    .systemLibrary(name: "CLibYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    .systemLibrary(name: "CXXHash", pkgConfig: "libxxhash", providers: [.apt(["libxxhash-dev"])]),
    // Source text, places, findings, the located document and its JSON reader, schema tables, canonical form.
    .target(name: "Documents", swiftSettings: settings),
    // The draft: types, coding, shape; the program made of it, and the step.
    .target(
      name: "PolicyGraph",
      dependencies: ["CXXHash", "Documents", .product(name: "Crypto", package: "swift-crypto")],
      swiftSettings: settings),
    // Analyses, clauses, witnesses, the explorer, proof objects, behaviour side by side.
    .target(name: "PolicyProofs", dependencies: ["Documents", "PolicyGraph"], swiftSettings: settings),
    // Accepts proof objects by the definitions alone: it shares the draft and the form of a proof, nothing else.
    .target(name: "ProofChecker", dependencies: ["Documents", "PolicyGraph"], swiftSettings: settings),
    .target(
      name: "BlueprintCompiler",
      dependencies: ["CLibYAML", "Documents", "PolicyGraph", "PolicyProofs"],
      swiftSettings: settings),
    // Plays scenarios and follows recorded conversations on the step.
    .target(
      name: "ConversationSimulator", dependencies: ["Documents", "PolicyGraph", "PolicyProofs"],
      swiftSettings: settings),
    .target(
      name: "Gates",
      dependencies: [
        "ConversationSimulator", "Documents", "PolicyGraph", "PolicyProofs",
        .product(name: "Crypto", package: "swift-crypto"),
      ],
      swiftSettings: settings),
    // Other tools' reports as evaluation results.
    .target(
      name: "EvaluationImport", dependencies: ["Documents", "Gates", "PolicyGraph"], swiftSettings: settings),
    // For people to read: every rule, and the pages of the documentation that are made from the code.
    .target(
      name: "Rendering",
      dependencies: [
        "BlueprintCompiler", "ConversationSimulator", "Documents", "EvaluationImport", "Gates", "PolicyGraph",
        "PolicyProofs",
      ],
      swiftSettings: settings),
    .executableTarget(
      name: "fohc",
      dependencies: [
        "BlueprintCompiler", "ConversationSimulator", "Documents", "EvaluationImport", "Gates", "PolicyGraph",
        "PolicyProofs", "ProofChecker", "Rendering",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: settings),
    // What the test targets share: the checkout, fixtures, generators.
    .target(
      name: "TestSupport",
      dependencies: [
        "BlueprintCompiler", "Documents", "PolicyGraph", "PolicyProofs",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Tests/TestSupport",
      swiftSettings: settings),
    // What has to hold of any input: shared with the fuzzer, which is a package of its own.
    .target(
      name: "ReaderInvariants",
      dependencies: ["BlueprintCompiler", "Documents", "PolicyGraph", "PolicyProofs"],
      path: "Fuzz/Sources/ReaderInvariants", swiftSettings: settings),
    .testTarget(
      name: "DocumentsTests",
      dependencies: ["BlueprintCompiler", "Documents", "PolicyGraph", "PolicyProofs", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "PolicyGraphTests",
      dependencies: ["BlueprintCompiler", "Documents", "PolicyGraph", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "PolicyProofsTests",
      dependencies: ["BlueprintCompiler", "Documents", "PolicyGraph", "PolicyProofs", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "ProofCheckerTests",
      dependencies: [
        "BlueprintCompiler", "Documents", "PolicyGraph", "PolicyProofs", "ProofChecker", "TestSupport",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "BlueprintCompilerTests",
      dependencies: [
        "BlueprintCompiler", "Documents", "PolicyGraph", "PolicyProofs", "ReaderInvariants", "Rendering",
        "TestSupport",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "ConversationSimulatorTests",
      dependencies: [
        "BlueprintCompiler", "ConversationSimulator", "Documents", "Gates", "PolicyGraph", "PolicyProofs",
        "TestSupport",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "GatesTests",
      dependencies: [
        "BlueprintCompiler", "ConversationSimulator", "Documents", "Gates", "PolicyGraph", "PolicyProofs",
        "TestSupport",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "EvaluationImportTests",
      dependencies: [
        "BlueprintCompiler", "ConversationSimulator", "Documents", "EvaluationImport", "Gates", "PolicyGraph",
        "TestSupport",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "FOHCTests",
      dependencies: [
        "BlueprintCompiler", "ConversationSimulator", "Documents", "fohc", "Gates", "PolicyGraph",
        "PolicyProofs", "Rendering", "TestSupport",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: settings),
    .testTarget(
      name: "TidyTests", dependencies: ["TestSupport"],
      swiftSettings: settings),
  ]
)
