/// The trades that `fohc init` knows.
enum Trade: String, CaseIterable {
  case general, restaurant, dental, hotel, property, airline, bank, broadband, vet

  var template: TradeTemplate {
    switch self {
    case .general: .general
    case .restaurant: .restaurant
    case .dental: .dental
    case .hotel: .hotel
    case .property: .property
    case .airline: .airline
    case .bank: .bank
    case .broadband: .broadband
    case .vet: .vet
    }
  }

  /// All trades, one a line, with what each agent does.
  static var list: String {
    let width = allCases.map(\.rawValue.count).max() ?? 0
    return allCases.map {
      $0.rawValue + String(repeating: " ", count: width + 2 - $0.rawValue.count) + $0.template.summary
    }.joined(separator: "\n")
  }
}

/// What differs between the blueprints of `fohc init`; the comments and the shape are the same for all.
struct TradeTemplate {
  struct Phase {
    let id, label, goal, successSignal: String
    let slots: [String]
  }

  struct Slot {
    let key, label, question: String
  }

  struct Tool {
    let id, meaning: String
    let needsConfirmation: Bool
  }

  struct Scenario {
    let id, channel, userGoal: String
    let mustCollect: [String]
    var mustDo: [String] = []
    let mustNotDo: [String]
  }

  /// One line for the list of trades.
  let summary: String
  let name, role, objective, audience, brandVoice: String
  let boundaries: [String]
  /// The first is the primary one.
  let channels: [String]
  let phases: [Phase]
  let slots: [Slot]
  let tools: [Tool]
  let triggers: [String]
  let handoffMessage, successOutcome, followUpMessage: String
  /// Tools that are the intent itself: without them nothing has succeeded.
  var successRequires: [String] = []
  let scenarios: [Scenario]
}
