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
    .executable(name: "fohc-server", targets: ["fohc-server"]),
    .library(name: "Documents", targets: ["Documents"]),
    .library(name: "PolicyGraph", targets: ["PolicyGraph"]),
    .library(name: "PolicyProofs", targets: ["PolicyProofs"]),
    .library(name: "BlueprintCompiler", targets: ["BlueprintCompiler"]),
    .library(name: "ProofChecker", targets: ["ProofChecker"]),
    .library(name: "ConversationSimulator", targets: ["ConversationSimulator"]),
    .library(name: "Gates", targets: ["Gates"]),
    .library(name: "EvaluationImport", targets: ["EvaluationImport"]),
    .library(name: "Rendering", targets: ["Rendering"]),
    .library(name: "Registry", targets: ["Registry"]),
    .library(name: "RegistrySQLite", targets: ["RegistrySQLite"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.0.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.6.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.80.0"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.20.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.6.0"),
    .package(url: "https://github.com/vapor/jwt-kit", from: "5.1.0"),
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
    // Agents, versions, evidence and people, behind a protocol. No database in here.
    .target(
      name: "Registry",
      dependencies: ["ConversationSimulator", "Documents", "Gates", "PolicyGraph", "PolicyProofs"],
      swiftSettings: settings),
    // The one place that speaks SQL.
    .target(
      name: "RegistrySQLite",
      dependencies: [
        "ConversationSimulator", "Documents", "Gates", "PolicyGraph", "PolicyProofs", "Registry",
        .product(name: "GRDB", package: "GRDB.swift"), .product(name: "GRDBSQLite", package: "GRDB.swift"),
      ],
      swiftSettings: settings),
    // The HTTP server, as a library that tests run in process. The desk tool has nothing to do with it.
    .target(
      name: "Serving",
      dependencies: [
        "BlueprintCompiler", "ConversationSimulator", "Documents", "Gates", "PolicyGraph", "PolicyProofs",
        "Registry", "Rendering",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "CryptoExtras", package: "swift-crypto"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ],
      // Links into Examples/blueprints.
      resources: [
        .embedInCode("Agents/Starting/custom.yaml"), .embedInCode("Agents/Starting/inbound_buyer.yaml"),
        .embedInCode("Agents/Starting/inbound_landlord.yaml"),
      ],
      swiftSettings: settings),
    .executableTarget(
      name: "fohc-server",
      dependencies: [
        "RegistrySQLite", "Serving", .product(name: "ArgumentParser", package: "swift-argument-parser"),
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
      name: "TestSupport", dependencies: ["BlueprintCompiler", "Documents", "PolicyGraph", "PolicyProofs"],
      path: "Tests/TestSupport",
      swiftSettings: settings),
    // What has to hold of any input: shared with the fuzzer, which is a package of its own.
    .target(
      name: "ReaderInvariants",
      dependencies: ["BlueprintCompiler", "Documents", "PolicyGraph", "PolicyProofs"],
      path: "Fuzz/Sources/ReaderInvariants", swiftSettings: settings),
    .testTarget(
      name: "DocumentsTests",
      dependencies: ["Documents", "TestSupport"],
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
        "BlueprintCompiler", "ConversationSimulator", "Documents", "PolicyGraph", "PolicyProofs",
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
        "BlueprintCompiler", "Documents", "EvaluationImport", "Gates", "PolicyGraph", "TestSupport",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "RegistryTests",
      dependencies: [
        "BlueprintCompiler", "ConversationSimulator", "Documents", "EvaluationImport", "Gates", "PolicyGraph",
        "PolicyProofs", "Rendering", "Registry", "RegistrySQLite", "TestSupport",
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      swiftSettings: settings),
    .testTarget(
      name: "FOHCTests",
      dependencies: [
        "fohc", "BlueprintCompiler", "ConversationSimulator", "Documents", "EvaluationImport", "Gates",
        "PolicyGraph", "PolicyProofs", "Rendering", "TestSupport",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: settings),
    .testTarget(
      name: "ServingTests",
      dependencies: [
        "BlueprintCompiler", "ConversationSimulator", "Documents", "EvaluationImport", "Gates", "PolicyGraph",
        "PolicyProofs", "Rendering", "Registry", "RegistrySQLite", "Serving", "TestSupport",
        // For what their messages name.
        "fohc", "fohc-server", .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "CryptoExtras", package: "swift-crypto"),
        .product(name: "HummingbirdTesting", package: "hummingbird"),
        // Signs and verifies tokens in a way of its own, which ours is held against.
        .product(name: "JWTKit", package: "jwt-kit"),
      ],
      swiftSettings: settings),
    .testTarget(
      name: "TidyTests", dependencies: ["BlueprintCompiler", "PolicyGraph", "TestSupport"],
      swiftSettings: settings),
  ]
)
