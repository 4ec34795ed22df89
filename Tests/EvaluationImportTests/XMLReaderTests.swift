import Documents
@testable import EvaluationImport
import PolicyGraph
import TestSupport
import Testing

@testable import Gates

@Suite struct XMLReaderTests {
  private func read(_ text: String, limits: Limits = .standard) -> (text: String?, found: [Diagnostic]) {
    var findings = Findings(limits: limits)
    let document = readXML(SourceText(name: "report.xml", text: text), limits: limits, findings: &findings)
    return (document.map { CanonicalJSON.text(of: JSONValue($0.root)) }, findings.sorted)
  }

  @Test(arguments: [
    ("<a/>", #"["a",{}]"#), ("<a></a>", #"["a",{}]"#),
    ("\u{FEFF}<a b='1' c=\"x'y\" />", #"["a",{"b":"1","c":"x'y"}]"#),
    (
      "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!-- c --><a>\n<b/>\n</a>\n<!-- d -->",
      #"["a",{},["b",{}]]"#
    ),
    ("<a>x &lt;&amp;&gt;&quot;&apos; &#65;&#x1F600;</a>", "[\"a\",{},\"x <&>\\\"' A\u{1F600}\"]"),
    ("<a><![CDATA[<b> & ]] >]]>!</a>", #"["a",{},"<b> & ]] >!"]"#),
    ("<a>one<b>two</b>three</a>", #"["a",{},"one",["b",{},"two"],"three"]"#),
    ("<a b=\"1\r\n2\t3\">x\r\ny\rz</a>", #"["a",{"b":"1 2 3"},"x\ny\nz"]"#),
    ("<a>x<!-- - not -a text -->y]</a>", #"["a",{},"xy]"]"#), ("<ä:b.c-1 x='ü'/>", #"["ä:b.c-1",{"x":"ü"}]"#),
  ])
  func readsWhatReportsHold(_ xml: String, _ json: String) {
    let (text, found) = read(xml)
    #expect(text == json && found.isEmpty)
  }

  @Test(arguments: [
    ("<a>", ""), ("<a><b></a>", "</a"), ("<a/><b/>", "<"), ("<a b=1/>", "1"), ("<a b='1'c='2'/>", "c"),
    ("<a b='<'/>", "<"), ("<a>&nbsp;</a>", "&nbsp;"), ("<a>&#0;</a>", "&#0;"),
    ("<a>&#xD800;</a>", "&#xD800;"),
    ("<a>&#+5;</a>", "&#+5;"), ("<a>a & b</a>", "&"), ("<a>]]></a>", "]"), ("<a>\u{1}</a>", "\u{1}"),
    ("<a>\u{FFFF}</a>", "\u{FFFF}"),
    ("<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>", "<"),
    ("<a><?php x ?></a>", "<"), ("<?xml-stylesheet href='x'?><a/>", "<?xml-"), ("<a><!-- -- --></a>", "-"),
    ("<a><![CDATA[x</a>", "<![CDATA["), ("<a><!-- x</a>", "<!--"), ("<a b='", "'"), ("text", "t"),
    ("<1/>", "1"),
    ("<?xml version='1.0' encoding='latin1'?><a/>", "<?xml version='1.0' encoding='latin1'"),
  ])
  func refusesTheRestAtItsPlace(_ xml: String, _ marks: String) {
    let (text, found) = read(xml)
    #expect(text == nil && found.map(\.rule) == [.xmlSyntax])
    if xml.hasPrefix("<?xml-") { return }
    #expect(found.first?.marked(in: SourceText(name: "", text: xml)) == marks)
  }

  /// An XML declaration that does not come first is named, and what stands before it.
  @Test(arguments: [
    ("\n<?xml version='1.0'?><a/>", "there is a blank line before `<?xml`", "\n"),
    ("\r\n \r\n<?xml version='1.0'?><a/>", "there is a blank line before `<?xml`", "\r\n \r\n"),
    ("\u{FEFF}\n<?xml version='1.0'?><a/>", "there is a blank line before `<?xml`", "\n"),
    ("  <?xml version='1.0'?><a/>", "there is a space before `<?xml`", "  "),
    ("<!-- x --><?xml version='1.0'?><a/>", "`<?xml` stands only at the very beginning of a report", "<"),
    ("<a/>\n<?xml version='1.0'?><a/>", "`<?xml` stands only at the very beginning of a report", "<"),
    ("<a><?xml version='1.0'?></a>", "`<?xml` stands only at the very beginning of a report", "<"),
    ("\n<?xml-stylesheet href='x'?><a/>", "a processing instruction is not read", "<"),
  ])
  func namesWhatIsBeforeTheDeclaration(_ xml: String, _ message: String, _ marks: String) {
    let (text, found) = read(xml)
    #expect(text == nil && found.map(\.message) == [message])
    #expect(found.first?.marked(in: SourceText(name: "", text: xml)) == marks)
    // Near misses: nothing before it, and a blank line where there is none.
    #expect(read("<?xml version='1.0'?>\n\n<a/>").text != nil && read("\n\n<a/>").text != nil)
  }

  @Test func isBounded() {
    let deep = String(repeating: "<a>", count: 100_000)
    #expect(read(deep).found.map(\.rule) == [.tooDeep])
    #expect(read("").found.map(\.rule) == [.emptyDocument])
    #expect(read("<a b='1' b='2'/>").found.map(\.rule) == [.duplicateKey])
    #expect(read("<a/>", limits: Limits(inputBytes: 3)).found.map(\.rule) == [.inputTooLarge])
    let whole = Array("<?xml version='1.0'?><a b='x'>t<![CDATA[u]]><!-- v -->&amp;<c/></a>".utf8)
    for end in whole.indices {
      var findings = Findings(limits: .standard)
      let part = SourceText(name: "", bytes: Array(whole[..<end]))
      #expect(readXML(part, limits: .standard, findings: &findings) == nil && findings.hasErrors)
    }
  }
}
