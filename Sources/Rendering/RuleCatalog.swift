import BlueprintCompiler
import ConversationSimulator
import Documents
import EvaluationImport
import Gates
import PolicyGraph
import PolicyProofs

extension [Rule] {
  /// Everything that fohc can find, by code. Each rule stands in the module that reports it.
  public static let all: [Rule] =
    syntax + schema + meaning + graph + proof + proofObjects + gatePolicies + records + faultyDrafts
    + evaluations + imports
    + transcripts
}
