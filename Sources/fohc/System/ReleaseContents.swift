import BlueprintCompiler
import Documents
import Gates
import PolicyGraph

/// The files that records name. None is believed before it was held against what is on record.
struct ReleaseContents {
  let folder: ReleaseFolder

  /// A draft, with its schema and shape checked again.
  func draft(_ hash: DraftHash) -> Evidence<DraftUnderReview> {
    content(folder.draft(hash), hash.sha256).flatMap { source in
      .kept(source, as: "its file") { reviewDraft($0, findings: &$1) }
    }
  }

  func certificate(_ recorded: RecordedCertificate) -> Evidence<Certificate> {
    guard let path = path(of: recorded) else {
      return .faulty(.init(.malformed, "its id `\(recorded.id)` is not one that fohc gives"))
    }
    return content(path, recorded.content).flatMap { source in
      .kept(source, as: "its file") { readCertificate($0, findings: &$1) }
    }
  }

  /// What the ledger names and is missing or changed, each in a sentence. O(all of it).
  func damage(_ ledger: ReleaseLedger) -> [String] {
    var seen: Set<String> = []
    var damage: [String] = []
    func check(_ path: String?, _ sha256: String, _ what: String) {
      guard seen.insert(path ?? what).inserted else { return }
      switch path.map({ content($0, sha256) }) ?? .absent {
      case .present: break
      case .notNeeded, .absent: damage.append("\(what) is not there")
      case .faulty(let fault): damage.append("\(what): \(fault.detail)")
      }
    }
    for version in ledger.versions {
      check(folder.draft(version.draft), version.draft.sha256, "the draft of version \(version.number)")
    }
    for certificate in ledger.certificates {
      check(path(of: certificate), certificate.content, "certificate \(certificate.id)")
      check(
        folder.draft(certificate.draft), certificate.draft.sha256,
        "the draft of certificate \(certificate.id)")
    }
    return damage
  }

  /// Nil for an id that could lead elsewhere.
  private func path(of certificate: RecordedCertificate) -> String? {
    let isName = certificate.id.utf8.allSatisfy {
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: "_")
    }
    return isName && !certificate.id.isEmpty ? folder.certificate(certificate.id) : nil
  }

  private func content(_ path: String, _ sha256: String) -> Evidence<SourceText> {
    do throws(FileFailure) {
      let source = try Files.read(path, limit: Limits.maximumInputBytes)
      if source.bytes.isEmpty { return .faulty(.init(.empty, "its file is empty")) }
      guard DraftHash(canonicalBytes: source.bytes).sha256 == sha256 else {
        return .faulty(.init(.unreadable, "its file was changed since it was recorded"))
      }
      return .present(source)
    } catch {
      return .unread(error)
    }
  }
}
