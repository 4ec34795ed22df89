import Foundation
import Gates
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import Registry
import ServiceLifecycle

/// The server: routes every ``Endpoint`` to its ``Dispatch``, within the limits of its ``Settings``.
public struct Server: Sendable {
  private let service: Service

  /// For tests: what has been counted.
  var signIns: SignInLimiter { service.signIns }

  /// Opens no socket yet: the server listens from ``run(onRunning:)`` on.
  public init(store: any RegistryStore, settings: Settings, tokens: Tokens, logger: Logger) {
    service = Service(
      store: store, settings: settings, tokens: tokens, signIns: SignInLimiter(),
      workerPools: WorkerPools(processors: System.coreCount, waiting: settings.waitingJobs),
      deadlines: Deadlines(), validations: ValidationCache(), reviews: ReviewCache(),
      metrics: Metrics(),
      logger: logger)
  }

  /// The application, to be run or tested. `onRunning` is given the port that it listens on.
  package func application(
    onRunning: @escaping @Sendable (Int) async -> Void = { _ in }
  ) -> some ApplicationProtocol {
    let (settings, logger) = (service.settings, service.logger)
    return Application(
      responder: Routes(Endpoint.all, service: service),
      server: .http1(
        configuration: .init(
          additionalChannelHandlers: [MalformedRequestHandler(logger: logger), ExpectContinueHandler()],
          idleTimeout: .seconds(Int64(settings.idleSeconds)),
          httpDecoderConfiguration: .init(
            maxHeaderFieldSize: 16 << 10, maxHeaderListSize: 32 << 10, maxHeaderFieldCount: 100))),
      configuration: .init(
        address: .hostname(settings.host, port: settings.port), serverName: "fohc",
        availableConnectionsDelegate: MaximumAvailableConnections(settings.connections)),
      onServerRunning: { channel in await onRunning(channel.localAddress?.port ?? settings.port) },
      logger: service.logger)
  }

  /// Serves until the process is told to end (SIGTERM, SIGINT); then takes nothing more, finishes what it has taken on, and
  /// closes the store. Throws a ``ListenFailure`` where it cannot listen.
  public func run(onRunning: @escaping @Sendable (Int) async -> Void) async throws {
    do {
      try await application(onRunning: onRunning).runService()
    } catch let error as IOError {
      throw ListenFailure(error, service.settings)
    } catch let error as SocketAddressError {
      throw ListenFailure(error, service.settings)
    } catch let error as SocketAddressError.UnknownHost {
      throw ListenFailure(error, service.settings)
    }
    try await service.workerPools.shutdown()
    try service.store.close()
  }
}

/// Why the server cannot listen where it was asked to, in words.
public struct ListenFailure: Error {
  /// What is wrong and what to do, in a sentence.
  public let message: String

  init(_ error: any Error, _ settings: Settings) {
    let place = "port \(settings.port) of \(settings.host)"
    switch (error as? IOError)?.errnoCode {
    case EADDRINUSE:
      message =
        "\(place) is in use by another program: stop that, or name another port with `--port` (0: any)"
    case EACCES:
      message = "this user may not listen on \(place): name a port from 1024 with `--port`"
    case EADDRNOTAVAIL:
      message = "\(settings.host) is not an address of this machine: name one with `--host`"
    case nil: message = "\(settings.host) is not an address to listen on: name one with `--host`"
    default: message = "cannot listen on \(place): \(error)"
    }
  }
}

/// What is known of a request beside what it says.
struct ConnectionContext: RequestContext {
  var coreContext: CoreRequestContextStorage
  /// Without the port; `-` where there is no network.
  let remoteAddress: String
  private let channel: any Channel

  init(source: ApplicationRequestContextSource) {
    coreContext = .init(source: source)
    remoteAddress = source.channel.remoteAddress?.ipAddress ?? "-"
    channel = source.channel
  }

  /// Has the client send the body that it waits with, if it does.
  func askForBody() { channel.triggerUserOutboundEvent(ExpectContinueHandler.Continue(), promise: nil) }
}
