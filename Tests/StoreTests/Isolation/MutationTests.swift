import Domain
import Postgres
import TestSupport
import Testing

/// Every policy is dropped or weakened in turn: the gate must notice each, and where the change shows or lets through a row of
/// somebody else, the probes must notice it too. A suite that sleeps through one of these proves nothing.
@Suite("Policy mutations") struct MutationTests {
    @Test("each policy, dropped or weakened, is noticed by the gate and, where rows leak, by the probes")
    func everyMutationIsNoticed() async throws {
        var random = RandomNumbers.fromEnvironment()
        let database = try await TestDatabase.clone()
        let connection = try await AdminConnection(database.cluster.connectionString(database: database.name))
        let schema = try await Schema.read(connection)
        let world = World(today: Day(daysSince1970: 20_779), &random)
        let rows = WorldRows(world, schema, &random)
        try await IsolationTests.fill(connection, rows)
        var lab = Laboratory(connection: connection, schema: schema, world: world, rows: rows, random: random)
        var unnoticed: [String] = []
        var tried = 0
        for kind in try TableKind.all() {
            for mutation in try await lab.mutations(of: kind) {
                tried += 1
                if let problem = try await lab.unnoticed(mutation, kind) { unnoticed.append("\(kind.table): \(problem)") }
            }
        }
        #expect(unnoticed == [], "seed \(random.seed)")
        #expect(tried > 150)
        await connection.close()
        try await database.drop()
    }
}

private struct Laboratory {
    struct Mutation {
        let name: String
        let script: String
        /// What the application can do afterwards that it could not before.
        let leak: Leak?
    }

    enum Leak {
        case showsForeignRows
        case takesForeignRows
    }

    let connection: AdminConnection
    let schema: Schema
    let world: World
    var rows: WorldRows
    var random: RandomNumbers

    func mutations(of kind: TableKind) async throws -> [Mutation] {
        let table = "public.\(kind.table)"
        var mutations = [
            Mutation(name: "NO FORCE", script: "ALTER TABLE \(table) NO FORCE ROW LEVEL SECURITY", leak: nil),
            Mutation(
                name: "DISABLE", script: "ALTER TABLE \(table) DISABLE ROW LEVEL SECURITY",
                leak: kind.rows == "none" ? nil : .showsForeignRows),
            Mutation(name: "owner_all dropped", script: "DROP POLICY owner_all ON \(table)", leak: nil),
        ]
        guard kind.rows != "none" else { return mutations }
        let condition: String = try await connection.query("SELECT app.policy_condition(\(kind.rows))")[0].get(0)
        mutations.append(Mutation(name: "dropped", script: "DROP POLICY app_scope ON \(table)", leak: nil))
        mutations.append(Mutation(name: "USING true", script: "ALTER POLICY app_scope ON \(table) USING (true)", leak: .showsForeignRows))
        mutations.append(
            Mutation(name: "CHECK true", script: "ALTER POLICY app_scope ON \(table) WITH CHECK (true)", leak: .takesForeignRows))
        mutations.append(
            Mutation(
                name: "OR null tenant",
                script: "ALTER POLICY app_scope ON \(table) USING ((\(condition)) OR tenant_is_null)".replacing(
                    "tenant_is_null", with: kind.rows == "self" ? "id IS NULL" : "tenant_id IS NULL"), leak: nil))
        for (index, term) in Self.terms(condition).enumerated() {
            let weaker = condition.replacing(term, with: "true", maxReplacements: 1)
            let stricter = condition.replacing(term, with: "false", maxReplacements: 1)
            mutations.append(
                Mutation(
                    name: "term \(index) true",
                    script: "ALTER POLICY app_scope ON \(table) USING (\(weaker)) WITH CHECK (\(weaker))", leak: nil))
            mutations.append(
                Mutation(
                    name: "term \(index) false",
                    script: "ALTER POLICY app_scope ON \(table) USING (\(stricter)) WITH CHECK (\(stricter))", leak: nil))
        }
        return mutations
    }

    /// The comparisons joined by AND and OR.
    private static func terms(_ condition: String) -> [String] {
        condition.replacing(" AND (", with: " AND ").split(separator: " AND ").flatMap { $0.split(separator: " OR ") }.map { term in
            var text = String(term)
            while text.filter({ $0 == ")" }).count > text.filter({ $0 == "(" }).count, text.hasSuffix(")") { text.removeLast() }
            return text
        }
    }

    /// Nil when somebody noticed.
    mutating func unnoticed(_ mutation: Mutation, _ kind: TableKind) async throws -> String? {
        try await connection.execute(script: "BEGIN")
        try await connection.execute(script: mutation.script)
        let findings = try await CatalogGate.findings(connection, at: kind)
        try await connection.execute(script: "ROLLBACK")
        if findings.isEmpty { return "\(mutation.name): the gate saw nothing" }
        guard let leak = mutation.leak, kind.grants["SELECT"] != nil else { return nil }
        let caught = leak == .showsForeignRows ? try await shows(mutation, kind) : try await takes(mutation, kind)
        return caught ? nil : "\(mutation.name): the probes saw nothing"
    }

    private func spy() -> ScopeModel { ScopeModel(workerOf: 1, in: world) }

    /// A worker of the first tenant sees rows of the second.
    private func shows(_ mutation: Mutation, _ kind: TableKind) async throws -> Bool {
        guard let table = schema.table(kind.table) else { return false }
        let probe = Probe(connection: connection, schema: schema)
        try await mutated(mutation, probe)
        let visible = try await probe.visible(table) ?? []
        try await probe.leave()
        return (rows.byTable[kind.table] ?? []).contains { !spy().sees($0.scope, kind: kind.rows) && visible.contains($0.key(table)) }
    }

    /// A worker of the first tenant inserts a row of the second. Without the right to insert, nothing can get in.
    private mutating func takes(_ mutation: Mutation, _ kind: TableKind) async throws -> Bool {
        guard let table = schema.table(kind.table), kind.grants["INSERT"] != nil else { return true }
        let probe = Probe(connection: connection, schema: schema)
        let fresh = rows.row(of: table, tenant: 2, &random)
        try await mutated(mutation, probe)
        let verdict = try await probe.attempt(fresh.insert)
        try await probe.leave()
        return verdict != .denied
    }

    /// As `Probe.enter`, with the mutation in the same transaction.
    private func mutated(_ mutation: Mutation, _ probe: Probe) async throws {
        try await probe.enter(spy())
        try await connection.execute(script: "RESET ROLE; \(mutation.script); SET LOCAL ROLE shouwen_app")
    }
}
