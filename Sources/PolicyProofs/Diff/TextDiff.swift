import Documents
import PolicyGraph

extension BehaviourDiff {
  /// A text that is said differently.
  package struct TextChange: Sendable {
    /// Where it is said: ``the question for `day```, ``visit/talk``.
    package fileprivate(set) var names: [String]
    /// Nil: nothing was said.
    package let before: String?
    package let after: String?
  }
}

/// What two drafts say differently at what both of them have: the greeting, the questions, the hand-off, and every node.
enum TextDiff {
  static func changes(from old: Draft, to new: Draft) -> [BehaviourDiff.TextChange] {
    var changes: [BehaviourDiff.TextChange] = []
    var known: [[Identifier<TextSpace>?]: Int] = [:]
    let before = texts(of: old)
    let after = Dictionary(texts(of: new).map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    for text in before {
      guard let now = after[text.name], !isSame(text.said, now.said) else { continue }
      let key = [text.said, now.said].map { $0.map { Identifier<TextSpace>($0) } }
      if let position = known[key] {
        // A question is the same wherever it is asked.
        if !text.isQuestionOfNode { changes[position].names.append(text.shown) }
      } else {
        known[key] = changes.count
        changes.append(.init(names: [text.shown], before: text.said, after: now.said))
      }
    }
    return changes
  }

  private enum TextSpace {}

  private struct Text {
    /// What it is found again by.
    let name: Identifier<TextSpace>
    let shown: String
    let said: String?
    var isQuestionOfNode = false
  }

  private static func texts(of draft: Draft) -> [Text] {
    var texts: [Text] = []
    func add(_ shown: String, _ said: String?) {
      texts.append(Text(name: Identifier(shown), shown: shown, said: said))
    }
    add("the greeting", draft.greeting)
    add("the hand-off", draft.member("escalation")?["handoff_message"]?.text)
    for variable in draft.variables ?? [] { add("the question for `\(variable.key)`", variable.ask) }
    for node in draft.nodes {
      switch node.say {
      case .text(let text)?: add("`\(node.id)`", text)
      case .questions(let questions)?:
        for (slot, question) in questions {
          add("`\(node.id)`, for `\(slot)`", question)
          texts[texts.count - 1].isQuestionOfNode = true
        }
      // An `open` without a text speaks the greeting.
      case nil: if node.kind != .open { add("`\(node.id)`", nil) }
      }
    }
    return texts
  }

  private static func isSame(_ left: String?, _ right: String?) -> Bool {
    switch (left, right) {
    case (let left?, let right?): left.hasSameScalars(as: right)
    case (nil, nil): true
    default: false
    }
  }
}
