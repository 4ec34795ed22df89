import ArgumentParser
import Documents
import Gates
import PolicyGraph
import Rendering

struct AuditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit", abstract: "Show the audit log, or verify that it was not changed.",
    subcommands: [Show.self, Verify.self])

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print the records of an audit log.",
      discussion: """
        One line for each record: its number, time, actor, action, draft and details. The log is verified \
        too; faults go to standard error. Exit status 0: intact; 1: not.
        """)

    @Argument(help: "The log; `-` for standard input.")
    var log: String

    @Flag(help: "Print each record as a line of JSON.")
    var json = false

    func run() throws {
      let source = try LogFile.read(log)
      let report = try AuditLog.verify(source.bytes) { record in
        try Terminal.print(json ? CanonicalJSON.text(of: record.json) : AuditText.line(of: record))
      }
      for fault in report.faults { Terminal.complain(AuditText.line(of: fault)) }
      if report.leftOut > 0 { Terminal.complain("\(report.leftOut) more faults are not shown") }
      throw report.isIntact ? .success : ExitStatus.findings
    }
  }

  struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Check that no record of an audit log was changed, removed, added or moved.",
      discussion: """
        Each record carries a digest of all before it, so that the log shows every change within it. That records \
        were cut off its end, or that someone rewrote it with new digests, shows only \
        against a checkpoint that was kept elsewhere: write one with --write-checkpoint, and give it back with \
        --checkpoint. Exit status 0: intact; 1: not.
        """)

    @Argument(help: "The log; `-` for standard input.")
    var log: String

    @Option(help: ArgumentHelp("A checkpoint of the log, to check it against.", valueName: "file"))
    var checkpoint: String?

    @Option(help: ArgumentHelp("If the log is intact, write a checkpoint of it.", valueName: "file"))
    var writeCheckpoint: String?

    @OptionGroup var input: InputOptions

    func run() throws {
      let kept = try checkpoint.map(readCheckpoint)
      let source = try LogFile.read(log)
      let report = AuditLog.verify(source.bytes, against: kept)
      try Terminal.print(AuditText.lines(of: report, name: log, against: kept))
      guard report.isIntact else { throw ExitStatus.findings }
      guard let writeCheckpoint else { return }
      guard let end = report.end else {
        Terminal.complain("an empty log has no checkpoint; `\(writeCheckpoint)` is not written")
        throw ExitStatus.findings
      }
      try Output.write(PrettyJSON.text(of: end.json), to: writeCheckpoint, madeFrom: [log])
    }

    private func readCheckpoint(_ path: String) throws -> AuditCheckpoint {
      let source = try input.read(path)
      var findings = Findings(limits: input.limits)
      let document = readJSON(source, limits: input.limits, findings: &findings)
      guard let read = document.flatMap({ AuditCheckpoint.decode($0, findings: &findings) }) else {
        try FindingsText.ofCommandLine(usesColour: Terminal.usesColour).print(findings.sorted, in: source)
        throw ExitStatus.findings
      }
      return read
    }
  }
}

private enum LogFile {
  static func read(_ path: String) throws -> SourceText {
    do throws(FileFailure) {
      return try Files.readLog(path)
    } catch {
      Terminal.complain("`\(error.name)` cannot be read: \(error.reason)")
      throw ExitStatus.inputNotReadable
    }
  }
}
