import Documents
import BlueprintCompiler
import PolicyGraph
import PolicyProofs
import TestSupport
import Testing

@testable import Rendering
@testable import fohc

/// Drawings: the overview hides nothing surprising, and every draft can be drawn, broken ones too.
struct GraphTests {
  @Test func overviewIsTheRecordedOne() throws {
    let draft = try Self.example("dental_practice.yaml")
    try Repository.expectGolden(
      Self.overview(draft) + "\n", "Tests/Fixtures/graph/dental_practice.overview.dot")
  }

  @Test(arguments: Repository.examples)
  func overviewOfAnExampleIsSmall(_ name: String) throws {
    let draft = try Self.example(name)
    let picture = OverviewPicture.make(draft, phases: nil)
    #expect(picture.boxes.count <= 40)
    #expect(picture.arrows.count <= 50)
    // All agents that were compiled are ordinary throughout, but for what follows a refusal of what success needs.
    let kinds: [NodeKind] =
      [.clarify, .nudge, .confirm, .call, .report, .apologize]
      + (draft.successRequires == nil ? [.interject] : [])
    let shapes = Set(picture.boxes.map(\.shape))
    #expect(shapes.isDisjoint(with: kinds.map { .kind($0) }))
    #expect(picture.boxes.filter(\.isFaulty).map(\.title) == [])
    #expect(!MermaidRenderer.text(of: picture).contains("%%{init"))
  }

  @Test(arguments: Repository.examples)
  func fullHasEveryNode(_ name: String) throws {
    let draft = try Self.example(name)
    let picture = FullPicture.make(draft, phases: nil)
    let names = Set(picture.boxes.map(\.name))
    for (position, node) in draft.nodes.enumerated() {
      // Terminals may have given way to their small boxes.
      let stands = names.contains("n\(position)") || names.contains { $0.hasPrefix("n\(position)_at_") }
      #expect(stands, "\(node.id) is not drawn")
    }
    #expect(picture.arrows.allSatisfy { names.contains($0.from) && names.contains($0.to) })
  }

  // MARK: Nothing surprising is hidden

  /// What an editor may do to one edge. Whatever it is, the overview has to look different.
  enum Edit: String, CaseIterable {
    case removed, redirected, guarded, resumed, flagged
  }

