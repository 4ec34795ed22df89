import Documents

/// What was wrong with the blueprint that a draft was made from, in `provenance.faults` (definition 2.9). Such a draft
/// is for showing only: it stands beside the findings in an editor, and may be taken for a good one wherever it is
/// kept without them.
public struct DraftFault: Sendable, Equatable {
  /// The code of the rule.
  public let code: String
  /// The message of the finding.
  public let message: String
  /// JSON Pointer (RFC 6901) into the blueprint.
  public let pointer: String

  /// `pointer` is empty for the blueprint as a whole.
  public init(code: String, message: String, pointer: String) {
    self.code = code
    self.message = message
    self.pointer = pointer
  }

  var json: JSONValue {
    .object([
      JSONMember("code", .string(code)), JSONMember("pointer", .string(pointer)),
      JSONMember("message", .string(message)),
    ])
  }
}

extension Draft {
  private static let key = "provenance"

  /// What was wrong with its blueprint; empty in a draft that may be used. Entries in other shapes count too.
  public var faults: [DraftFault] {
    (members.last { $0.key.hasSameScalars(as: Self.key) }?.value["faults"]?.elements ?? []).map { fault in
      DraftFault(
        code: fault["code"]?.text ?? "", message: fault["message"]?.text ?? "it does not say what",
        pointer: fault["pointer"]?.text ?? "")
    }
  }

  /// The same draft with what was wrong with its blueprint. O(members).
  public func carrying(_ faults: [DraftFault]) -> Draft {
    guard !faults.isEmpty else { return self }
    var draft = self
    let member = JSONMember("faults", .array(faults.map(\.json)))
    guard let index = members.lastIndex(where: { $0.key.hasSameScalars(as: Self.key) }),
      case .object(let provenance) = members[index].value
    else {
      draft.members.append(JSONMember(Self.key, .object([member])))
      return draft
    }
    draft.members[index] = JSONMember(
      Self.key, .object(provenance.filter { !$0.key.hasSameScalars(as: "faults") } + [member]))
    return draft
  }
}

/// Reports that a draft was made from a blueprint with errors.
func checkFaults(of document: Document, findings: inout Findings) {
  guard let faults = document.root.member("provenance")?.member("faults"), faults.kind == .array,
    let first = faults.elements.first(where: { _ in true })
  else { return }
  let more = faults.count > 1 ? " (and \(faults.count - 1) more)" : ""
  let what = first.string("message") ?? "it does not say what"
  findings.report(
    .faultyBlueprint, "this draft was made from a blueprint with errors: \(what)\(more)", at: faults,
    help: "fix the blueprint and compile it again; this draft is for showing only")
}

extension Rule {
  package static let faultyBlueprint = Rule(
    "FOH7110", "faulty-blueprint", .graph, .error, "a draft that was made from a blueprint with errors",
    explanation: """
      An editor shows what a blueprint would become although something is wrong with it. That draft carries what was \
      wrong in `provenance.faults`, so that it is not taken for a good one later: it is not simulated, certified, decided \
      on or released. Fix the blueprint and compile it again; taking the list away by hand makes another draft, which \
      still has what was wrong with it.
      """,
    wrong:
      "\"provenance\": {\"faults\": [{\"code\": \"FOH3004\", \"pointer\": \"/slots/0\", \"message\": \"…\"}]}",
    right: "the draft that `fohc compile` writes of a blueprint without errors")
}

extension [Rule] {
  /// What is wrong with where a draft comes from.
  package static let faultyDrafts: [Rule] = [.faultyBlueprint]
}
