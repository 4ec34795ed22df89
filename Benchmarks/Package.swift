// swift-tools-version: 6.0
import PackageDescription

// Apart from the main package: nobody who builds fohc needs it. `make bench` builds and runs it.
let package = Package(
  name: "bench",
  platforms: [.macOS(.v13)],
  dependencies: [
    .package(name: "fohc", path: ".."),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.20.0"),
  ],
  targets: [
    // In C, so that nothing of ours is in what we measure ourselves against.
    .target(name: "floor", linkerSettings: [.linkedLibrary("yaml")]),
    .executableTarget(
      name: "bench",
      dependencies: [
        "floor", .product(name: "BlueprintCompiler", package: "fohc"),
        .product(name: "ConversationSimulator", package: "fohc"),
        .product(name: "Documents", package: "fohc"),
        .product(name: "Gates", package: "fohc"), .product(name: "PolicyGraph", package: "fohc"),
        .product(name: "PolicyProofs", package: "fohc"),
      ]),
    .executableTarget(name: "echo", dependencies: [.product(name: "Hummingbird", package: "hummingbird")]),
  ]
)
