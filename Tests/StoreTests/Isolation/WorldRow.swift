import Domain
import TestSupport

/// One row in any table: its columns as literals, and as values the ones that decide who sees it.
struct WorldRow: Sendable {
    let table: String
    var literals: [String: String]
    let scope: ScopeColumns

    init(table: String, _ literals: [String: String]) {
        self.table = table
        self.literals = literals
        scope = ScopeColumns(literals)
    }

    /// The row with other scope columns.
    func moved(_ changes: [String: String]) -> WorldRow {
        WorldRow(table: table, literals.merging(changes) { $1 })
    }

    var insert: String {
        let names = literals.keys.sorted()
        let values = names.map { literals[$0] ?? "NULL" }
        return "INSERT INTO \(table) (\(names.joined(separator: ", "))) VALUES (\(values.joined(separator: ", ")))"
    }

    func key(_ table: Schema.Table) -> String { table.key.map { (literals[$0] ?? "").replacing("'", with: "") }.joined(separator: "|") }

    func condition(_ table: Schema.Table) -> String { table.key.map { "\($0) = \(literals[$0] ?? "NULL")" }.joined(separator: " AND ") }
}

extension ScopeColumns {
    init(_ literals: [String: String]) {
        func number(_ name: String) -> Int64? { literals[name].flatMap { Int64($0) } }
        id = number("id")
        tenant = number("tenant_id")
        company = number("company_id")
        project = number("project_id")
        vendor = number("vendor_id")
        unit = number("unit_id")
        person = number("person_id")
        actor = number("actor_id")
        floor = number("floor").map { Int($0) }
        readers = literals["reader_ids"].map { list in list.split(whereSeparator: { !$0.isNumber }).compactMap { Int64($0) } } ?? []
        holder = number("holder_id")
        sight = literals["sight"]?.replacing("'", with: "")
        isReleased = literals["released"] == "true"
    }
}

/// Rows for every table of the schema, in both tenants, at random places.
struct WorldRows: Sendable {
    private(set) var byTable: [String: [WorldRow]] = [:]
    private(set) var order: [WorldRow] = []
    private let world: World
    private let schema: Schema
    private var number: Int64 = 500_000

    static let perTenant = 14
    private static let moment = "'2026-11-22 00:00+00'"

    init(_ world: World, _ schema: Schema, _ random: inout RandomNumbers) {
        self.world = world
        self.schema = schema
        organisation()
        for table in schema.tables where !Self.given.contains(table.name) {
            for tenant in World.tenants {
                for _ in 0..<Self.perTenant {
                    // A table of settings has no more rows than words.
                    guard let fresh = fresh(table, tenant: tenant, &random) else { break }
                    add(fresh)
                }
            }
        }
    }

    private mutating func fresh(_ table: Schema.Table, tenant: Int64, _ random: inout RandomNumbers) -> WorldRow? {
        for _ in 0..<100 {
            let drawn = row(of: table, tenant: tenant, &random)
            if !repeats(drawn, table) { return drawn }
        }
        return nil
    }

    /// A fresh row like those the world is filled with, not added to it.
    mutating func row(of table: Schema.Table, tenant: Int64, _ random: inout RandomNumbers) -> WorldRow {
        // Where the key is all references, two draws may name the same ones; a few more are tried, since the policy answers before the key.
        var drawn = draw(table, tenant: tenant, &random)
        for _ in 0..<5 where isKnown(drawn, table) { drawn = draw(table, tenant: tenant, &random) }
        return drawn
    }

    private func isKnown(_ row: WorldRow, _ table: Schema.Table) -> Bool {
        byTable[table.name]?.contains { known in
            table.key.allSatisfy { known.literals[$0] != nil && known.literals[$0] == row.literals[$0] }
        } ?? false
    }

