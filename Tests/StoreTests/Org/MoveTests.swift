import Domain
import Postgres
import Store
import TestSupport
import Testing

@Suite("Moving a project") struct MoveTests {
    private func plan(_ cast: Cast, _ project: String = "bj-spring", to company: String = "nh", on day: Day? = nil) async throws {
        let units = cast.yunshan
        let move = NewMove(company: units.unit(company).id, on: day ?? cast.today, reason: "区域调整")
        try await cast.asAdmin { tx in
            try await tx.plan(
                move, project: try await tx.access(units.unit(project).id, for: ManageOrg.self),
                company: try await tx.access(move.company, for: ManageOrg.self))
        }
    }

    /// How many rows of every table with both columns stand at the project under each company.
    private func census(_ cast: Cast) async throws -> [String: [String]] {
        let project = cast.yunshan.unit("bj-spring").id.rawValue
        let names = try await cast.database.administer { connection in
            try await connection.query(
                """
                SELECT c.relname::text FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
                    AND 2 = (SELECT count(*) FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname IN ('company_id', 'project_id'))
                ORDER BY 1
                """
            ).values(String.self)
        }
        var census: [String: [String]] = [:]
        for name in names {
            let text = """
                SELECT (SELECT u.code FROM org_unit u WHERE u.tenant_id = x.tenant_id AND u.id = x.company_id) || ' ' || count(*)
                FROM \(name) x WHERE project_id = \(project) GROUP BY tenant_id, company_id ORDER BY 1
                """
            let rows = try await cast.database.administer { try await $0.query(SQL(reviewedText: text)).values(String.self) }
            if !rows.isEmpty { census[name] = rows }
        }
        return census
    }

    @Test("on its day everything below a project is the new company's by rule: open matters move, closed ones and ended posts stay")
    func rules() async throws {
        let cast = try await Cast.assemble()
        let units = cast.yunshan
        let closed = try await cast.record()
        let open = try await cast.record(door: "bj-spring/1-102")
        try await open.take(.accept, by: "jy-spring", ["severity": "minor"])
        // One waits at the old company's centre, handled by the developer.
        let raised = try await cast.record(by: "bj-spring", door: "bj-spring/3-2-1101")
        try await raised.take(.accept, by: "bj-spring", ["severity": "general"])
        try await raised.take(.escalate, by: "bj-spring", ["reason": "需总包", "tried": "已协调"])
        _ = try await cast.database.administer { connection in
            try await connection.execute(
                script: """
                    UPDATE ticket SET open = false, state = 'closed', closed_at = '2026-11-22 00:00+00' WHERE id = \(closed.id.rawValue);
                    UPDATE post SET to_on = '2026-11-01' WHERE person_id = \(units.person("bj-spring-2").id.rawValue);
                    """)
        }
        let before = try await census(cast)
        #expect(before.values.allSatisfy { $0.count == 1 && $0[0].hasPrefix("bj ") }, "\(before)")
        let day = cast.today.adding(days: 2)
        try await plan(cast, on: day)
        try await cast.work()
        #expect(
            try await census(cast).filter { $0.key != "audit_event" } == before.filter { $0.key != "audit_event" }, "not before its day")

