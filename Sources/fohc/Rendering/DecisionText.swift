import ConversationSimulator
import Documents
import Gates
import PolicyGraph
import Rendering

/// A release decision for a person, and as JUnit XML for build servers.
enum DecisionText {
  /// `review`: what was given to decide from, and what of it was not looked at.
  static func lines(of decision: ReleaseDecision, _ names: CommandNames, _ review: ReviewedEvidence)
    -> [String]
  {
    var lines: [String] = []
    for gate in decision.gates {
      let isSimulated = gate.gate == .simulationCertificate && gate.isPassed
      lines.append(
        "\(gate.isPassed ? "✓" : "✗") \(gate.gate.rawValue): \(gate.isPassed ? "pass" : "blocked")"
          + (isSimulated ? review.suffix : ""))
      for reason in gate.verdict.reasons {
        lines += ReasonText.lines(of: reason, reason.nextCommands, names)
      }
      for note in gate.notes { lines.append("    note: \(Printable.line(note))") }
      lines += gate.notLookedAt.map { "    not looked at: \($0)" }
    }
    lines.append(decision.isPassed ? "the draft may go live" : "the draft may not go live")
    if !decision.draftHash.isEmpty { lines.append("\(decision.draftHash)  sha256:\(decision.sha256)") }
    if !review.notGiven.isEmpty {
      lines.append("not given, so not looked at: " + review.notGiven.joined(separator: ", "))
    }
    return lines
  }

  static func junit(
    of decision: ReleaseDecision, name: String, _ names: CommandNames, _ review: ReviewedEvidence
  ) -> String {
    let failures = decision.gates.count { !$0.isPassed }
    var lines = [
      #"<?xml version="1.0" encoding="UTF-8"?>"#,
      #"<testsuites tests="\#(decision.gates.count)" failures="\#(failures)">"#,
      #"  <testsuite name="fohc gate" tests="\#(decision.gates.count)" failures="\#(failures)" timestamp="\#(decision.decidedAt.text.dropLast())">"#,
    ]
    for gate in decision.gates {
      let start = #"    <testcase classname="\#(XMLText.escaped(name))" name="\#(gate.gate.rawValue)""#
      guard !gate.isPassed else {
        lines.append(start + "/>")
        continue
      }
      lines.append(start + ">")
      for reason in gate.verdict.reasons {
        lines.append(
          #"      <failure type="\#(reason.code.rawValue)" message="\#(XMLText.escaped(names.sentence(reason)))">"#
            + XMLText.escaped(
              ([reason.remediation] + reason.nextCommands.map { names.command($0, about: reason.subject) })
                .joined(separator: "\n"))
            + "</failure>")
      }
      lines.append("    </testcase>")
    }
    let unseen = review.notGiven.map { "not given, so not looked at: \($0)" } + review.notLookedAt
    if !unseen.isEmpty {
      lines.append("    <system-out>\(XMLText.escaped(unseen.joined(separator: "\n")))</system-out>")
    }
    return (lines + ["  </testsuite>", "</testsuites>"]).joined(separator: "\n")
  }
}

extension ReviewedEvidence {
  /// With the option that would have given each.
  var notGiven: [String] { missing.map { "\($0.words) (`--\($0.rawValue)`)" } }

  /// Behind what passed.
  var suffix: String { notLookedAt.isEmpty ? "" : "; not looked at: " + notLookedAt.joined(separator: "; ") }

  /// For programs.
  var members: [JSONMember] {
    [
      JSONMember("not_given", .strings(missing.map(\.rawValue))),
      JSONMember("not_looked_at", .strings(notLookedAt)),
    ]
  }
}

/// Why a gate refuses, for a person: what is wrong, a conversation that shows it, and the ways out.
enum ReasonText {
  static func lines(of reason: GateReason, _ commands: [String], _ names: CommandNames) -> [String] {
    var lines = ["    \(reason.code.rawValue): \(Printable.line(names.sentence(reason)))"]
    lines += reason.conversation.map { "      | \(Printable.line($0))" }
    lines.append("      to fix: \(reason.remediation)")
    if let waiver = reason.waiver { lines.append("      a waiver for it: \(Printable.line(waiver))") }
    return lines + commands.map { "      $ \(Printable.line(names.command($0, about: reason.subject)))" }
  }
}

/// A certificate for a person.
enum CertificateText {
  static func lines(of certificate: Certificate) -> [String] {
    let passed = certificate.scenarios.count(where: \.isPassed)
    var lines = [
      "\(certificate.isPassing ? "✓ passed" : "✗ did not pass")  \(certificate.id), \(certificate.mode.rawValue), "
        + "\(passed) of \(certificate.scenarios.count) scenarios, ends \(certificate.expiresAt.text)"
    ]
    for blocker in certificate.blockers {
      lines.append(
        "    \(blocker.invariant) in `\(Printable.line(blocker.scenario))`: \(Printable.line(blocker.detail))"
      )
      if let fix = blocker.suggestedFix { lines.append("      to fix: \(Printable.line(fix))") }
    }
    if !certificate.scenarios.isEmpty {
      lines.append("  not looked at: " + certificate.notLookedAt.joined(separator: "; "))
    }
    return lines
  }
}

enum XMLText {
  /// For text and attributes. Characters that XML cannot hold become U+FFFD.
  static func escaped(_ text: String) -> String {
    var output = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": output += "&amp;"
      case "<": output += "&lt;"
      case ">": output += "&gt;"
      case "\"": output += "&quot;"
      case "\n": output += "&#10;"
      case "\t": output += "&#9;"
      default:
        let isAllowed = scalar.value >= 0x20 && scalar.value != 0xFFFE && scalar.value != 0xFFFF
        output.unicodeScalars.append(isAllowed ? scalar : "\u{FFFD}")
      }
    }
    return output
  }
}
