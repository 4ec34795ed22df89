import Documents

extension BehaviourDiff {
  /// What `fohc diff --format json` prints and servers answer with.
  public var json: JSONValue {
    .object([
      JSONMember("same", .boolean(isEmpty)),
      JSONMember("complete", .boolean(isComplete)),
      JSONMember("guarantees_lost", .strings(guarantees.filter(\.isLost).map(\.text))),
      JSONMember("guarantees_gained", .strings(guarantees.filter { !$0.isLost }.map(\.text))),
      JSONMember("guarantees", .array(guarantees.map(\.json))),
      JSONMember("declarations", .strings(declarations)),
      JSONMember("differences", .array(divergences.map(\.json))),
      JSONMember("texts", .array(texts.map(\.json))),
      JSONMember("scenarios", .array(scenarios.map(\.json))),
    ])
  }
}

extension BehaviourDiff.GuaranteeChange {
  fileprivate var json: JSONValue {
    .object([
      JSONMember("name", .string(name)), JSONMember("lost", .boolean(isLost)),
      JSONMember("text", .string(text)),
      JSONMember("conversation", .array(conversation.map(\.json))),
    ])
  }
}

extension Conversation.Line {
  fileprivate var json: JSONValue {
    .object([
      JSONMember("speaker", .string(speaker.rawValue)), JSONMember("text", .string(text)),
      JSONMember("node", .string(node)),
    ])
  }
}

extension BehaviourDiff.Divergence {
  fileprivate var json: JSONValue {
    .object([
      JSONMember("place", .string(place)), JSONMember("event", .string(event)),
      JSONMember("before", .strings(before)), JSONMember("after", .strings(after)),
      JSONMember("others", .integer(others)),
      JSONMember("conversation", .array(conversation.map(\.json))),
    ])
  }
}

extension BehaviourDiff.TextChange {
  fileprivate var json: JSONValue {
    .object([
      JSONMember("what", .strings(names)), JSONMember("before", before.map(JSONValue.string) ?? .null),
      JSONMember("after", after.map(JSONValue.string) ?? .null),
    ])
  }
}

extension BehaviourDiff.ScenarioChange {
  fileprivate var json: JSONValue {
    .object([
      JSONMember("scenario", .string(scenario)), JSONMember("change", .string(sentence)),
      JSONMember("before", before.map(JSONValue.string) ?? .null),
      JSONMember("after", after.map(JSONValue.string) ?? .null),
    ])
  }
}
