import Documents

/// The space of ``NodeID``.
public enum NodeSpace {}
/// The space of ``PhaseID``.
public enum PhaseSpace {}
/// The space of ``SlotKey``.
public enum SlotSpace {}
/// The space of ``ToolID``.
public enum ToolSpace {}
/// The space of ``ScenarioID``.
public enum ScenarioSpace {}

/// Names a node; unique in its draft.
public typealias NodeID = Identifier<NodeSpace>
/// Names a phase of the blueprint; unique there. The nodes of a phase carry it.
public typealias PhaseID = Identifier<PhaseSpace>
/// Names a slot; unique in its blueprint and its draft.
public typealias SlotKey = Identifier<SlotSpace>
/// Names a tool, by the name that the runtime calls; unique in its draft.
public typealias ToolID = Identifier<ToolSpace>
/// Names an evaluation scenario; unique in its draft. Results of releases are compared by it.
public typealias ScenarioID = Identifier<ScenarioSpace>