    private mutating func draw(_ table: Schema.Table, tenant: Int64, _ random: inout RandomNumbers) -> WorldRow {
        number += 1
        var literals = place(table, tenant: tenant, &random)
        for reference in table.references where reference.table != "tenant" {
            guard let target = some(reference.table, tenant: tenant, &random) else { continue }
            for (column, foreign) in zip(reference.columns, reference.foreign) where literals[column] == nil {
                if isNeeded(table, column) { literals[column] = target.literals[foreign] }
            }
        }
        for column in table.columns where literals[column.name] == nil {
            if column.name == "id" || column.isRequired && !column.hasDefault { literals[column.name] = literal(column, table) }
        }
        if table.name == "ticket" { literals["line"] = literals["vendor_id"] == nil ? "'developer'" : "'vendor'" }
        if table.name == "survey_version" {
            literals.merge(["state": "'published'", "number": "\(number)", "published_at": Self.moment]) { $1 }
        }
        // About nothing, a ticket, or an evaluation.
        if table.name == "notice" {
            let ticket = byTable["ticket"]?.filter { $0.scope.tenant == tenant }.randomElement(using: &random)?.literals["id"]
            switch Int.random(in: 0..<3, using: &random) {
            case 0: literals.merge(["kind": "'scoreCard'", "run_id": "\(number)"]) { $1 }
            case 1: literals["ticket_id"] = ticket
            default: break
            }
        }
        if table.name == "score_version" {
            literals.merge(["state": "'published'", "number": "\(number)", "published_at": Self.moment]) { $1 }
        }
        if table.name == "score_card", literals["released"] == "true" {
            literals.merge(["number": "1", "total": "1", "coverage": "1", "confirmed_at": Self.moment]) { $1 }
        }
        return WorldRow(table: table.name, literals)
    }

    /// A row of a tenant, drawn without walking them all: about half of them are its.
    func some(_ table: String, tenant: Int64, _ random: inout RandomNumbers) -> WorldRow? {
        guard let rows = byTable[table] else { return nil }
        for _ in 0..<20 {
            guard let row = rows.randomElement(using: &random) else { return nil }
            if (row.scope.tenant ?? row.scope.id) == tenant { return row }
        }
        return rows.filter { ($0.scope.tenant ?? $0.scope.id) == tenant }.randomElement(using: &random)
    }

    /// Whether a unique key would refuse the row beside those that are there.
    private func repeats(_ row: WorldRow, _ table: Schema.Table) -> Bool {
        table.unique.contains { columns in
            (byTable[table.name] ?? []).contains { other in
                columns.allSatisfy { row.literals[$0] != nil && row.literals[$0] == other.literals[$0] }
            }
        }
    }

    private func isNeeded(_ table: Schema.Table, _ name: String) -> Bool {
        table.columns.contains { $0.name == name && $0.isRequired }
    }

    /// Tenant, company, project, vendor and floor: a random project of the tenant, with or without a vendor.
    private func place(_ table: Schema.Table, tenant: Int64, _ random: inout RandomNumbers) -> [String: String] {
        var literals: [String: String] = [:]
        if table.has("tenant_id") { literals["tenant_id"] = "\(tenant)" }
        guard let project = world.nodes(of: tenant, .project).randomElement(using: &random) else { return literals }
        if table.has("company_id") { literals["company_id"] = project.company.map { "\($0)" } }
        if table.has("project_id") { literals["project_id"] = "\(project.id)" }
        if table.has("vendor_id"), Bool.random(using: &random) {
            literals["vendor_id"] = world.nodes(of: tenant, .vendor).randomElement(using: &random).map { "\($0.id)" }
        }
        if table.has("unit_id"), table.has("actor_id") {
            literals["unit_id"] = world.nodes.filter { $0.tenant == tenant }.randomElement(using: &random).map { "\($0.id)" }
        }
        if table.has("actor_id"), Bool.random(using: &random) {
            literals["actor_id"] = world.people.filter { $0.tenant == tenant }.randomElement(using: &random).map { "\($0.id)" }
        }
        if table.has("holder_id") {
            let somebody = world.people.filter { $0.tenant == tenant }.randomElement(using: &random)?.id
            // Whoever assesses is a person; a respondent at the public form is none.
            let isPerson = table.name == "score_form" || Bool.random(using: &random)
            literals["holder_id"] = somebody.map { isPerson ? "\($0)" : "\(-number)" }
        }
        if table.has("released") { literals["released"] = Bool.random(using: &random) ? "true" : "false" }
        if table.name == "file" {
            // Every kind of row a file can hang on, and those still held.
            let sight =
                ["person", "ticket", "unit", "library", "lineage", "place", "survey", "figures", "scorecard", "inspection"].randomElement(
                    using: &random)
                ?? "person"
            literals["sight"] = "'\(sight)'"
            literals["unit_id"] = world.nodes.filter { $0.tenant == tenant }.randomElement(using: &random).map { "\($0.id)" }
            literals["hung_at"] = sight == "person" ? nil : Self.moment
            literals["digest"] = "decode(repeat('\(number % 10)', 64), 'hex')"
        }
        if table.has("floor") { literals["floor"] = "\(Int.random(in: 1...3, using: &random))" }
        if table.has("reader_ids") {
            let readers = world.nodes.filter { $0.tenant == tenant }.shuffled(using: &random).prefix(3).map { "\($0.id)" }
            literals["reader_ids"] = "'{\(readers.joined(separator: ","))}'"
        }
        // One plan at a time for each project and engagement; the others are done.
        if ["project_move", "engagement_handover"].contains(table.name) { literals["done_at"] = Self.moment }
        return literals
    }

