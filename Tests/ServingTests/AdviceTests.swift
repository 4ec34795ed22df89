import ArgumentParser
import Foundation
import TestSupport
import Testing

@testable import Serving
@testable import fohc
@testable import fohc_server

/// What messages tell people to run is there: each command, each option and each address that the sources name.
struct AdviceTests {
  /// A line of the sources, and what it says between two of these marks.
  private struct Mention {
    let place: String
    let text: String
  }

  /// Everything in the sources that begins like this, in backticks or as a text of its own.
  private static func mentions(_ beginning: String) throws -> [Mention] {
    let sources = Repository.root.appending(path: "Sources")
    let files = try #require(FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil))
    var mentions: [Mention] = []
    for case let file as URL in files where file.pathExtension == "swift" {
      let lines = try String(contentsOf: file, encoding: .utf8).split(
        separator: "\n", omittingEmptySubsequences: false)
      for (number, line) in lines.enumerated() {
        for mark in ["`", "\""] {
          // Between the marks are the second part, the fourth and so on; a line may begin within them.
          for part in line.components(separatedBy: mark).dropFirst() where part.hasPrefix(beginning) {
            mentions.append(Mention(place: "\(file.lastPathComponent):\(number + 1)", text: part))
          }
        }
      }
    }
    return mentions
  }

  @Test func everyCommandIsThere() throws {
    let mentions = try Self.mentions("fohc ") + Self.mentions("fohc-server ")
    #expect(mentions.count > 60)
    for mention in mentions {
      let words = mention.text.split(separator: " ").map(String.init)
      // Of any command, and made from a command's name.
      if words.count < 2 || ["…", "\\"].contains(where: { words[1].hasPrefix($0) }) { continue }
      let root: any ParsableCommand.Type = words[0] == "fohc" ? FOHC.self : FOHCServer.self
      guard let (command, rest) = Self.command(root, words.dropFirst()) else {
        Issue.record("\(mention.place): there is no `\(mention.text)`")
        continue
      }
      let help = command.helpMessage(includeHidden: true, columns: 1000)
      for word in rest where word.hasPrefix("-") && word != "-" {
        let option = word.prefix { $0 != "=" && $0 != "\\" && $0 != "," }
        #expect(
          help.contains("\(option) ") || help.contains("\(option),") || help.contains("\(option)\n"),
          "\(mention.place): `\(mention.text)` has no \(option)")
      }
    }
  }

  /// The command that the first words name, and what follows them; nil where it is not a command that does something.
  private static func command(
    _ root: any ParsableCommand.Type, _ words: ArraySlice<String>
  ) -> (any ParsableCommand.Type, ArraySlice<String>)? {
    var (command, words) = (root, words)
    // The desk tool hands these on to the server's own program.
    if root == FOHC.self, let first = words.first, ["serve", "user", "token"].contains(first) {
      command = FOHCServer.self
    }
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

  /// Commands of the platform's client that its releases are known to have, with the options that they are known to take.
  private static let client: [String: Set<String>] = [
    "auth login": [], "org list": [], "agent list": [], "agent validate": ["--agent"],
    "agent publish": ["--agent"],
    "agent versions": ["--agent"], "agent guardrail list": [],
    "certify run": ["--agent", "--profile", "--json"],
    "ops incidents list": [],
  ]

  @Test func everyCommandOfTheClientIsKnown() throws {
    let mentions = try Self.mentions("foh ")
    #expect(mentions.count > 10)
    for mention in mentions {
      let words = mention.text.split(separator: " ").dropFirst().map(String.init)
      let name = words.prefix { !$0.hasPrefix("-") }.joined(separator: " ")
      let options = Set(words.filter { $0.hasPrefix("-") })
      #expect(
        Self.client[name].map { options.isSubset(of: $0) } ?? false, "\(mention.place): \(mention.text)")
    }
  }

  @Test func everyAddressIsServed() throws {
    let mentions = try Endpoint.Method.allCases.flatMap { try Self.mentions("\($0.rawValue) /") }
    #expect(mentions.count > 5)
    for mention in mentions {
      let words = mention.text.split(separator: " ").map(String.init)
      #expect(
        Endpoint.all.contains { $0.method.rawValue == words[0] && $0.path == words[1] },
        "\(mention.place): \(mention.text)")
    }
  }
}
