/// A release gate. Each is a total function from evidence to a ``GateVerdict``.
public enum GateName: String, Sendable, CaseIterable {
  /// A passing, fresh simulation certificate for exactly this draft, and both invariants proved.
  case simulationCertificate = "sim_cert"
  /// Nothing that passed in the live version fails, no evidence was weakened, no incident is open.
  case evaluationLoop = "eval_loop"
}

/// What a gate decides. There is no third answer: evidence that is missing, stale or unreadable blocks.
public enum GateVerdict: Sendable, Equatable {
  case pass
  /// Refused, under a stable code that a client can act on.
  case blocked(reasonCode: String)
}
