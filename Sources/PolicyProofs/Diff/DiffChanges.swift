import Documents
import PolicyGraph

extension BehaviourDiff {
  /// One way in which conversations go on differently, with everywhere that they do.
  package struct Change: Sendable {
    package let before: [String]
    package let after: [String]
    /// What has to happen where, in the order found.
    package fileprivate(set) var sites: [Site]
    /// Leads to the first of the sites, the same in both drafts.
    package let conversation: [Conversation.Line]
    /// How many further conversations go on differently in this way, at any of the sites.
    package fileprivate(set) var others: Int

    /// What happens, each with the places where it does: those of one kind together, as
    /// ``asks for `day` in `visit`, `brief```. Events that happen at the same places are one entry. O(sites).
    package var occasions: [(events: [String], places: [String])] {
      var places: [Name: [Name: [PhaseID]]] = [:]
      for site in sites {
        places[Name(site.event), default: [:]][Name(site.what), default: []] += site.phase.map { [$0] } ?? []
      }
      let kinds = Self.unique(sites.map { Name($0.what) })
      var entries: [(events: [String], places: [String])] = []
      var known: [[Name]: Int] = [:]
      for event in Self.unique(sites.map { Name($0.event) }) {
        let those = kinds.compactMap { kind in
          places[event]?[kind].map { phases in
            phases.isEmpty
              ? kind.text : "\(kind) in \(Self.unique(phases).map { "`\($0)`" }.joined(separator: ", "))"
          }
        }
        if let entry = known[those.map { Name($0) }] {
          entries[entry].events.append(event.text)
        } else {
          known[those.map { Name($0) }] = entries.count
          entries.append(([event.text], those))
        }
      }
      return entries
    }

    private typealias Name = Identifier<Change>

    private static func unique<Item: Hashable>(_ items: [Item]) -> [Item] {
      var seen: Set<Item> = []
      return items.filter { seen.insert($0).inserted }
    }
  }

  package struct Site: Sendable {
    package let event: String
    /// Where the conversation waits, without the phase.
    package let what: String
    package let phase: PhaseID?
  }

  /// The differences, those together that differ in the same way: where the place itself is named in what follows, it is
  /// “there”.
  package var changes: [Change] {
    var changes: [Change] = []
    var known: [Identifier<Change>: Int] = [:]
    for divergence in divergences {
      let (before, after) = (
        divergence.before.map(divergence.general), divergence.after.map(divergence.general)
      )
      let key = Identifier<Change>((before + ["\u{0}"] + after).joined(separator: "\u{1}"))
      let site = Site(event: divergence.event, what: divergence.what, phase: divergence.phase)
      if let position = known[key] {
        changes[position].sites.append(site)
        changes[position].others += 1 + divergence.others
      } else {
        known[key] = changes.count
        changes.append(
          Change(
            before: before, after: after, sites: [site], conversation: divergence.conversation,
            others: divergence.others))
      }
    }
    return changes
  }
}

extension BehaviourDiff.Divergence {
  private var suffix: String { phase.map { " in `\($0)`" } ?? "" }

  /// The place without its phase.
  fileprivate var what: String { Self.without(suffix, place) }

  /// What is done, told without this place: so that the same at another one is told in the same words.
  fileprivate func general(_ act: String) -> String {
    if act.hasSameScalars(as: place) { return "speaks there again" }
    if act.hasSameScalars(as: "waits again: " + place) { return "waits again" }
    return Self.without(suffix, act)
  }

  private static func without(_ suffix: String, _ text: String) -> String {
    guard !suffix.isEmpty, text.utf8.count > suffix.utf8.count,
      text.utf8.suffix(suffix.utf8.count).elementsEqual(suffix.utf8)
    else { return text }
    return String(decoding: text.utf8.dropLast(suffix.utf8.count), as: UTF8.self)
  }
}
