import ArgumentParser
import Gates

/// The server as a separate program, so that the desk tool neither links nor builds it; `fohc serve`, `fohc user` and
/// `fohc token` start it.
@main
struct FOHCServer: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fohc-server", abstract: "Serves the registry of agents over HTTP.",
    discussion:
      """
      Exit status: 0 done, 64 usage, 66 input not readable, 69 not available, 71 cannot listen (a port in use), 73 output \
      not writable.
      """,
    version: Engine.this.version,
    subcommands: [ServeCommand.self, UserCommand.self, TokenCommand.self])
}
