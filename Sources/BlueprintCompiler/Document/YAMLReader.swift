import CLibYAML
import Documents
import PolicyGraph

/// Reads one YAML document (1.2 core schema) into a located document, through libyaml's events.
///
/// One pass, O(bytes). Returns nil, having reported why, when the text is not one YAML document of values that
/// JSON has too. The only file that knows libyaml.
public func readYAML(_ source: SourceText, limits: Limits, findings: inout Findings) -> Document? {
  guard let encoding = checkEncoding(of: source, limits: limits, findings: &findings) else { return nil }
  return source.bytes.withUnsafeBufferPointer { bytes in
    var reader = YAMLReader(
      source: source, bytes: bytes, isASCII: encoding.isASCII, limits: limits, findings: findings)
    let document = reader.read()
    findings = reader.findings
    return document
  }
}

struct YAMLReader {
  var findings: Findings
  let bytes: UnsafeBufferPointer<UInt8>
  var offsets: OffsetCursor
  var builder: DocumentBuilder
  private let limits: Limits
  /// Finished anchors by name: the index of the value, nil while the value is still open.
  private var anchors: [String: Int?] = [:]
  var openCollections: [OpenCollection] = []
  private var aliasNodesLeft: Int
  private var aliasBytesLeft: Int
  /// The text that was read just now, if it stood in quotes.
  private var lastQuoted: Range<Int>?
  /// Whether the text does not mean what it seems to mean, so that its consequences are not reported.
  var isMisleading = false
  /// What was found in brackets that are not closed yet: where they never are, they are the fault.
  var heldBack: [SwallowedLine] = []

  struct OpenCollection {
    let index: Int
    let anchor: String?
    /// Whether it, or one around it, has an anchor or a tag.
    let isMarked: Bool
    /// Whether it stands in braces or brackets.
    let isFlow: Bool
    /// Of a mapping in braces, what its commas have parted.
    var flow: FlowTexts?
  }

  init(
    source: SourceText, bytes: UnsafeBufferPointer<UInt8>, isASCII: Bool, limits: Limits, findings: Findings
  ) {
    self.bytes = bytes
    self.findings = findings
    self.limits = limits
    offsets = OffsetCursor(bytes: bytes, isASCII: isASCII)
    builder = DocumentBuilder(source: source, syntax: .yaml, limits: limits)
    aliasNodesLeft = limits.aliasNodes(inputBytes: bytes.count)
    aliasBytesLeft = limits.aliasBytes(inputBytes: bytes.count)
  }

  /// Why reading stopped; already reported.
  private struct Stop: Error {}

  mutating func read() -> Document? {
    // The parser points into itself once it has its input, so it lives at one heap address.
    let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
    defer { parser.deallocate() }
    guard yaml_parser_initialize(parser) == 1 else { fatalError("libyaml could not allocate its parser") }
    defer { yaml_parser_delete(parser) }
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    let skipped = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    offsets.start(at: skipped)
    yaml_parser_set_input_string(parser, bytes.baseAddress.map { $0 + skipped }, bytes.count - skipped)

    do throws(Stop) {
      if let excess = YAMLDirectives(in: bytes, from: skipped).excess {
        throw stop(
          .yamlSyntax, "there are more than \(YAMLDirectives.most) directives", excess..<excess + 1,
          help: "remove the lines that start with `%`: no blueprint needs one")
      }
      try readEvents(parser)
    } catch {
      return nil
    }
    return isMisleading ? nil : builder.build(findings: &findings)
  }

