import Domain
import Postgres
import Secrets
import TestSupport
import Testing

@testable import Store

/// Every statement about tickets walks an index by tenant and unit on a database large enough that a wrong plan would show.
@Suite("Plans") struct PlanTests {
    /// 20,000 tickets in one group and 4,000 in the other, one in twenty open; each with a log line, a promise and four words.
    static func fill(_ cast: Cast) async throws {
        try await cast.database.administer { connection in
            try await connection.execute(
                script: """
                    -- Foreign keys hold by construction; checking 100,000 of them is not what is measured here.
                    SET session_replication_role = replica;
                    INSERT INTO ticket (tenant_id, company_id, project_id, vendor_id, kind, number, state, version, stage, stage_reason, line,
                        rung, policy_version, severity, channel, channel_source, title, event, received_at, house_id, customer_id,
                        first_receiver_id, first_receiver_name, first_receiver_post, first_unit_id, owner_unit_id, holder_unit_id,
                        holder_unit_name, handler_id, due_at, due_kind, open, closed_at, updated_at, head_hash)
                    SELECT p.tenant_id, p.company_id, p.id, s.vendor_id, 'complaint', 'X-' || p.id || '-' || n,
                        CASE WHEN n % 20 = 0 THEN (ARRAY['recorded', 'classified', 'verified', 'executing'])[n / 20 % 4 + 1] ELSE 'closed' END, 1,
                        'afterHandover', 'chosenByReceiver', CASE WHEN s.id IS NULL THEN 'developer' ELSE 'vendor' END, 'project', 1,
                        (ARRAY['minor', 'general', 'top'])[n % 3 + 1], 'phone', 'internal', '标题' || n, '事件',
                        timestamptz '2026-11-01 00:00+00' - make_interval(mins => n * 7), h.id, hc.customer_id, r.id, '', '', p.id,
                        coalesce(s.id, p.id), coalesce(s.id, p.id), '', CASE WHEN n % 40 = 0 THEN r.id END,
                        CASE WHEN n % 20 = 0 THEN timestamptz '2026-11-22 00:00+00' + make_interval(mins => n) END,
                        CASE WHEN n % 20 = 0 THEN 'plan' END, n % 20 = 0, CASE WHEN n % 20 <> 0 THEN timestamptz '2026-11-02 00:00+00' END,
                        '2026-11-01 00:00+00', decode(repeat('00', 32), 'hex')
                    FROM org_unit p
                    JOIN LATERAL (SELECT id FROM house WHERE tenant_id = p.tenant_id AND project_id = p.id ORDER BY id LIMIT 1) h ON true
                    JOIN house_customer hc ON hc.tenant_id = p.tenant_id AND hc.house_id = h.id
                    JOIN LATERAL (SELECT id FROM person WHERE tenant_id = p.tenant_id ORDER BY id LIMIT 1) r ON true
                    LEFT JOIN org_unit s ON s.tenant_id = p.tenant_id AND s.project_id = p.id AND s.kind = 'vendorSite'
                    CROSS JOIN LATERAL generate_series(1, CASE WHEN p.tenant_id = \(cast.yunshan.id.rawValue) THEN 6700 ELSE 1350 END) n
                    WHERE p.kind = 'project';
                    INSERT INTO ticket_event (tenant_id, ticket_id, company_id, project_id, vendor_id, seq, at, action, state_to, actor_name,
                        actor_post, prev_hash, hash)
                    SELECT tenant_id, id, company_id, project_id, vendor_id, 1, received_at, 'record', 'recorded', '', '', head_hash, head_hash
                    FROM ticket;
                    INSERT INTO ticket_deadline (tenant_id, ticket_id, company_id, project_id, vendor_id, kind, unit_id, policy_version, rule,
                        started_at, first_due_at, due_at, met_at)
                    SELECT tenant_id, id, company_id, project_id, vendor_id, 'plan', holder_unit_id, 1, 'x', received_at,
                        greatest(received_at, coalesce(due_at, received_at)), coalesce(due_at, received_at), closed_at FROM ticket;
                    INSERT INTO ticket_token (tenant_id, ticket_id, company_id, project_id, vendor_id, token)
                    SELECT tenant_id, id, company_id, project_id, vendor_id, CASE WHEN k = 0 THEN '渗水' ELSE 'w' || (id * k) % 997 END
                    FROM ticket, generate_series(0, 3) k ON CONFLICT DO NOTHING;
                    INSERT INTO notice (tenant_id, person_id, ticket_id, unit_id, kind, subject, at, source)
                    SELECT t.tenant_id, p.id, t.id, t.holder_unit_id, 'cameToMe', '', t.received_at, t.id::text
                    FROM ticket t JOIN person p ON p.tenant_id = t.tenant_id AND p.id % 19 = t.id % 19;
                    ANALYZE;
                    """)
        }
    }