    private func literal(_ column: Schema.Column, _ table: Schema.Table) -> String {
        if let special = Self.special["\(table.name).\(column.name)"] { return special.replacing("%", with: "\(number)".suffix(4)) }
        if let words = table.words[column.name], let first = words.first {
            return "'\(table.key.contains(column.name) ? words[Int(number) % words.count] : first)'"
        }
        return switch column.type {
        case "bigint", "integer": "\(number)"
        case "smallint": "1"
        case "boolean": "true"
        case "timestamp with time zone": Self.moment
        case "date": "'2026-01-01'"
        case "bytea": "decode(lpad('\(number)', 64, '0'), 'hex')"
        case "jsonb": "'{}'"
        case "text[]": "'{}'"
        default: "'x\(number)'"
        }
    }

    /// Columns whose CHECK says more than a list of words. `%` is four fresh digits.
    private static let special: [String: String] = [
        "customer.phone": "''", "privacy_rule.amount": "7", "ticket_counter.month": "'%'", "ticket.state": "'recorded'",
        // As the catalog prints it, because it is part of the key.
        "recovery_code.digest": "'\\x\(String(repeating: "0", count: 60))%'", "ticket_event.action": "'recorded'",
        "ticket_visit.outcome": "'unreachable'", "unit_setting.key": "'sample.k%'", "survey_plan.year": "%",
        // Of answers alone.
        "import_run.wave_id": "NULL", "survey_formula.least_answers": "10",
        "score_version.least_coverage": "5000", "score_version.appeal_days": "7", "score_indicator.weight": "100",
        "score_cell.month": "202601", "score_moderation.before": "1", "score_moderation.share": "1",
    ]

    private mutating func add(_ row: WorldRow) {
        byTable[row.table, default: []].append(row)
        order.append(row)
    }

    /// Tables whose rows say who people are: made from the world, not at random.
    private static let given: Set<String> = [
        "tenant", "org_unit", "engagement", "role", "person", "post", "credential", "session", "second_factor", "identity_link",
        "account_lock", "password_past", "signin_policy",
    ]

    private mutating func organisation() {
        for tenant in World.tenants {
            add(WorldRow(table: "tenant", ["id": "\(tenant)", "code": "'t\(tenant)x'", "name": "'t'", "created_at": Self.moment]))
            add(
                WorldRow(
                    table: "signin_policy",
                    [
                        "tenant_id": "\(tenant)", "password_preset": "'dengbao'", "factor_roles": "'{}'", "changed_at": Self.moment,
                    ]))
        }
        for node in world.nodes { add(unit(node)) }
        for serving in world.servings { add(engagement(serving)) }
        for tenant in World.tenants {
            for role in BuiltInRole.all {
                for reach in Reach.allCases { add(self.role(role, reach, tenant: tenant)) }
            }
        }
        for human in world.people {
            add(WorldRow(table: "person", base(human.tenant, human.id, human.home, ["account": "'p\(human.id)'", "name": "'p'"])))
            add(
                WorldRow(
                    table: "credential",
                    ["tenant_id": "\(human.tenant)", "person_id": "\(human.id)", "password_hash": "'x'", "changed_at": Self.moment]))
            add(session(human))
            for row in signIn(human) { add(row) }
            for post in human.posts { add(self.post(post, human)) }
        }
    }

