extension Rule {
  package static let tooManyFindings = Rule(
    "FOH1000", "too-many-findings", .syntax, .error, "more findings than are kept for one document",
    explanation: """
      fohc keeps the first 10,000 findings of a document, and 16 MiB of their text, and counts the rest. Nothing \
      is accepted because of it: this finding is itself an error.
      """,
    wrong: "a generated file in which every line is wrong",
    right: "the same file after its first faults were fixed")

  package static let inputTooLarge = Rule(
    "FOH1001", "input-too-large", .syntax, .error, "the file is larger than the limit",
    explanation: """
      Files over 8 MiB are refused unread. The largest blueprint seen in practice has some tens of kilobytes, \
      so that a larger file is nearly always the wrong file. `--max-input-bytes` raises the limit.
      """,
    wrong: "fohc compile recording.wav", right: "fohc compile blueprint.yaml")

  package static let invalidUTF8 = Rule(
    "FOH1002", "invalid-utf8", .syntax, .error, "the file is not UTF-8 text",
    explanation: """
      Blueprints and drafts are UTF-8. Text saved as Latin-1, Windows-1252 or UTF-16 is refused at the first \
      byte that cannot be read, because guessing would change what the agent says.
      """,
    wrong: "a file saved as \u{201C}Unicode\u{201D} (UTF-16) or \u{201C}ANSI\u{201D}",
    right: "the same file saved as UTF-8")

  package static let jsonSyntax = Rule(
    "FOH1003", "json-syntax", .syntax, .error, "the text is not JSON",
    explanation: """
      JSON is read strictly by RFC 8259: keys and strings in double quotes, no comments, no trailing commas, \
      no leading zeros. Reading stops at the first fault.
      """,
    wrong: "{'name': \"Front desk\",}", right: "{\"name\": \"Front desk\"}")

  package static let yamlSyntax = Rule(
    "FOH1004", "yaml-syntax", .syntax, .error, "the text is not YAML",
    explanation: """
      The YAML reader could not go on. Most often the cause is indentation (a tab, or a line that is in by one \
      space more or less than its neighbours), an unclosed quote, or a `: ` inside plain text, which has to \
      stand in quotes. Reading stops at the first fault.
      """,
    wrong: "ask_when_missing: Which day: morning or afternoon?",
    right: "ask_when_missing: \"Which day: morning or afternoon?\"")

  package static let duplicateKey = Rule(
    "FOH1005", "duplicate-key", .syntax, .error, "one object has the same key twice",
    explanation: """
      Readers disagree on which of two equal keys counts, so that the same file would mean two things. Keep \
      one of them.
      """,
    wrong: "name: Front desk\nname: Reception", right: "name: Reception")

  package static let multipleDocuments = Rule(
    "FOH1006", "multiple-documents", .syntax, .error, "the file holds more than one document",
    explanation: "A file is one blueprint or one draft. Put each of the others in its own file.",
    wrong: "name: First\n---\nname: Second", right: "name: First")

  package static let emptyDocument = Rule(
    "FOH1007", "empty-document", .syntax, .error, "the file holds no document",
    explanation:
      "There is nothing to read but white space or comments. `fohc init` writes a blueprint to start from.",
    wrong: "# to be written", right: "schema_version: conversation_blueprint.v1")

  package static let unsupportedTag = Rule(
    "FOH1008", "unsupported-tag", .syntax, .error, "a YAML tag that has no meaning here",
    explanation: """
      Only the core tags !!str, !!int, !!float, !!bool, !!null, !!seq and !!map are read. Any other tag asks \
      for a type that JSON does not have, and would be lost.
      """,
    wrong: "greeting: !include greeting.txt", right: "greeting: Good morning")

  package static let tagMismatch = Rule(
    "FOH1009", "tag-mismatch", .syntax, .error, "a value that is not of the type its tag names",
    explanation: "The tag in front of the value names a type, and the value cannot be read as one.",
    wrong: "max_questions_per_turn: !!int two", right: "max_questions_per_turn: 2")

  package static let unknownAlias = Rule(
    "FOH1010", "unknown-alias", .syntax, .error, "an alias to an anchor that is not defined before it",
    explanation: """
      `*name` repeats what `&name` marked earlier in the file. An alias to an anchor that is missing, that \
      comes later, or that contains the alias itself has no value. Text that starts with `*` has to be quoted.
      """,
    wrong: "slots: *contact", right: "slots: []")

  package static let aliasExpansion = Rule(
    "FOH1011", "alias-expansion", .syntax, .error, "aliases would expand without bound",
    explanation: """
      Each alias stands for a copy of its anchor. Aliases of aliases grow exponentially, so the copies are \
      counted: ten times the file's size, or 100,000 values where that is more, is the end. So is ten times the \
      file's size of text, or 4 MiB where that is more.
      """,
    wrong: "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]  # and so on, thirty times",
    right: "a: [x, x]")

