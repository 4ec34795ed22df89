import ArgumentParser
import Documents
import Gates
import PolicyGraph

struct ReleaseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "release", abstract: "Keep the releases of an agent in a folder.",
    discussion: """
      The folder holds an audit log, the drafts and certificates that it names, and the gate policy. The log is the \
      source of truth: a version is live because a record says so. Exit status 0: done; 1: findings; 2: refused.
      """,
    subcommands: [
      ReleaseInitCommand.self, ReleaseCertifyCommand.self, ReleaseStatusCommand.self,
      ReleasePublishCommand.self, ReleaseRollbackCommand.self, ReleaseVersionsCommand.self,
      ReleaseRepairCommand.self,
    ])
}

/// Which folder, and how to print.
struct ReleaseOptions: ParsableArguments {
  /// Where releases are kept unless another folder is named.
  static let usualFolder = ".fohc"

  @Option(help: ArgumentHelp("The release folder.", valueName: "folder"))
  var folder = usualFolder

  @Flag(help: "Print one JSON object.")
  var json = false

  @OptionGroup var input: InputOptions

  var releaseFolder: ReleaseFolder { ReleaseFolder(path: folder, input: input) }
}

/// Who does something, and when.
struct ActionOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Who does it; by default the user of the machine.", valueName: "name"))
  var actor: String?

  @Option(help: ArgumentHelp("Do it as of this time (RFC 3339) instead of now.", valueName: "time"))
  var at: Instant?

  var actionContext: ActionContext {
    ActionContext(
      actor: actor ?? Environment.variable("USER") ?? "", at: at ?? WallClock.now, engine: Engine.this)
  }
}

/// A release folder that is sound and locked: the ledger, and what it needs to be acted on.
struct OpenReleases {
  let locked: LockedReleases
  let ledger: ReleaseLedger
  /// Where the next record is appended.
  let end: AuditCheckpoint?

  var contents: ReleaseContents { ReleaseContents(folder: locked.folder) }
  var files: EvidenceFiles { EvidenceFiles(input: locked.folder.input) }
  var policy: Evidence<GatePolicy> { files.rules(locked.folder.policy) }

  /// What a release of a draft is decided from.
  func material(
    draft: Evidence<DraftUnderReview>, evaluations: Evidence<EvaluationFile>
  ) -> ReleaseMaterial {
    var certificate: Evidence<Certificate> = .absent
    if case .present(let draft) = draft, let recorded = ledger.certificate(toRelease: draft.hash) {
      certificate = contents.certificate(recorded)
    }
    return ReleaseMaterial(
      draft: draft, certificate: certificate,
      live: ledger.liveVersion.map { contents.draft($0.draft) } ?? .notNeeded,
      compared: ledger.comparedVersion.map { contents.draft($0.draft) } ?? .notNeeded,
      evaluations: evaluations,
      policy: policy, damage: contents.damage(ledger))
  }

  /// Puts on record what was decided; a refusal by the gates too, and then throws it.
  func commit(_ outcome: Result<AuditEntry, ReleaseRefusal>, _ contents: [LockedReleases.Content] = [])
    throws
    -> AuditEntry
  {
    switch outcome {
    case .success(let entry):
      var end = end
      for waiver in entry.waivers { end = try locked.commit(waiver, [], after: end) }
      try locked.commit(entry, contents, after: end)
      return entry
    case .failure(let refusal):
      if let record = refusal.record { try locked.commit(record, [], after: end) }
      throw refusal
    }
  }
}

extension ReleaseOptions {
  /// Does something with the releases. Prints why it was refused or failed, and ends with the status for that.
  ///
  /// `names`: what the capitals in the commands of a refusal stand for.
  func withReleases(
    _ access: ReleaseFolder.Access, naming names: [String: String?] = [:],
    _ body: (OpenReleases) throws -> Void
  ) throws {
    var known = names
    try reportingFailures(naming: { known }) {
      try releaseFolder.locked(access) { locked in
        switch locked.reading {
        case .sound(let ledger, let end):
          known["LIVE"] = ledger.comparedVersion.map { locked.folder.draft($0.draft) }
          try body(OpenReleases(locked: locked, ledger: ledger, end: end))
        case .faulty(let faults): throw ReleaseRefusal(faults)
        }
      }
    }
  }

  /// The names that are known of a folder, and these.
  func names(_ names: [String: String?]) -> CommandNames {
    CommandNames(names.merging(["POLICY": releaseFolder.policy]) { mine, _ in mine }, folder: folder)
  }

  /// `names`: what is known when something fails.
  func reportingFailures(
    naming names: () -> [String: String?] = { [:] }, _ body: () throws -> Void
  ) throws {
    do {
      try body()
    } catch let refusal as ReleaseRefusal {
      if json {
        try Terminal.print(CanonicalJSON.text(of: self.names(names()).filled(refusal.json)))
      } else {
        try Terminal.print(ReleaseText.lines(of: refusal, self.names(names())))
      }
      throw ExitStatus.gateRefused
    } catch let failure as FileFailure {
      if failure.name == releaseFolder.log, !Files.exists(failure.name) {
        Terminal.complain("`\(folder)` is not a release folder; `fohc release init \(folder)` makes one")
        throw ExitStatus.inputNotReadable
      }
      Terminal.complain("`\(failure.name)` cannot be used: \(failure.reason)")
      throw ExitStatus.outputNotWritable
    }
  }

  /// One JSON object, or lines for a person.
  func print(_ value: @autoclosure () -> JSONValue, _ lines: @autoclosure () -> [String]) throws {
    if json { return try Terminal.print(CanonicalJSON.text(of: value())) }
    try Terminal.print(lines())
  }
}