  private mutating func readEvents(_ parser: UnsafeMutablePointer<yaml_parser_t>) throws(Stop) {
    var documents = 0
    while true {
      var event = yaml_event_t()
      guard yaml_parser_parse(parser, &event) == 1 else { throw syntaxError(parser.pointee) }
      defer { yaml_event_delete(&event) }
      lastQuoted = nil
      switch event.type {
      case YAML_DOCUMENT_START_EVENT:
        documents += 1
        if documents > 1 {
          throw stop(
            .multipleDocuments, "a second document starts here", span(of: event),
            help: "keep one document in a file")
        }
      case YAML_DOCUMENT_END_EVENT:
        // Another document's directives: said before libyaml reads them all.
        if let start = YAMLDirectives(in: bytes, from: span(of: event).upperBound).starts.first {
          throw stop(
            .multipleDocuments, "a second document starts here", start..<start + 1,
            help: "keep one document in a file")
        }
      case YAML_SCALAR_EVENT: try readScalar(event)
      case YAML_ALIAS_EVENT: try readAlias(event)
      case YAML_SEQUENCE_START_EVENT:
        let start = event.data.sequence_start
        try open(
          .array, event, anchor: start.anchor, tag: start.tag, isFlow: start.style == YAML_FLOW_SEQUENCE_STYLE
        )
      case YAML_MAPPING_START_EVENT:
        let start = event.data.mapping_start
        try open(
          .object, event, anchor: start.anchor, tag: start.tag,
          isFlow: start.style == YAML_FLOW_MAPPING_STYLE)
      case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: close(event)
      case YAML_STREAM_END_EVENT:
        if documents == 0 {
          let end = bytes.count
          throw stop(.emptyDocument, "the document is empty", end..<end, help: "start from `fohc init`")
        }
        return
      default: break
      }
    }
  }

  // MARK: Values

  private mutating func readScalar(_ event: yaml_event_t) throws(Stop) {
    let scalar = event.data.scalar
    let value = UnsafeBufferPointer(start: UnsafePointer(scalar.value), count: scalar.length)
    let style = YAMLStyle(scalar.style)
    let span = trimmed(span(of: event), style: style)
    let kind = try resolve(value, scalar: scalar, span: span)
    let isPlain = style == .plain
    if openCollections.last?.flow != nil {
      noteFlowScalar(span, isPlain: isPlain, hasProperties: scalar.anchor != nil || scalar.tag != nil)
    }
    if event.start_mark.line != event.end_mark.line { checkLines(of: span, style: style) }
    if style == .quoted { lastQuoted = span }
    if builder.awaitsKey, kind != .text {
      throw stop(
        .keyNotText, "this key is not text", span, help: "quote it: \(JSONString.quoted(value))")
    }
    remember(scalar.anchor, at: builder.records.count)
    builder.isShared = scalar.anchor != nil || scalar.tag != nil || openCollections.last?.isMarked == true
    switch kind {
    case .null: builder.add(.null, span: span)
    case .boolean(let flag): builder.add(flag ? .true : .false, span: span)
    case .number(let spelling): builder.add(.number, span: span, decodedText: spelling)
    case .text:
      let isKey = builder.awaitsKey
      builder.add(.string, span: span, decodedText: value)
      if isKey, isPlain, isMergeKey(value) { builder.markMergeKey() }
      if isPlain, !isKey { warnOfComment(behind: span) }
      warnOfLineSeparators(in: span)
    case .numberWithoutJSON:
      throw stop(
        .numberWithoutJSON,
        "infinity, not-a-number and hexadecimal numbers of more than 64 bits cannot be written in JSON", span,
        help: "quote the value if it is text")
    }
  }

  private mutating func resolve(
    _ value: UnsafeBufferPointer<UInt8>, scalar: yaml_event_s.__Unnamed_union_data.__Unnamed_struct_scalar,
    span: Range<Int>
  ) throws(Stop) -> PlainScalar {
    guard let tag = scalar.tag.map({ String(cString: $0) }) else {
      return scalar.plain_implicit == 1 ? PlainScalar(value) : .text
    }
    switch tag {
    case "!", "tag:yaml.org,2002:str": return .text
    case "tag:yaml.org,2002:null", "tag:yaml.org,2002:bool", "tag:yaml.org,2002:int",
      "tag:yaml.org,2002:float":
      let resolved = PlainScalar(value)
      if resolved.fits(tag: tag) { return resolved }
      let name = tag.split(separator: ":").last ?? ""
      throw stop(
        .tagMismatch, "the tag says `!!\(name)`, but the value is not one", span,
        help: "drop the tag, or write a value of that type")
    default: throw unsupported(tag, span)
    }
  }

