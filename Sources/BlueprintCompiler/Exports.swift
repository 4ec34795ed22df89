// Whoever embeds the compiler speaks of sources, findings, drafts and proofs: `import BlueprintCompiler` is enough for
// them. Modules of this package import each module that they use.
@_exported import Documents
@_exported import PolicyGraph
@_exported import PolicyProofs
