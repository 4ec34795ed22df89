import BlueprintCompiler
import Documents
import PolicyProofs
import Registry

/// What a new agent's draft is: one that is proved and can be certified as it stands, to be changed into what is wanted.
enum StartingDraft {
  static func json(for kind: Agent.Kind, name: String) -> JSONValue {
    guard let draft = drafts[kind] else { preconditionFailure("there is one of every kind") }
    return draft.setting("name", to: .string(name))
  }

  private static let drafts: [Agent.Kind: JSONValue] = {
    var drafts: [Agent.Kind: JSONValue] = [:]
    for kind in Agent.Kind.allCases {
      let compilation = compile(SourceText(name: kind.rawValue, bytes: blueprint(for: kind)))
      guard let draft = compilation.draft, compilation.isValid else {
        preconditionFailure("the blueprint for \(kind) is in order: the tests compile it")
      }
      drafts[kind] = draft.json
    }
    return drafts
  }()

  private static func blueprint(for kind: Agent.Kind) -> [UInt8] {
    switch kind {
    case .custom: PackageResources.custom_yaml
    case .inboundBuyer: PackageResources.inbound_buyer_yaml
    case .inboundLandlord: PackageResources.inbound_landlord_yaml
    }
  }
}
