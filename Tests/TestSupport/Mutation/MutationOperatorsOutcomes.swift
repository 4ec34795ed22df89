import BlueprintCompiler
import Documents
import PolicyGraph
import PolicyProofs

// Operators that break one successor and bounded wherever they are applied.

extension MutationOperator {
  static let outcomeOperators: [MutationOperator] = [
    MutationOperator("double-edge", "An edge is doubled.", .breaks([.ambiguousEvent])) { base in
      base.atEdges({ _ in true }) { $0.edges.append($0.edges[$1]) }
    },
    MutationOperator(
      "fork-edge", "An edge gets a twin that leads to the hand-off.", .breaks([.ambiguousEvent])
    ) {
      base in
      guard let handoff = base.handoff else { return [] }
      return base.atEdges({ _ in true }) { draft, index in
        draft.edges.append(
          draft.edges[index].changed {
            $0.to = handoff
            $0.resume = nil
            $0.clears = nil
          })
      }
    },
    MutationOperator(
      "uncount-half", "A clarification or nudge is always given, and given up as before.",
      .breaks([.ambiguousEvent, .endlessLoop])
    ) { base in
      base.atEdges(\.isCounted) { $0.edges[$1].when = nil }
    },
    MutationOperator(
      "drop-report", "A tool's success is not told.", .breaks([.unreportedResult, .silentTurn])
    ) { base in
      base.atEdges({ $0.on == .ok }) { draft, index in
        let report = draft.edges[index].to
        guard let back = base.edges(from: report).first else { return }
        draft.edges[index].to = base.draft.edges[back].to
        draft.edges[index].resume = base.draft.edges[back].resume
      }
    },
    MutationOperator(
      "silence-report", "The text of a report is blanked.", .breaks([.unreportedResult, .silentTurn])
    ) { base in
      base.atNodes({ $0.kind == .report }) { $0.nodes[$1].say = .text(" ") }
    },
    MutationOperator(
      "apologize-for-success", "`ok` leads to the apology.",
      .breaks([.apologyAfterSuccess, .unreportedResult])
    ) { base in
      base.atEdges { edge in
        edge.on == .ok && base.node(edge.from).map { base.companion(of: $0, .apologize) != nil } ?? false
      } _: { draft, index in
        if let call = base.node(draft.edges[index].from), let apology = base.companion(of: call, .apologize) {
          draft.edges[index].to = apology.id
        }
      }
    },
    MutationOperator(
      "report-failure", "`error` or `timeout` leads to the report.",
      .breaks([.reportAfterFailure, .brokenFailureMode])
    ) { base in
      base.atEdges {
        [.error, .timeout].contains($0.on)
      } _: { draft, index in
        if let call = base.node(draft.edges[index].from), let report = base.companion(of: call, .report) {
          draft.edges[index].to = report.id
        }
      }
    },
    MutationOperator(
      "promise-another-mode", "A tool declares another failure mode.", .breaks([.brokenFailureMode])
    ) { base in
      (base.draft.tools ?? []).flatMap { tool in
        FailureMode.allCases.filter { $0 != tool.failureMode }.map { mode in
          Mutation("\(tool.id) as \(mode.rawValue)") { $0.changeTool(tool.id) { $0.failureMode = mode } }
        }
      }
    },
    MutationOperator(
      "silence-apology", "The text of an apology is blanked.", .breaks([.brokenFailureMode, .silentTurn])
    ) { base in
      base.atNodes({ $0.kind == .apologize }) { $0.nodes[$1].say = .text("") }
    },
    MutationOperator("report-uncalled", "A report is told without a call.", .breaks([.foreignOutcome])) {
      base in
      base.atEdges { edge in
        if case .tool(let tool) = edge.on { return base.draft.nodes.contains { isReport($0, tool) } }
        return false
      } _: { draft, index in
        guard case .tool(let tool) = draft.edges[index].on else { return }
        if let report = draft.nodes.first(where: { isReport($0, tool) }) { draft.edges[index].to = report.id }
      }
    },
    MutationOperator(
      "report-anothers", "A report tells another tool's result.",
      .breaks([.foreignOutcome, .unreportedResult])
    ) { base in
      base.atNodes({ $0.kind == .report }) { $0.nodes[$1].tool = stranger }
    },
    MutationOperator(
      "apologize-for-another", "An apology tells another tool's failure.",
      .breaks([.foreignOutcome, .brokenFailureMode])
    ) { base in
      base.atNodes({ $0.kind == .apologize }) { $0.nodes[$1].tool = stranger }
    },
    MutationOperator(
      "hang-up-on-failure", "A failure closes the conversation.", .breaks([.brokenFailureMode])
    ) { base in
      guard let close = base.close(.abandoned) else { return [] }
      return base.atEdges {
        [.error, .timeout].contains($0.on)
      } _: {
        $0.edges[$1].to = close
      }
    },
  ]

