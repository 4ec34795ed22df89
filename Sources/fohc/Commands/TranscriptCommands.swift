import ArgumentParser
import BlueprintCompiler
import ConversationSimulator
import Documents
import Gates
import PolicyGraph
import PolicyProofs
import Rendering

struct TranscriptCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "transcript", abstract: "Check recorded conversations against a draft.",
    subcommands: [ReplayTranscriptCommand.self])
}

struct ReplayTranscriptCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Follow recorded conversations on a draft, and report where one leaves it.",
    discussion: """
      Reads the platform's transcript exports (`foh_transcript_export.v2`), as one packet or as JSON Lines, and single \
      conversations; `fohc schema transcript` prints what is read of them. Of a folder all .json, .jsonl and .ndjson \
      files below it. A conversation is followed by its traces, else by its text, else by what its user said; what that \
      leaves open is tried in every way. Exit status 0: all of them are conversations of the draft. 1: one is not, or \
      that is undecided.
      """)

  @Argument(help: "Transcripts, and folders of them; `-` for standard input.")
  var paths: [String]

  @Option(help: ArgumentHelp("The draft, or its blueprint.", valueName: "file"))
  var draft: String

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case human, json
  }

  @Option(help: "human or json.")
  var format = Format.human

  @OptionGroup var input: InputOptions

  func run() throws {
    let program = try input.draft(at: draft).program
    var files: [(name: String, file: TranscriptFile)] = []
    for path in try paths(of: paths) {
      let source = try input.read(path)
      let file = replayTranscripts(source, on: program, limits: input.limits)
      files.append((path, file))
      if format == .human, !file.diagnostics.isEmpty {
        try FindingsText.ofCommandLine(usesColour: Terminal.usesColour).print(file.diagnostics, in: source)
      }
    }
    switch format {
    case .human:
      try Terminal.print(TranscriptText.lines(of: files.flatMap(\.file.conversations)))
    case .json: try Terminal.print(CanonicalJSON.text(of: TranscriptText.json(of: files)))
    }
    let isFollowed = files.allSatisfy { $0.file.conversations.allSatisfy { $0.verdict == .followed } }
    if !isFollowed { throw ExitStatus.findings }
  }

  private func paths(of paths: [String]) throws -> [String] {
    var files: [String] = []
    for path in paths {
      guard Files.isFolder(path) else {
        files.append(path)
        continue
      }
      do throws(FileFailure) {
        files += try Files.documents(below: path, endings: [".json", ".jsonl", ".ndjson"])
      } catch {
        Terminal.complain("`\(error.name)` cannot be read: \(error.reason)")
        throw ExitStatus.inputNotReadable
      }
    }
    guard !files.isEmpty else {
      Terminal.complain("there is no transcript in \(paths.map { "`\($0)`" }.joined(separator: ", "))")
      throw ExitStatus.inputNotReadable
    }
    return files
  }
}
