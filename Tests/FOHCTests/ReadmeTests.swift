import Foundation
import TestSupport
import Testing

/// The README's shell sessions can be typed as they stand, from the first to the last, and print what it shows.
struct ReadmeTests {
  @Test func itsSessionsPrintWhatItShows() throws {
    let readme = try ReadmeSessions(try Repository.text("README.md"))
    #expect(readme.commands.count > 15)
    let shell = try ReadmeShell()
    var printed: [String] = []
    for command in readme.commands {
      let output = try shell.run(command.typed)
      printed.append(output)
      #expect(command.shows(output), "`\(command.typed)` prints\n\(output)")
    }
    // Under FOHC_RECORD what has changed is written into the README.
    try Repository.expectGolden(readme.text(showing: printed), "README.md")
  }

  @Test func anEllipsisStandsForWhatIsLeftOut() {
    func shows(_ shown: String, _ printed: String) -> Bool {
      let lines = shown.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      return ReadmeSessions.Command(typed: "", output: lines, lines: 0..<0).shows(printed)
    }
    #expect(shows("one\ntwo", "one\ntwo\n"))
    #expect(!shows("one", "one\ntwo\n") && !shows("one\ntwo", "one\n") && !shows("one.", "one!"))
    #expect(shows("one\n…\nfour", "one\ntwo\nthree\nfour\n") && shows("…", "") && shows("one\n…", "one\n"))
    #expect(shows("hash xxh3:… done", "hash xxh3:0f0f done") && !shows("hash xxh3:… done", "hash xxh3:0f0f"))
    #expect(!shows("one\n…\nfour", "one\ntwo\n"))
  }
}

/// The commands of a text and what it shows of their output: lines that begin with `$ ` in an indented block, each with
/// what follows it (`> ` goes on with the command, as in a shell).
struct ReadmeSessions {
  struct Command {
    let typed: String
    let output: [String]
    /// Where the output stands among the lines of the text.
    let lines: Range<Int>

    /// Whether what was printed is what is shown. `…` stands for any text in a line, and by itself for any lines.
    func shows(_ printed: String) -> Bool {
      let lines = printed.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      return Self.agree(output[...], (lines.last == "" ? lines.dropLast() : lines[...]))
    }

    private static func agree(_ shown: ArraySlice<String>, _ printed: ArraySlice<String>) -> Bool {
      guard let first = shown.first else { return printed.isEmpty }
      if first.allSatisfy({ $0 == " " || $0 == "…" }), first.contains("…") {
        return (printed.startIndex...printed.endIndex).contains { agree(shown.dropFirst(), printed[$0...]) }
      }
      guard let line = printed.first, agree(first, line) else { return false }
      return agree(shown.dropFirst(), printed.dropFirst())
    }

    private static func agree(_ shown: String, _ printed: String) -> Bool {
      let parts = shown.components(separatedBy: "…")
      guard parts.count > 1 else { return shown == printed }
      var rest = printed[...]
      for (index, part) in parts.enumerated() where !part.isEmpty {
        guard
          let found = index == parts.count - 1
            ? rest.range(of: part, options: .backwards) : rest.range(of: part),
          index > 0 || found.lowerBound == rest.startIndex,
          index < parts.count - 1 || found.upperBound == rest.endIndex
        else { return false }
        rest = rest[found.upperBound...]
      }
      return true
    }
  }

  private let lines: [String]
  let commands: [Command]

  init(_ text: String) throws {
    lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    var commands: [Command] = []
    var index = 0
    while index < lines.count {
      guard lines[index].hasPrefix("    $ ") else {
        index += 1
        continue
      }
      var typed = String(lines[index].dropFirst(6))
      index += 1
      while lines[index].hasPrefix("    > ") {
        typed += "\n" + lines[index].dropFirst(6)
        index += 1
      }
      let start = index
      while index < lines.count, !lines[index].hasPrefix("    $ "),
        lines[index].hasPrefix("    ") || Self.goesOn(lines, after: index)
      { index += 1 }
      commands.append(
        Command(
          typed: typed, output: lines[start..<index].map { String($0.dropFirst(4)) }, lines: start..<index))
    }
    self.commands = commands
  }

  /// A blank line within a block is part of what is printed.
  private static func goesOn(_ lines: [String], after blank: Int) -> Bool {
    guard lines[blank].isEmpty, let next = lines[blank...].first(where: { !$0.isEmpty }) else { return false }
    return next.hasPrefix("    ") && !next.hasPrefix("    $ ")
  }

  /// The text, with what was printed in the place of what is shown and is not that.
  func text(showing printed: [String]) -> String {
    var text = lines
    for (command, output) in zip(commands, printed).reversed() where !command.shows(output) {
      let shown = output.split(separator: "\n", omittingEmptySubsequences: false).map { "    \($0)" }
      text.replaceSubrange(command.lines, with: output.hasSuffix("\n") ? shown.dropLast() : shown[...])
    }
    return text.map { $0.allSatisfy { $0 == " " } ? "" : $0 }.joined(separator: "\n")
  }
}

/// A shell in an empty folder, in which `fohc` is the built tool and whatever asks for the time gets one that goes on by
/// a minute from command to command.
final class ReadmeShell {
  private let root: URL

  init() throws {
    root = FileManager.default.temporaryDirectory.appending(path: "fohc-readme-\(UUID())")
    for folder in ["bin", "desk"] {
      try FileManager.default.createDirectory(
        at: root.appending(path: folder), withIntermediateDirectories: true)
    }
    let script = """
      #!/bin/sh
      tick=$(($(cat '\(root.path)/tick' 2>/dev/null || echo -1) + 1))
      case "$1 $2" in
        "release certify" | "release publish" | "release status" | "release rollback" | "incident cover" | "incident close")
          echo $tick >'\(root.path)/tick'
          set -- "$@" --at "$(printf '2026-11-24T12:%02d:00Z' $tick)" ;;
      esac
      exec '\(Tool.executable.path)' "$@"
      """
    let tool = root.appending(path: "bin/fohc")
    try Data(script.utf8).write(to: tool)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: tool.path)
  }

  deinit { try? FileManager.default.removeItem(at: root) }

  /// What a command prints, on both streams together as on a terminal.
  func run(_ command: String) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", "exec 2>&1\n" + command]
    process.currentDirectoryURL = root.appending(path: "desk")
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    process.environment = ["PATH": "\(root.path)/bin:\(path)", "HOME": root.path]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: bytes, as: UTF8.self)
  }
}