    private func base(_ tenant: Int64, _ id: Int64, _ unit: World.Node, _ more: [String: String]) -> [String: String] {
        var literals = ["tenant_id": "\(tenant)", "id": "\(id)", "unit_id": "\(unit.id)", "created_at": Self.moment]
        literals["company_id"] = unit.company.map { "\($0)" }
        literals["project_id"] = unit.project.map { "\($0)" }
        literals["vendor_id"] = unit.vendor.map { "\($0)" }
        return literals.merging(more) { $1 }
    }

    private func unit(_ node: World.Node) -> WorldRow {
        var literals = base(node.tenant, node.id, node, ["kind": "'\(node.kind.rawValue)'", "code": "'u\(node.id)'", "name": "'u'"])
        literals["unit_id"] = nil
        literals["parent_id"] = node.parent.map { "\($0)" }
        if node.kind == .company { literals["number_prefix"] = "'N\(node.id)'" }
        return WorldRow(table: "org_unit", literals)
    }

    private func engagement(_ serving: World.Serving) -> WorldRow {
        var literals = [
            "tenant_id": "\(serving.tenant)", "id": "\(serving.id)", "unit_id": "\(serving.site)", "vendor_id": "\(serving.vendor)",
            "company_id": "\(serving.company)", "project_id": "\(serving.project)", "from_on": "'\(serving.from.isoText)'",
            "created_at": Self.moment,
        ]
        literals["to_on"] = serving.to.map { "'\($0.isoText)'" }
        return WorldRow(table: "engagement", literals)
    }

    private func number(_ role: BuiltInRole, _ reach: Reach) -> Int {
        (BuiltInRole.all.firstIndex(of: role) ?? 0) * Reach.allCases.count + (Reach.allCases.firstIndex(of: reach) ?? 0) + 1
    }

    private func role(_ role: BuiltInRole, _ reach: Reach, tenant: Int64) -> WorldRow {
        let permissions = role.permissions.map { "'\($0.rawValue)'" }.sorted().joined(separator: ", ")
        return WorldRow(
            table: "role",
            [
                "tenant_id": "\(tenant)", "id": "\(number(role, reach))", "key": "'\(role.key)-\(reach.code)'", "built_in": "true",
                "name": "''", "name_en": "''", "reach": "'\(reach.code)'", "unit_kinds": "'{}'", "permissions": "ARRAY[\(permissions)]",
                "created_at": Self.moment,
            ])
    }

    private func post(_ post: World.Held, _ human: World.Human) -> WorldRow {
        let role = number(post.role, post.reach)
        var literals = base(
            human.tenant, post.id, post.unit,
            ["person_id": "\(human.id)", "role_id": "\(role)", "title": "'x'", "from_on": "'\(post.from.isoText)'"])
        literals["to_on"] = post.to.map { "'\($0.isoText)'" }
        return WorldRow(table: "post", literals)
    }

    /// The token of a person is the id in 32 bytes.
    private func session(_ human: World.Human) -> WorldRow {
        WorldRow(
            table: "session",
            [
                "tenant_id": "\(human.tenant)", "id": "\(human.id)", "person_id": "\(human.id)", "token_hash": Self.token(human.id),
                "device": "'x'", "created_at": Self.moment, "seen_at": "'2099-01-01 00:00+00'", "expires_at": "'2099-01-01 00:00+00'",
            ])
    }

    /// What belongs to a person once: a second factor, a link, an open lock, a former password.
    private func signIn(_ human: World.Human) -> [WorldRow] {
        let own = ["tenant_id": "\(human.tenant)", "person_id": "\(human.id)"]
        let rows: [(String, [String: String])] = [
            ("second_factor", ["seed": Self.token(human.id), "last_step": "1", "confirmed_at": Self.moment]),
            ("identity_link", ["issuer": "'i'", "subject": "'s\(human.id)'", "linked_at": Self.moment]),
            ("account_lock", ["id": "\(human.id)", "locked_at": Self.moment, "locked_by_name": "'x'", "reason": "'x'"]),
            ("password_past", ["changed_at": Self.moment, "password_hash": "'x'"]),
        ]
        return rows.map { WorldRow(table: $0.0, own.merging($0.1) { $1 }) }
    }

    static func token(_ person: Int64) -> String { "decode(lpad('\(person)', 64, '0'), 'hex')" }
}
