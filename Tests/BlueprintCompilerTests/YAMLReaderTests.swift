import BlueprintCompiler
import Documents
import PolicyGraph
import TestSupport
import Testing

struct YAMLReaderTests {
  /// YAML 1.2 core schema: what each plain scalar is in JSON.
  @Test(arguments: [
    ("null", "null"), ("~", "null"), ("", "null"), ("Null", "null"), ("nUll", "\"nUll\""), ("true", "true"),
    ("FALSE", "false"), ("yes", "\"yes\""), ("no", "\"no\""), ("on", "\"on\""), ("1", "1"), ("-12", "-12"),
    ("+7", "7"),
    ("007", "7"), ("0o17", "15"), ("0x1F", "31"), ("0xg", "\"0xg\""), ("0b1", "\"0b1\""),
    ("1_000", "\"1_000\""),
    ("1.5", "1.5"), (".5", "0.5"), ("-.5", "-0.5"), ("5.", "5"), ("1e3", "1000"), ("1E-2", "0.01"),
    (".", "\".\""),
    ("-", "[null]"), ("1e", "\"1e\""), ("e3", "\"e3\""), ("2026-01-01", "\"2026-01-01\""),
    ("12:30:45", "\"12:30:45\""),
    ("'1'", "\"1\""), ("\"null\"", "\"null\""), ("!!str 1", "\"1\""), ("! 1", "\"1\""), ("!!int \"3\"", "3"),
    ("!!float 3", "3"), ("<<", "\"<<\""), ("=", "\"=\""), ("\"\\ud7ff\\x41\\N\"", "\"\u{D7FF}A\u{85}\""),
  ])
  func resolvesScalars(_ yaml: String, _ json: String) throws {
    var findings = Findings(limits: .standard)
    let document = try #require(readYAML(.yaml("- " + yaml), limits: .standard, findings: &findings))
    #expect(CanonicalJSON.text(of: JSONValue(document.root)) == "[\(json)]")
  }

  /// Each value's span covers exactly its own text, whatever stands before it.
  @Test(arguments: [
    ("a: plain # c\n", "plain"), ("é😀: \"q\\u00e9\" \n", "\"q\\u00e9\""), ("a: 'it''s'\n", "'it''s'"),
    ("a: &x !!str tagged\n", "tagged"), ("a: !!str\n  # why\n  below\n", "below"),
    ("a: [1, {b: é, c: 'x'}]\n", "'x'"),
    ("a: |\n  one\n\n  two é\n\n# end\n", "|\n  one\n\n  two é"),
    ("a: >-\n  folded\n  text\n\n\n", ">-\n  folded\n  text"),
    ("\u{FEFF}a: bom\n", "bom"), ("a:\r\n  - crlf\r\n", "crlf"), ("a: two\n  lines\n", "two\n  lines"),
    ("a: \"two\n  é lines\"\n", "\"two\n  é lines\""), ("? complex\n: value\n", "value"),
  ])
  func spansAreExact(_ yaml: String, _ last: String) throws {
    var findings = Findings(limits: .standard)
    let source = SourceText.yaml(yaml)
    let document = try #require(readYAML(source, limits: .standard, findings: &findings))
    var node = document.root
    while node.count > 0 {
      node = try #require(node.kind == .array ? Array(node.elements).last : Array(node.members).last?.value)
    }
    #expect(String(decoding: source.bytes[node.span.start..<node.span.end], as: UTF8.self) == last)
  }

  @Test func aliasesAreCopies() throws {
    var findings = Findings(limits: .standard)
    let yaml = "a: &a {x: [1, &n two]}\nb: *a\nc: [*n, *a]\n*n : key\n"
    let document = try #require(readYAML(.yaml(yaml), limits: .standard, findings: &findings))
    let copy = "{\"x\":[1,\"two\"]}"
    #expect(
      CanonicalJSON.text(of: JSONValue(document.root))
        == "{\"a\":\(copy),\"b\":\(copy),\"c\":[\"two\",\(copy)],\"two\":\"key\"}")
  }

  @Test(arguments: Array<UInt64>(1...200))
  func readsWhatIsWritten(_ seed: UInt64) throws {
    var generator = BlueprintGenerator(seed: seed)
    var writer = DocumentWriter(seed: seed &* 31)
    let value = generator.blueprint()
    let yaml = writer.yaml(value)
    var findings = Findings(limits: .standard)
    let document = try #require(
      readYAML(.yaml(yaml), limits: .standard, findings: &findings), "seed \(seed)\n\(yaml)")
    #expect(CanonicalJSON.text(of: JSONValue(document.root)) == CanonicalJSON.text(of: value), "seed \(seed)")
  }
}
