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

  public init(store: any RegistryStore, settings: Settings, tokens: Tokens, logger: Logger) {
    service = Service(
      store: store, settings: settings, tokens: tokens, signIns: SignInLimiter(),
      workshop: Workshop(processors: System.coreCount, waiting: settings.waitingJobs),
      deadlines: Deadlines(), validations: ValidationMemory(), reviews: ReviewCache(),
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
          additionalChannelHandlers: [NoRequest(logger: logger), Expectation()],
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
  /// closes the store.
  public func run(onRunning: @escaping @Sendable (Int) async -> Void) async throws {
    try await application(onRunning: onRunning).runService()
    try await service.workshop.shutdown()
    try service.store.close()
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
  func askForBody() { channel.triggerUserOutboundEvent(Expectation.Continue(), promise: nil) }
}
