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
      router: router,
      server: .http1(
        configuration: .init(
          additionalChannelHandlers: [NoRequest(logger: logger)],
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

  private var router: Router<ConnectionContext> {
    let router = Router(context: ConnectionContext.self)
    router.add(middleware: NothingThere())
    let service = service
    for endpoint in Endpoint.all {
      let dispatch = Dispatch(service: service, endpoint: endpoint)
      router.on(RouterPath(endpoint.path), method: endpoint.method.http) { request, context in
        await dispatch.respond(to: request, context)
      }
    }
    return router
  }
}

/// What is known of a request beside what it says.
struct ConnectionContext: RequestContext {
  var coreContext: CoreRequestContextStorage
  /// Without the port; `-` where there is no network.
  let remoteAddress: String

  init(source: ApplicationRequestContextSource) {
    coreContext = .init(source: source)
    remoteAddress = source.channel.remoteAddress?.ipAddress ?? "-"
  }
}

/// Answers what no route is there for in the way of all other refusals: an address where there is nothing, or one that is
/// asked for in a way that it is not.
private struct NothingThere: RouterMiddleware {
  func handle(
    _ request: Request, context: ConnectionContext,
    next: (Request, ConnectionContext) async throws -> Response
  ) async throws -> Response {
    do {
      return try await next(request, context)
    } catch is HTTPError {
      let served = Endpoint.all.filter { $0.isAt(request.uri.path) }.map(\.method)
      let refusal = served.isEmpty ? Refusal.noSuchRoute : Refusal.wrongMethod(served)
      return Response(refusal.reply, requestID: UUID().uuidString.lowercased())
    }
  }
}

extension Endpoint {
  /// Whether a path is one of this endpoint's.
  fileprivate func isAt(_ other: String) -> Bool {
    let (template, names) = (path.split(separator: "/"), other.split(separator: "/"))
    return template.count == names.count && zip(template, names).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
  }
}

extension Endpoint.Method {
  fileprivate var http: HTTPRequest.Method {
    switch self {
    case .get: .get
    case .post: .post
    case .put: .put
    case .patch: .patch
    case .delete: .delete
    }
  }
}

extension Refusal {
  fileprivate static func wrongMethod(_ served: [Endpoint.Method]) -> Refusal {
    let names = served.map(\.rawValue).sorted().joined(separator: ", ")
    return Refusal(
      405, "method_not_allowed", "this address takes \(names)",
      remediation: "see /openapi.json for what is served"
    ).with(header: "Allow", names)
  }
}
