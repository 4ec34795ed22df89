import BlueprintCompiler
import Documents
import PolicyGraph
import TestSupport
import Testing

/// A fix is applied by programs: it must fix its finding and break nothing.
struct FixTests {
  /// The base blueprint as JSON.
  private static let json: String = {
    var findings = Findings(limits: .standard)
    guard let document = readYAML(.yaml(BaseBlueprint.text), limits: .standard, findings: &findings) else {
      preconditionFailure("the base blueprint is YAML")
    }
    return PrettyJSON.text(of: JSONValue(document.root))
  }()

  private static func json(_ old: String, _ new: String) -> SourceText {
    .json(json.replacingOnce(old, with: new))
  }

  /// Slots whose names YAML would read as something else, and slips in them.
  private static let oddSlots = [
    "true", "null", "day: or night", "12e3", "# day", "- day", "l\u{2028}s", "tag\u{7}", "no",
    "d'\u{E9}t\u{E9}",
  ]
  private static let oddSlips = [
    "ture", "nulll", "dya: or night", "12e4", "# dya", "- dya", "l\u{2028}ss", "tga\u{7}", "noo",
    "d'\u{E9}t\u{E9}e",
  ]

  private static let further: [SourceText] =
    zip(oddSlots, oddSlips).map { slot, slip in
      .yaml(
        BaseBlueprint.text.replacingOnce("{key: day,", with: "{key: \(JSONString.quoted(slot.utf8)),")
          .replacingOnce("[area, day]", with: "[area]")
          .replacingOnce("required_slots: [day]", with: "required_slots: [\(JSONString.quoted(slip.utf8))]"))
    }
    + ["dya", "'dya'", "\"dya\"", "dya   # the day"].map { written in
      .blueprint(("required_slots: [day]", "required_slots:\n      - \(written)"))
    } + [
      .blueprint(
        ("{key: day,", "{key: \"true\","), ("required_slots: [day]", "required_slots:\n      - ture"),
        ("[area, day]", "[area]")),
      json("\"stop_and_answer\"", "\"stop_and_anwser\""), json("\"handoff_message\"", "\"handof_message\""),
      json("\"Viewings desk\"", "24"), json("\"required_slots\": [\"day\"]", "\"required_slots\": [\"dya\"]"),
      .blueprint(("{key: day, label: Day, required: true,", "{key: day, label: Day, required: false,")),
      .blueprint(("name: Viewings desk", "name: 24 # hours")), .blueprint(("label: Day,", "label: ~,")),
      .blueprint(("name: Viewings desk", "name:")), .blueprint(("label: Day,", "label: ,")),
    ]

  @Test(arguments: RuleTests.cases.map(\.fires) + further)
  func mendsItsFindingAndBreaksNothing(_ source: SourceText) {
    let found = findings(in: source)
    for finding in found {
      guard let fix = finding.fix else { continue }
      let fixed = source.applying(fix.edits)
      let after = findings(in: fixed)
      let text = String(decoding: fixed.bytes, as: UTF8.self)
      #expect(
        !after.contains {
          $0.rule == finding.rule && $0.message == finding.message && $0.path == finding.path
        }, "\(fix.title)\n\(text)")
      #expect(
        !after.contains { $0.rule.stage == .syntax && $0.rule.severity == .error }, "\(fix.title)\n\(text)")
      // Mended syntax lets the checks begin.
      if fix.isSafe, finding.rule.stage != .syntax {
        let before = Set(found.map { $0.rule.code + $0.path })
        #expect(after.allSatisfy { before.contains($0.rule.code + $0.path) }, "\(fix.title)\n\(text)")
      }
    }
  }

  /// The further documents are there because they have fixes.
  @Test(arguments: further.dropLast(3))
  func hasAFix(_ source: SourceText) { #expect(findings(in: source).contains { $0.fix != nil }) }

  /// In quotes it would still be none of the field's words.
  @Test func quotingMendsNoWord() {
    let found = findings(in: Self.json("\"voice_style\": \"natural\"", "\"voice_style\": true"))
    #expect(found.map(\.rule) == [.unquotedText])
    #expect(found.allSatisfy { $0.fix == nil })
  }

  /// Where a tag, an anchor or an alias takes part, writing over the text would change something else, or nothing.
  @Test(arguments: [
    BaseBlueprint.with(
      ("name: Viewings desk", "name: &n 24"), ("audience: people looking for a home", "audience: *n")),
    BaseBlueprint.with(("name: Viewings desk", "name: !!int 24")),
    BaseBlueprint.with(("stop_and_answer", "!!str stop_and_anwser")),
    BaseBlueprint.with(("stop_and_answer", "|\n    stop_and_anwser")),
    BaseBlueprint.with(("label: The brief", "label: &l {x: [24]}"), ("label: The visit", "label: *l")),
    BaseBlueprint.with(
      ("required_slots: [day]", "required_slots: &s [dya]"), ("must_collect: [area, day]", "must_collect: *s")
    ),
  ])
  func offersNoneWhereMoreWouldChange(_ text: String) {
    let found = findings(in: .yaml(text))
    #expect(!found.isEmpty)
    #expect(found.allSatisfy { $0.fix == nil })
  }

  /// A copy has the place of its anchor; a note says where it is used.
  @Test func saysThroughWhichAliasAValueCame() throws {
    let source = SourceText.blueprint(
      ("[no advice on prices]", "&t [a, dya]"),
      ("required_slots: [day]", "required_slots: *t"))
    let found = findings(in: source).filter { $0.rule == .unknownSlot }
    #expect(found.map { $0.marked(in: source) } == ["a", "dya"])
    let notes = found.map { finding in
      finding.notes.filter { $0.message.contains("alias") }.compactMap(\.span).map {
        String(decoding: source.bytes[$0.start..<$0.end], as: UTF8.self)
      }
    }
    #expect(notes == [["*t"], ["*t"]])
  }
}
