import Documents
import PolicyGraph

/// One judged run of a scenario (`eval_result.v1`): what a person, a model or a program says of one conversation.
public struct EvaluationResult: Sendable, Equatable {
  /// The value of `schema_version` in each line of this form.
  public static let schemaVersion = "eval_result.v1"

  /// The scenario of the draft that was run.
  public var scenario: ScenarioID
  /// Which run of it: the evaluator's own name for the conversation.
  public var run: String
  /// Where it was run; nil if the evaluator did not record it.
  public var channel: String?
  /// The judge's verdict on the run as a whole.
  public var verdict: Verdict
  /// What was looked at beyond the verdict: prohibitions and goals that only a judge can hold a conversation against.
  public var obligations: [Obligation]
  /// Who judged. The same run judged by two judges is one run with two judgements.
  public var judge: Judge
  /// When it was judged.
  public var at: Instant
  /// The draft that was run, by `xxh3-128:` and 32 hexadecimal digits.
  public var draftHash: String
  /// SHA-256 of the same bytes; nil if the evaluator did not record it.
  public var sha256: String?
  /// What the judge wrote, for people. It decides nothing.
  public var notes: String?

  /// How a run was judged.
  public enum Verdict: String, Sendable, CaseIterable {
    case pass, fail
    /// The run or its judging broke down. It counts as not passed.
    case error
  }

  /// What was judged of one obligation in one run.
  public struct Obligation: Sendable, Equatable {
    /// The text of a `must_not_do` entry or of a goal, exactly as the draft has it.
    public var item: String
    /// The judge's verdict on the item.
    public var verdict: Verdict
    /// Whether one violation is one too many.
    public var isCritical: Bool

    /// Whether the conversation kept to it. `unjudged` says that nobody looked, and is never a pass.
    public enum Verdict: String, Sendable, CaseIterable {
      case kept, violated, unjudged
    }

    /// `item` has to be the text of the draft, scalar by scalar, to count for it.
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

  /// Who judged a run.
  public struct Judge: Sendable, Hashable {
    /// Whether a person, a model or a program judged.
    public var kind: Kind
    /// Tells judges of one kind apart: a person's name, a model's, a program's with its version.
    public var name: String

    /// What kinds of judges there are. All count alike.
    public enum Kind: String, Sendable, CaseIterable {
      case human, model, program
    }

    /// Takes the values as they are.
    public init(_ kind: Kind, _ name: String) {
      self.kind = kind
      self.name = name
    }
  }

  /// Takes the values as they are; whether they are evidence about a draft is decided by ``EvaluationSet``.
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
