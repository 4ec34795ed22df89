/// The shape of a document, as data: the schema check, the published JSON Schema and the editor's help are all
/// made from these tables, so that they cannot disagree.
package indirect enum Schema: Sendable {
  case text
  /// Text that must be one of these words.
  case choice([String])
  case boolean
  /// The word `true`: a form that has no other value.
  case onlyTrue
  /// Any JSON number with an integer value in the range: `2.0` and `2e0` are 2.
  case integer(ClosedRange<Int>)
  /// A number from 0 to 1.
  case share
  case array(of: Schema, minimum: Int = 0)
  case object(ObjectSchema)
  /// An object with any keys, whose values all have one shape.
  case map(of: Schema)
  /// One of several shapes, told apart by a member's text.
  case tagged(by: String, cases: [(tag: String, ObjectSchema)], title: String)
  /// An object with exactly one of these members.
  case oneMember(of: [Field], title: String)
  /// Text, or an object: what an ask says differs from what the others say.
  case textOr(Schema)
  /// A shape that contains itself, by name.
  case reference(String)
  case anything
  /// Anything, and nobody keeps it: it is read tolerantly, part by part, or not at all.
  case unread
  /// A value that other programs write as null where they have none.
  case orNull(Schema)
}

/// A class, like ``Field``, because a check goes through these tables at every value: shared, not copied.
package final class ObjectSchema: Sendable {
  package let title: String
  package let fields: [Field]
  package let unknownKeys: UnknownKeys
  /// Of the fields, apart from them: looking for a key counts no references then.
  private let keys: [String]

  package enum UnknownKeys: Sendable {
    /// They pass with a warning: the platform's schema allows them, but they do nothing.
    case warned
    /// They are part of the value.
    case kept
    /// They are errors: nothing would read them.
    case refused
    /// They pass, and nothing reads them: the document is another program's.
    case ignored
  }

  package init(_ title: String, unknownKeys: UnknownKeys, _ fields: [Field]) {
    self.title = title
    self.unknownKeys = unknownKeys
    self.fields = fields
    keys = fields.map(\.key)
  }

  /// The position of the field that a key names; nil where none has it. O(fields).
  func position(of key: DocumentNode) -> Int? {
    keys.firstIndex { key.hasText($0) }
  }
}

package final class Field: Sendable {
  package let key: String
  package let isRequired: Bool
  package let schema: Schema
  /// What the field means, in one sentence; shown by editors.
  package let meaning: String
  /// What stands for the field when it is absent, where that is a value of its own.
  package let absent: String?

  private init(key: String, isRequired: Bool, schema: Schema, meaning: String, absent: String?) {
    self.key = key
    self.isRequired = isRequired
    self.schema = schema
    self.meaning = meaning
    self.absent = absent
  }

  package static func required(_ key: String, _ schema: Schema, _ meaning: String) -> Field {
    Field(key: key, isRequired: true, schema: schema, meaning: meaning, absent: nil)
  }

  package static func optional(
    _ key: String, _ schema: Schema, _ meaning: String, absent: String? = nil
  ) -> Field {
    Field(key: key, isRequired: false, schema: schema, meaning: meaning, absent: absent)
  }
}

/// A whole document's shape.
package struct DocumentSchema: Sendable {
  /// The published identifier, such as `conversation_blueprint.v1`.
  package var name: String
  package var title: String
  package var root: ObjectSchema
  /// Shapes that `reference` names.
  package var definitions: [(name: String, schema: Schema)]

  package init(
    name: String, title: String, root: ObjectSchema, definitions: [(name: String, schema: Schema)] = []
  ) {
    self.name = name
    self.title = title
    self.root = root
    self.definitions = definitions
  }
}
