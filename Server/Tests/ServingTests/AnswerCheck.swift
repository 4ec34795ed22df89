import Documents
import Foundation
import HTTPTypes

@testable import Serving

/// Holds answers against the tables of their operations: no member is missing, none has another form, and none is there
/// that the table does not have.
enum AnswerCheck {
  /// What is wrong with an answer; nothing if it fits.
  static func problems(
    _ method: String, _ uri: String, status: Int, contentType: String?, body: [UInt8]
  ) -> [String] {
    if method == "HEAD" { return body.isEmpty ? [] : ["HEAD has a body"] }
    guard let endpoint = endpoint(method, uri) else {
      return status < 400 ? ["nothing is served here"] : problems(ofRefusal: body, contentType)
    }
    let isListed = endpoint.allStatuses.contains(status) || unlisted.contains(status)
    let unlisted = isListed ? [] : ["the operation does not have the status \(status)"]
    return unlisted
      + (status < 400 ? endpoint.answer.problems(body, contentType) : problems(ofRefusal: body, contentType))
  }

  /// Of HTTP itself, whatever is asked.
  private static let unlisted: Set = [417, 431, 500, 501]

  static func problems(ofRefusal body: [UInt8], _ contentType: String?) -> [String] {
    Answer.object(.refusal).problems(body, contentType)
  }

  /// By method and path, as the template of its row has them.
  private static func endpoint(_ method: String, _ uri: String) -> Endpoint? {
    let path = uri.trimmingPrefix("http://x").prefix { $0 != "?" }.split(separator: "/").map {
      $0.removingPercentEncoding ?? ""
    }
    return Endpoint.all.first { endpoint in
      let template = endpoint.path.split(separator: "/")
      return endpoint.method.rawValue == method && template.count == path.count
        && zip(template, path).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
    }
  }
}

extension Answer {
  /// What is wrong with these bytes as this answer.
  func problems(_ body: [UInt8], _ type: String?) -> [String] {
    if type != contentType { return ["its content type is `\(type ?? "")`, not `\(contentType)`"] }
    if case .text = self { return [] }
    var findings = Findings(limits: .kept)
    let source = SourceText(name: "answer", bytes: body)
    guard let root = readJSON(source, limits: .kept, findings: &findings)?.root else {
      return ["it is no JSON"]
    }
    switch self {
    case .object(let table): return root.kind == .object ? table.problems(of: root) : ["it is no object"]
    case .list(let element):
      var check = BodyCheck()
      check.check(root, against: .array(of: element), as: "the answer")
      return check.problems
    case .form(let form): return form.problems(root, "the answer")
    case .text: return []
    }
  }
}
