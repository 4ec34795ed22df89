// swift-tools-version: 6.0
import PackageDescription

// Apart from the main package: nobody who builds fohc needs the fuzzer. `make fuzz` builds and runs it, and gives
// the coverage instrumentation on the command line, so that it reaches the libraries under test too.
let package = Package(
  name: "fuzz",
  dependencies: [.package(name: "fohc", path: "..")],
  targets: [
    // One module with `Sources/ReaderInvariants`, which the main package compiles by itself for its tests.
    .executableTarget(
      name: "fuzz",
      dependencies: [
        .product(name: "BlueprintCompiler", package: "fohc"), .product(name: "Documents", package: "fohc"),
        .product(name: "PolicyGraph", package: "fohc"), .product(name: "PolicyProofs", package: "fohc"),
      ],
      path: "Sources")
  ]
)
