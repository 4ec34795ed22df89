import Documents
import PolicyGraph

/// The graph alone, for other programs: nodes with kind and phase, edges with events.
enum GraphJSON {
  static func value(of draft: Draft) -> JSONValue {
    let all = JSONValue(draft)
    return .object([
      JSONMember("entry", .string(draft.entry.text)),
      JSONMember("nodes", all["nodes"] ?? .array([])),
      JSONMember("edges", all["edges"] ?? .array([])),
    ])
  }
}
