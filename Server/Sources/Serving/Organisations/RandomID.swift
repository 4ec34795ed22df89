import Foundation
import Registry

extension EntityID {
  /// One that nothing has yet.
  public static func random() -> EntityID {
    guard let id = EntityID(UUID().uuidString) else { preconditionFailure("a UUID is one") }
    return id
  }
}
