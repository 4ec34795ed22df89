// A certificate is issued for a simulation: `import Gates` is enough to make one. Modules of this package import each module
// that they use.
@_exported import ConversationSimulator
