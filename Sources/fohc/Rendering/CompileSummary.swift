import BlueprintCompiler
import Documents
import PolicyGraph
import PolicyProofs
import Rendering

/// What stood in a file before it was written.
enum ReplacedFile {
  case nothing
  case draft(JSONValue, DraftHash)
  /// An author's own work, which a draft must not take the place of.
  case blueprint
  /// Something that is no draft, or a draft that cannot be read any more.
  case other

  init(_ path: String, limit: Int) {
    guard Files.exists(path) else {
      self = .nothing
      return
    }
    var findings = Findings(limits: Limits(inputBytes: limit))
    let source: SourceText
    do throws(FileFailure) {
      source = try Files.read(path, limit: limit)
    } catch {
      // A device or a pipe: what is written there replaces nothing.
      self = .nothing
      return
    }
    let document = readDocument(source, limits: Limits(inputBytes: limit), findings: &findings)
    if let document, DocumentKind(document) == .blueprint {
      self = .blueprint
      return
    }
    guard let document, let read = readDraft(document, findings: &findings) else {
      self = source.bytes.isEmpty ? .nothing : .other
      return
    }
    let json = JSONValue(read.draft)
    self = .draft(json, DraftHash(of: json))
  }
}

/// What `compile -o` says of a draft that it wrote.
///
///     wrote agent.draft.json: xxh3-128:35fd…, 47 nodes, 142 edges
///       it replaces xxh3-128:8d9a…: 3 nodes and 11 edges differ
struct CompileSummary {
  let draft: PreparedDraft
  let path: String
  let replaced: ReplacedFile

  init(_ draft: PreparedDraft, path: String, replaced: ReplacedFile) {
    self.draft = draft
    self.path = path
    self.replaced = replaced
  }

  var line: String {
    let name = Printable.line(path)
    let now = draft.draft
    let what =
      "\(draft.hash.draftHash), \(counted(now.nodes.count, "node")), \(counted(now.edges.count, "edge"))"
    switch replaced {
    case .nothing: return "wrote \(name): \(what)"
    case .other, .blueprint: return "wrote \(name): \(what)\n  it replaces a file that was not a draft"
    case .draft(_, let hash) where hash == draft.hash: return "unchanged \(name): \(what)"
    case .draft(let old, let hash):
      return "wrote \(name): \(what)\n  it replaces \(hash.draftHash): \(Self.difference(old, draft.json))"
    }
  }

  private static func difference(_ old: JSONValue, _ new: JSONValue) -> String {
    let nodes = differing(old["nodes"], new["nodes"]) { $0["id"]?.text ?? "" }
    let edges = differing(old["edges"], new["edges"]) {
      ($0["from"]?.text ?? "") + "\u{0}" + ($0["on"]?.text ?? "")
    }
    if nodes == 0, edges == 0 { return "the nodes and edges are the same, and something beside them differs" }
    let counts = [(nodes, "node"), (edges, "edge")].filter { $0.0 > 0 }.map { counted($0.0, $0.1) }
    return "\(counts.joined(separator: " and ")) \(nodes + edges == 1 ? "differs" : "differ")"
  }

  /// How many there are in one list only, or in both and not alike. Those of one name are paired in their order.
  private static func differing(
    _ old: JSONValue?, _ new: JSONValue?, by name: (JSONValue) -> String
  ) -> Int {
    func texts(_ list: JSONValue?) -> [String: [String]] {
      Dictionary(
        (list?.elements ?? []).map { (name($0), [CanonicalJSON.text(of: $0)]) }, uniquingKeysWith: +)
    }
    let (before, after) = (texts(old), texts(new))
    return Set(before.keys).union(after.keys).reduce(0) { count, key in
      let (mine, theirs) = (before[key] ?? [], after[key] ?? [])
      let alike = zip(mine, theirs).count { $0 == $1 }
      return count + max(mine.count, theirs.count) - alike
    }
  }
}