  @Test(arguments: Edit.allCases, variants)
  func overviewShowsEveryEditOfAnEdge(_ edit: Edit, _ variant: String) throws {
    let draft = try Self.draft(of: variant)
    let before = Self.picture(draft)
    for (position, edge) in draft.edges.enumerated() {
      var edited = draft
      switch edit {
      case .removed: edited.edges.remove(at: position)
      case .redirected: edited.edges[position].to = "somewhere else"
      case .guarded:
        edited.edges[position].when = .all([.filled("day"), .filled("zone")] + [edge.when ?? .all([])])
      case .resumed: edited.edges[position].resume = !edge.resumes
      case .flagged: edited.edges[position].sets = edge.sets == nil ? .deferred : nil
      }
      let after = Self.picture(edited)
      #expect(after != before, "\(edit) \(edge.from) -\(edge.on.name)-> \(edge.to)")
      if edit == .redirected { #expect(after.boxes.contains { $0.title == "somewhere else" }) }
    }
  }

  @Test(arguments: variants)
  func overviewShowsEveryEditOfANode(_ variant: String) throws {
    let draft = try Self.draft(of: variant)
    let before = Self.picture(draft)
    for (position, node) in draft.nodes.enumerated() {
      var edited = draft
      edited.nodes[position].kind = node.kind == .report ? .interject : .report
      #expect(Self.picture(edited) != before, "\(node.id) of another kind")
      edited.nodes[position] = node
      edited.nodes.append(node)
      #expect(Self.picture(edited) != before, "\(node.id) twice")
      edited = draft
      edited.nodes.remove(at: position)
      #expect(Self.picture(edited) != before, "\(node.id) removed")
      edited = draft
      edited.entry = node.id
      #expect(node.id == draft.entry || Self.picture(edited) != before, "\(node.id) as entry")
    }
  }

  @Test func aDeviatingSidePathIsDrawn() throws {
    var draft = try Self.draft(of: BaseBlueprint.text)
    let position = try #require(draft.edges.firstIndex { $0.from == "visit/ask/1/clarify" })
    draft.edges[position].to = "brief/route"
    let picture = OverviewPicture.make(draft, phases: nil)
    let drawn = picture.boxes.filter { $0.shape == .kind(.clarify) }
    #expect(drawn.map(\.title) == ["clarify"])
    let legend = try #require(picture.boxes.first { $0.shape == .legend })
    let line = "unclear: clarified up to 2 times, then hand-off (unless drawn otherwise)"
    #expect(legend.lines.contains(line))
    #expect(legend.lines.contains("silence: nudged once, then abandoned"))
  }

  @Test func aToolThatActsUnaskedSaysSo() throws {
    var draft = try Self.draft(of: BaseBlueprint.text)
    #expect(Self.overview(draft).contains("book_viewing (asks first; on failure: one retry, then apology)"))
    let position = try #require(draft.tools?.firstIndex { $0.id == "find_homes" })
    draft.tools?[position].requiresConfirmation = true
    #expect(Self.overview(draft).contains("find_homes (does NOT ask first;"))
    let retry = try #require(draft.nodes.firstIndex { $0.attempt == 2 })
    draft.nodes[retry].idempotencyKey = "another"
    #expect(Self.overview(draft).contains("key another"))
  }

  // MARK: What is drawn

  @Test func aPhaseIsDrawnAloneWithWhereItLeads() throws {
    let draft = try Self.draft(of: BaseBlueprint.text)
    let picture = FullPicture.make(draft, phases: ["brief"])
    #expect(picture.groups.map(\.title) == ["brief"])
    let stub = try #require(picture.boxes.first { $0.shape == .elsewhere })
    #expect(stub.lines == ["in visit"])
    for node in draft.nodes where node.phase == "visit" {
      #expect(!picture.boxes.contains { $0.name == PictureNames.name(of: node, in: draft) })
    }
  }

  @Test(
    arguments: [
      (Guard.not(.visits("brief/ask/1/nudge", below: 1)), "2nd time"),
      (.visits("brief/ask/1/nudge", below: 1), "1st time"),
      (.visits("brief/ask/1/clarify", below: 2), "first 2 times"),
      (.not(.visits("brief/ask/1/clarify", below: 2)), "3rd time"),
      (.visits("visit/talk", below: 1), "1st time at visit/talk"),
      (.not(.all([.filled("area"), .filled("beds")])), "area or beds missing"),
      (
        .all([.not(.deferred), .all([.filled("area"), .filled("beds")])]),
        "no question put off, area, beds known"
      ),
      (.any([.filled("area"), .not(.filled("beds"))]), "area known or beds missing"),
      (.not(.any([.filled("area"), .deferred])), "not (area known or question put off)"),
      (.all([]), "always"), (.any([]), "never"),
    ] as [(Guard, String)])
  func guardsAreWords(_ condition: Guard, _ text: String) throws {
    let words = GraphWords(GraphIndex(try Self.draft(of: BaseBlueprint.text)))
    #expect(words.text(of: condition, at: "brief/ask/1") == text)
  }

  @Test func mermaidRaisesItsLimitsOnlyWhereItMust() throws {
    let draft = try Self.example("broadband_faults.yaml")
    let full = MermaidRenderer.text(of: FullPicture.make(draft, phases: nil))
    #expect(full.hasPrefix("%%{init: {\"maxEdges\": "))
    let remark = try #require(full.split(separator: "\n").dropFirst().first)
    #expect(remark.hasPrefix("%% 698 arrows") && remark.contains("draw one phase at a time."))
    let part = MermaidRenderer.text(of: FullPicture.make(draft, phases: ["safety"]))
    #expect(part.hasPrefix("flowchart LR\n"))
  }

  // MARK: Any draft

  @Test func aBrokenDraftIsDrawn() {
    var ask = Node("a/ask/1", .ask, phase: "a")
    ask.slots = ["x"]
    let draft = Draft(
      entry: "nowhere", nodes: [ask, ask, Node("handoff", .handoff)],
      edges: [
        Edge("a/ask/1", .answered, "gone"), Edge("ghost", .auto, "a/ask/1"), Edge("ghost", .auto, "gone"),
        Edge("handoff", .auto, "a/ask/1"), Edge("a/ask/1", .escalate, "handoff"),
      ], tools: nil, variables: nil, scenarios: nil, members: [])
    for picture in [OverviewPicture.make(draft, phases: nil), FullPicture.make(draft, phases: nil)] {
      let missing = picture.boxes.filter { $0.shape == .missing }.map(\.title)
      #expect(Set(missing) == ["nowhere", "gone", "ghost"])
      let asks = picture.boxes.filter { $0.shape == .kind(.ask) }
      #expect(asks.count == 2)
      #expect(asks.allSatisfy { $0.lines.contains("no edge on silence") })
      let names = picture.boxes.map(\.name)
      #expect(Set(names).count == names.count)
      #expect(picture.arrows.allSatisfy { names.contains($0.from) && names.contains($0.to) })
      #expect(DotRenderer.text(of: picture).contains("style=dashed, color=\"#cc0000\""))
    }
    let empty = Draft(
      entry: "", nodes: [], edges: [], tools: nil, variables: nil, scenarios: nil, members: [])
    #expect(Self.overview(empty).contains("missing"))
  }

  @Test func namesCannotBreakOutOfALabel() {
    let hostile = "a\"]; x -> y\\\n<b>&lt;</b> `#1` \u{202E} %%{"
    var ask = Node(NodeID(hostile), .ask, phase: PhaseID(hostile))
    ask.slots = [SlotKey(hostile), "שלום"]
    let draft = Draft(
      entry: ask.id, nodes: [ask], edges: [Edge(ask.id, .tool(ToolID(hostile)), ask.id)], tools: nil,
      variables: nil, scenarios: nil, members: [JSONMember("name", .string(hostile))])
    let picture = FullPicture.make(draft, phases: nil)
    let dot = DotRenderer.text(of: picture)
    #expect(dot.contains(#"a\"]; x -> y\\ <b>&amp;lt;</b> `#1` U+202E %%{"#))
    #expect(dot.contains("\u{2068}שלום\u{2069}"))
    let mermaid = MermaidRenderer.text(of: picture)
    #expect(
      mermaid.contains("a#34;#93;; x -#62; y#92; #60;b#62;#38;lt;#60;/b#62; #96;#35;1#96; U+202E #37;#37;{"))
    #expect(!mermaid.contains("\u{202E}"))
  }

