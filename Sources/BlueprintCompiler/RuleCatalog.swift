import PolicyGraph

extension [Rule] {
  /// Everything that fohc can find, by code.
  public static let all: [Rule] =
    syntax + schema + meaning + graph + proof + proofObjects + gatePolicies + records + faultyDrafts
    + evaluations
    + transcripts
}
