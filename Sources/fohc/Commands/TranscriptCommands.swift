import ArgumentParser
import BlueprintCompiler
import Gates
import PolicyGraph

struct TranscriptCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "transcript", abstract: "Hold recorded conversations against a draft.",
    subcommands: [ReplayTranscriptCommand.self])
}

struct ReplayTranscriptCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay", abstract: "Follow recorded conversations on a draft, and say where one leaves it.",
    discussion: """
      Reads transcripts (`foh_transcript_export.v2`: `fohc schema transcript` prints what is read of it), one a file; of \
      a folder all .json files below it. What a transcript leaves open is tried in every way. Exit status 0: all of them \
      are conversations of the draft. 1: one is not, or cannot be told.
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
    let program = PolicyProgram(try input.draft(at: draft).draft)
    var replays: [(file: String, replay: TranscriptReplay)] = []
    for path in try files() {
      let source = try input.read(path)
      let replay = replayTranscript(source, on: program, limits: input.limits)
      replays.append((path, replay))
      if format == .human, !replay.diagnostics.isEmpty {
        try HumanRenderer(usesColour: Terminal.usesColour).print(replay.diagnostics, in: source)
      }
    }
    switch format {
    case .human: for line in TranscriptText.lines(of: replays.map(\.replay)) { try Terminal.print(line) }
    case .json: try Terminal.print(CanonicalJSON.text(of: TranscriptText.json(of: replays)))
    }
    if replays.contains(where: { $0.replay.verdict != .followed }) { throw ExitStatus.findings }
  }

  private func files() throws -> [String] {
    var files: [String] = []
    for path in paths {
      guard Files.isFolder(path) else {
        files.append(path)
        continue
      }
      do throws(FileFailure) {
        files += try Files.documents(below: path).filter { $0.lowercased().hasSuffix(".json") }
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