  private mutating func readAlias(_ event: yaml_event_t) throws(Stop) {
    let name = String(cString: event.data.alias.anchor)
    let span = span(of: event)
    guard let finished = anchors[name] else {
      throw stop(
        .unknownAlias, "the alias `*\(name)` has no anchor `&\(name)` before it", span,
        help: "quote the text if it just starts with `*`")
    }
    guard let index = finished else {
      throw stop(.unknownAlias, "the alias `*\(name)` stands inside its own anchor", span)
    }
    if builder.awaitsKey, builder.records[index].kind != .string {
      throw stop(.keyNotText, "this key is not text", span, help: "use text as the key")
    }
    guard builder.depth + builder.height(of: index) <= limits.depth else { throw tooDeep(span) }
    aliasNodesLeft -= builder.size(of: index)
    guard aliasNodesLeft >= 0 else {
      throw stop(
        .aliasExpansion, "the aliases up to here stand for more values than are allowed", span,
        help: "write the values out, or nest fewer aliases")
    }
    aliasBytesLeft -= builder.textBytes(of: index)
    guard aliasBytesLeft >= 0 else {
      throw stop(
        .aliasExpansion, "the aliases up to here stand for more text than is allowed", span,
        help: "write the values out, or use fewer aliases of long texts")
    }
    endFlowText()
    builder.copy(index, usedAt: span)
  }

  private mutating func open(
    _ kind: Document.Kind, _ event: yaml_event_t, anchor: UnsafeMutablePointer<yaml_char_t>?,
    tag: UnsafeMutablePointer<yaml_char_t>?, isFlow: Bool
  ) throws(Stop) {
    let start = skipProperties(from: span(of: event).lowerBound, hasProperties: anchor != nil || tag != nil)
    if let tag = tag.map({ String(cString: $0) }) {
      let expected = kind == .array ? "tag:yaml.org,2002:seq" : "tag:yaml.org,2002:map"
      guard tag == expected || tag == "!" else { throw unsupported(tag, bytes.character(at: start)) }
    }
    if builder.awaitsKey {
      if let advice = YAMLAdvisor.doubleBrace(at: start, in: bytes) { throw stop(.keyNotText, advice) }
      throw stop(
        .keyNotText, "this key is a \(kind == .array ? "list" : "mapping"), not text",
        bytes.character(at: start), help: "use text as the key; quote text that starts with [ or {")
    }
    guard !builder.isAtDepthLimit else { throw tooDeep(bytes.character(at: start)) }
    let name = anchor.map { String(cString: $0) }
    if let name { anchors.updateValue(nil, forKey: name) }
    let isMarked = anchor != nil || tag != nil || openCollections.last?.isMarked == true
    endFlowText()
    openCollections.append(
      .init(
        index: builder.records.count, anchor: name, isMarked: isMarked, isFlow: isFlow,
        flow: isFlow && kind == .object ? FlowTexts() : nil))
    builder.isShared = isMarked
    builder.open(kind, at: start)
  }

  private mutating func close(_ event: yaml_event_t) {
    let mark = span(of: event)
    // A block collection's end event has no width: it ends where its last child does.
    builder.close(end: mark.isEmpty ? nil : mark.upperBound)
    let collection = openCollections.removeLast()
    if let flow = collection.flow { report(flow) }
    if !heldBack.isEmpty, openCollections.last?.isFlow != true {
      for line in heldBack { report(line) }
      heldBack = []
    }
    if let anchor = collection.anchor { anchors[anchor] = collection.index }
  }

  private mutating func remember(_ anchor: UnsafeMutablePointer<yaml_char_t>?, at index: Int) {
    if let anchor { anchors[String(cString: anchor)] = index }
  }

  mutating func span(of event: yaml_event_t) -> Range<Int> {
    let start = offsets.offset(ofCharacter: event.start_mark.index)
    let end = offsets.offset(ofCharacter: event.end_mark.index)
    return start..<max(start, end)
  }

  // MARK: Findings

