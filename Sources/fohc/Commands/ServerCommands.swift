import ArgumentParser

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Commands of the server, which is a separate program: linking it here would make every start several times slower.
struct ServeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve", abstract: "Serve the registry of agents over HTTP (`fohc serve --dev` to try it).")

  @Argument(parsing: .captureForPassthrough, help: "Options of `fohc-server serve`.")
  var arguments: [String] = []

  func run() throws { try ServerProgram.run("serve", arguments) }
}

struct UserCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "user", abstract: "Manage who can sign in to a server.")

  @Argument(parsing: .captureForPassthrough, help: "Options of `fohc-server user`.")
  var arguments: [String] = []

  func run() throws { try ServerProgram.run("user", arguments) }
}

struct TokenCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "token", abstract: "Issue a bearer token for a user of a server.")

  @Argument(parsing: .captureForPassthrough, help: "Options of `fohc-server token`.")
  var arguments: [String] = []

  func run() throws { try ServerProgram.run("token", arguments) }
}

/// `fohc-server`: the program that `FOHC_SERVER` names, or the one beside this program, or the first on the PATH.
private enum ServerProgram {
  private static let name = "fohc-server"

  /// Becomes the server; returns only by throwing.
  static func run(_ command: String, _ arguments: [String]) throws -> Never {
    let words = [name, command] + arguments
    var pointers = words.map { strdup($0) } + [nil]
    if let named = Environment.variable("FOHC_SERVER") {
      execv(named, &pointers)
      // Another server than the one that was asked for would be a surprise.
      Terminal.complain(
        "`FOHC_SERVER` names `\(named)`, which cannot be started: \(String(cString: strerror(errno)))")
      throw ExitStatus.inputNotReadable
    }
    if let beside { execv(beside, &pointers) }
    execvp(name, &pointers)
    Terminal.complain(
      """
      `fohc-server` is neither beside this program nor on the PATH; `make install-server` installs it, and the variable \
      `FOHC_SERVER` can name it
      """)
    throw ExitStatus.inputNotReadable
  }

  private static var beside: String? {
    guard let program = realpath("/proc/self/exe", nil) else { return nil }
    defer { free(program) }
    let path = String(cString: program)
    return path.lastIndex(of: "/").map { String(path[..<$0]) + "/" + name }
  }
}
