import ArgumentParser
import Documents
import Gates
import PolicyGraph

struct ReleaseRollbackCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rollback", abstract: "Make an earlier version live again.",
    discussion: """
      Without --version what was live before the live version was released, passing over versions that were \
      themselves rolled back from; if that is not one version that passed, name its number. Its draft is \
      compared with what was released and proved again; incidents and the age of its certificate do not block \
      it. A version that was released by break-glass is not made live again.
      """)

  @Option(help: ArgumentHelp("The version.", valueName: "n"))
  var version: Int?

  @OptionGroup var actionContext: ActionOptions
  @OptionGroup var options: ReleaseOptions

  func run() throws {
    try options.withReleases(.writing) { releases in
      let (target, replaced) = try releases.ledger.versionToActivate(version).get()
      let outcome = releases.ledger.activate(
        target.number, draft: releases.contents.draft(target.draft), actionContext.actionContext)
      _ = try releases.commit(outcome)
      try options.print(
        .object([
          JSONMember("ok", .boolean(true)), JSONMember("release", target.json),
          JSONMember("replaces", .integer(replaced.number)),
        ]), ["✓ version \(target.number) is live again, instead of version \(replaced.number)"])
    }
  }
}

struct ReleaseVersionsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "versions", abstract: "List all versions, and the certificate and decision of each.")

  @OptionGroup var options: ReleaseOptions

  func run() throws {
    try options.withReleases(.reading) { releases in
      let ledger = releases.ledger
      try options.print(
        .object([
          JSONMember("live", ledger.live.map { .integer($0.number) } ?? .null),
          JSONMember("versions", .array(ledger.versions.map(\.json))),
        ]), ReleaseText.lines(ofVersions: ledger))
    }
  }
}

struct ReleaseStatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "Show what is live, and what blocks a draft from going live.",
    discussion: """
      Checks the log and everything that it names. With a draft, says why publishing it now would be refused. \
      Exit status 0: all records are as they were written; 1: not; 2: the log is not reliable.
      """)

  @Argument(help: "A draft or blueprint to publish.")
  var draft: String?

  @Option(help: ArgumentHelp("Recorded evaluations, as JSON Lines.", valueName: "file"))
  var evals: String?

  @Option(help: ArgumentHelp("As of this time (RFC 3339) instead of now.", valueName: "time"))
  var at: Instant?

  @OptionGroup var options: ReleaseOptions

  func run() throws {
    let actionContext = ActionContext(actor: "", at: at ?? WallClock.now, engine: Engine.this)
    let names = ["DRAFT": draft, "EVALUATIONS": evals]
    try options.withReleases(.reading, naming: names) { releases in
      let material = releases.material(
        draft: draft.map { releases.files.draft($0) } ?? .notNeeded,
        evaluations: evals.map { releases.files.evaluations($0) } ?? .notNeeded)
      let status = releases.ledger.status(material, actionContext)
      let known = options.names(names).and(
        releases.ledger.liveVersion.map { ["LIVE": releases.locked.folder.draft($0.draft)] } ?? [:])
      try options.print(
        known.filled(status.json).with(material.review.members),
        ReleaseText.lines(of: status, known, material.review))
      if !status.damage.isEmpty { throw ExitStatus.findings }
    }
  }
}