    struct Case {
        let name: String
        let sql: SQL
        /// Columns that must all stand in one index condition on a ticket table.
        let index: [String]
        /// May sort a bounded set: what a unit holds, what one ticket has, what is open.
        var sorts = false
    }

    static func unitColumn(_ viewpoint: UnitRef) -> [String] {
        switch viewpoint.kind {
        case .group: []
        case .company: ["company_id"]
        case .project, .vendorSite: ["project_id"]
        case .vendor: ["vendor_id"]
        }
    }

    static func cases(_ cast: Cast) -> [Case] {
        let (tenant, now) = (cast.yunshan.id, cast.clock.now())
        let today = Day(now, offsetMinutes: 480)
        let cursor = TicketCursor(.after, time: now - .days(20), id: TicketID(5_000))
        let perViewpoint = ["hq", "bj", "bj-spring", "jy", "jy-spring"].flatMap { code -> [Case] in
            let viewpoint = cast.yunshan.unit(code)
            let unit = unitColumn(viewpoint)
            func scope(_ filter: TicketFilter) -> TicketScope {
                TicketScope(tenant: tenant, viewpoint: viewpoint, filter: filter, sight: .full, now: now, offset: 480)
            }
            let desk = DeskScope(tenant: tenant, viewpoint: viewpoint, sight: .full)
            let search = TicketSearch(
                tenant: tenant, viewpoint: viewpoint, sight: .full, first: "渗水", others: ["w500"], phone: nil)
            let byNumber = TicketSearch(
                tenant: tenant, viewpoint: viewpoint, sight: .full, first: "1000", others: [],
                phone: Sealer(Cast.keys).phones.candidates("13800131000", tenant: tenant.rawValue))
            return [
                Case(
                    name: "newest all", sql: scope(TicketFilter(progress: .all)).page(.newest, at: nil).sql, index: ["tenant_id"] + unit),
                Case(name: "newest open", sql: scope(.open).page(.newest, at: nil).sql, index: ["tenant_id"] + unit),
                Case(
                    name: "newest all, later page", sql: scope(TicketFilter(progress: .all)).page(.newest, at: cursor).sql,
                    index: ["tenant_id", "received_at"] + unit),
                Case(name: "due", sql: scope(.open).page(.due, at: nil).sql, index: ["tenant_id", "due_at"] + unit, sorts: true),
                Case(
                    name: "due, later page", sql: scope(.open).page(.due, at: cursor).sql, index: ["tenant_id", "due_at"] + unit,
                    sorts: true),
                Case(
                    name: "overdue", sql: scope(TicketFilter(overdue: true)).page(.due, at: nil).sql,
                    index: ["tenant_id", "due_at"] + unit, sorts: true),
                Case(name: "count", sql: scope(.open).count(.newest).sql, index: ["tenant_id"] + unit, sorts: true),
                Case(name: "count by due", sql: scope(.open).count(.due).sql, index: ["tenant_id"] + unit, sorts: true),
                Case(
                    name: "count all", sql: scope(TicketFilter(progress: .all)).count(.newest).sql, index: ["tenant_id"] + unit,
                    sorts: true),
                Case(name: "desk rows", sql: desk.rows().sql, index: ["tenant_id", "holder_unit_id"]),
                Case(name: "desk tiles", sql: desk.tiles(now: now, endOfDay: now).sql, index: ["tenant_id", "holder_unit_id"]),
                Case(name: "visits", sql: desk.visits().sql, index: ["tenant_id", "holder_unit_id"]),
                Case(name: "search", sql: search.query.sql, index: ["tenant_id", "token", "project_id"], sorts: true),
                Case(name: "search by number", sql: byNumber.query.sql, index: ["tenant_id", "customer_id"], sorts: true),
            ].map { Case(name: "\($0.name) at \(code)", sql: $0.sql, index: $0.index, sorts: $0.sorts) }
        }
        let ticket = TicketID(5_000)
        let site = cast.yunshan.unit("jy-spring")
        let one = [
            ("ticket", TicketRecord.find(ticket, tenant: tenant, viewpoint: site, sight: .full).sql),
            ("units", LadderUnitRow.around(ticket, tenant: tenant).sql),
            ("colleagues", ColleagueRow.atHolder(of: ticket, tenant: tenant, today: today).sql),
            ("customer", TicketCustomerRow.of(ticket, tenant: tenant).sql),
        ].map { Case(name: $0.0, sql: $0.1, index: ["tenant_id", "id"], sorts: true) }
        let children = [
            ("events", EventRow.of(ticket, tenant: tenant).sql), ("deadlines", DeadlineRow.of(ticket, tenant: tenant).sql),
        ].map { Case(name: $0.0, sql: $0.1, index: ["tenant_id", "ticket_id"], sorts: true) }
        let rest = [
            Case(name: "history", sql: PastTicketRow.besides(ticket, tenant: tenant, sight: .full).sql, index: ["tenant_id", "house_id"]),
            Case(
                name: "past of customer",
                sql: PastTicketRow.ofCustomer(
                    cast.yunshan.customer("bj-spring/1-101"), tenant: tenant, sight: .full
                ).sql,
                index: ["tenant_id", "customer_id"]),
            Case(
                name: "due deadlines", sql: DueDeadlineRow.take(tenant: tenant, now: now).sql, index: ["tenant_id", "due_at"], sorts: true),
            Case(name: "notices", sql: NoticeRow.page(tenant: tenant, after: nil).sql, index: ["tenant_id", "person_id"]),
            Case(name: "unread", sql: NoticeRow.unread(tenant: tenant).sql, index: ["tenant_id", "person_id"]),
        ]
        return perViewpoint + one + children + rest
    }

