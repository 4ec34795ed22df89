import Documents
import Gates
import Logging
import Registry

/// What every handler needs.
struct Service: Sendable {
  let store: any RegistryStore
  let settings: Settings
  let tokens: Tokens
  let signIns: SignInLimiter
  let workerPools: WorkerPools
  let deadlines: Deadlines
  let validations: ValidationCache
  let reviews: ReviewCache
  let metrics: Metrics
  let logger: Logger
}

/// How a server is run.
public struct Settings: Sendable {
  /// The address to listen on: by default only this machine can reach it.
  public var host = "127.0.0.1"
  /// 0: any that is free.
  public var port = 8080
  /// Largest body that is read, in bytes.
  public var bodyBytes = 9 << 20
  /// Seconds in which a request has to have come in whole.
  public var receiveSeconds = 30
  /// Seconds after which a connection without a request is closed.
  public var idleSeconds = 60
  /// Proxies that every request comes through: see `ClientAddress`.
  public var trustedProxies = 0
  /// Connections at a time; more wait to be accepted.
  public var connections = 1024
  /// Jobs that may wait for a processor before new ones are turned away.
  public var waitingJobs = 256
  /// Hours for which a certificate is valid, if the gates accept it.
  public var certificateHours = 24
  /// Hours that a token is good for.
  public var tokenHours = 12
  /// What every organisation is held to beside its own gate policy.
  public var rules: EnvironmentRules
  /// What certificates are signed with.
  public var signingKey: SigningKey?
  /// What time it is.
  public var clock: @Sendable () -> Instant

  /// The defaults for everything but the rules and the clock, which have none.
  public init(rules: EnvironmentRules, clock: @escaping @Sendable () -> Instant) {
    self.rules = rules
    self.clock = clock
  }
}
