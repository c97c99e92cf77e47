import Domain
import Postgres
import TestSupport
import Testing

@testable import Store

extension EvaluationStage {
    /// Files the person holds.
    func hold(_ account: String, _ count: Int = 1) async throws -> [FileID] {
        let files = (0..<count).map { index in
            TakenFile(
                name: "\(index).jpg", kind: .jpeg, width: 900, height: 600,
                content: KeptContent(digest: [UInt8](repeating: UInt8(index), count: 32), bytes: 1_000, thumbBytes: 10))
        }
        return try await write(account) { try await $0.hold(files) }
    }

    func sees(_ account: String, _ file: FileID) async throws -> Bool {
        do {
            _ = try await read(account) { try await $0.file(file) }
            return true
        } catch StoreError.notFound, StoreError.refused {
            return false
        }
    }

    /// A card that fails, confirmed.
    func failed() async throws -> CardID {
        let round = try await scored(order: "3", service: "3")
        try await move(round, .confirm, by: "bj-2")
        return try await card(round)
    }

    /// A contract of Jiayuan at Chunxiao.
    func contract() async throws -> ContractID {
        let engagement = try await cast.engagement(of: "jy-spring")
        let terms = try ContractTerms.read(
            ["kind": "commission", "number": "WT-01", "title": "委托合同", "from": "2024-01-01", "until": "2027-12-31"], today: today
        ).get()
        return try await write("bj") { tx in try await tx.enter(terms, try await tx.access(engagement, for: KeepContract.self)) }
    }

    func set(_ fields: [String: String], by account: String = "bj") async throws {
        let clause = try NewPenaltyClause.read(
            ["trigger": "evaluation", "title": "考核扣款", "text": "当期不合格的，按本条扣付。", "from": "2026-01-01"].merging(fields) { $1 }
        ).get()
        try await write(account) { tx in try await tx.set(clause, try await tx.access(for: KeepTerms.self)) }
    }
}

