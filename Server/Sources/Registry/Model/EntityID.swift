/// The id of something that the registry keeps: a UUID (RFC 9562) in its lower-case text form.
///
/// The registry makes no ids: the caller brings one for each new thing, so that nothing in here is random.
public struct EntityID<Entity>: Hashable, Sendable, CustomStringConvertible {
  /// 36 characters.
  public let text: String

  /// Nil if the text is not a UUID. Upper-case digits are accepted, and written in lower case.
  public init?(_ text: String) {
    guard text.utf8.count == 36 else { return nil }
    for (place, byte) in text.utf8.enumerated() {
      let isHyphenDue = place == 8 || place == 13 || place == 18 || place == 23
      guard isHyphenDue ? byte == UInt8(ascii: "-") : Self.isHexadecimal(byte) else { return nil }
    }
    self.text = text.lowercased()
  }

  private static func isHexadecimal(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
      UInt8(ascii: "A")...UInt8(ascii: "F"):
      true
    default: false
    }
  }

  public var description: String { text }
}

/// Names an ``Organisation``.
public typealias OrganisationID = EntityID<Organisation>
/// Names a ``User``.
public typealias UserID = EntityID<User>
/// Names an ``Agent``.
public typealias AgentID = EntityID<Agent>
/// Names an ``IncidentLoop``, which is not the incident's own id.
public typealias LoopID = EntityID<IncidentLoop>