        cast.clock.set(Instant(day, hour: 0, minute: 1, offsetMinutes: 480))
        try await cast.work()
        let after = try await census(cast)
        for (table, rows) in after {
            switch table {
            case "post": #expect(rows.contains("bj 1"), "the post that ended stays: \(rows)")
            case "ticket": #expect(rows.contains("bj 1") && rows.contains("nh 2"), "\(rows)")
            case _ where table.hasPrefix("ticket_"): #expect(rows.contains { $0.hasPrefix("nh ") }, "\(table) \(rows)")
            case "audit_event": break
            default: #expect(rows.count == 1 && rows[0].hasPrefix("nh "), "\(table) \(rows)")
            }
        }
        // Children stand where their ticket stands.
        for table in ["ticket_event", "ticket_deadline", "ticket_token", "ticket_escalation"] {
            let strayed = try await cast.database.administer { connection in
                try await connection.query(
                    SQL(
                        reviewedText:
                            "SELECT count(*) FROM \(table) c JOIN ticket t ON t.tenant_id = c.tenant_id AND t.id = c.ticket_id WHERE t.company_id <> c.company_id"
                    )
                )[0].get(0, as: Int64.self)
            }
            #expect(strayed == 0, "\(table)")
        }
        #expect(try await closed.isVisible(to: "bj"))
        #expect(try await !closed.isVisible(to: "nh"))
        #expect(try await open.isVisible(to: "nh"))
        #expect(try await !open.isVisible(to: "bj"))
        #expect(try await open.isVisible(to: "jy-spring"))
        #expect(try await open.isVisible(to: "bj-spring"))
        #expect(try await closed.isVisible(to: "bj-spring"))
        let file = try await raised.file(as: "nh")
        #expect(file.record.holderUnit == units.unit("nh").id && file.record.number.hasPrefix("BJ-"), "numbers keep their prefix")
        #expect(file.record.handler == nil && file.facts.escalation?.toUnit == units.unit("nh").id)
        #expect(file.events.last?.action == .followProject && file.firstBrokenLine == nil)
        try await raised.take(.acceptEscalation, by: "nh", [:])
        let next = try await cast.record(door: "bj-spring/1-201")
        #expect(next.number.hasPrefix("NH-"), "new matters begin with the new company's prefix")
        let moves = try await cast.store.read(units.entry("nh"), .member) { tx in
            try await tx.fetch(MoveRow.of(units.unit("bj-spring").id, tenant: tx.tenant))
        }
        #expect(moves.first?.doneAt != nil && moves.first?.tickets == 2 && moves.first?.houses == 6)
        try await cast.end()
    }

    @Test("a closed matter that is opened again follows its project")
    func reopened() async throws {
        let cast = try await Cast.assemble()
        let ticket = try await cast.record()
        try await ticket.take(.accept, by: "jy-spring", ["severity": "minor"])
        try await ticket.take(.explain, by: "jy-spring", ["text": "已说明"])
        try await ticket.take(.close, by: "jy-spring", ["reason": "已说明"])
        try await plan(cast)
        try await cast.work()
        #expect(try await !ticket.isVisible(to: "nh"))
        try await ticket.take(.reopen, by: "jy-spring", ["reason": "业主再次来电"])
        // The move's own second look is still to come and takes it along.
        cast.clock.advance(.minutes(3))
        try await cast.work()
        #expect(try await ticket.isVisible(to: "nh"))
        #expect(try await !ticket.isVisible(to: "bj"))
        let file = try await ticket.file(as: "nh")
        #expect(file.firstBrokenLine == nil && file.facts.ladder.units.companyUnit == cast.yunshan.unit("nh").id)
        try await cast.end()
    }

    @Test("what was written with the old company in mind follows a little later")
    func stragglers() async throws {
        let cast = try await Cast.assemble()
        try await plan(cast)
        try await cast.work()
        _ = try await cast.database.administer { connection in
            try await connection.execute(
                script:
                    "UPDATE house SET company_id = \(cast.yunshan.unit("bj").id.rawValue) WHERE project_id = \(cast.yunshan.unit("bj-spring").id.rawValue) AND room = '101'"
            )
        }
        cast.clock.advance(.minutes(3))
        try await cast.work()
        #expect(try await census(cast)["house"]?.count == 1)
        try await cast.end()
    }

    @Test("two plans for one project are one; a plan can be called off, and then nothing happens")
    func plans() async throws {
        let cast = try await Cast.assemble()
        let (spring, tomorrow) = (cast.yunshan.unit("bj-spring").id, cast.today.adding(days: 1))
        async let first: Void = plan(cast, on: tomorrow)
        async let second: Void = plan(cast, on: tomorrow)
        var planned = 0
        do {
            try await first
            planned += 1
        } catch StoreError.constraint(name: "project_move_planned") {}
        do {
            try await second
            planned += 1
        } catch StoreError.constraint(name: "project_move_planned") {}
        #expect(planned == 1)
        let files = try await cast.store.read(cast.yunshan.entry("admin"), .member) { try await $0.unitFile(spring) }
        #expect(files.plannedMove?.to == cast.yunshan.unit("nh").id && files.card.movesOn == tomorrow)
        // A company that is to receive a project is not closed meanwhile.
        do {
            try await cast.asAdmin { tx in try await tx.close(try await tx.access(cast.yunshan.unit("nh").id, for: ManageOrg.self)) }
            Issue.record("closed")
        } catch let obstacles as ClosingObstacles {
            #expect(obstacles.list.contains { $0.kind == .moves })
        }
        try await cast.asAdmin { tx in try await tx.cancelMove(try await tx.access(spring, for: ManageOrg.self)) }
        cast.clock.advance(.days(2))
        try await cast.work()
        #expect(try await census(cast)["house"] == ["bj 6"])
        await #expect(throws: StoreError.self) {
            try await cast.asAdmin { tx in try await tx.cancelMove(try await tx.access(spring, for: ManageOrg.self)) }
        }
        try await cast.end()
    }

    @Test("not to the same company, not to another tenant's, not into the past, not by whoever keeps only one side")
    func refusals() async throws {
        let cast = try await Cast.assemble()
        let units = cast.yunshan
        #expect(
            try await cast.refusal { tx in
                let bj = units.unit("bj").id
                try await tx.plan(
                    NewMove(company: bj, on: cast.today, reason: "x"),
                    project: try await tx.access(units.unit("bj-spring").id, for: ManageOrg.self),
                    company: try await tx.access(bj, for: ManageOrg.self))
            }?["company"] == .notAChoice)
        await #expect(throws: StoreError.self) { try await plan(cast, "bj", to: "nh") }
        await #expect(throws: StoreError.self) {
            try await cast.asAdmin { tx in _ = try await tx.access(cast.haitang.unit("nh").id, for: ManageOrg.self) }
        }
        guard case .failure(let errors) = NewMove.read(["company": "x", "on": "2020-01-01"], today: cast.today) else {
            Issue.record("accepted")
            return
        }
        #expect(errors["company"] == .notAChoice && errors["on"] == .tooEarly(cast.today) && errors["reason"] == .required)
        // The doors that rewrite what nobody may change open for jobs only.
        for call in [
            "app.follow_project(\(units.id), \(units.unit("bj-spring").id), \(units.unit("nh").id), '2026-11-22')",
            "app.carry_tickets(\(units.id), '{1}', '{}', '{}', '2026-11-22 00:00+00')",
        ] {
            do {
                try await cast.asAdmin { tx in _ = try await tx.change([SQL(reviewedText: "SELECT FROM \(call)")]) }
                Issue.record("\(call) answered a person")
            } catch StoreError.refused {}
        }
        try await cast.end()
    }
}