  private mutating func warnOfLineSeparators(in span: Range<Int>) {
    guard !offsets.isASCII else { return }
    var position = span.lowerBound
    while position + 1 < span.upperBound {
      let isNextLine = bytes[position] == 0xC2 && bytes[position + 1] == 0x85
      let isSeparator =
        bytes[position] == 0xE2 && bytes[position + 1] == 0x80 && position + 2 < span.upperBound
        && (bytes[position + 2] == 0xA8 || bytes[position + 2] == 0xA9)
      if isNextLine || isSeparator {
        findings.report(
          .lineSeparator, "this text holds a character that is read as a line break",
          span: SourceSpan(start: position, end: position + (isNextLine ? 2 : 3)),
          help: "write it as \\N, \\L or \\P in double quotes, or remove it")
        return
      }
      position += 1
    }
  }

  private mutating func stop(
    _ rule: Rule, _ message: FindingText, _ span: Range<Int>, help: FindingText? = nil
  ) -> Stop {
    findings.report(rule, message, span: SourceSpan(span), help: help)
    return Stop()
  }

  private mutating func tooDeep(_ span: Range<Int>) -> Stop {
    stop(
      .tooDeep, "collections are nested more than \(limits.depth) levels deep", span,
      help: "no blueprint or draft needs this depth: flatten the document")
  }

  private mutating func unsupported(_ tag: String, _ span: Range<Int>) -> Stop {
    stop(
      .unsupportedTag, "the tag `\(tag)` has no meaning here", span,
      help: "remove the tag; quote the value if it starts with `!`")
  }

  private mutating func syntaxError(_ parser: yaml_parser_t) -> Stop {
    if let marker = ConflictMarker(firstIn: bytes) {
      findings.report(marker)
      return Stop()
    }
    var offset = offsets.offset(ofCharacter: parser.problem_mark.index)
    if parser.error == YAML_READER_ERROR { offset = offsets.base + Int(parser.problem_offset) }
    let hasContext = parser.context != nil && parser.error != YAML_READER_ERROR
    let context = hasContext ? offsets.offset(ofCharacter: parser.context_mark.index) : nil
    let advice = YAMLSyntaxAdvice.make(
      for: YAMLProblem(
        problem: parser.problem.map { String(cString: $0) } ?? "the text is not YAML",
        context: parser.context.map { String(cString: $0) }, offset: min(offset, bytes.count),
        contextOffset: context.map { min($0, bytes.count) }, lastQuoted: lastQuoted,
        rootStart: builder.records.first.map { Int($0.start) }),
      in: bytes)
    return stop(.yamlSyntax, advice)
  }

  private mutating func stop(_ rule: Rule, _ advice: YAMLSyntaxAdvice) -> Stop {
    findings.report(
      rule, FindingText(advice.message), span: SourceSpan(advice.span),
      notes: advice.notes.map { .init(message: $0.message, span: SourceSpan($0.span), path: nil) },
      help: FindingText(advice.help), fix: advice.fix)
    return Stop()
  }
}

/// How a scalar is written.
enum YAMLStyle {
  case plain, quoted, block

  fileprivate init(_ style: yaml_scalar_style_t) {
    switch style {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE, YAML_DOUBLE_QUOTED_SCALAR_STYLE: self = .quoted
    case YAML_LITERAL_SCALAR_STYLE, YAML_FOLDED_SCALAR_STYLE: self = .block
    default: self = .plain
    }
  }
}

extension SourceSpan {
  init(_ range: Range<Int>) { self.init(start: range.lowerBound, end: range.upperBound) }
}

extension PlainScalar {
  fileprivate func fits(tag: String) -> Bool {
    switch self {
    case .null: tag.hasSuffix(":null")
    case .boolean: tag.hasSuffix(":bool")
    case .number(let spelling):
      tag.hasSuffix(":float")
        || (tag.hasSuffix(":int") && spelling.allSatisfy { $0 == UInt8(ascii: "-") || 0x30...0x39 ~= $0 })
    case .numberWithoutJSON: tag.hasSuffix(":float")
    case .text: false
    }
  }
}
