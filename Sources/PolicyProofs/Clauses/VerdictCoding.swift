import Documents

extension ProofVerdicts {
  /// Each invariant with its clauses, in their order (definition 5, 6).
  public var json: JSONValue {
    .object(
      Invariant.allCases.map { invariant in
        let clauses = clauses.filter { $0.clause.invariant == invariant }
        return JSONMember(
          invariant.rawValue,
          .object([
            JSONMember("verdict", .string(verdict(of: invariant).rawValue)),
            JSONMember(
              "clauses",
              .object(clauses.map { JSONMember($0.clause.rawValue, .string($0.verdict.rawValue)) })),
          ]))
      })
  }
}
