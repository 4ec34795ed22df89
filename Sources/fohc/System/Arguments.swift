import ArgumentParser

/// What is asked of the arguments before the parser sees them.
enum Arguments {
  /// Ends the run where an argument cannot be what its writer meant.
  static func check() {
    // The parser takes the letters of `-dash.yaml` for flags of their own, of which `-h` prints the help and is
    // content: nothing would have been checked.
    let options = CommandLine.arguments.dropFirst().prefix { $0 != "--" }
    if let bundle = options.first(where: isBundle) {
      Terminal.complain("there is no option `\(bundle)`; for a file of this name write `./\(bundle)`")
      FOHC.exit(withError: ExitStatus.usage)
    }
    for position in 1..<max(1, Int(CommandLine.argc)) {
      guard let bytes = CommandLine.unsafeArgv[position], String(validatingCString: bytes) == nil else {
        continue
      }
      Terminal.complain(
        "the argument `\(String(cString: bytes))` is not UTF-8; rename the file, or pass it as standard input (`-`)"
      )
      FOHC.exit(withError: ExitStatus.inputNotReadable)
    }
  }

  private static func isBundle(_ argument: String) -> Bool {
    argument.hasPrefix("-") && !argument.hasPrefix("--") && argument.utf8.count > 2
      && argument.utf8.dropFirst(2).first != UInt8(ascii: "=")
  }
}
