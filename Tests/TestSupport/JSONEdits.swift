import Documents
import PolicyGraph

extension JSONValue {
  /// The value with one leaf somewhere in it changed by `change`, or one member or element on the way there gone: an element
  /// in 30 of a hundred cases, a member in `percent`. Leaves are whatever holds nothing.
  package func edited(
    removingMembers percent: Int, _ random: inout SeededRandom,
    _ change: (JSONValue, inout SeededRandom) -> JSONValue
  ) -> JSONValue {
    switch self {
    case .object(var members) where !members.isEmpty:
      let place = Int.random(in: 0..<members.count, using: &random)
      if random.chance(percent) {
        members.remove(at: place)
      } else {
        members[place].value = members[place].value.edited(removingMembers: percent, &random, change)
      }
      return .object(members)
    case .array(var elements) where !elements.isEmpty:
      let place = Int.random(in: 0..<elements.count, using: &random)
      if random.chance(30) {
        elements.remove(at: place)
      } else {
        elements[place] = elements[place].edited(removingMembers: percent, &random, change)
      }
      return .array(elements)
    case .null, .boolean, .number, .string, .object, .array: return change(self, &random)
    }
  }
}
