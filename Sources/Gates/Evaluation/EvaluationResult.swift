import Documents
import PolicyGraph

/// One judged run of a scenario (`eval_result.v1`): what a person, a model or a program says of one conversation.
public struct EvaluationResult: Sendable, Equatable {
  public static let schemaVersion = "eval_result.v1"

  public var scenario: ScenarioID
  /// Which run of it: the evaluator's own name for the conversation.
  public var run: String
  public var channel: String?
  public var verdict: Verdict
  /// What was looked at beyond the verdict: prohibitions and goals that only a judge can hold a conversation against.
  public var obligations: [Obligation]
  public var judge: Judge
  /// When it was judged.
  public var at: Instant
  /// The draft that was run, by `xxh3-128:` and 32 hexadecimal digits.
  public var draftHash: String
  /// SHA-256 of the same bytes; nil where the evaluator did not record it.
  public var sha256: String?
  public var notes: String?

  public enum Verdict: String, Sendable, CaseIterable {
    case pass, fail
    /// The run or its judging broke down. It counts as not passed.
    case error
  }

  public struct Obligation: Sendable, Equatable {
    /// The text of a `must_not_do` entry or of a goal, exactly as the draft has it.
    public var item: String
    public var verdict: Verdict
    /// Whether one violation is one too many.
    public var isCritical: Bool

    public enum Verdict: String, Sendable, CaseIterable {
      case kept, violated, unjudged
    }

    public init(_ item: String, _ verdict: Verdict, isCritical: Bool = false) {
      self.item = item
      self.verdict = verdict
      self.isCritical = isCritical
    }

    public static func == (left: Self, right: Self) -> Bool {
      left.item.hasSameScalars(as: right.item) && left.verdict == right.verdict
        && left.isCritical == right.isCritical
    }
  }

  public struct Judge: Sendable, Hashable {
    public var kind: Kind
    public var name: String

    public enum Kind: String, Sendable, CaseIterable {
      case human, model, program
    }

    public init(_ kind: Kind, _ name: String) {
      self.kind = kind
      self.name = name
    }
  }

  public init(
    scenario: ScenarioID, run: String, channel: String? = nil, verdict: Verdict,
    obligations: [Obligation] = [],
    judge: Judge, at: Instant, draftHash: String, sha256: String? = nil, notes: String? = nil
  ) {
    self.scenario = scenario
    self.run = run
    self.channel = channel
    self.verdict = verdict
    self.obligations = obligations
    self.judge = judge
    self.at = at
    self.draftHash = draftHash
    self.sha256 = sha256
    self.notes = notes
  }
}

extension JSONValue {
  /// A result as the line of a file has it.
  public init(_ result: EvaluationResult) {
    let text: (String, String?) -> [JSONMember] = { key, text in
      text.map { [JSONMember(key, .string($0))] } ?? []
    }
    self = .object(
      [
        JSONMember("schema_version", .string(EvaluationResult.schemaVersion)),
        JSONMember("scenario", .string(result.scenario.text)),
        JSONMember("run", .string(result.run)),
      ] + text("channel", result.channel) + [
        JSONMember("verdict", .string(result.verdict.rawValue)),
        JSONMember("obligations", .array(result.obligations.map(JSONValue.init))),
        JSONMember(
          "judge",
          .object([
            JSONMember("kind", .string(result.judge.kind.rawValue)),
            JSONMember("name", .string(result.judge.name)),
          ])),
        JSONMember("at", .string(result.at.text)),
        JSONMember("draft_hash", .string(result.draftHash)),
      ] + text("sha256", result.sha256) + text("notes", result.notes))
  }

  private init(_ obligation: EvaluationResult.Obligation) {
    self = .object(
      [
        JSONMember("item", .string(obligation.item)),
        JSONMember("verdict", .string(obligation.verdict.rawValue)),
      ] + (obligation.isCritical ? [JSONMember("critical", .boolean(true))] : []))
  }
}
