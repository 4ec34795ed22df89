import Documents
import PolicyGraph

/// The graph alone, for other programs: nodes with kind and phase, edges with events.
public enum GraphJSON {
  /// An object with `entry`, `nodes` and `edges`, which have the form that they have in the draft. O(size of the draft).
  public static func value(of draft: Draft) -> JSONValue {
    let all = JSONValue(draft)
    return .object([
      JSONMember("entry", .string(draft.entry.text)),
      JSONMember("nodes", all["nodes"] ?? .array([])),
      JSONMember("edges", all["edges"] ?? .array([])),
    ])
  }
}