  private static func isReport(_ node: Node, _ tool: ToolID) -> Bool {
    node.kind == .report && node.tool == tool
  }

  static let boundedOperators: [MutationOperator] = [
    MutationOperator("change-retry-key", "A retry has a different key.", .breaks([.misplacedRetry])) {
      base in
      base.atNodes({ $0.attempt == 2 }) { $0.nodes[$1].idempotencyKey = "another" }
    },
    MutationOperator("drop-retry-key", "A retry has no key.", .breaks([.misplacedRetry])) { base in
      base.atNodes({ $0.attempt == 2 }) { $0.nodes[$1].idempotencyKey = nil }
    },
    MutationOperator("retry-first", "The second attempt is made first.", .breaks([.misplacedRetry])) { base in
      base.atEdges { edge in
        guard let call = base.node(edge.to), call.attempt == 1 else { return false }
        return base.companion(of: call, .call, attempt: 2) != nil
      } _: { draft, index in
        if let call = base.node(draft.edges[index].to),
          let retry = base.companion(of: call, .call, attempt: 2)
        {
          draft.edges[index].to = retry.id
        }
      }
    },
    MutationOperator("detour-before-retry", "A route stands before the retry.", .breaks([.misplacedRetry])) {
      base in
      base.atEdges({ base.node($0.to)?.attempt == 2 }) { draft, index in
        let retry = draft.edges[index].to
        draft.addNode("detour", .route, say: nil)
        draft.edges[index].to = "detour"
        draft.edges.append(Edge("detour", .auto, retry))
      }
    },
    MutationOperator(
      "third-attempt", "After the second failure the first attempt is made again.",
      .breaks([.thirdAttempt, .repeatedCall, .endlessLoop, .brokenFailureMode])
    ) { base in
      base.atEdges {
        [.error, .timeout].contains($0.on) && base.node($0.from)?.attempt == 2
      } _: {
        draft, index in
        if let retry = base.node(draft.edges[index].from),
          let call = base.companion(of: retry, .call, attempt: 1)
        {
          draft.edges[index].to = call.id
        }
      }
    },
    MutationOperator(
      "unbound-retry", "The second attempt is made again and again.",
      .breaks([.thirdAttempt, .repeatedCall, .misplacedRetry, .endlessLoop, .brokenFailureMode])
    ) { base in
      base.atEdges {
        [.error, .timeout].contains($0.on) && base.node($0.from)?.attempt == 2
      } _: {
        $0.edges[$1].to = $0.edges[$1].from
      }
    },
    MutationOperator(
      "call-after-report", "A report leads to its call again.", .breaks([.repeatedCall, .endlessLoop])
    ) { base in
      base.atEdges({ base.kind($0.from) == .report }) { draft, index in
        guard let report = base.node(draft.edges[index].from),
          let call = base.companion(of: report, .call, attempt: 1)
        else { return }
        draft.edges[index].to = call.id
        draft.edges[index].resume = nil
      }
    },
    MutationOperator(
      "repeat-the-success", "`ok` makes the call again.",
      .breaks([.repeatedCall, .endlessLoop, .unreportedResult])
    ) { base in
      base.atEdges({ $0.on == .ok }) { $0.edges[$1].to = $0.edges[$1].from }
    },
  ]
}
