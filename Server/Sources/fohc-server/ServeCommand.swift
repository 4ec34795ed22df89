import ArgumentParser
import Documents
import Foundation
import Gates
import Logging
import PolicyGraph
import Registry
import RegistrySQLite
import Serving

struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve", abstract: "Serve the registry of agents over HTTP.",
    discussion: """
      With --dev everything that is needed to try it is created in a folder: a database, an organisation, a user and a \
      token, which are printed with three requests to try. By default it listens on 127.0.0.1 only; put a \
      proxy that speaks TLS before it. SIM_CERT_MAX_AGE_HOURS and SIM_CERT_MIN_MODE make the gates stricter than the \
      organisations' policies.
      """)

  @Flag(help: "Create what is needed to try it, in --folder.")
  var dev = false

  @Flag(
    help: """
      With --dev: print FOH_API_URL, FOH_SERVICE_TOKEN and FOH_ORG_ID as shell assignments. If a server already runs for the \
      folder, print its values and exit.
      """)
  var printEnv = false

  @Option(help: ArgumentHelp("With --dev: where everything is kept.", valueName: "folder"))
  var folder = ".fohc-dev"

  @OptionGroup var storage: StorageOptions

  @OptionGroup(title: "Tokens of an identity provider") var callers: CallerOptions

  @Option(help: "The address to listen on.")
  var host = "127.0.0.1"

  @Option(help: ArgumentHelp("The port to listen on; 0: any free port.", valueName: "n"))
  var port = 8080

  @Option(help: ArgumentHelp("Sign certificates with this private key (`fohc keys new`).", valueName: "file"))
  var signingKey: String?

  @Option(help: ArgumentHelp("Largest body of a request, in bytes.", valueName: "n"))
  var maxBodyBytes = 9 << 20

  @Option(
    help: ArgumentHelp(
      """
      How many proxies every request comes through. Sign-ins are then counted by the address that the first of them had \
      the request from: the n-th from the right in X-Forwarded-For. Use it only if all requests come through the proxies.
      """, valueName: "n"))
  var trustedProxies = 0

  @Option(help: "How much is logged: trace, debug, info, notice, warning, error or critical.")
  var logLevel = "notice"

  mutating func validate() throws {
    if printEnv, !dev { throw ValidationError("--print-env needs --dev") }
    if dev, storage.database != nil || storage.secret != nil {
      throw ValidationError(
        "--dev keeps everything in --folder; it cannot be combined with --database or --secret")
    }
    guard (0...65_535).contains(port) else { throw ValidationError("--port is from 0 to 65535") }
    guard (1024...1 << 30).contains(maxBodyBytes) else {
      throw ValidationError("--max-body-bytes is from 1024 to \(1 << 30)")
    }
    guard (0...16).contains(trustedProxies) else {
      throw ValidationError("--trusted-proxies is from 0 to 16")
    }
    guard Logger.Level(rawValue: logLevel) != nil else {
      throw ValidationError("--log-level is trace, debug, info, notice, warning, error or critical")
    }
  }

  func run() async throws {
    var logger = Logger(label: "fohc") { _ in JSONLines() }
    logger.logLevel = Logger.Level(rawValue: logLevel) ?? .notice
    try await reportingFailures {
      if dev { try await serveForDevelopment(logger) } else { try await serve(logger) }
    }
  }

  private func settings() throws -> Settings {
    let rules: EnvironmentRules
    do throws(EnvironmentRules.Fault) {
      rules = try EnvironmentRules { ProcessInfo.processInfo.environment[$0] }
    } catch {
      throw ServerFailure(error.message, .usage)
    }
    var settings = Settings(rules: rules) { WallClock.now }
    settings.host = host
    settings.port = port
    settings.bodyBytes = maxBodyBytes
    settings.trustedProxies = trustedProxies
    settings.signingKey = try signingKey.map { try SecretFiles.signingKey(at: $0) }
    return settings
  }

  private func serve(_ logger: Logger) async throws {
    let database = try storage.requiredDatabase
    let secret = try storage.secretBytes
    let tokens = try callers.tokens(secret: secret, logger)
    let reloading = callers.reloading(tokens, logger)
    defer { reloading?.cancel() }
    let settings = try settings()
    let server = Server(
      store: try SQLiteRegistry(path: database), settings: settings, tokens: tokens, logger: logger)
    try await server.run { port in
      logger.notice("listening", metadata: ["host": "\(settings.host)", "port": "\(port)"])
    }
  }

  private func serveForDevelopment(_ logger: Logger) async throws {
    let place = DevelopmentFolder(path: folder)
    guard try place.lock() else {
      guard printEnv else {
        throw ServerFailure(
          "a server runs for `\(folder)` already; see \(place.environmentFile)", .unavailable)
      }
      return print(try place.environment(), terminator: "")
    }
    let store = try SQLiteRegistry(path: place.database)
    let secret = try SecretFiles.secret(at: place.secret, makingIt: true)
    let tokens = try callers.tokens(secret: secret, logger)
    let reloading = callers.reloading(tokens, logger)
    defer { reloading?.cancel() }
    let account = try await place.account(of: store, tokens)
    let server = Server(store: store, settings: try settings(), tokens: tokens, logger: logger)
    let (host, printsEnvironment) = (host, printEnv)
    try await server.run { port in
      do {
        let environment = account.environment(url: "http://\(host):\(port)")
        try place.write(environment)
        let text = printsEnvironment ? environment : account.welcome(url: "http://\(host):\(port)")
        FileHandle.standardOutput.write(Data(text.utf8))
      } catch {
        logger.error("the folder cannot be written: \(error)")
      }
    }
  }
}

/// The one place that asks what time it is.
enum WallClock {
  static var now: Instant { Instant(seconds: Int(Date().timeIntervalSince1970.rounded(.down))) }
}
