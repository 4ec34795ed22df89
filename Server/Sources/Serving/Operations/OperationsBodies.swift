import Documents

/// The bodies of answers to operators.
enum OperationsBodies {
  static let health = BodyTable(
    "Health", "how the server is",
    [
      .required("ok", .onlyTrue, "the server and its database work."),
      .required("status", .choice(["ok"]), "the same, in a word."),
      .required("version", .text, "the server's version."),
    ])

  static let providers = BodyTable(
    "VoiceProviders", "voice providers",
    [.required("providers", .array(of: .anyObject), "always empty: there are none here.")])
}
