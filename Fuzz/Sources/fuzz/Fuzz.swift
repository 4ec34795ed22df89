import Glibc

/// libFuzzer's driver, for programs with a `main` of their own (LLVM, docs/LibFuzzer.rst).
@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
  _ argumentCount: UnsafeMutablePointer<Int32>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
  _ test: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32
) -> Int32

/// `FUZZ_TARGET=json|yaml fuzz [libFuzzer's options and corpus folders]`. The target is not an argument, because
/// libFuzzer starts this program again with the arguments it was given, when it merges a corpus.
@main
struct Fuzz {
  static func main() {
    let test: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32
    switch getenv("FUZZ_TARGET").flatMap({ ReaderSyntax(rawValue: String(cString: $0)) }) {
    case .json: test = { run($0, $1, as: .json) }
    case .yaml: test = { run($0, $1, as: .yaml) }
    case nil: fatalError("set FUZZ_TARGET to json or yaml")
    }
    var count = CommandLine.argc
    var arguments = CommandLine.unsafeArgv
    exit(runDriver(&count, &arguments, test))
  }
}

private func run(_ data: UnsafePointer<UInt8>?, _ size: Int, as syntax: ReaderSyntax) -> Int32 {
  do {
    try checkInvariants(of: Array(UnsafeBufferPointer(start: data, count: size)), readAs: syntax)
  } catch {
    fatalError("\(error)")
  }
  return 0
}
