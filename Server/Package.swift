// swift-tools-version: 6.0
import PackageDescription

// The HTTP server is a package of its own, so that who builds `fohc` or embeds its libraries does not resolve a server.
let settings: [SwiftSetting] = [
  // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0335-existential-any.md
  .enableUpcomingFeature("ExistentialAny"),
  // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0444-member-import-visibility.md
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// The libraries of the main package.
func core(_ names: String...) -> [Target.Dependency] { names.map { .product(name: $0, package: "fohc") } }

let package = Package(
  name: "fohc-server",
  platforms: [.macOS(.v14)],
  products: [
    .executable(name: "fohc-server", targets: ["fohc-server"]),
    .library(name: "Registry", targets: ["Registry"]),
    .library(name: "RegistrySQLite", targets: ["RegistrySQLite"]),
  ],
  dependencies: [
    .package(name: "fohc", path: ".."),
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
    // Agents, versions, evidence and people, behind a protocol. No database in here.
    .target(
      name: "Registry",
      dependencies: core("ConversationSimulator", "Documents", "Gates", "PolicyGraph", "PolicyProofs"),
      swiftSettings: settings),
    // The one place that speaks SQL.
    .target(
      name: "RegistrySQLite",
      dependencies: core("ConversationSimulator", "Documents", "Gates", "PolicyGraph", "PolicyProofs") + [
        "Registry",
        .product(name: "GRDB", package: "GRDB.swift"), .product(name: "GRDBSQLite", package: "GRDB.swift"),
      ],
      swiftSettings: settings),
    // The HTTP server, as a library that tests run in process.
    .target(
      name: "Serving",
      dependencies: core(
        "BlueprintCompiler", "ConversationSimulator", "Documents", "Gates", "PolicyGraph", "PolicyProofs",
        "Rendering"
      ) + [
        "Registry",
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
    // A link: what the tests of both packages share. The rest of the folder is about drafts.
    .target(
      name: "TestSupport",
      dependencies: core("BlueprintCompiler", "Documents", "PolicyGraph", "PolicyProofs") + [
        .product(name: "ArgumentParser", package: "swift-argument-parser")
      ],
      path: "Tests/TestSupport",
      sources: ["BaseBlueprint.swift", "Mention.swift", "Repository.swift", "SeededRandom.swift"],
      swiftSettings: settings),
    .testTarget(
      name: "RegistryTests",
      dependencies: core(
        "BlueprintCompiler", "ConversationSimulator", "Documents", "Gates", "PolicyGraph", "PolicyProofs"
      ) + [
        "Registry", "RegistrySQLite", "TestSupport", .product(name: "GRDB", package: "GRDB.swift"),
      ],
      swiftSettings: settings),
    .testTarget(
      name: "ServingTests",
      dependencies: core(
        "BlueprintCompiler", "ConversationSimulator", "Documents", "Gates", "PolicyGraph", "PolicyProofs"
      ) + [
        "Registry", "RegistrySQLite", "Serving", "TestSupport",
        // For what its messages name.
        "fohc-server",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "CryptoExtras", package: "swift-crypto"),
        .product(name: "HummingbirdTesting", package: "hummingbird"),
        // Signs and verifies tokens in a way of its own, which ours is held against.
        .product(name: "JWTKit", package: "jwt-kit"),
      ],
      swiftSettings: settings),
  ]
)
