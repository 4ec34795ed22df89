import Documents
import Foundation
import Gates
import Logging

/// Logs one JSON object a line on standard error. What is logged is chosen where it is logged: no header, no body, no
/// token ever is.
struct JSONLines: LogHandler {
  var metadata: Logger.Metadata = [:]
  var logLevel = Logger.Level.notice

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    var members = [
      JSONMember("at", .string(WallClock.now.text)), JSONMember("level", .string(event.level.rawValue)),
      JSONMember("message", .string("\(event.message)")),
    ]
    let all = metadata.merging(event.metadata ?? [:]) { _, new in new }
    for (key, value) in all.sorted(by: { $0.key < $1.key }) where !members.contains(where: { $0.key == key })
    {
      members.append(JSONMember(key, .string("\(value)")))
    }
    FileHandle.standardError.write(Data(CanonicalJSON.bytes(of: .object(members)) + [UInt8(ascii: "\n")]))
  }
}
