import Domain
import Postgres
import Secrets
import Store
import TestSupport
import Testing

/// A step is taken once, on what the person looked at, wholly or not at all.
@Suite("Steps") struct StepTests {
    @Test("a form made from an older version says what has changed since and changes nothing")
    func stale() async throws {
        let cast = try await Cast.assemble()
        let ticket = try await cast.record()
        let seen = try await ticket.version
        try await ticket.take(.accept, by: "jy-spring", ["severity": "minor"])
        do {
            _ = try await cast.store.take(
                .accept, on: ticket.id, version: seen, fields: ["severity": "top"], cast.yunshan.entry("jy-spring-2"), form: cast.form(),
                path: "/")
            Issue.record("a stale form was taken")
        } catch StoreError.stale(let change) {
            #expect(change.version == seen + 1)
            #expect(change.state == "classified")
            #expect(change.changes.map(\.action) == ["accept"])
            #expect(change.changes.first?.actorName == "杨帆")
        }
        #expect(try await ticket.file(as: "jy").record.severity == .minor)
        try await cast.end()
    }

    @Test("five submits of one form at once have one effect and one answer")
    func doubleSubmit() async throws {
        let cast = try await Cast.assemble(connections: 5)
        let ticket = try await cast.record()
        let (form, entry, version) = (cast.form(), cast.yunshan.entry("jy-spring"), try await ticket.version)
        let answers = try await withThrowingTaskGroup(of: StepAnswer.self) { group in
            for _ in 0..<5 {
                group.addTask {
                    try await cast.store.take(
                        .accept, on: ticket.id, version: version, fields: ["severity": "minor"], entry, form: form, path: "/t")
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(answers.count(where: { $0.outcome != nil }) == 1)
        #expect(Set(answers.map(\.answer.path)) == ["/t"])
        #expect(try await ticket.file(as: "jy-spring").events.count == 2)
        try await cast.end()
    }

    @Test("two people acting on one version at once: one does, the other is told")
    func race() async throws {
        let cast = try await Cast.assemble()
        let ticket = try await cast.record()
        let version = try await ticket.version
        let results = await withTaskGroup(of: Bool.self) { group in
            for account in ["jy-spring", "jy-spring-2"] {
                group.addTask {
                    let answer = try? await cast.store.take(
                        .accept, on: ticket.id, version: version, fields: ["severity": "minor"], cast.yunshan.entry(account),
                        form: cast.form(), path: "/")
                    return answer != nil
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(results.count(where: \.self) == 1)
        #expect(try await ticket.file(as: "jy").firstBrokenLine == nil)
        try await cast.end()
    }

    @Test("2.38: a plan beyond the person's authority is refused next to the field")
    func authority() async throws {
        let cast = try await Cast.assemble()
        let ticket = try await cast.record(by: "bj-river", door: "bj-river/1-101")
        try await ticket.take(.accept, by: "bj-river", ["severity": "minor"])
        do {
            try await ticket.take(.proposePlan, by: "bj-river", ["text": "补偿", "compensation": "300"])
            Issue.record("the plan was taken")
        } catch StoreError.invalid(let errors) {
            #expect(errors["compensation"] == .beyondAuthority(.zero))
        }
        try await cast.end()
    }

    @Test("what the table refuses is refused here, and leaves nothing")
    func refused() async throws {
        let cast = try await Cast.assemble()
        let ticket = try await cast.record()
        await #expect(throws: Refusal.self) { try await ticket.take(.accept, by: "jy", ["severity": "minor"]) }
        await #expect(throws: Refusal.self) { try await ticket.take(.close, by: "jy-spring", ["reason": "x"]) }
        await #expect(throws: StoreError.self) { try await ticket.take(.accept, by: "wx-lake", ["severity": "minor"]) }
        #expect(try await ticket.version == 1)
        try await cast.end()
    }

    @Test("a backend killed in the middle of a step leaves nothing of it")
    func killedBackend() async throws {
        let cast = try await Cast.assemble(connections: 1)
        let ticket = try await cast.record()
        let version = try await ticket.version
        await #expect(throws: (any Error).self) {
            _ = try await cast.store.write(cast.yunshan.entry("jy-spring"), .member, form: cast.form()) { tx in
                let permit = try await tx.access(ticket.id, version: version)
                try await tx.apply(.accept, ["severity": "minor"], permit)
                try await cast.database.administer { connection in
                    try await connection.execute(
                        script: """
                            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                            WHERE datname = current_database() AND usename = 'shouwen_app'
                            """)
                }
                return "/"
            }
        }
        #expect(try await ticket.version == version)
        let file = try await ticket.file(as: "jy-spring")
        #expect(file.record.state == .recorded)
        #expect(file.events.count == 1)
        try await cast.end()
    }

    @Test("a line of the log that was changed behind our back breaks the chain")
    func chain() async throws {
        let cast = try await Cast.assemble()
        let ticket = try await cast.record()
        try await ticket.take(.accept, by: "jy-spring", ["severity": "minor"])
        try await ticket.take(.recordFindings, by: "jy-spring", ["text": "现场已看"])
        #expect(try await ticket.file(as: "hq").firstBrokenLine == nil)
        try await cast.database.administer { connection in
            try await connection.execute(script: "UPDATE ticket_event SET actor_name = '他人' WHERE seq = 2")
        }
        #expect(try await ticket.file(as: "hq").firstBrokenLine == 2)
        try await cast.end()
    }

    @Test("VISIT-R7: a dissatisfied customer goes up a rung; who handled it does not ask")
    func dissatisfied() async throws {
        let cast = try await Cast.assemble()
        let ticket = try await cast.record()
        try await ticket.take(.accept, by: "jy-spring", ["severity": "minor"])
        try await ticket.take(.proposePlan, by: "jy-spring", ["text": "注浆"])
        try await ticket.take(.customerAccepts, by: "jy-spring")
        try await ticket.take(.startExecution, by: "jy-spring")
        try await ticket.take(.completeExecution, by: "jy-spring", ["text": "完成"])
        try await ticket.take(.verify, by: "jy-spring-2", ["text": "已看"])
        let visits = try await cast.store.read(cast.yunshan.entry("jy-spring"), .member) { try await $0.visitsDue() }
        #expect(visits.rows.map(\.id) == [ticket.id])
        await #expect(throws: Refusal.self) {
            try await ticket.take(.recordVisit, by: "jy-spring", StoredWorkedCaseTests.visit("dissatisfied"))
        }
        for day in 0..<2 {
            cast.clock.advance(.days(Int64(day)))
            try await ticket.take(.recordVisit, by: "jy-spring-2", StoredWorkedCaseTests.visit("unreachable"))
        }
        #expect(try await ticket.file(as: "jy-spring").facts.unreachableDays == 2)
        try await ticket.take(.recordVisit, by: "jy-spring-2", StoredWorkedCaseTests.visit("dissatisfied"))
        let file = try await ticket.file(as: "jy")
        #expect(file.record.state == .escalated)
        #expect(file.record.satisfied == false)
        #expect(file.record.holderUnit == cast.yunshan.unit("jy").id)
        #expect(file.ticket.visits.map(\.outcome) == [.unreachable, .unreachable, .dissatisfied])
        try await cast.end()
    }
}