/// What the rooms of vendors take from one another: register, selection, evaluation, files.
@Suite("Where the vendors' rooms meet") struct VendorSeamTests {
    @Test("VENDOR-R5, VENDOR-R12: a suspended vendor enters a selection with a reason of the tier above on record, and not without")
    func suspended() async throws {
        let stage = try await EvaluationStage.make()
        _ = try await stage.failed()
        let selection = try await CastSelection.begin(stage.cast)
        let vendor = stage.cast.yunshan.unit("jy").id.description
        let plain = try NewCandidate.read(["vendor": vendor]).get()
        let reasoned = try NewCandidate.read(["vendor": vendor, "override": "唯一熟悉老旧设备的公司"]).get()
        for account in ["bj", "hq"] {
            await #expect(throws: StoreError.invalid(FieldErrors("override", .required)), "\(account)") {
                try await selection.run(as: account) { try await $0.add(plain, $1) }
            }
        }
        await #expect(throws: StoreError.refused(.consequenceOverride)) {
            try await selection.run(as: "bj") { try await $0.add(reasoned, $1) }
        }
        #expect(try await selection.file().candidates.isEmpty)
        try await selection.run(as: "hq") { try await $0.add(reasoned, $1) }
        let candidate = try #require(try await selection.file().candidates.first)
        #expect(candidate.overrideReason == "唯一熟悉老旧设备的公司" && !candidate.overrideByName.isEmpty && candidate.suspendedUntil != nil)
        let trail = try await stage.rows("SELECT detail::text FROM audit_event WHERE action = 'selection.override'")
        #expect(trail.count == 1 && trail[0][0].contains("唯一熟悉老旧设备的公司"))
        try await stage.cast.end()
    }

    @Test("a vendor that is not suspended enters without a reason; one given all the same is not kept as if it had been needed")
    func unsuspended() async throws {
        let cast = try await Cast.assemble()
        let selection = try await CastSelection.begin(cast)
        try await selection.add(["vendor": cast.yunshan.unit("jy").id.description, "override": "多余"])
        let candidate = try #require(try await selection.file().candidates.first)
        #expect(candidate.overrideReason.isEmpty && candidate.suspendedUntil == nil)
        #expect(try await cast.number("SELECT count(*) FROM audit_event WHERE action = 'selection.override'") == 0)
        try await cast.end()
    }

    @Test("VENDOR-R1: a selection shows the confirmed cards of its candidates, never a draft")
    func pastCards() async throws {
        let stage = try await EvaluationStage.make()
        let selection = try await CastSelection.begin(stage.cast)
        try await selection.add(["vendor": stage.cast.yunshan.unit("jy").id.description])
        let round = try await stage.scored()
        #expect(try await selection.file().cards.isEmpty, "not confirmed")
        try await stage.move(round, .confirm, by: "bj-2")
        let card = try await stage.card(round)
        for account in ["bj", "hq"] {
            let cards = try await selection.file(as: account).cards
            #expect(cards.map(\.id) == [card] && cards.first?.vendor == stage.cast.yunshan.unit("jy").id, "\(account)")
        }
        try await stage.cast.end()
    }

    @Test("VENDOR-F1 to F4: the paper of a contract is hung by who keeps it and seen by both parties, by no other vendor or company")
    func contractFiles() async throws {
        let stage = try await EvaluationStage.make()
        let contract = try await stage.contract()
        let file = try #require(try await stage.hold("bj").first)
        try await stage.write("bj") { tx in try await tx.hang([file], try await tx.access(contract, for: HangFiles.self)) }
        for account in ["bj", "bj-2", "hq", "jy"] { #expect(try await stage.sees(account, file), "\(account)") }
        for account in ["wx", "nh", "nh-lake"] { #expect(try await !stage.sees(account, file), "\(account)") }
        let theirs = try await stage.hold("jy")
        await #expect(throws: StoreError.refused(.vendorKeep)) {
            try await stage.write("jy") { tx in try await tx.hang(theirs, try await tx.access(contract, for: HangFiles.self)) }
        }
        await #expect(throws: StoreError.notFound) {
            try await stage.write("nh") { tx in _ = try await tx.access(contract, for: HangFiles.self) }
        }
        let rows = try await stage.read("jy") { tx in try await tx.fetch(FileRow.of(.contract(contract), tenant: tx.tenant)) }
        #expect(rows.map(\.id) == [file] && rows.first?.subject == .contract(contract))
        try await stage.cast.end()
    }

    @Test("VENDOR-P1, VENDOR-P2: an appeal rests on words or a paper; the vendor and who rules see it, no other vendor; ruled on, it stays")
    func appealEvidence() async throws {
        let stage = try await EvaluationStage.make()
        let card = try await stage.failed()
        await #expect(throws: StoreError.invalid(FieldErrors("evidence", .required))) {
            try await stage.write("jy") { tx in _ = try await tx.appeal(card, line: "order", text: "当周停电", evidence: "") }
        }
        let foreign = try await stage.hold("jy-spring")
        await #expect(throws: StoreError.self, "somebody else's") {
            try await stage.write("jy") { tx in _ = try await tx.appeal(card, line: "order", text: "当周停电", evidence: "", files: foreign) }
        }
        let files = try await stage.hold("jy", 2)
        let appeal = try await stage.write("jy") { tx in
            try await tx.appeal(card, line: "order", text: "当周停电", evidence: "", files: files)
        }
        for account in ["jy", "jy-spring", "bj", "hq"] { #expect(try await stage.sees(account, files[0]), "\(account)") }
        for account in ["wx", "nh"] { #expect(try await !stage.sees(account, files[0]), "\(account)") }
        let file = try await stage.read("hq") { try await $0.card(card) }
        #expect(file.evidence.map(\.id) == files && file.evidence.allSatisfy { $0.subject == .appeal(appeal, of: card) })
        try await stage.write("jy") { tx in try await tx.remove(try await tx.access(files[1], for: RemoveFile.self), reason: "重复") }
        try await stage.write("hq") { tx in try await tx.rule(appeal, of: card, .reject, share: nil, ruling: "与停电无关") }
        await #expect(throws: StoreError.notFound) {
            try await stage.write("jy") { tx in _ = try await tx.access(files[0], for: RemoveFile.self) }
        }
        try await stage.cast.end()
    }

    @Test("COMPENSATE-R3: advice on payment names no sum where the contract has no clause; a rule of the company's own binds no vendor")
    func unpaid() async throws {
        let stage = try await EvaluationStage.make()
        _ = try await stage.contract()
        try await stage.set(["vendor": stage.cast.yunshan.unit("jy").id.description, "amount": "5000"])
        let card = try await stage.failed()
        let advice = try await stage.read("bj") { try await $0.card(card) }.consequences.first { $0.kind == .advisePayment }
        #expect(advice != nil && advice?.clause == nil && advice?.hasClause == false)
        try await stage.cast.end()
    }

    @Test("COMPENSATE-R3: advice on payment names what the contract's clause says, to the vendor too; one of another matter is none")
    func payment() async throws {
        let stage = try await EvaluationStage.make()
        let contract = try await stage.contract()
        try await stage.set(["contract": contract.description, "share": "12.5"])
        try await stage.set(["contract": contract.description, "trigger": "lateRepair", "amount": "200", "from": "2026-02-01"])
        let card = try await stage.failed()
        for account in ["bj", "hq", "jy"] {
            let file = try await stage.read(account) { try await $0.card(card) }
            let clause = try #require(file.consequences.first { $0.kind == .advisePayment }?.clause, "\(account)")
            #expect(clause.measure == .share(1_250) && clause.contract == contract && clause.contractNumber == "WT-01")
        }
        let site = try await stage.read("jy-spring") { try await $0.card(card) }.consequences.first { $0.kind == .advisePayment }
        #expect(site?.hasClause == true, "a site's people are not told that there is none")
        try await stage.cast.end()
    }

    @Test("COMPENSATE-R3, COMPENSATE-R5: a clause names a sum or a share, and only a contract of the unit's own projects")
    func clauses() async throws {
        let stage = try await EvaluationStage.make()
        let contract = try await stage.contract()
        await #expect(throws: FieldErrors("share", .tooLarge(max: 0))) { try await stage.set(["amount": "100", "share": "5"]) }
        await #expect(throws: FieldErrors("share", .tooSmall(min: 1))) { try await stage.set(["share": "0"]) }
        await #expect(throws: FieldErrors("share", .tooLarge(max: 100))) { try await stage.set(["share": "100.01"]) }
        await #expect(throws: StoreError.invalid(FieldErrors("contract", .notAChoice))) {
            try await stage.set(["contract": contract.description], by: "nh")
        }
        let wrong = stage.cast.yunshan.unit("wx").id.description
        await #expect(throws: StoreError.invalid(FieldErrors("vendor", .notAChoice))) {
            try await stage.set(["contract": contract.description, "vendor": wrong])
        }
        try await stage.set(["contract": contract.description, "amount": "5000"])
        let terms = try await stage.read("jy") { tx in try await tx.fetch(ClauseRow.of(contract, tenant: tx.tenant)) }
        #expect(terms.map(\.measure) == [.amount(.yuan(5_000))] && terms.first?.vendor == stage.cast.yunshan.unit("jy").id)
        try await stage.cast.end()
    }

    @Test("VENDOR-R5: done is said with what shows it; sent back, it needs something new; whoever re-checks sees it, no other vendor")
    func rectified() async throws {
        let stage = try await EvaluationStage.make()
        let card = try await stage.failed()
        let order = try #require(try await stage.read("bj") { try await $0.card(card) }.orders.first)
        await #expect(throws: RectificationRefusal.evidenceMissing) {
            try await stage.write("jy-spring") { tx in try await tx.take(.complete, of: order.id, text: "已补岗", version: 1) }
        }
        let first = try await stage.hold("jy-spring")
        try await stage.write("jy-spring") { tx in try await tx.take(.complete, of: order.id, text: "已补岗", files: first, version: 1) }
        for account in ["jy-spring", "jy", "bj", "hq"] { #expect(try await stage.sees(account, first[0]), "\(account)") }
        for account in ["wx", "nh"] { #expect(try await !stage.sees(account, first[0]), "\(account)") }
        await #expect(throws: StoreError.notFound, "what was handed in stays") {
            try await stage.write("jy-spring") { tx in _ = try await tx.access(first[0], for: RemoveFile.self) }
        }
        stage.cast.clock.advance(.hours(1))
        try await stage.write("bj") { tx in try await tx.take(.sendBack, of: order.id, text: "夜班仍缺人", version: 2) }
        await #expect(throws: RectificationRefusal.evidenceMissing, "the old photo shows nothing new") {
            try await stage.write("jy-spring") { tx in try await tx.take(.complete, of: order.id, text: "夜班也补了", version: 3) }
        }
        let second = try await stage.hold("jy-spring")
        try await stage.write("jy-spring") { tx in try await tx.take(.complete, of: order.id, text: "夜班也补了", files: second, version: 3) }
        #expect(try await stage.read("bj") { try await $0.rectification(order.id) }.state == .done)
        try await stage.cast.end()
    }
}
