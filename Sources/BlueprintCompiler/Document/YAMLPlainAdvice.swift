extension YAMLAdvisor {
  /// libyaml's words in plain language, at libyaml's place.
  func plainAdvice() -> YAMLSyntaxAdvice {
    var notes: [(message: String, span: Range<Int>)] = []
    if let start = problem.contextOffset, start != offset, start != problem.rootStart, let beginning {
      notes = [("\(beginning) began here", start..<start)]
    }
    let (message, help) = plainWords
    return YAMLSyntaxAdvice(message: message, span: mark(offset), notes: notes, help: help)
  }

  private var beginning: String? {
    guard let context = problem.context else { return nil }
    if context.contains("mapping") { return "the object" }
    if context.contains("sequence") || context.contains("collection") { return "the list" }
    if context.contains("scalar") { return "the text" }
    if context.contains("key") { return "the key" }
    return nil
  }

  private var plainWords: (message: String, help: String) {
    let surroundings = "check the indentation and the quotes of this line and the one before"
    let table: [(words: String, message: String, help: String)] = [
      (
        "mapping values are not allowed", "a `:` cannot stand here",
        "quote the text if the `:` belongs to it; " + surroundings
      ),
      ("mapping keys are not allowed", "a `?` cannot stand here", "put text that starts with `? ` in quotes"),
      ("block sequence entries are not allowed", "an entry of a list cannot start here", surroundings),
      (
        "cannot start any token", "no value can start with this character",
        "put the text in quotes; indent with spaces, never tabs"
      ),
      ("could not find expected ':'", "a key without its `:`", surroundings),
      ("did not find expected key", "neither a key nor the end of the object", surroundings),
      (
        "did not find expected '-'", "neither an entry of the list, with `- ` before it, nor its end",
        surroundings
      ),
      (
        "did not find expected node content", "a value is missing here",
        "write the value, or remove the comma before it"
      ),
      (
        "did not find expected <document start>", "the document has ended before this",
        "keep one document in a file; " + surroundings
      ),
      (
        "control characters", "this character cannot stand in YAML",
        "remove it, or write it as an escape in double quotes"
      ),
      ("unexpected end of stream", "the text ends too early", "close the quote or the bracket"),
      ("tab character", "a tab cannot stand here", "indent with spaces"),
    ]
    if let known = table.first(where: { says($0.words) }) { return (known.message, known.help) }
    if problem.context?.contains("directive") == true || says("directive") {
      return (
        "a line that starts with `%` is an instruction to the reader, and this one is not known",
        "remove it; put text that starts with `%` in quotes"
      )
    }
    if problem.context?.contains("tag") == true || says("tag handle") {
      return ("this tag cannot be read", "put text that starts with `!` in quotes")
    }
    let context = problem.context.map { " \($0)" } ?? ""
    return (problem.problem + context, surroundings)
  }
}
