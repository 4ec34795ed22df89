import ArgumentParser
import Foundation
import Testing

/// What a line of the sources names in a message: a command, an address.
package struct Mention {
  /// The file and line.
  package let place: String
  /// What stands between two marks.
  package let text: String

  /// Commands of `fohc` that it hands on to `fohc-server`, whose tests look at their options.
  package static let handedOn: Set<String> = ["serve", "user", "token"]

  /// Everything in the sources of both packages that begins like this, in backticks or as a text of its own.
  package static func all(_ beginning: String) throws -> [Mention] {
    try ["Sources", "Server/Sources"].flatMap { Repository.paths(below: $0) }
      .filter { $0.hasSuffix(".swift") }.flatMap { try mentions(of: beginning, in: $0) }
  }

  private static func mentions(of beginning: String, in path: String) throws -> [Mention] {
    let lines = try Repository.text(path).split(separator: "\n", omittingEmptySubsequences: false)
    return lines.enumerated().flatMap { number, line in
      ["`", "\""].flatMap { mark in
        // Between the marks are the second part, the fourth and so on; a line may begin within them.
        line.components(separatedBy: mark).dropFirst().filter { $0.hasPrefix(beginning) }
          .map { Mention(place: "\(path):\(number + 1)", text: $0) }
      }
    }
  }

  /// Its words; empty where the second is made from something else, or left out.
  package var words: [String] {
    let words = text.split(separator: " ").map(String.init)
    return words.count < 2 || ["…", "\\"].contains { words[1].hasPrefix($0) } ? [] : words
  }

  /// Expects that the words after the program's name are a command, and the options ones that it has.
  package func expectCommand(of root: any ParsableCommand.Type) {
    guard let (command, rest) = Self.command(root, words.dropFirst()) else {
      Issue.record("\(place): there is no `\(text)`")
      return
    }
    let help = command.helpMessage(includeHidden: true, columns: 1000)
    for word in rest where word.hasPrefix("-") && word != "-" {
      let option = word.prefix { $0 != "=" && $0 != "\\" && $0 != "," }
      #expect(
        help.contains("\(option) ") || help.contains("\(option),") || help.contains("\(option)\n"),
        "\(place): `\(text)` has no \(option)")
    }
  }

  /// The command that the first words name, and what follows them; nil where it is not a command that does something.
  private static func command(
    _ root: any ParsableCommand.Type, _ words: ArraySlice<String>
  ) -> (any ParsableCommand.Type, ArraySlice<String>)? {
    var (command, words) = (root, words)
    while let word = words.first,
      let next = command.configuration.subcommands.first(where: { $0._commandName == word })
    {
      (command, words) = (next, words.dropFirst())
    }
    let isGroup = !command.configuration.subcommands.isEmpty && command.configuration.defaultSubcommand == nil
    // A group may be named for all that is in it.
    if isGroup, command == root || words.first.map({ $0.allSatisfy(\.isLowercase) }) ?? false { return nil }
    return (command, words)
  }
}
