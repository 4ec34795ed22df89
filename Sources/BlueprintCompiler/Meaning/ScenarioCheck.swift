import Documents
import PolicyGraph

/// Items of scenarios that can never be seen to happen, that contradict each other, or that forbid what the policy does.
/// O(items).
func checkScenarioItems(of blueprint: Blueprint, _ names: BlueprintNames, _ findings: inout Findings) {
  // What is declared in a section that cannot be read is not known.
  let isReadable = { (section: Blueprint.Section) in !blueprint.unreadable.contains(section) }
  let known = ScenarioNames(
    tools: isReadable(.toolPolicy) ? Set(names.tools.keys) : nil,
    slots: isReadable(.slots) ? Set(names.slots.keys) : nil,
    asked: isReadable(.slots) && isReadable(.phases) ? names.required.union(names.collected.keys) : nil)
  var check = ScenarioItemCheck(
    known, .init(prohibition: .uncheckableItem, duty: .impossibleItem, contradiction: .contradictoryScenario))
  for scenario in blueprint.scenarios {
    check.check(
      mustDo: (scenario.mustDo ?? []).map { ($0.value, $0.node) },
      mustNotDo: (scenario.mustNotDo ?? []).map { ($0.value, $0.node) }, of: scenario.id.value,
      findings: &findings)
  }
  if isReadable(.toolPolicy) { checkUnaskedCalls(blueprint, names, known, &findings) }
}

/// A scenario that forbids what the policy does: it fails in every simulation, and the author should hear so before.
private func checkUnaskedCalls(
  _ blueprint: Blueprint, _ names: BlueprintNames, _ known: ScenarioNames, _ findings: inout Findings
) {
  let policy = blueprint.toolPolicy
  let confirmed = Set(policy.confirmBefore.map(\.value))
  for scenario in blueprint.scenarios {
    for item in scenario.mustNotDo ?? [] {
      guard case .unconfirmedCall(let tool)? = ScenarioItem(item.value, among: known),
        let place = names.tools[tool], !confirmed.contains(tool)
      else { continue }
      findings.report(
        .unaskedCallForbidden,
        "scenario `\(scenario.id.value)` forbids an unconfirmed call of `\(tool)`, which needs no yes",
        at: item.node, notes: [("it is allowed here without one", place)],
        help: "add it to `require_confirmation_before`, or take the item out of the scenario",
        fix: confirmation(of: tool, in: policy.node))
    }
  }
}

/// Adds a tool to `require_confirmation_before`, which is made if there is none. Nil if that is more than one edit.
private func confirmation(of tool: ToolID, in policy: DocumentNode) -> Diagnostic.Fix? {
  guard policy.isEditable else { return nil }
  func fix(at offset: Int, _ text: String) -> Diagnostic.Fix {
    .init(
      title: "ask for a yes before `\(FindingText.shortened(tool.text))`",
      edits: [.init(span: SourceSpan(start: offset, end: offset), replacement: text)], isSafe: false)
  }
  let source = policy.document.source
  // A quoted name is read as it stands in YAML and JSON, in a flow and in a block.
  let name = JSONString.quoted(tool.text.utf8)
  guard let list = policy.member("require_confirmation_before") else {
    guard let key = Array(policy.members).first?.key else { return nil }
    if source.bytes[policy.span.start] == UInt8(ascii: "{") {
      return fix(at: key.span.start, "\"require_confirmation_before\": [\(name)], ")
    }
    guard let margin = source.margin(before: key.span.start), margin.allSatisfy({ $0 == 0x20 }) else {
      return nil
    }
    return fix(
      at: key.span.start,
      "require_confirmation_before: [\(name)]\n" + String(repeating: " ", count: margin.count))
  }
  guard list.isEditable, list.kind == .array else { return nil }
  let last = Array(list.elements).last
  if source.bytes[list.span.start] == UInt8(ascii: "[") {
    let end = list.span.end - 1
    guard source.bytes[end] == UInt8(ascii: "]") else { return nil }
    return last.map { fix(at: $0.span.end, ", \(name)") } ?? fix(at: end, name)
  }
  guard let last, let margin = source.margin(before: last.span.start),
    margin.last == 0x20, margin.dropLast().last == UInt8(ascii: "-"),
    margin.dropLast(2).allSatisfy({ $0 == 0x20 })
  else { return nil }
  return fix(at: last.span.end, "\n\(String(decoding: margin, as: UTF8.self))\(name)")
}

extension SourceText {
  /// What stands on the line of a place before it.
  fileprivate func margin(before offset: Int) -> ArraySlice<UInt8>? {
    guard offset <= bytes.count else { return nil }
    let start = bytes[..<offset].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    return bytes[start..<offset]
  }
}
