import Domain
import Postgres
import Store
import TestSupport
import Testing

@Suite("Penalties and forced repairs") struct CompensationStoreTests {
    private func warn(_ cast: Cast, _ more: [String: String] = [:], as account: String = "bj") async throws -> ForcedRepairID {
        let fields = [
            "project": cast.yunshan.unit("bj-spring").id.description, "vendor": cast.yunshan.unit("jy").id.description,
            "matter": "地库漏水三次报修未修",
            "answerBy": cast.today.adding(days: 2).isoText,
        ].merging(more) { $1 }
        let new = try NewForcedRepair.read(fields, today: cast.today).orThrow()
        try await cast.change(as: account) { tx in _ = try await tx.warn(new, try await tx.access(for: KeepTerms.self)) }
        return ForcedRepairID(Int64(try await cast.number("SELECT max(id) FROM forced_repair")))
    }

    private func file(_ cast: Cast, _ id: ForcedRepairID, as account: String = "bj") async throws -> ForcedRepairFile {
        try await cast.store.read(cast.yunshan.entry(account), .member) { try await $0.forcedRepair(id) }
    }

    private func move(_ cast: Cast, _ id: ForcedRepairID, _ command: ForcedRepairCommand, as account: String = "bj") async throws {
        let lock = try await file(cast, id, as: account).row.lock
        try await cast.change(as: account) { try await $0.move(id, command, lock: lock) }
    }

    private func accept(_ cast: Cast, _ id: ForcedRepairID, _ side: LossSide, as account: String, signatory: String? = nil) async throws {
        let lock = try await file(cast, id, as: account).row.lock
        try await cast.change(as: account) { try await $0.accept(id, side: side, signatory: signatory, lock: lock) }
    }

