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
    if let help = missingFileOfInit(Array(options)) {
      Terminal.complain(help)
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

  /// `init … -o` without a file: which one would do. Nil for everything else.
  static func missingFileOfInit(_ arguments: [String]) -> String? {
    let arguments = arguments.filter { $0 != "--help" && $0 != "-h" }
    guard arguments.first == "init",
      let option = arguments.lastIndex(where: { $0 == "-o" || $0 == "--output" }),
      option == arguments.count - 1 || arguments[option + 1].hasPrefix("-")
    else { return nil }
    let command = (arguments[..<option] + ["-o", InitCommand.proposedName] + arguments[(option + 1)...])
    return "`\(arguments[option])` needs the name of a file; `fohc \(command.joined(separator: " "))` will do"
  }

  private static func isBundle(_ argument: String) -> Bool {
    argument.hasPrefix("-") && !argument.hasPrefix("--") && argument.utf8.count > 2
      && argument.utf8.dropFirst(2).first != UInt8(ascii: "=")
  }
}
