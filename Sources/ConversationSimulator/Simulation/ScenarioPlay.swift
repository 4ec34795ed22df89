import Documents
import PolicyGraph
import PolicyProofs

/// Plays one scenario with all of its users (definition 8).
struct ScenarioPlay {
  let scenario: Scenario
  let channels: [String]
  let plan: SimulationPlan
  let prohibitions: [CheckableItem]
  /// What has to happen in every conversation of a cooperative user; nil for words, which nobody sees happen.
  let duties: [(item: String, act: CheckableItem.Act?)]
  /// Slots that have to be filled where the user cooperates.
  let mustCollect: [Int]
  private(set) var player: Player
  private(set) var result: ScenarioResult
  /// Tools that a user of this scenario does not ask for.
  private let forbidden: BitSet
  private let intent: UserIntent

  /// Turns after which nobody is still pursuing their intent: every node that waits, visited several times.
  private var longest: Int { 4 * player.program.nodes.count + 200 }

  init(_ scenario: Scenario, channels: [String], plan: SimulationPlan, player: Player) {
    let program = player.program
    let names = player.names
    let items = scenario.mustNotDo ?? []
    let prohibitions = items.compactMap { CheckableItem($0, among: names, in: program) }
    let mustDo = (scenario.mustDo ?? []).map { ($0, CheckableItem($0, among: names, in: program)) }
    self.scenario = scenario
    self.channels = channels
    self.plan = plan
    self.prohibitions = prohibitions
    self.player = player
    duties = mustDo.map { ($0, $1?.act) }
    mustCollect = (scenario.mustCollect ?? []).compactMap { program.slots.firstIndex(of: $0) }
    // A user whose scenario says that a tool is not called does not ask for it: the agent has to see to the rest.
    var forbidden = BitSet(capacity: program.tools.count)
    for case .call(let tool?) in prohibitions.map(\.act) { forbidden.insert(tool) }
    self.forbidden = forbidden
    intent = UserIntent(mustDo: mustDo.compactMap { $1 }, mustCollect: mustCollect, forbidden: forbidden)
    result = ScenarioResult(
      scenario.id, channels: channels,
      openObligations: items.filter { item in !prohibitions.contains { $0.item.hasSameScalars(as: item) } },
      mustDo: mustDo.map(\.0))
    // What the draft has no slot for can never be collected.
    for key in scenario.mustCollect ?? [] where !program.slots.contains(key) {
      result.fail(Failure(.uncollected(key.text), in: .cooperative, at: nil))
    }
  }

  /// Plays the scenario. O(runs × turns).
  mutating func run() {
    let user = cooperativeUser()
    guard let opening = player.open() else {
      result.fail(Failure(.noEnding, in: .cooperative, at: nil))
      return
    }
    play(opening, user, [], pairs: plan.mode >= .stress)
    var users = RandomUsers(player.program, forbidden: forbidden)
    for run in 0..<plan.playedAdaptiveRuns where player.budget > 0 {
      if let now = play(run, of: &users, recording: false) { judge(now, .adaptive(run)) }
    }
  }

  func allows(_ tool: Int) -> Bool { !forbidden.contains(tool) }

  /// Whose tools are asked for where an undisturbed conversation last offers them.
  private mutating func cooperativeUser() -> CooperativeUser {
    var talks: [Int] = []
    var user = CooperativeUser(player.program)
    guard var now = player.open() else { return user }
    while now.ending == nil, now.turns < longest {
      if player.program.nodes[now.node].kind == .talk { talks.append(now.node) }
      guard let move = user.move(in: now, player.program) else { break }
      player.take(move, &now)
    }
    return CooperativeUser(player.program, talks: talks, intent)
  }

  // MARK: Scripted users

  /// Goes on cooperatively to the end, and at each node that awaits somebody, when it is first passed, tries every
  /// perturbation on a copy of the conversation. Where the scenario has to end with a hand-off, the cooperative users
  /// are those who ask for a person at each of these nodes, once all else has happened that has to.
  private mutating func play(
    _ start: ConversationState, _ user: CooperativeUser, _ script: [ScriptedStep], pairs: Bool
  ) {
    var now = start
    var user = user
    var passed: Set<Int> = []
    var asked: Set<Int> = []
    var last: (run: ScenarioRun, end: ConversationState)?
    let perturbs = script.isEmpty || (pairs && script.count == 1)
    while now.ending == nil, player.budget > 0 {
      if perturbs, passed.insert(now.node).inserted { perturb(now, user, script, pairs: pairs) }
      if script.isEmpty, !asked.contains(now.node), let end = escalate(from: now, user) {
        asked.insert(now.node)
        // Who asks for a person early has not been asked for everything yet.
        if let last { judge(last.end, last.run) }
        last = (.escalating(at: now.node), end)
      }
      advance(&now, &user)
    }
    guard script.isEmpty else { return judge(now, .scripted(script)) }
    if let last { judge(last.end, last.run, isAskedForAll: true) }
    // Whoever passes the last of these nodes without asking for a person is not this scenario's user.
    if last == nil || player.program.nodes[now.node].kind == .handoff { judge(now, .cooperative) }
  }

