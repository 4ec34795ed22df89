import ArgumentParser
import PolicyGraph
import PolicyProofs

struct ProofOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Maximum number of moves that the search tries for each possible violation.", valueName: "n"))
  var budget = ProofBudget().perSuspicion

  mutating func validate() throws {
    guard (1...100_000_000).contains(budget) else {
      throw ValidationError("--budget is from 1 to 100000000")
    }
  }

  var proofBudget: ProofBudget { ProofBudget(perSuspicion: budget, total: budget * 5 / 2) }
}
