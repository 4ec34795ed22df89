import Documents
import Gates

/// What the capitals stand for in the commands that a refusal names, if known: the files as they were
/// given, the mode that a policy asks for, the incident. What is not known stays in capitals, to be filled in.
struct CommandNames {
  /// By placeholder.
  private(set) var names: [String: String]
  /// Names for what is not there yet.
  private let proposed: [String: String]
  /// The release folder; nil if there is none.
  private let folder: String?

  /// `names` as they were given. `folder`: where releases are kept.
  init(_ names: [String: String?], proposing proposed: [String: String] = [:], folder: String? = nil) {
    self.names = names.compactMapValues { $0 }
    self.proposed = proposed
    self.folder = folder
    if let folder { self.names["FOLDER"] = folder }
  }

  /// These, and others where these have none.
  func and(_ more: [String: String]) -> CommandNames {
    var both = self
    both.names.merge(more) { mine, _ in mine }
    return both
  }

  // MARK: Commands

  /// A command that can be typed. `subject`: what the reason for it is about.
  func command(_ command: String, about subject: String? = nil) -> String {
    let words = command.split(separator: " ", omittingEmptySubsequences: false).map { word -> String in
      if word == "ID", names["ID"] == nil, let subject { return Self.quoted(subject) }
      if let name = names[String(word)] ?? proposed[String(word)] { return Self.quoted(name) }
      guard let folder, word.hasPrefix("FOLDER/") else { return String(word) }
      return Self.quoted(folder + word.dropFirst("FOLDER".count))
    }
    let isOfFolder = command.hasPrefix("fohc release ") || command.hasPrefix("fohc incident ")
    guard let folder, folder != ReleaseOptions.usualFolder, isOfFolder else {
      return words.joined(separator: " ")
    }
    return (words + ["--folder", Self.quoted(folder)]).joined(separator: " ")
  }

  /// As a POSIX shell reads it.
  static func quoted(_ name: String) -> String {
    let isPlain = name.utf8.allSatisfy { byte in
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || "_./-@%+=:,".utf8.contains(byte)
    }
    return isPlain && !name.isEmpty ? name : "'" + name.replacing("'", with: "'\\''") + "'"
  }

  // MARK: Reasons

  /// The sentence of a reason, with the file that it is about.
  func sentence(_ reason: GateReason) -> String { sentence(reason.code.rawValue, reason.sentence) }

  private func sentence(_ code: String, _ sentence: String) -> String {
    guard let placeholder = Self.files.first(where: { code.hasPrefix($0.code) })?.placeholder,
      Self.ends.contains(where: { code.hasSuffix($0) }), let name = names[placeholder]
    else { return sentence }
    return "\(sentence) (`\(name)`)"
  }

  private static let files: [(code: String, placeholder: String)] = [
    ("draft_", "DRAFT"), ("sim_cert_", "CERTIFICATE"), ("policy_", "POLICY"), ("live_", "LIVE"),
    ("incidents_", "INCIDENTS"), ("evaluations_", "EVALUATIONS"),
  ]
  private static let ends = ["_missing", "_empty", "_unreadable", "_malformed", "_invalid"]

  // MARK: JSON

  /// The same for programs: every `next_commands`, and the `detail` beside it, wherever they stand.
  func filled(_ value: JSONValue) -> JSONValue {
    switch value {
    case .array(let elements): return .array(elements.map(filled))
    case .object(let members):
      let subject = value["subject"]?.text
      return .object(
        members.map { member in
          switch (member.key, member.value) {
          case ("next_commands", .array(let commands)):
            JSONMember(
              member.key, .array(commands.map { $0.text.map { .string(command($0, about: subject)) } ?? $0 }))
          case ("detail", .string(let text)):
            JSONMember(member.key, .string(value["reason_code"]?.text.map { sentence($0, text) } ?? text))
          default: JSONMember(member.key, filled(member.value))
          }
        })
    case .null, .boolean, .number, .string: return value
    }
  }
}

extension JSONValue {
  /// An object with members behind its own; any other value as it is.
  func with(_ more: [JSONMember]) -> JSONValue {
    if case .object(let members) = self { .object(members + more) } else { self }
  }
}