    @Test("COMPENSATE-R3, R5: warned, ordered after the day, repaired by another, charged, accepted by both sides, closed")
    func way() async throws {
        let cast = try await Cast.assemble()
        let id = try await warn(cast)
        let order = ForcedRepairCommand(.order, note: "催告到期未修", substitute: "安居防水", amount: .yuan(800))
        await #expect(throws: ForcedRepairRefusal.guarded(.warningOver)) { try await move(cast, id, order) }
        cast.clock.advance(.days(3))
        try await move(cast, id, order)
        try await move(cast, id, ForcedRepairCommand(.begin))
        try await move(cast, id, ForcedRepairCommand(.charge, note: "发票 12 号", amount: Fen(76_050)))
        #expect(try await file(cast, id, as: "jy").row.charged == Fen(76_050), "the vendor reads what it is charged")
        await #expect(throws: ForcedRepairRefusal.guarded(.acceptedByBoth)) { try await move(cast, id, ForcedRepairCommand(.close)) }
        try await accept(cast, id, .developer, as: "bj")
        await #expect(throws: ForcedRepairRefusal.missing(.compensateAccept), "the group does not speak for a vendor") {
            try await accept(cast, id, .responsible, as: "hq")
        }
        await #expect(throws: ForcedRepairRefusal.missing(.compensateAccept), "nor the vendor for the developer") {
            try await accept(cast, id, .developer, as: "jy")
        }
        try await accept(cast, id, .responsible, as: "jy")
        await #expect(throws: StoreError.self, "accepted once") { try await accept(cast, id, .responsible, as: "jy") }
        try await move(cast, id, ForcedRepairCommand(.close))
        let closed = try await file(cast, id)
        #expect(closed.row.state == .closed && closed.row.responsibleByName == "许佳" && closed.row.developerByName == "李敏")
        #expect(closed.steps.map(\.action) == [.order, .begin, .charge, .accept, .accept, .close])
        #expect(try await cast.number("SELECT count(*) FROM audit_event WHERE action = 'compensation.step'") == 6)
        try await cast.end()
    }

    @Test("COMPENSATE-P1: from 1000 yuan on the company's centre needs the leader; the company's own setting is stricter where it says so")
    func limits() async throws {
        let cast = try await Cast.assemble()
        let id = try await warn(cast)
        cast.clock.advance(.days(3))
        func order(_ yuan: Int64, as account: String) async throws {
            try await move(cast, id, ForcedRepairCommand(.order, note: "x", substitute: "y", amount: .yuan(yuan)), as: account)
        }
        await #expect(throws: ForcedRepairRefusal.beyond(CompensationLimit(below: .yuan(1_000)))) { try await order(1_000, as: "bj") }
        let bj = cast.yunshan.unit("bj").id
        try await cast.asAdmin { tx in try await tx.decide("500", try await tx.access(.approvalCentre, at: bj, for: DecideSetting.self)) }
        await #expect(throws: ForcedRepairRefusal.beyond(CompensationLimit(below: .yuan(500)))) { try await order(500, as: "bj") }
        await #expect(throws: ForcedRepairRefusal.missing(.compensateApprove)) { try await order(1, as: "bj-spring") }
        try await order(50_000, as: "hq")
        #expect(try await file(cast, id).row.approvedByName == "周岚")
        try await cast.end()
    }

    @Test("bad input is refused at its field: forged project, a vendor that does not serve it, an unknown ticket, a day gone by, amounts")
    func refused() async throws {
        let cast = try await Cast.assemble()
        func problem(_ more: [String: String], _ field: String) async throws -> FieldProblem? {
            do {
                _ = try await warn(cast, more)
                return nil
            } catch StoreError.invalid(let errors) {
                return errors[field]
            }
        }
        #expect(try await problem(["project": cast.yunshan.unit("nh-lake").id.description], "project") == .notAChoice)
        #expect(try await problem(["project": "987654321"], "project") == .notAChoice)
        #expect(try await problem(["vendor": cast.yunshan.unit("wx").id.description], "vendor") == .notAChoice)
        #expect(try await problem(["ticket": "BJ-0000-0000"], "ticket") == .notFound)
        #expect(try await problem(["answerBy": cast.today.adding(days: -1).isoText], "answerBy") == .inThePast)
        #expect(try await problem(["vendor": "", "responsible": ""], "responsible") == .required)
        #expect(try await problem(["clause": "4711"], "clause") == .notAChoice)
        #expect(try await cast.number("SELECT count(*) FROM forced_repair") == 0)
        #expect(
            NewPenaltyClause.problem(["trigger": "lateRepair", "title": "x", "text": "y", "from": "2026-01-01", "amount": "0"], "amount")
                == .tooSmall(min: 1))
        #expect(NewPenaltyClause.problem(["trigger": "never", "title": "x", "text": "", "from": "x"], "trigger") == .notAChoice)
        try await cast.end()
    }

    @Test(
        "COMPENSATE-R1, R2: terms of the group hold below it; a vendor reads those that name it and no loss standards; others read nothing")
    func terms() async throws {
        let cast = try await Cast.assemble()
        let jy = cast.yunshan.unit("jy").id.description
        let clause = try NewPenaltyClause.read(
            [
                "trigger": "lateRepair", "title": "逾期维修", "text": "每逾期一日 200 元", "amount": "200", "from": "2026-01-01", "vendor": jy,
                "basis": "合同第 9 条",
            ]
        ).get()
        let standard = try NewLossStandard.read(
            ["kind": "furnishing", "title": "地板浸水", "principle": "按修复费用", "highest": "5000", "from": "2026-01-01"]
        ).get()
        try await cast.change(as: "hq") { tx in
            let permit = try await tx.access(for: KeepTerms.self)
            try await tx.set(clause, permit)
            try await tx.set(standard, permit)
        }
        func terms(_ account: String) async throws -> CompensationTermsFile {
            try await cast.store.read(cast.yunshan.entry(account), .member) { try await $0.compensationTerms() }
        }
        for account in ["hq"] { #expect(try await terms(account).standards.map(\.highest) == [.yuan(5_000)], "\(account)") }
        for account in ["bj", "bj-spring"] {
            #expect(try await terms(account).standards.count == 1, "\(account) reads the group's standard")
        }
        let vendors = try await terms("jy")
        #expect(vendors.clauses.map(\.title) == ["逾期维修"] && vendors.standards.isEmpty)
        #expect(try await terms("wx").clauses.isEmpty)
        await #expect(throws: StoreError.self) { try await cast.change(as: "jy") { _ = try await $0.access(for: KeepTerms.self) } }
        let id = try await terms("hq").clauses[0].id
        try await cast.change(as: "hq") { tx in try await tx.end(id, try await tx.access(for: KeepTerms.self)) }
        #expect(try await terms("hq").clauses[0].ended == cast.today)
        try await cast.end()
    }

    @Test("one outside the tree: the developer notes who signed; no other company reads it")
    func outside() async throws {
        let cast = try await Cast.assemble()
        let id = try await warn(cast, ["vendor": "", "responsible": "中建八局"])
        for account in ["nh", "jy", "wx", "nh-lake"] {
            await #expect(throws: StoreError.self, "\(account)") { _ = try await file(cast, id, as: account) }
        }
        cast.clock.advance(.days(3))
        try await move(cast, id, ForcedRepairCommand(.order, note: "x", substitute: "安居", amount: nil))
        try await move(cast, id, ForcedRepairCommand(.begin))
        try await move(cast, id, ForcedRepairCommand(.charge, note: "x", amount: .yuan(300)))
        #expect(
            try await cast.refusal(as: "bj") { tx in try await tx.accept(id, side: .responsible, signatory: " ", lock: 4) }?["signatory"]
                == .required)
        try await accept(cast, id, .responsible, as: "bj", signatory: "王工（中建八局）")
        #expect(try await file(cast, id).row.responsibleByName == "王工（中建八局）")
        try await cast.end()
    }
}

extension Result where Failure == FieldErrors {
    fileprivate func orThrow() throws -> Success {
        switch self {
        case .success(let value): return value
        case .failure(let errors): throw StoreError.invalid(errors)
        }
    }
}

extension NewPenaltyClause {
    fileprivate static func problem(_ fields: [String: String], _ field: String) -> FieldProblem? {
        if case .failure(let errors) = read(fields) { errors[field] } else { nil }
    }
}
