import Documents

/// What each kind of identifier names.
public enum NodeSpace {}
public enum PhaseSpace {}
public enum SlotSpace {}
public enum ToolSpace {}
public enum ScenarioSpace {}

public typealias NodeID = Identifier<NodeSpace>
public typealias PhaseID = Identifier<PhaseSpace>
public typealias SlotKey = Identifier<SlotSpace>
public typealias ToolID = Identifier<ToolSpace>
public typealias ScenarioID = Identifier<ScenarioSpace>
