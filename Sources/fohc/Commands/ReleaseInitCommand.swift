import ArgumentParser
import Documents
import Gates
import PolicyGraph
import Rendering

struct ReleaseInitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Make a release folder.",
    discussion: """
      A `gates.yaml` or `.gitattributes` that exists is kept. A folder in which something was recorded \
      is not made again. Keep the folder in git with the blueprint.
      """)

  @Argument(help: "The folder.")
  var folder = ".fohc"

  @OptionGroup var input: InputOptions

  func run() throws {
    let releases = ReleaseFolder(path: folder, input: input)
    do throws(FileFailure) {
      try releases.make(policyTemplate: Self.policy)
    } catch {
      Terminal.complain("`\(error.name)` cannot be made: \(error.reason)")
      throw ExitStatus.outputNotWritable
    }
    let name = Printable.line(folder)
    let option =
      folder == ReleaseOptions.usualFolder ? "" : " --folder \(Printable.line(CommandNames.quoted(folder)))"
    let blueprint = Files.exists(InitCommand.proposedName) ? InitCommand.proposedName : "BLUEPRINT"
    try Terminal.print(
      "made \(name); its rules are in \(name)/gates.yaml; next: fohc release certify \(blueprint)\(option)")
  }

  /// What is written out is what holds without it, but for the rule about warnings: a new folder begins strict.
  static let policy = """
    # What a draft needs before it may go live. `fohc release publish` refuses what does not meet it, and a policy that
    # is weaker than the one of the last release.
    schema_version: gate_policy.v1

    certificate:
      max_age_hours: 24     # oldest certificate
      min_mode: quick       # quick, full or stress
      # min_adaptive_runs: 30   # least random users for each scenario, in full and stress

    # What open warnings of the blueprint do: refuse, or report (they are only shown). Default: report.
    blueprint: {warnings: refuse}

    # Least coverage in percent, of what the scenarios can come to.
    # coverage: {nodes_percent: 60, edges_percent: 40, events_percent: 40, tool_outcomes_percent: 50}

    # Who may sign certificates (`fohc keys new`); with a key here, unsigned ones are refused.
    # trusted_keys:
    #   - {public_key: <base64>, owner: Ana}

    # Recorded evaluations: each scenario separately, never on average.
    # evaluations: {min_runs: 10, pass_rate_percent: 80, confidence: 95%, max_age_hours: 720}

    # Items of `must_not_do` of which no judged run may break one.
    # critical: [gives medical advice]

    # What is allowed for a while: scenario_removed, scenario_weakened, coverage_lower, guarantee_lost, policy_weakened. A
    # date alone is the beginning of that day in UTC.
    # waivers:
    #   - {kind: scenario_removed, subject: books_by_phone, owner: Ana, reason: the line is gone, expires: 2027-01-31}

    """
}

struct ReleaseRepairCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "repair", abstract: "Cut off an incomplete last line that a crash left in the log.",
    discussion: """
      A line without an end was never acknowledged as recorded. Its bytes are kept in a \
      separate file. Nothing else is repaired: changes by hand have to be undone by hand.
      """)

  @OptionGroup var options: ReleaseOptions

  func run() throws {
    try options.reportingFailures {
      try options.releaseFolder.locked(.writing) { locked in
        switch locked.readingWithoutTornBytes {
        case .faulty(let faults): throw ReleaseRefusal(faults)
        case .sound where locked.tornBytes.isEmpty:
          try options.print(
            .object([JSONMember("ok", .boolean(true)), JSONMember("kept", .null)]),
            ["nothing to repair: the log is whole"])
        case .sound:
          let count = locked.tornBytes.count
          let path = try locked.setTornBytesAside()
          try options.print(
            .object([JSONMember("ok", .boolean(true)), JSONMember("kept", .string(path))]),
            ["cut off \(count) bytes that were not a whole record; they are kept in \(Printable.line(path))"])
        }
      }
    }
  }
}
