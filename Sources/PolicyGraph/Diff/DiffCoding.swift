extension BehaviourDiff {
  /// What `fohc diff --format json` prints and servers answer with.
  package var json: JSONValue {
    .object([
      JSONMember("same", .boolean(isEmpty)),
      JSONMember("complete", .boolean(isComplete)),
      JSONMember("guarantees_lost", .strings(guarantees.filter(\.isLost).map(\.text))),
      JSONMember("guarantees_gained", .strings(guarantees.filter { !$0.isLost }.map(\.text))),
      JSONMember("declarations", .strings(declarations)),
      JSONMember("differences", .array(divergences.map(\.json))),
      JSONMember("texts", .array(texts.map(\.json))),
      JSONMember("scenarios", .array(scenarios.map(\.json))),
    ])
  }
}

extension BehaviourDiff.Divergence {
  fileprivate var json: JSONValue {
    .object([
      JSONMember("place", .string(place)), JSONMember("event", .string(event)),
      JSONMember("before", .strings(before)), JSONMember("after", .strings(after)),
      JSONMember("others", .integer(others)),
      JSONMember(
        "conversation",
        .array(
          conversation.map { line in
            .object([
              JSONMember("speaker", .string(line.speaker.rawValue)), JSONMember("text", .string(line.text)),
              JSONMember("node", .string(line.node)),
            ])
          })),
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
