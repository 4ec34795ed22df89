import Foundation

/// A Markdown text as links see it: what they can point at, and where they point.
struct MarkdownPage {
  struct Link: Equatable {
    let target: String
    /// From 1.
    let line: Int
  }

  struct Heading: Equatable {
    let title: String
    let anchor: String
    /// From 1.
    let line: Int
  }

  private(set) var headings: [Heading] = []
  private(set) var links: [Link] = []
  /// Anchors of headings, and those written as `<a id="…">`.
  private(set) var anchors: Set<String> = []
  /// The text, without fenced code.
  private(set) var prose: [(line: Int, text: Substring)] = []

  init(_ text: String) {
    var fence: Substring?
    for (index, line) in text.lines.enumerated() {
      let indented = line.drop { $0 == " " }
      if indented.hasPrefix("```") || indented.hasPrefix("~~~") {
        let mark = indented.prefix(3)
        if fence == nil { fence = mark } else if fence == mark { fence = nil }
      } else if fence == nil {
        prose.append((index + 1, line))
        if line.has("#") || line.has("](") || line.has("]:") || line.has("<a ") {
          read(String(line), at: index + 1)
        }
      }
    }
  }

  private mutating func read(_ line: String, at number: Int) {
    if let heading = line.wholeMatch(of: /#{1,6} +(.+?) *#*/) {
      let title = String(heading.1)
      let anchor = Self.anchor(of: title, besides: anchors)
      anchors.insert(anchor)
      headings.append(Heading(title: title, anchor: anchor, line: number))
    }
    for match in line.matches(of: /<a (?:id|name)="([^"]+)"/) { anchors.insert(String(match.1)) }
    // What stands in code is not a link.
    let plain = line.replacing(/`[^`]*`/, with: "")
    for match in plain.matches(of: /\]\(<?([^)>\s]*)>?(?: "[^"]*")?\)/) {
      links.append(Link(target: String(match.1), line: number))
    }
    if let match = plain.firstMatch(of: /^ {0,3}\[[^\]]+\]: +(\S+)/) {
      links.append(Link(target: String(match.1), line: number))
    }
  }

  /// The anchor that GitHub gives a heading: lower case, without punctuation, `-` for spaces; a number for one that is
  /// taken.
  static func anchor(of title: String, besides taken: Set<String> = []) -> String {
    let text = title.replacing(/\[([^\]]*)\]\([^)]*\)/) { $0.1 }
    let kept = text.lowercased().filter { $0.isLetter || $0.isNumber || $0 == " " || $0 == "-" || $0 == "_" }
    let anchor = kept.replacing(" ", with: "-")
    var free = anchor
    var number = 0
    while taken.contains(free) {
      number += 1
      free = "\(anchor)-\(number)"
    }
    return free
  }
}

/// Follows relative links between the pages of a repository.
struct LinkResolver {
  /// By path from the root of the repository.
  let pages: [String: MarkdownPage]
  /// Whether there is a file or folder at a path.
  let exists: (String) -> Bool

  /// A line for each link that leads nowhere. Links into the web are not followed.
  func faults(of path: String) -> [String] {
    (pages[path]?.links ?? []).compactMap { link in
      fault(of: link.target, from: path).map { "\(path):\(link.line): `\(link.target)`: \($0)" }
    }
  }

  private func fault(of target: String, from path: String) -> String? {
    if target.contains(/^[A-Za-z][A-Za-z0-9+.-]*:/) { return nil }
    let parts = target.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let file = parts[0].isEmpty ? path : Self.path(parts[0], from: path)
    guard let file, parts[0].isEmpty || exists(file) else { return "there is no such file" }
    guard parts.count == 2 else { return target.isEmpty ? "it names nothing" : nil }
    guard let page = pages[file] else { return "what it leads to has no anchors" }
    return page.anchors.contains(parts[1]) ? nil : "there is no such heading"
  }

  /// Nil for a path that leaves the repository.
  static func path(_ relative: String, from page: String) -> String? {
    var folders = page.split(separator: "/").dropLast().map(String.init)
    for part in relative.split(separator: "/") where part != "." {
      guard part == ".." else {
        folders.append(String(part))
        continue
      }
      guard folders.popLast() != nil else { return nil }
    }
    return folders.joined(separator: "/")
  }
}

extension StringProtocol {
  /// Its lines, empty ones too. Looks at bytes: there are tens of thousands of lines to check.
  var lines: [Substring] {
    utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map {
      Substring(decoding: $0, as: UTF8.self)
    }
  }

  /// Whether it contains the bytes of a word.
  func has(_ word: String) -> Bool { Data(utf8).range(of: Data(word.utf8)) != nil }
}
