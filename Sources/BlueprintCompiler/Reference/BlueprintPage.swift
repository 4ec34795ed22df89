import Documents
import PolicyGraph

/// The page of the documentation that describes every field of a blueprint.
package enum BlueprintPage {
  /// Every field of a blueprint, from the tables of the schema and of the guide.
  package static var text: String {
    let guide = Dictionary(uniqueKeysWithValues: BlueprintGuide.entries.map { ($0.path, $0) })
    let sections = BlueprintSchema.document.root.sections.map { section in
      let rows = section.fields.map { field in
        "| `\(field.key)` | \(field.schema.values(at: section.path + field.key)) "
          + "| \(field.isRequired ? "required" : field.absent ?? "") | \(field.meaning) "
          + "| \(guide[section.path + field.key]?.cell ?? "") |"
      }
      return """
        \(section.path.isEmpty ? "## Top level" : "## `\(section.path.dropLast())`")

        | field | value | when absent | meaning | in the draft |
        |---|---|---|---|---|
        \(rows.joined(separator: "\n"))
        """
    }
    return """
      # Conversation Blueprint v1

      Generated from the tables of the compiler, in the order in which one writes a blueprint. YAML and JSON are the same
      to it. `fohc schema blueprint` prints the same as JSON Schema, for editors; [defaults.md](defaults.md) has the
      words of the briefs, and [rules.md](rules.md) what `fohc check` can find.

      The last column says what the compiler makes of a field in the flow draft. `say` marked `verbatim` is spoken as it
      stands; any other is a *brief*, which a runtime phrases in the brand voice. `<phase>`, `<id>` and `<node>` stand
      for names. Every node and edge is listed in `provenance` with the field that made it.

      Keys that are not listed are warnings, unless they begin with `x-` or `x_`. A key that is nearly one of these
      is an error.

      \(sections.joined(separator: "\n\n"))

      ## Example

      Every field once. It compiles without a finding.

      ```yaml
      \(BlueprintGuide.example)```

      """
  }
}

extension BlueprintGuide.Entry {
  fileprivate var cell: String {
    lowersTo + (unchangedBecause.map { " Another value changes nothing: \($0)." } ?? "")
  }
}

extension ObjectSchema {
  /// The object with all objects below it, each with the path that its keys continue: `slots[].`.
  fileprivate var sections: [(path: String, fields: [FieldSchema])] {
    [("", fields)]
      + fieldsByPath().compactMap { path, field in
        field.schema.nested.map { (path + $0.separator, $0.object.fields) }
      }
  }
}

extension ValueSchema {
  /// What a field at a path can hold, in words.
  fileprivate func values(at path: String) -> String {
    switch self {
    case .text: "text"
    case .choice(let words): words.texts.map { "`\($0)`" }.joined(separator: ", ")
    case .boolean: "`true`, `false`"
    case .onlyTrue: "`true`"
    case .integer(let range): "an integer from \(range.lowerBound) to \(range.upperBound)"
    case .share: "a number from 0 to 1"
    case .array(of: .object, let minimum):
      "a list of objects\(minimum > 0 ? ", at least \(minimum)" : ""): see `\(path)[]`"
    case .array(let element, let minimum):
      "a list\(minimum > 0 ? ", at least \(minimum)" : ""), each: \(element.values(at: path))"
    case .object: "an object: see `\(path)`"
    case .map, .tagged, .oneMember, .textOr, .reference, .anything, .unread, .orNull:
      preconditionFailure("no field of a blueprint has this shape: say here how it reads")
    }
  }
}
