import Documents

/// What open warnings do to a release.
public enum WarningRule: String, Sendable, CaseIterable {
  /// They are told, and stand in the way of nothing.
  case report
  /// Nothing that has one is certified or released.
  case refuse
}

extension GatePolicy {
  /// Why what has these open warnings is refused; nil if nothing refuses it.
  func reason(toRefuse open: [String]) -> GateReason? {
    guard warnings == .refuse else { return nil }
    return Self.sentence(of: open).map { GateReason(.openWarnings, "\($0), and the policy refuses warnings") }
  }

  /// The open warnings in a few words; nil for none.
  fileprivate static func sentence(of open: [String]) -> String? {
    guard let first = open.first else { return nil }
    let more = open.count == 1 ? "" : " (and \(open.count - 1) more)"
    return "\(open.count == 1 ? "a warning is" : "\(open.count) warnings are") open: \(first)\(more)"
  }
}

extension ReleaseLedger {
  /// Why nothing is certified of what has these open warnings. A policy that cannot be read allows none.
  public func refusal(ofWarnings open: [String], under policy: Evidence<GatePolicy>) -> ReleaseRefusal? {
    guard let sentence = GatePolicy.sentence(of: open) else { return nil }
    guard case .present(let policy) = policy else {
      return ReleaseRefusal(.openWarnings, "\(sentence), and no gate policy that can be read allows warnings")
    }
    return policy.reason(toRefuse: open).map { ReleaseRefusal(.openWarnings, $0.sentence) }
  }
}
