import ArgumentParser
import Documents
import Gates
import PolicyGraph

/// The root command. Synchronous: an asynchronous root costs tens of milliseconds at start.
@main
struct FOHC: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fohc",
    abstract: "Compiles, checks and identifies conversational agents.",
    discussion: """
      A Conversation Blueprint (YAML or JSON) says what an agent is to do; fohc compiles it into a flow draft, \
      the typed policy graph that runs. `-` stands for standard input.

      Exit status: 0 clean, 1 findings, 2 a gate refused, 64 usage, 66 input not readable, 70 internal error, \
      73 output not writable.
      """,
    version: Engine.this.version,
    subcommands: [
      CompileCommand.self, ValidateCommand.self, CheckCommand.self, GraphCommand.self, HashCommand.self,
      ReplayCommand.self, ExploreCommand.self, DiffCommand.self, ProveCommand.self, VerifyProofCommand.self,
      SimulateCommand.self, PlayCommand.self, ScenariosCommand.self, CertifyCommand.self, GateCommand.self,
      EvaluationsCommand.self,
      TranscriptCommand.self, ReleaseCommand.self, IncidentCommand.self, AuditCommand.self, KeysCommand.self,
      SchemaCommand.self, ExplainCommand.self, InitCommand.self, YAMLToJSONCommand.self, ServeCommand.self,
      UserCommand.self, TokenCommand.self,
    ])

  static func main() {
    Arguments.check()
    let names = configuration.subcommands.compactMap { $0.configuration.commandName } + ["help"]
    if let name = CommandLine.arguments.dropFirst().first, !name.hasPrefix("-"), !names.contains(name),
      let nearest = NearestName.of(name, among: names)
    {
      Terminal.complain("there is no command `\(name)`; did you mean `\(nearest)`?")
      exit(withError: ExitStatus.usage)
    }
    main(nil)
  }
}
