/// Which of a field's words an unknown word was meant to be, beyond typing errors.
package enum IntendedWord {
  /// By the same letters, a word that people use for it, or the beginning of it. O(words).
  package static func of(_ text: String, among words: [String]) -> String? {
    guard (2...NearMiss.longest).contains(text.utf8.count) else { return nil }
    let typed = FoldedKey(text)
    let candidates = words.map { (word: $0, key: FoldedKey($0)) }
    if let same = candidates.first(where: { $0.key.letters == typed.letters }) { return same.word }
    let meant = others[String(decoding: typed.letters, as: UTF8.self)] ?? []
    if let word = meant.first(where: words.contains) { return word }
    guard typed.letters.count >= 3 else { return nil }
    let longer = candidates.filter { $0.key.letters.starts(with: typed.letters) }
    if longer.count == 1 { return longer.first?.word }
    let within = candidates.filter { $0.key.words.contains { $0.starts(with: typed.letters) } }
    return within.count == 1 ? within.first?.word : nil
  }

  /// What people call channels, policies and events, without separators, and the words that say it.
  private static let others: [String: [String]] = {
    let table: [(meant: String, words: String)] = [
      ("voice", "phone telephone call calls phonecall voip tel inbound"),
      ("widget", "web chat webchat website site browser livechat webwidget online"),
      ("sms", "text texts textmessage txt mobile"), ("whatsapp", "wa whatsup"),
      ("instagram", "insta ig instagramdm dm"),
      ("handoff", "human person agent transfer escalate escalation takeover operator"),
      ("retry_once", "tryagain again repeat"), ("apologize_and_continue", "apologise sorry"),
      ("offer_menu", "options choices"),
      ("ask_clarifying_question", "rephrase askagain reask repeat reprompt"),
      ("defer", "later postpone park queue"), ("stop_and_answer", "answerfirst"),
      ("concise", "short brief terse"), ("natural", "friendly casual"),
      ("goal_met", "goalreached goaldone done success complete completed finished finish met goal"),
      ("affirm", "yes confirm confirmed accept accepted agree agreed approve y"),
      ("deny", "no decline declined reject rejected refuse refused cancel cancelled n"),
      ("silence", "hangup hungup noinput noanswer noresponse silent idle inactive quiet"),
      ("unclear", "nomatch misunderstood fallback unknown unrecognized confused"),
      ("escalate", "human person agent transfer help operator handoff"),
      ("interrupt", "bargein interruption question"), ("correct", "change changed correction update"),
      ("answered", "answer filled collected provided given"), ("partial", "partly some"),
      ("error", "fail failed failure exception"), ("timeout", "timedout slow"),
      ("auto", "always else default next then"),
      ("ok", "succeeded okay"),
    ]
    var others: [String: [String]] = [:]
    for (meant, words) in table {
      for word in words.split(separator: " ") { others[String(word), default: []].append(meant) }
    }
    return others
  }()
}
