import ConversationSimulator

/// `SIM_CERT_MAX_AGE_HOURS` and `SIM_CERT_MIN_MODE`: what the operator of the gates asks for beside any policy
/// (definition 9.6).
public struct EnvironmentRules: Sendable {
  /// Nil: not asked for.
  public let maximumAgeHours: Int?
  /// The weakest mode of a certificate; nil: not asked for.
  public let minimumMode: SimulationMode?

  /// What is wrong with a variable: a rule that cannot be read is not a rule that can be left out.
  public struct Fault: Error {
    /// Which variable it is, and what it may say.
    public let message: String
  }

  /// `variable`: the value of a variable by its name; nil if it is not set. An empty one is an unset one: shells and
  /// files of variables often cannot say it otherwise.
  public init(variable read: (String) -> String?) throws(Fault) {
    func variable(_ name: String) -> String? { read(name).flatMap { $0.isEmpty ? nil : $0 } }
    var hours: Int?
    var mode: SimulationMode?
    if let text = variable("SIM_CERT_MAX_AGE_HOURS") {
      hours = Int(text)
      guard hours.map({ (1...87_600).contains($0) }) ?? false else {
        throw Fault(message: "SIM_CERT_MAX_AGE_HOURS is `\(text)`, and has to be a number from 1 to 87600")
      }
    }
    if let text = variable("SIM_CERT_MIN_MODE") {
      mode = SimulationMode(rawValue: text)
      guard mode != nil else {
        throw Fault(message: "SIM_CERT_MIN_MODE is `\(text)`, and has to be quick, full or stress")
      }
    }
    maximumAgeHours = hours
    minimumMode = mode
  }
}

extension GatePolicy {
  /// Where no policy is written, the environment's rules are the rules.
  public init(_ rules: EnvironmentRules) {
    self.init()
    maximumAgeHours = rules.maximumAgeHours ?? maximumAgeHours
    minimumMode = rules.minimumMode ?? minimumMode
  }

  /// Beside a policy the stricter of the two counts.
  public func tightened(by rules: EnvironmentRules) -> GatePolicy {
    tightened(maximumAgeHours: rules.maximumAgeHours, minimumMode: rules.minimumMode)
  }
}
