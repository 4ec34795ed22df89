import Documents
import PolicyGraph
import TestSupport

private let bomb = (0..<8).reduce("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n") { text, level in
  let alias = "*a\(level)"
  return text + "a\(level + 1): &a\(level + 1) ["
    + Array(repeating: alias, count: 10).joined(separator: ", ") + "]\n"
}

/// An eighth of a mebibyte, repeated: little to keep, and more for everybody who makes text of it.
private func longText(aliases: Int) -> String {
  "a: &t \(String(repeating: "x", count: 1 << 17))\nb: [\(Array(repeating: "*t", count: aliases).joined(separator: ", "))]\n"
}

/// Each `%TAG` is compared with all before it.
private func directives(_ count: Int) -> String {
  (0..<count).map { "%TAG !t\($0)! tag:example.org,2026:\n" }.joined()
}

private func bytes(_ bytes: [UInt8]) -> SourceText { SourceText(name: "case.yaml", bytes: bytes) }

let syntaxCases: [RuleCase] = [
  RuleCase(
    .invalidUTF8, bytes(Array("name: caf".utf8) + [0xE9]), marks: "\u{FFFD}", quiet: .yaml("name: café")),
  RuleCase(.jsonSyntax, .json("{\"a\": 1,}"), marks: "}", quiet: .json("{\"a\": 1}")),
  RuleCase(.jsonSyntax, .json("{\"a\": 1\n \"b\": 2}"), marks: "", quiet: .json("{\"a\": 1\n, \"b\": 2}")),
  RuleCase(.jsonSyntax, .json("{'a': 1}"), marks: "'", quiet: .json("{\"a\": \"'\"}")),
  RuleCase(.jsonSyntax, .json("[01]"), marks: "01", quiet: .json("[0, 1]")),
  RuleCase(.jsonSyntax, .json("[\"a\tb\"]"), marks: "\t", quiet: .json("[\"a\\tb\"]")),
  RuleCase(
    .yamlSyntax, .yaml("question: Which day: morning?\n"), marks: ":",
    quiet: .yaml("question: Which day:morning?\n")),
  RuleCase(.yamlSyntax, .yaml("a: \"open\n"), marks: "\"", quiet: .yaml("a: \"closed\"\n")),
  RuleCase(.yamlSyntax, .yaml("a: b\u{0}c\n"), marks: "\u{0}", quiet: .yaml("a: \"b\\0c\"\n")),
  RuleCase(
    .yamlSyntax, .yaml(directives(65) + "--- a\n"), marks: "%", quiet: .yaml(directives(64) + "--- a\n")),
  RuleCase(
    .multipleDocuments, .yaml("a: 1\n...\n# next\n" + directives(1) + "--- b\n"), marks: "%",
    quiet: .yaml("a: 1\n...\n# %TAG\n")),
  RuleCase(
    .duplicateKey, .yaml("a: 1\nb: 2\n\"a\": 3\n"), marks: "\"a\"", quiet: .yaml("a: {a: 1}\nb: {a: 1}\n")),
  RuleCase(
    .duplicateKey, .json("{\"a\": 1, \"\\u0061\": 2}"), marks: "\"\\u0061\"",
    quiet: .json("{\"a\": 1, \"A\": 2}")),
  RuleCase(.multipleDocuments, .yaml("a: 1\n---\nb: 2\n"), marks: "---", quiet: .yaml("---\na: 1\n...\n")),
  RuleCase(.multipleDocuments, .json("{} []"), marks: "[", quiet: .json(" {} \n")),
  RuleCase(.emptyDocument, .yaml("# nothing yet\n"), marks: "", quiet: .yaml("# something\na: 1\n")),
  RuleCase(.unsupportedTag, .yaml("a: !include b\n"), marks: "b", quiet: .yaml("a: !!str b\n")),
  RuleCase(.tagMismatch, .yaml("a: !!int two\n"), marks: "two", quiet: .yaml("a: !!int \"2\"\n")),
  RuleCase(.unknownAlias, .yaml("a: *b\n"), marks: "*b", quiet: .yaml("a: &b 1\nc: *b\n")),
  RuleCase(.unknownAlias, .yaml("a: &a [*a]\n"), marks: "*a", quiet: .yaml("a: [&a 1, *a]\n")),
  RuleCase(
    .aliasExpansion, .yaml(bomb), marks: "*a3",
    quiet: .yaml(String(bomb.split(separator: "\n").prefix(3).joined(separator: "\n")))),
  RuleCase(
    .aliasExpansion, .yaml(longText(aliases: 33)), marks: "*t", quiet: .yaml(longText(aliases: 32))),
  RuleCase(
    .tooDeep, .yaml(String(repeating: "[", count: 129) + String(repeating: "]", count: 129)), marks: "[",
    quiet: .yaml(String(repeating: "[", count: 128) + String(repeating: "]", count: 128))),
  RuleCase(
    .tooDeep, .json(String(repeating: "[", count: 100_000)), marks: "[",
    quiet: .json(String(repeating: "[", count: 128) + String(repeating: "]", count: 128))),
  RuleCase(.keyNotText, .yaml("1: first\n"), marks: "1", quiet: .yaml("\"1\": first\n")),
  RuleCase(.keyNotText, .yaml("[a, b]: first\n"), marks: "[", quiet: .yaml("\"[a, b]\": first\n")),
  RuleCase(.numberWithoutJSON, .yaml("a: .inf\n"), marks: ".inf", quiet: .yaml("a: \".inf\"\n")),
  RuleCase(
    .numberWithoutJSON, .yaml("a: 0x" + String(repeating: "f", count: 257)),
    marks: "0x" + String(repeating: "f", count: 257), quiet: .yaml("a: 0xffffffffffffffff")),
  RuleCase(
    .numberWithoutJSON, .yaml("a: 0o2000000000000000000000"), marks: "0o2000000000000000000000",
    quiet: .yaml("a: 0o1777777777777777777777")),
  RuleCase(.loneSurrogate, .json("[\"\\ud83d\"]"), marks: "\\ud83d", quiet: .json("[\"\\ud83d\\ude00\"]")),
  RuleCase(
    .lineSeparator, .yaml("a: \"one\u{2028}two\"\n"), marks: "\u{2028}", quiet: .yaml("a: \"one\\Ltwo\"\n")),
  RuleCase(.swallowedLine, .yaml("a:\n  - b\n    - c\n"), marks: "- c", quiet: .yaml("a:\n  - b\n  - c\n")),
  RuleCase(
    .swallowedLine, .yaml("a: b\n  label:c\n"), marks: "label:c", quiet: .yaml("a: b\n  note:c\n")),
  RuleCase(.cutText, .yaml("{a: b, c d}\n"), marks: ",", quiet: .yaml("{a: \"b, c d\", e: [f, g], h: }\n")),
  RuleCase(.commentInText, .yaml("a: b #4\n"), marks: "#4", quiet: .yaml("a: b # 4\n")),
  RuleCase(
    .mergeOfNoMapping, .yaml("a: &a b\nc: {<<: *a}\n"), marks: "b",
    quiet: .yaml("a: &a {b: c}\nd: {<<: *a}\n")),
  RuleCase(
    .conflictMarker, .yaml("a: b\n<<<<<<< HEAD\nc: d\n"), marks: "<<<<<<< HEAD",
    quiet: .yaml("a: <<<<<<< HEAD\n")),
  RuleCase(
    .conflictMarker, .json("{\"a\": 1,\n=======\n\"b\": 2}"), marks: "=======",
    quiet: .json("{\"a\": \"=======\"}")),
]