  package static let tooDeep = Rule(
    "FOH1012", "too-deep", .syntax, .error, "collections are nested too deep",
    explanation: "Nesting ends at 128 levels. A blueprint needs five.",
    wrong: "[[[[[[ … 200 levels … ]]]]]]", right: "[[1]]")

  package static let keyNotText = Rule(
    "FOH1013", "key-not-text", .syntax, .error, "a key that is not text",
    explanation: """
      Keys are text. A bare number, `true`, `null`, a list or an object as a key would become something else \
      in JSON: quote it.
      """,
    wrong: "1: first", right: "\"1\": first")

  package static let numberWithoutJSON = Rule(
    "FOH1014", "number-without-json", .syntax, .error, "a number that JSON cannot write",
    explanation: """
      Infinity and not-a-number have no JSON form, so a draft cannot hold them. A hexadecimal or octal number of more \
      than 64 bits would have to be rounded to have one.
      """,
    wrong: "weight: .inf", right: "weight: \".inf\"")

  package static let loneSurrogate = Rule(
    "FOH1015", "lone-surrogate", .syntax, .error, "half of a surrogate pair",
    explanation: """
      An escape such as \\ud83d is half of a character. Alone it is not Unicode text and cannot be said, \
      stored or hashed the same way everywhere.
      """,
    wrong: "{\"say\": \"\\ud83d\"}", right: "{\"say\": \"\\ud83d\\ude00\"}")

  package static let lineSeparator = Rule(
    "FOH1016", "line-separator", .syntax, .warning, "a character that YAML readers take for a line break",
    explanation: """
      U+0085, U+2028 and U+2029 end a line in YAML 1.1 and not in YAML 1.2. fohc's reader treats them as line \
      breaks, so that spaces beside them are folded away. Write them as escapes in double quotes (\\N, \\L, \\P).
      """,
    wrong: "say: one\u{2028}two", right: "say: \"one\\Ltwo\"")

  package static let swallowedLine = Rule(
    "FOH1017", "swallowed-line", .syntax, .error,
    "a line that looks like an entry or a key, and continues a text",
    explanation: """
      Text without quotes continues over every line that is indented further. A `- ` or a `key:` at the start \
      of such a line is read as part of the text: two entries become one. Indent the line as the entries beside it; or \
      put the whole text in quotes, if that is what it says.
      """,
    wrong: "triggers:\n  - asks for a person\n    - is in danger",
    right: "triggers:\n  - asks for a person\n  - is in danger")

  package static let cutText = Rule(
    "FOH1018", "cut-text", .syntax, .error, "a comma that cuts a text in braces",
    explanation: """
      In `{…}` a comma ends a text that has no quotes, and what follows it becomes a key without a value. Put the \
      whole text in quotes, or write the object over several lines, where a comma is just a comma.
      """,
    wrong: "{key: day, ask_when_missing: Hello, which day?}",
    right: "{key: day, ask_when_missing: \"Hello, which day?\"}")

  package static let commentInText = Rule(
    "FOH1019", "comment-in-text", .syntax, .warning, "a text that ends at ` #`",
    explanation: """
      A `#` behind a space begins a comment, so that the text ends before it and the rest is never said. Put the text \
      in quotes. Where a comment is meant, a space behind the `#` says so.
      """,
    wrong: "ask_when_missing: Are you in suite #4?", right: "ask_when_missing: \"Are you in suite #4?\"")

  package static let mergeOfNoMapping = Rule(
    "FOH1020", "merge-of-no-mapping", .syntax, .error, "a merge key without a mapping",
    explanation: """
      The key `<<` stands for the members of the mapping that its alias names, or of several in a list. Text, a number \
      or nothing has no members. A key that is just called `<<` has to stand in quotes.
      """,
    wrong: "base: &base 3\nphase:\n  <<: *base", right: "base: &base {label: Home}\nphase:\n  <<: *base")

  package static let conflictMarker = Rule(
    "FOH1021", "conflict-marker", .syntax, .error, "a conflict marker of git",
    explanation: """
      Where a merge finds two versions, git writes both into the file, between lines of `<<<<<<<`, `=======` and \
      `>>>>>>>`. Keep one of the two, and remove these lines.
      """,
    wrong: "<<<<<<< HEAD\nname: Front desk\n=======\nname: Reception\n>>>>>>> rename",
    right: "name: Reception")
}

/// What the readers can find.
extension [Rule] {
  package static let syntax: [Rule] = [
    .tooManyFindings, .inputTooLarge, .invalidUTF8, .jsonSyntax, .yamlSyntax, .duplicateKey,
    .multipleDocuments, .emptyDocument, .unsupportedTag, .tagMismatch, .unknownAlias, .aliasExpansion,
    .tooDeep, .keyNotText, .numberWithoutJSON, .loneSurrogate, .lineSeparator,
    .swallowedLine, .cutText, .commentInText, .mergeOfNoMapping, .conflictMarker,
  ]
}