  /// The conversation of a user who asks for a person here; nil if this one would not, or cannot.
  private mutating func escalate(from now: ConversationState, _ user: CooperativeUser) -> ConversationState? {
    guard user.holdsBack, user.wantsPerson(in: now),
      player.program.plainMove(.escalate, at: now.configuration) != nil
    else { return nil }
    var branch = now
    var user = user
    user.holdsBack = false
    while branch.ending == nil, player.budget > 0 { advance(&branch, &user) }
    return branch
  }

  private mutating func perturb(
    _ now: ConversationState, _ user: CooperativeUser, _ script: [ScriptedStep], pairs: Bool
  ) {
    for perturbation in Perturbation.all(at: now.node, player.program, allows: { allows($0) }) {
      guard player.budget > 0 else { return }
      var branch = now
      var other = user
      other.holdsBack = false
      guard apply(perturbation, &branch, &other) else { continue }
      play(branch, other, script + [ScriptedStep(node: now.node, perturbation)], pairs: pairs)
    }
  }

  /// False where the perturbation is not possible here.
  private mutating func apply(
    _ perturbation: Perturbation, _ now: inout ConversationState, _ user: inout CooperativeUser
  ) -> Bool {
    let program = player.program
    func move(_ event: ProgramEvent) -> Move? { program.plainMove(event, at: now.configuration) }
    switch perturbation {
    case .unclearOnce: return take(move(.unclear), &now)
    case .silentOnce: return take(move(.silence), &now)
    case .interrupting: return take(move(.interrupt), &now)
    case .escalating: return take(move(.escalate), &now)
    case .refusing: return take(move(.deny), &now)
    case .answer(let outcome): return take(move(outcome), &now)
    case .unclearThroughout: return exhaust(.unclear, &now, &user)
    case .silentThroughout: return exhaust(.silence, &now, &user)
    case .tool(let tool, let outcome):
      user.noLongerWants(tool, at: now.node)
      guard take(move(.tool(tool)), &now) else { return false }
      settle(tool, as: outcome, &now)
      return true
    }
  }

  private mutating func take(_ move: Move?, _ now: inout ConversationState) -> Bool {
    guard let move else { return false }
    player.take(move, &now)
    return true
  }

  /// The same event again and again, until the conversation is over.
  private mutating func exhaust(
    _ event: ProgramEvent, _ now: inout ConversationState, _ user: inout CooperativeUser
  ) -> Bool {
    guard take(player.program.plainMove(event, at: now.configuration), &now) else { return false }
    while now.ending == nil, player.budget > 0 {
      if let move = player.program.plainMove(event, at: now.configuration) {
        player.take(move, &now)
        limit(&now)
      } else {
        advance(&now, &user)
      }
    }
    return true
  }

  /// Says yes where leave is asked for the tool, and has it answer so whenever it is called, until the conversation
  /// is elsewhere.
  private mutating func settle(_ tool: Int32, as outcome: ProgramEvent, _ now: inout ConversationState) {
    while now.ending == nil, player.budget > 0, player.program.nodes[now.node].tool == Int(tool) {
      let kind = player.program.nodes[now.node].kind
      let event: ProgramEvent = kind == .confirm ? .affirm : outcome
      guard take(player.program.plainMove(event, at: now.configuration), &now) else { return }
      limit(&now)
    }
  }

  private mutating func advance(_ now: inout ConversationState, _ user: inout CooperativeUser) {
    guard let move = user.move(in: now, player.program) else {
      now.ending = .stuck
      return
    }
    player.take(move, &now)
    limit(&now)
  }

  private func limit(_ now: inout ConversationState) {
    if now.ending == nil, now.turns >= longest { now.ending = .tooLong }
  }

  // MARK: Random users

