import ArgumentParser
import TestSupport
import Testing

@testable import fohc

/// What messages tell people to run is there.
struct AdviceTests {
  @Test func everyCommandIsThere() throws {
    let mentions = try Mention.all("fohc ").filter { !$0.words.isEmpty }
    #expect(mentions.count > 60)
    for mention in mentions where !Mention.handedOn.contains(mention.words[1]) {
      mention.expectCommand(of: FOHC.self)
    }
  }

  @Test func whatTheServerTakesIsHandedOn() {
    let names = Set(FOHC.configuration.subcommands.map { $0._commandName })
    #expect(Mention.handedOn.isSubset(of: names))
  }
}
