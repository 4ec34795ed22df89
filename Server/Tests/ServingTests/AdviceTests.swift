import TestSupport
import Testing

@testable import Serving
@testable import fohc_server

/// What messages tell people to run is there: each command of the server, and each address.
struct AdviceTests {
  @Test func everyCommandIsThere() throws {
    let handedOn = try Mention.all("fohc ").filter {
      $0.words.count > 1 && Mention.handedOn.contains($0.words[1])
    }
    let mentions = try handedOn + Mention.all("fohc-server ").filter { !$0.words.isEmpty }
    #expect(handedOn.count > 3 && mentions.count > handedOn.count)
    for mention in mentions { mention.expectCommand(of: FOHCServer.self) }
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
    let mentions = try Mention.all("foh ")
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
    let mentions = try Endpoint.Method.allCases.flatMap { try Mention.all("\($0.rawValue) /") }
    #expect(mentions.count > 5)
    for mention in mentions {
      let words = mention.text.split(separator: " ").map(String.init)
      #expect(
        Endpoint.all.contains { $0.method.rawValue == words[0] && $0.path == words[1] },
        "\(mention.place): \(mention.text)")
    }
  }
}
