/// YAML 1.1's merge keys (yaml.org/type/merge): `<<` with an alias, or with a list of them, stands for the members of
/// those mappings. A key that is written in the mapping itself wins, then one of an earlier alias.
extension DocumentBuilder {
  /// Puts what `<<` stands for in its place, once all is read; false, having reported why, where it cannot be. Each value
  /// keeps the place where it was written. The aliases' copies were counted when they were made, and no more than they
  /// hold is kept; looking through mappings that merge mappings is counted too. O(values + what is looked through).
  mutating func mergeMappings(findings: inout Findings) -> Bool {
    var merging = Merging(self)
    _ = merging.copy(0)
    if let index = merging.faults.first {
      let span = span(of: index)
      findings.report(
        .mergeOfNoMapping, "`<<` takes a mapping, or a list of mappings, and this is neither", span: span,
        help: "write `<<: *name`, where `&name` stands at a mapping; quote the key if it is just called `<<`")
      return false
    }
    if merging.budget < 0 {
      findings.report(
        .aliasExpansion, "the mappings that are merged here stand for more values than are allowed",
        span: span(of: 0),
        help: "write the values out, or merge fewer mappings into one another")
      return false
    }
    (records, aliases) = (merging.merged, merging.mergedAliases)
    return true
  }

  private func span(of index: Int) -> SourceSpan {
    SourceSpan(start: Int(records[index].start), end: Int(max(records[index].start, records[index].end)))
  }
}

private struct Merging {
  private let builder: DocumentBuilder
  private var records: [Document.Record] { builder.records }
  private(set) var merged: [Document.Record] = []
  private(set) var mergedAliases: [Document.AliasUse] = []
  /// The values of `<<` that are not mappings.
  private(set) var faults: [Int] = []
  /// How many members may still be looked at.
  private(set) var budget: Int

  init(_ builder: DocumentBuilder) {
    self.builder = builder
    budget = builder.mergeBudget
    merged.reserveCapacity(builder.records.count)
  }

  /// Copies a value, and returns the index past it.
  mutating func copy(_ index: Int) -> Int {
    let end = records[index].next(after: index)
    let start = merged.count
    append(index)
    switch records[index].kind {
    case .null, .true, .false, .number, .string: return end
    case .array:
      var child = index + 1
      while child < end { child = copy(child) }
    case .object:
      let keys = keys(of: index)
      for key in keys {
        append(key)
        _ = copy(key + 1)
      }
      merged[start].second = UInt32(keys.count)
    }
    merged[start].first = UInt32(merged.count)
    return end
  }

  /// The keys of a mapping and of what it merges, each of a name once.
  private mutating func keys(of object: Int) -> [Int] {
    let end = records[object].next(after: object)
    var own: [Int] = []
    var sources: [Int] = []
    var key = object + 1
    while key < end {
      if records[key].isMergeKey { addSources(key + 1, to: &sources) } else { own.append(key) }
      key = records[key + 1].next(after: key + 1)
    }
    if sources.isEmpty { return own }
    var names = Set(own.map { builder.textOfScalar(at: $0) })
    for source in sources where budget >= 0 {
      for key in keys(of: source) {
        budget -= 1
        if names.insert(builder.textOfScalar(at: key)).inserted { own.append(key) }
      }
    }
    return own
  }

  private mutating func addSources(_ value: Int, to sources: inout [Int]) {
    switch records[value].kind {
    case .object: sources.append(value)
    case .array:
      var child = value + 1
      while child < records[value].next(after: value) {
        if records[child].kind == .object { sources.append(child) } else { faults.append(child) }
        child = records[child].next(after: child)
      }
    case .null, .true, .false, .number, .string: faults.append(value)
    }
  }

  private mutating func append(_ index: Int) {
    let position = UInt32(merged.count)
    var record = records[index]
    if record.kind == .array || record.kind == .object { record.first = position + 1 }
    merged.append(record)
    guard let use = aliasUse(of: index) else { return }
    if let last = mergedAliases.last, last.span == use.span, last.records.upperBound == position {
      mergedAliases[mergedAliases.count - 1].records = last.records.lowerBound..<position + 1
    } else if mergedAliases.count < DocumentBuilder.rememberedAliases {
      mergedAliases.append(.init(records: position..<position + 1, span: use.span))
    }
  }

  /// The alias through which a value came to its place.
  private func aliasUse(of index: Int) -> Document.AliasUse? {
    guard records[index].isShared else { return nil }
    let uses = builder.aliases
    var (low, high) = (0, uses.count)
    while low < high {
      let middle = (low + high) / 2
      if Int(uses[middle].records.lowerBound) <= index { low = middle + 1 } else { high = middle }
    }
    guard low > 0, uses[low - 1].records.contains(UInt32(index)) else { return nil }
    return uses[low - 1]
  }
}
