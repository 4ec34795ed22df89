import BlueprintCompiler
import Gates
import Glibc

/// Listens on 127.0.0.1 and answers one request after the other: `AgentServer PORT`.
@main
struct AgentServer {
  static func main() {
    guard CommandLine.arguments.count == 2, let port = UInt16(CommandLine.arguments[1]) else {
      fail("usage: AgentServer PORT")
    }
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var yes: Int32 = 1
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let bound = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(listener, $0, size) }
    }
    guard listener >= 0, bound == 0, listen(listener, 16) == 0 else { fail("cannot listen on port \(port)") }
    print("listening on 127.0.0.1:\(port)")
    fflush(nil)

    var agents = Agents()
    while true {
      let client = accept(listener, nil, nil)
      guard client >= 0 else { continue }
      // Whoever sends nothing is not waited for.
      var patience = timeval(tv_sec: 5, tv_usec: 0)
      setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
      let response: HTTPResponse
      do throws(HTTPResponse) {
        response = agents.answer(try HTTPRequest(from: client), now: Instant(seconds: time(nil)))
      } catch {
        response = error
      }
      response.send(to: client)
      close(client)
    }
  }

  private static func fail(_ message: String) -> Never {
    let line = Array("\(message)\n".utf8)
    _ = write(STDERR_FILENO, line, line.count)
    exit(1)
  }
}
