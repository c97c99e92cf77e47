import Domain
import Postgres
import TestSupport
import Testing

/// The two-tenant property test: for everybody, in every table of the catalog, PostgreSQL and the model give the same answer.
@Suite("Isolation") struct IsolationTests {
    private static let today = Day(daysSince1970: 20_779)

    /// Two worlds at a time, each looked at by every other person, because one connection alone would keep the whole run waiting.
    @Test(
        "ACCESS-R1, CUSTDATA-P3, ORG-R15, COMPLAINT-P1: row security and the model agree on every table, for every role, in both tenants",
        arguments: [0, 1])
    func theDatabaseAgreesWithTheModel(half: Int) async throws {
        var random = RandomNumbers.fromEnvironment()
        print("isolation seed: \(random.seed)")
        let database = try await TestDatabase.clone()
        let connection = try await AdminConnection(database.cluster.connectionString(database: database.name))
        let schema = try await Schema.read(connection)
        let world = World(today: Self.today, &random)
        var rows = WorldRows(world, schema, &random)
        try await Self.fill(connection, rows)
        let kinds = Dictionary(uniqueKeysWithValues: try TableKind.all().map { ($0.table, $0) })
        #expect(Set(kinds.keys) == Set(schema.tables.map(\.name)), "every table has a line in sql/table-kinds.txt")

        var comparison = Comparison(probe: Probe(connection: connection, schema: schema), kinds: kinds)
        let models = world.people.map { ScopeModel($0, in: world) } + World.tenants.map { ScopeModel(workerOf: $0, in: world) }
        for (index, model) in models.enumerated() where index % 2 == half {
            try await comparison.probe.enter(model)
            for table in schema.tables {
                try await comparison.reading(table, rows.byTable[table.name] ?? [], model)
                try await comparison.writing(table, &rows, model, world, &random)
            }
            try await comparison.probe.leave()
        }
        print("isolation checks: \(comparison.checks)")
        let differences = comparison.differences.prefix(20).joined(separator: "\n")
        #expect(differences == "", "seed \(random.seed)")
        #expect(comparison.checks >= 20_000)
        #expect(comparison.seen > 1_000 && comparison.hidden > 1_000, "both answers occur often")
        await connection.close()
        try await database.drop()
    }

    /// Inserted as owner; job 9 of each tenant is the one the worker holds.
    static func fill(_ connection: AdminConnection, _ rows: WorldRows) async throws {
        try await connection.execute(script: "SET ROLE shouwen_owner")
        try await connection.execute(script: rows.order.map(\.insert).joined(separator: ";\n"))
        for tenant in World.tenants {
            try await connection.execute(
                script: """
                    INSERT INTO job (tenant_id, id, kind, payload, state, run_at, created_at, attempt, lease_until, claimed_by)
                    VALUES (\(tenant), 9, 'probe', '{}', 'leased', now(), now(), 1, '2099-01-01 00:00+00', 'probe')
                    """)
        }
        try await connection.execute(script: "RESET ROLE")
    }
}

/// Counts comparisons and keeps what differs.
struct Comparison {
    let probe: Probe
    let kinds: [String: TableKind]
    var checks = 0
    var seen = 0
    var hidden = 0
    var differences: [String] = []

    mutating func reading(_ table: Schema.Table, _ rows: [WorldRow], _ model: ScopeModel) async throws {
        guard let kind = kinds[table.name] else { return }
        let visible = try await probe.visible(table)
        let mayRead = kind.allows("SELECT", table.key)
        expect((visible != nil) == mayRead, "\(Self.who(model)) may read \(table.name): \(visible != nil)")
        guard let visible, mayRead else { return }
        for row in rows {
            let expected = model.sees(row.scope, kind: kind.rows)
            let found = visible.contains(row.key(table))
            if expected { seen += 1 } else { hidden += 1 }
            expect(found == expected, "\(Self.who(model)) sees \(table.name) \(row.scope): \(found)")
        }
    }

    mutating func writing(
        _ table: Schema.Table, _ rows: inout WorldRows, _ model: ScopeModel, _ world: World, _ random: inout RandomNumbers
    ) async throws {
        guard let kind = kinds[table.name] else { return }
        for tenant in World.tenants {
            // A new row at a random place.
            let fresh = rows.row(of: table, tenant: tenant, &random)
            let allowed = kind.allows("INSERT", fresh.literals.keys) && model.sees(fresh.scope, kind: kind.rows)
            let inserted = try await probe.attempt(fresh.insert)
            expect((inserted != .denied) == allowed, "\(Self.who(model)) inserts \(table.name) \(fresh.scope): \(inserted)")

            guard let row = rows.some(table.name, tenant: tenant, &random) else { continue }
            for changes in moves(of: row, table, rows, &random) { try await move(row, changes, table, kind, model) }
            let removed = try await probe.attempt("DELETE FROM \(table.name) WHERE \(row.condition(table))")
            let mayDelete = kind.allows("DELETE", [])
            let expected: Verdict = mayDelete ? .touched(model.sees(row.scope, kind: kind.rows) ? 1 : 0) : .denied
            expect(removed == expected, "\(Self.who(model)) deletes \(table.name) \(row.scope): \(removed)")
        }
    }

    private mutating func move(
        _ row: WorldRow, _ changes: [String: String], _ table: Schema.Table, _ kind: TableKind, _ model: ScopeModel
    ) async throws {
        let assignments = changes.sorted(by: { $0.key < $1.key }).map { "\($0.key) = \($0.value)" }.joined(separator: ", ")
        let verdict = try await probe.attempt("UPDATE \(table.name) SET \(assignments) WHERE \(row.condition(table))")
        let expected: Verdict =
            if !kind.allows("UPDATE", changes.keys) {
                .denied
            } else if !model.sees(row.scope, kind: kind.rows) {
                .touched(0)
            } else {
                model.sees(row.moved(changes).scope, kind: kind.rows) ? .touched(1) : .denied
            }
        expect(verdict == expected, "\(Self.who(model)) moves \(table.name) \(row.scope) by \(changes): \(verdict), expected \(expected)")
    }

    /// Changes of a row's scope: to another tenant, to another row's place, to another floor, to another person.
    private func moves(
        of row: WorldRow, _ table: Schema.Table, _ rows: WorldRows, _ random: inout RandomNumbers
    ) -> [[String: String]] {
        var moves: [[String: String]] = []
        if let tenant = row.scope.tenant { moves.append(["tenant_id": "\(3 - tenant)"]) }
        if let other = rows.byTable[table.name]?.randomElement(using: &random) {
            for columns in [["company_id", "project_id", "vendor_id"], ["unit_id"], ["person_id"], ["reader_ids"]] {
                let known = columns.filter(table.has)
                guard !known.isEmpty else { continue }
                moves.append(Dictionary(uniqueKeysWithValues: known.map { ($0, other.literals[$0] ?? "NULL") }))
            }
        }
        if table.has("floor") { moves.append(["floor": "\(Int.random(in: 1...3, using: &random))"]) }
        return moves
    }

    private mutating func expect(_ holds: Bool, _ what: @autoclosure () -> String) {
        checks += 1
        if !holds { differences.append(what()) }
    }

    private static func who(_ model: ScopeModel) -> String {
        model.isWorker ? "worker of \(model.tenant)" : "person \(model.person) of \(model.tenant)"
    }
}
