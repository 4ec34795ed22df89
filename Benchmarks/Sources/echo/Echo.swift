import Hummingbird
import Logging

/// What the server is compared with: the same library, which reads a body whole and sends it back as JSON. Nothing is
/// parsed, and there is no token, no database and no draft.
@main
struct Echo {
  static func main() async throws {
    let router = Router()
    router.post("/validate") { request, _ in
      let body = try await request.body.collect(upTo: 9 << 20)
      return Response(status: .ok, headers: [.contentType: "application/json"], body: .init(byteBuffer: body))
    }
    var logger = Logger(label: "echo")
    logger.logLevel = .error
    let application = Application(
      router: router, configuration: .init(address: .hostname("127.0.0.1", port: 8098)), logger: logger)
    try await application.runService()
  }
}
