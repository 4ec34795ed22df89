/// A conversation that shows a finding, for people to read.
public struct Conversation: Sendable {
  /// From the greeting to where the rule is broken.
  public let lines: [Line]
  /// The machine form, `flow_witness.v1`: what `fohc replay` reads.
  public let json: JSONValue

  /// One thing that is said or happens.
  public struct Line: Sendable {
    /// Who says it or what acts.
    public enum Speaker: String, Sendable {
      case agent, user, tool
      /// Where the conversation breaks the rule.
      case fault
      /// From here on it repeats itself.
      case again
    }
    /// Who says it.
    public let speaker: Speaker
    /// What is said or happens, in words. Of `agent`, text that a runtime phrases is the brief.
    public let text: String
    /// The node at which it is said or happens.
    public let node: String
    /// JSON Pointer into the blueprint that the draft was compiled from, where it says so.
    public let origin: String?

    package init(speaker: Speaker, text: String, node: String, origin: String?) {
      self.speaker = speaker
      self.text = text
      self.node = node
      self.origin = origin
    }
  }

  package init(lines: [Line], json: JSONValue) {
    self.lines = lines
    self.json = json
  }
}
