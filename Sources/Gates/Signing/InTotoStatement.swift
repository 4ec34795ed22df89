import Documents

/// Statements of the in-toto attestation framework, version 1, which supply-chain tools read
/// (https://github.com/in-toto/attestation, spec/v1).
public enum InTotoStatement {
  /// What the payload of an envelope with a statement is.
  public static let payloadType = "application/vnd.in-toto+json"

  /// How a run of tests ended (spec/predicates/test-result.md).
  public enum TestResult: String, Sendable, CaseIterable {
    case passed = "PASSED"
    case warned = "WARNED"
    case failed = "FAILED"
  }

  /// Something that a statement is about or refers to (spec/v1/resource_descriptor.md).
  public struct Resource: Sendable {
    /// What it is called; unique within its list.
    public let name: String
    /// 64 lower-case hexadecimal digits.
    public let sha256: String?
    /// What else is to be said of it.
    public let annotations: [JSONMember]

    /// Takes the values as they are.
    public init(name: String, sha256: String? = nil, annotations: [JSONMember] = []) {
      self.name = name
      self.sha256 = sha256
      self.annotations = annotations
    }

    fileprivate var json: JSONValue {
      var members = [JSONMember("name", .string(name))]
      if let sha256 {
        members.append(JSONMember("digest", .object([JSONMember("sha256", .string(sha256))])))
      }
      if !annotations.isEmpty { members.append(JSONMember("annotations", .object(annotations))) }
      return .object(members)
    }
  }

  /// The result of testing a subject: the test-result predicate, version 0.1. The names of tests come in the order
  /// given.
  public static func testResult(
    of subject: Resource, _ result: TestResult, configuration: [Resource], passed: [String],
    warned: [String] = [], failed: [String]
  ) -> JSONValue {
    .object([
      JSONMember("_type", .string("https://in-toto.io/Statement/v1")),
      JSONMember("subject", .array([subject.json])),
      JSONMember("predicateType", .string("https://in-toto.io/attestation/test-result/v0.1")),
      JSONMember(
        "predicate",
        .object([
          JSONMember("result", .string(result.rawValue)),
          JSONMember("configuration", .array(configuration.map(\.json))),
          JSONMember("passedTests", .strings(passed)), JSONMember("warnedTests", .strings(warned)),
          JSONMember("failedTests", .strings(failed)),
        ])),
    ])
  }
}