  private mutating func play(_ run: Int, of users: inout RandomUsers, recording: Bool) -> ConversationState? {
    let channel = channels[run % channels.count]
    users.begin(SplitMix64(seed: plan.seed, scenario: scenario.id.text, channel: channel, run: run))
    guard var now = player.open(recording: recording) else { return nil }
    while now.ending == nil, player.budget > 0 {
      guard let move = users.move(in: now) else {
        now.ending = .stuck
        break
      }
      player.take(move, &now)
      limit(&now)
    }
    return now
  }

  // MARK: Once more

  /// Plays one run again, keeping what happened. Nil if the draft has no entry.
  mutating func playAgain(_ run: ScenarioRun) -> ConversationState? {
    if case .adaptive(let number) = run.kind {
      var users = RandomUsers(player.program, forbidden: forbidden)
      for earlier in 0..<number { _ = play(earlier, of: &users, recording: false) }
      return play(number, of: &users, recording: true)
    }
    var user = cooperativeUser()
    guard var now = player.open(recording: true) else { return nil }
    if case .scripted(let script) = run.kind {
      for step in script {
        while now.ending == nil, now.node != step.node { advance(&now, &user) }
        user.holdsBack = false
        guard now.ending == nil, apply(step.perturbation, &now, &user) else { return now }
      }
    }
    if case .escalating(let node) = run.kind {
      while now.ending == nil, now.node != node || !user.wantsPerson(in: now) { advance(&now, &user) }
      user.holdsBack = false
    }
    while now.ending == nil { advance(&now, &user) }
    return now
  }

  // MARK: Judging

  /// `isAskedForAll`: whether a user who asks for a person has been asked for everything before.
  private mutating func judge(_ now: ConversationState, _ run: ScenarioRun, isAskedForAll: Bool = false) {
    // A run that the budget cut short shows nothing.
    guard now.ending != nil else { return }
    result.count(run, now)
    for violation in now.violations {
      result.fail(Failure(.broken(violation), in: run, at: violation.node))
    }
    if now.ending != .ended { result.fail(Failure(.noEnding, in: run, at: now.node)) }
    let consequence = consequence(of: run)
    if consequence.isEmpty && !run.isAdaptive || isAskedForAll {
      for slot in mustCollect where !now.configuration.filled.contains(slot) {
        result.fail(Failure(.uncollected(player.program.slots[slot].text), in: run, at: now.node))
      }
    }
    for prohibition in prohibitions where isBroken(prohibition.act, by: now, run, consequence) {
      result.fail(Failure(.prohibited(prohibition), in: run, at: now.node))
    }
    guard run.isCooperative else { return }
    for duty in duties where !isDone(duty.act, in: now) {
      result.fail(Failure(.undone(duty.item, duty.act), in: run, at: now.node))
    }
  }

  /// What the user's own doing may have led to. Whoever wants a person asks for one as soon as something went wrong, and
  /// has not been asked for everything then.
  private func consequence(of run: ScenarioRun) -> Consequence {
    let consequence = run.consequence(in: player.program)
    return intent.ending == .handoff && !run.isCooperative ? consequence.union(.handoff) : consequence
  }

  private func isDone(_ act: CheckableItem.Act?, in now: ConversationState) -> Bool {
    guard let act else { return false }
    return act.isEnding ? now.ending == .ended && isEnding(act, at: now.node) : now.hasHappened(act)
  }

  private func isEnding(_ act: CheckableItem.Act, at node: Int) -> Bool {
    let node = player.program.nodes[node]
    switch act {
    case .handoff: return node.kind == .handoff
    case .close(let outcome): return node.outcome == outcome
    case .call, .unconfirmedCall, .ask: return false
    }
  }

  private func isBroken(
    _ act: CheckableItem.Act, by now: ConversationState, _ run: ScenarioRun, _ consequence: Consequence
  ) -> Bool {
    let excuse: Consequence
    switch act {
    case .call, .unconfirmedCall, .ask: return now.hasHappened(act)
    case .handoff: excuse = .handoff
    // Who wants a person and refuses what is left, before asking for one, has said goodbye.
    case .close(.success): excuse = intent.ending == .handoff ? .refusal : .none
    case .close(.declined): excuse = .refusal
    case .close(.abandoned): excuse = .abandonment
    }
    // A random user may ask for any ending.
    return isDone(act, in: now) && !run.isAdaptive && (excuse.isEmpty || !consequence.contains(excuse))
  }
}
