import Documents
import PolicyGraph

/// The words in which test tools say how a test ended, and the names under which they say it.
///
/// Names and words are compared without case, punctuation and namespace prefix: `Not Run`, `not_run` and `notrun` are
/// one word. A word that is not listed is unknown, and never means a pass.
enum OutcomeWords {
  /// Lower-case ASCII letters and digits of a word, and whatever is not ASCII as it stands.
  static func plain(_ text: some StringProtocol) -> String {
    var plain = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "A"..."Z": plain.append(Unicode.Scalar(UInt8(scalar.value) + 0x20))
      case "a"..."z", "0"..."9": plain.append(scalar)
      default: if !scalar.isASCII { plain.append(scalar) }
      }
    }
    return String(plain)
  }

  /// A name without its namespace prefix, in its plain form.
  static func plainName(_ name: String) -> String {
    plain(
      name.unicodeScalars.lastIndex(of: ":").map { name[name.unicodeScalars.index(after: $0)...] }
        ?? name[...])
  }

  /// What a word says; ``ForeignClaim/Kind/unknown`` where it is not known.
  static func kind(of word: String) -> ForeignClaim.Kind {
    if let known = words[plain(word)] { return known }
    // `Skipped:Ignored`, `Failed (Child)`: the first word decides, unless it would be a pass.
    let first = word.unicodeScalars.prefix { $0.properties.isAlphabetic }
    switch words[plain(String(first))] {
    case .failed?: return .failed
    case .brokeDown?: return .brokeDown
    case .notRun?: return .notRun
    default: return .unknown
    }
  }

  /// The outcome that an attribute, a member or a property states; nil if it states none.
  ///
  /// A name that stands for an outcome has to have a known word. Any other name speaks of the outcome only where its
  /// value is a word that no passing test has.
  static func kind(of name: String, _ value: String) -> ForeignClaim.Kind? {
    let name = plainName(name)
    if descriptive.contains(name) { return nil }
    if exitCodes.contains(name) {
      let isUnset = plain(value).isEmpty || plain(value) == "none" || plain(value) == "null"
      return Int(value).map { $0 == 0 ? .ran : .failed } ?? (isUnset ? nil : .unknown)
    }
    if named.contains(name) { return kind(of: value) }
    if let stated = affirmative[name] {
      switch truth(of: value, as: name) {
      case true?: return stated.yes
      case false?: return stated.no
      case nil: return kind(of: value)
      }
    }
    if let stated = negative[name] {
      switch truth(of: value, as: name) {
      case true?: return stated
      case false?: return nil
      case nil:
        if value.isBlank { return .unknown }
        let said = kind(of: value)
        // Any other text is the reason for it.
        return said.isUnfavourable && said != .unknown ? said : stated
      }
    }
    let said = words[plain(value)]
    return said?.isUnfavourable == true ? said : nil
  }

  /// `true`, `1`, the name itself; `false`, `0`; nil for any other text.
  private static func truth(of value: String, as name: String) -> Bool? {
    switch plain(value) {
    case "true", "yes", "y", "on", name: return true
    case "false", "no", "n", "off", "none": return false
    default: return Int(value).flatMap { $0 >= 0 ? $0 > 0 : nil }
    }
  }

  private static let words = Dictionary(
    uniqueKeysWithValues: vocabulary.flatMap { kind, words in words.map { ($0, kind) } })

  /// The words that are known, in their plain form.
  static let vocabulary: [(kind: ForeignClaim.Kind, words: [String])] = [
    (.ran, "run ran executed completed complete finished done ended runnable"),
    (.passed, "pass passed passing success successful succeeded succeed ok okay fixed"),
    (
      .failed,
      "fail failed failing failure failures ko notok unsuccessful regression rejected unexpectedsuccess xpass xpassed "
        + "violated"
    ),
    (
      .brokeDown,
      "error errored errors broken crash crashed aborted abort exception fatal killed signaled timeout timedout hung "
        + "interrupted"
    ),
    (
      .notRun,
      "skip skipped skipping skips ignore ignored pending todo disabled suppressed notrun notexecuted notrunnable "
        + "notapplicable unrun unexecuted deselected excluded filtered explicit cancelled canceled inconclusive blocked "
        + "incomplete undefined ambiguous xfail xfailed expectedfailure expectedfail knownfailure notstarted queued "
        + "running inprogress untested unsupported unresolved"
    ),
    (.flaky, "flaky flake flakes"),
  ].map { ($0, $1.split(separator: " ").map(String.init)) }

  /// Names whose value is a word for the outcome.
  static let named: Set<String> = set(
    "status result outcome state verdict conclusion disposition teststatus testresult testoutcome runstate finalstatus "
      + "executionstatus")

  /// Names of the number with which a process ended, which is 0 where nothing failed.
  static let exitCodes: Set<String> = set("exitcode exitstatus returncode returnvalue")

  /// Names that say something favourable where they are true, and the opposite where they are false.
  static let affirmative: [String: (yes: ForeignClaim.Kind, no: ForeignClaim.Kind)] = {
    typealias Meaning = (yes: ForeignClaim.Kind, no: ForeignClaim.Kind)
    let ran = set("executed ran wasrun completed run enabled").map {
      ($0, (yes: .ran, no: .notRun) as Meaning)
    }
    let passed = set("success successful succeeded passed pass ok").map {
      ($0, (yes: .passed, no: .failed) as Meaning)
    }
    return Dictionary(uniqueKeysWithValues: ran + passed)
  }()

  /// Names that say something unfavourable where they are true, a number above 0, or a reason.
  static let negative: [String: ForeignClaim.Kind] = {
    let kinds: [(ForeignClaim.Kind, String)] = [
      (.failed, "failed fail failure failures"),
      (.brokeDown, "error errors errored crashed aborted timedout exception"),
      (
        .notRun,
        "skipped skip ignored ignore disabled pending notrun suppressed incomplete blocked inconclusive cancelled "
          + "canceled todo"
      ),
      (.flaky, "flaky"),
    ]
    return Dictionary(uniqueKeysWithValues: kinds.flatMap { kind, names in set(names).map { ($0, kind) } })
  }()

  /// Names that describe a test, whatever their value is.
  private static let descriptive: Set<String> = set(
    "name classname class file filename filepath path line lineno url time duration id testid uuid package hostname host "
      + "type typeparam valueparam message group tags description title feature story suite fullname methodname owner "
      + "author scenario scenarioid channel drafthash sha256 kept unjudged critical space schemalocation "
      + "nonamespaceschemalocation version")

  private static func set(_ words: String) -> Set<String> {
    Set(words.split(separator: " ").map(String.init))
  }
}