  @Test(
    arguments: [
      (["--phase", "settle"], 0), (["--phase", "settle", "--phase", "request", "--detail", "full"], 0),
      (["--phase", "nowhere"], 64), (["--format", "json", "--detail", "full"], 0),
      (["--format", "json", "--phase", "settle"], 64),
      (["--format", "json", "--detail", "overview"], 64), (["--detail", "half"], 64),
    ] as [([String], Int32)])
  func optionsEndWithTheirStatus(_ options: [String], _ status: Int32) throws {
    #expect(try Tool.run(["graph", "Examples/blueprints/airline_bookings.yaml"] + options).status == status)
  }

  // MARK: Drafts

  /// Blueprints that differ in what their graphs look like. One tool is enough where the first has two.
  static let variants: [String] = [
    BaseBlueprint.text,
    BaseBlueprint.with(
      ("[find_homes, book_viewing]", "[book_viewing]"), ("stop_and_answer", "defer"),
      ("ask_clarifying_question", "handoff"), ("retry_once", "handoff")),
    BaseBlueprint.with(
      ("[find_homes, book_viewing]", "[book_viewing]"), ("[area, budget, beds]", "[area]"),
      ("ask_clarifying_question", "offer_menu"), ("retry_once", "apologize_and_continue")),
  ]

  static func draft(of blueprint: String) throws -> Draft {
    try #require(compile(SourceText(name: "base.yaml", text: blueprint)).draft?.draft)
  }

  static func example(_ name: String) throws -> Draft {
    try #require(compile(try Repository.source("Examples/blueprints/\(name)")).draft?.draft)
  }

  static func picture(_ draft: Draft) -> GraphPicture { OverviewPicture.make(draft, phases: nil) }
  static func overview(_ draft: Draft) -> String { DotRenderer.text(of: picture(draft)) }
}

/// What the boxes of nodes are named in drawings.
private enum PictureNames {
  static func name(of node: Node, in draft: Draft) -> String {
    "n\(draft.nodes.firstIndex { $0.id == node.id } ?? -1)"
  }
}

extension GraphPicture {
  fileprivate var boxes: [Box] { groups.flatMap(\.boxes) }
}
