import Store
import Testing
import Work

@Suite struct RegistryTests {
    private func handler(_ kind: String) -> JobRegistry.Handler { .init(kind) { _, _ in } }

    @Test func `a kind with two handlers refuses to start`() {
        #expect(throws: JobRegistry.Fault.twoHandlers(kind: "a")) { try JobRegistry([handler("a"), handler("a")], kinds: ["a"]) }
    }

    @Test func `a kind without a handler refuses to start`() {
        #expect(throws: JobRegistry.Fault.noHandler(kind: "b")) { try JobRegistry([handler("a")], kinds: ["a", "b"]) }
    }

    @Test func `a handler of a kind that nobody queues refuses to start`() {
        #expect(throws: JobRegistry.Fault.unknownKind("z")) { try JobRegistry([handler("a"), handler("z")], kinds: ["a"]) }
    }

    @Test func `the product's registry knows every kind that the store queues`() throws {
        #expect(throws: Never.self) { try JobRegistry.standard() }
        #expect(DeliverNotices.kind != SweepDeadlines.kind)
    }
}