    @Test("tenant, unit and order are index conditions; no ticket table is read from end to end")
    func plans() async throws {
        let cast = try await Cast.assemble()
        try await Self.fill(cast)
        let plans = try await cast.store.read(cast.yunshan.entry("hq"), .member) { tx in
            var plans: [(Case, String)] = []
            for planned in Self.cases(cast) {
                let lines = try await tx.fetch(Query<Single<String>>("EXPLAIN (COSTS off) \(planned.sql)"))
                plans.append((planned, lines.map(\.value).joined(separator: "\n")))
            }
            return plans
        }
        for (planned, plan) in plans {
            let lines = plan.split(separator: "\n")
            let scanned = lines.filter { $0.contains("Seq Scan on ticket") || $0.contains("Seq Scan on notice") }
            #expect(scanned.isEmpty, "\(planned.name):\n\(plan)")
            let conditions = lines.filter { $0.contains("Index Cond:") }
            #expect(
                conditions.contains { condition in planned.index.allSatisfy { condition.contains($0) } }, "\(planned.name):\n\(plan)")
            if !planned.sorts { #expect(!lines.contains { $0.contains("Sort Key") }, "\(planned.name):\n\(plan)") }
        }
        try await genericPlans(cast)
        try await cast.end()
    }

    /// A prepared statement may run with a plan that knows no values: the same must hold there.
    private func genericPlans(_ cast: Cast) async throws {
        // A search is planned for its words (`TicketSearch.planByValues`).
        let cases = Self.cases(cast).filter { !$0.name.hasPrefix("search") }
        let plans = try await cast.database.administer { connection in
            var plans: [(Case, String)] = []
            try await connection.execute(script: "SET app.person = '1'")
            for planned in cases { plans.append((planned, try await connection.genericPlan(of: planned.sql))) }
            return plans
        }
        for (planned, plan) in plans {
            let conditions = plan.split(separator: "\n").filter { $0.contains("Index Cond:") }
            #expect(!plan.contains("Seq Scan on ticket"), "\(planned.name):\n\(plan)")
            #expect(
                conditions.contains { condition in planned.index.allSatisfy { condition.contains($0) } }, "\(planned.name):\n\(plan)")
        }
    }
}
