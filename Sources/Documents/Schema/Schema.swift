/// The shape of a document, as data: the schema check, the published JSON Schema and the editor's help are all
/// made from these tables, so that they cannot disagree.
public enum ValueSchema: Sendable {
  case text
  /// Text that must be one of these words.
  case choice(WordTable)
  case boolean
  /// The word `true`: a form that has no other value.
  case onlyTrue
  /// Any JSON number with an integer value in the range: `2.0` and `2e0` are 2.
  case integer(ClosedRange<Int>)
  /// A number from 0 to 1.
  case share
  indirect case array(of: ValueSchema, minimum: Int = 0)
  case object(ObjectSchema)
  /// An object with any keys, whose values all have one shape.
  indirect case map(of: ValueSchema)
  /// One of several shapes, told apart by a member's text.
  case tagged(TaggedSchema)
  /// An object with exactly one of its members.
  case oneMember(ObjectSchema)
  /// Text, or an object: what an ask says differs from what the others say.
  indirect case textOr(ValueSchema)
  /// A shape that contains itself, by name.
  case reference(String)
  case anything
  /// Anything. It is not kept: it is read tolerantly, part by part, or not read.
  case unread
  /// A value that other programs write as null where they have none.
  indirect case orNull(ValueSchema)

  /// Text that must be one of these words, in the order in which messages list them.
  public static func choice(_ words: [String]) -> ValueSchema { .choice(WordTable(words)) }
}

/// A class, like ``FieldSchema``, because a check goes through these tables at every value: shared, not copied.
public final class ObjectSchema: Sendable {
  /// What messages call the object, with its article: "a phase".
  public let title: String
  /// In the order of the published schema.
  public let fields: [FieldSchema]
  /// How keys that no field has are treated.
  public let unknownKeys: UnknownKeys
  let requiredCount: Int
  /// Of the fields, apart from them: most members are looked at no further.
  let traits: [Traits]
  /// Of the fields, apart from them: looking for a key counts no references then.
  private let keys: WordTable
  /// As near misses are told by.
  let foldedKeys: [FoldedKey]

  /// What becomes of keys that are not known (definition 1.6). One that is a near miss of a known key is an error
  /// wherever the document is ours, because what it says would be lost; `$schema` and keys that begin with `x-` or
  /// `x_` do not count as slips.
  public enum UnknownKeys: Sendable {
    /// They pass with a warning: the platform's schema allows them, but they do nothing.
    case warned
    /// They are part of the value.
    case kept
    /// They are errors: nothing would read them.
    case refused
    /// They are errors, but for `$schema`, `x-` and `x_`: a person writes the document, and an editor helps.
    case refusedButExtensions
    /// They pass, and nothing reads them: a document of ours into which others write more.
    case passed
    /// They pass, and nothing reads them: the document is another program's, and so are its slips.
    case ignored
  }

  /// Keys of fields must be distinct. O(fields).
  public init(_ title: String, unknownKeys: UnknownKeys, _ fields: [FieldSchema]) {
    self.title = title
    self.unknownKeys = unknownKeys
    self.fields = fields
    keys = WordTable(fields.map(\.key))
    foldedKeys = fields.map(\.folded)
    requiredCount = fields.count { $0.isRequired }
    traits = fields.map {
      let takesAnyText = if case .text = $0.schema { true } else { false }
      return Traits(isRequired: $0.isRequired, takesAnyText: takesAnyText)
    }
  }

  struct Traits: Sendable {
    let isRequired: Bool
    /// Whether any text is a value of the field.
    let takesAnyText: Bool
  }

  /// The position of the field that a key names; nil if none has it. O(fields).
  func position(of key: Int, in document: Document) -> Int? { keys.position(of: key, in: document) }

  /// Whether a key is not a slip: it tells other programs what the document is.
  static func isExtension(_ key: String) -> Bool {
    key.hasSameScalars(as: "$schema") || key.utf8.starts(with: "x-".utf8) || key.utf8.starts(with: "x_".utf8)
  }
}

/// One of several objects, told apart by the text of a member.
public final class TaggedSchema: Sendable {
  /// What messages call the object, with its article.
  public let title: String
  /// The member whose text tells the objects apart.
  public let tag: SchemaWord
  /// What the tag may be, each with its object.
  public let tags: WordTable
  /// By their position in ``tags``.
  public let objects: [ObjectSchema]

  /// Each text of the tag with its object; texts must be distinct.
  public init(_ title: String, by tag: SchemaWord, _ cases: [(tag: String, object: ObjectSchema)]) {
    self.title = title
    self.tag = tag
    tags = WordTable(cases.map(\.tag))
    objects = cases.map(\.object)
  }
}

/// A member of an object: its key, its shape and what it means.
public final class FieldSchema: Sendable {
  /// As it is written in a document.
  public let key: String
  /// As near misses are told by.
  let folded: FoldedKey
  /// Whether an object without it is refused.
  public let isRequired: Bool
  /// The shape of its value.
  public let schema: ValueSchema
  /// What the field means, in one sentence; shown by editors.
  public let meaning: String
  /// What stands for the field when it is absent, where that is a separate value.
  public let absent: String?

  private init(key: String, isRequired: Bool, schema: ValueSchema, meaning: String, absent: String?) {
    self.key = key
    folded = FoldedKey(key)
    self.isRequired = isRequired
    self.schema = schema
    self.meaning = meaning
    self.absent = absent
  }

  /// A member that must be there; `meaning` is one sentence.
  public static func required(_ key: String, _ schema: ValueSchema, _ meaning: String) -> FieldSchema {
    FieldSchema(key: key, isRequired: true, schema: schema, meaning: meaning, absent: nil)
  }

  /// A member that may be left out; `absent` says what is then taken for it.
  public static func optional(
    _ key: String, _ schema: ValueSchema, _ meaning: String, absent: String? = nil
  ) -> FieldSchema {
    FieldSchema(key: key, isRequired: false, schema: schema, meaning: meaning, absent: absent)
  }
}

/// A whole document's shape.
public struct DocumentSchema: Sendable {
  /// The published identifier, such as `conversation_blueprint.v1`.
  public var name: String
  /// What people call such a document.
  public var title: String
  /// The shape of the whole document.
  public var root: ObjectSchema
  /// Shapes that `reference` names.
  public var definitions: [(name: String, schema: ValueSchema)]

  /// `definitions` are the shapes that ``ValueSchema/reference(_:)`` names.
  public init(
    name: String, title: String, root: ObjectSchema, definitions: [(name: String, schema: ValueSchema)] = []
  ) {
    self.name = name
    self.title = title
    self.root = root
    self.definitions = definitions
  }
}
