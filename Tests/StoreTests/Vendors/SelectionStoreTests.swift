import Domain
import Postgres
import Store
import TestSupport
import Testing

@Suite("Selections, sealed and opened") struct SelectionStoreTests {
    private func refused(_ body: () async throws -> Void) async throws -> SelectionGuard? {
        do {
            try await body()
            return nil
        } catch SelectionRefusal.guarded(let condition) {
            return condition
        }
    }

    private func invalid(_ body: () async throws -> Void) async throws -> FieldErrors? {
        do {
            try await body()
            return nil
        } catch StoreError.invalid(let errors) {
            return errors
        } catch let errors as FieldErrors {
            return errors
        }
    }

    private func ballotRefusal(_ body: () async throws -> Void) async throws -> BallotRefusal? {
        do {
            try await body()
            return nil
        } catch let refusal as BallotRefusal {
            return refusal
        }
    }

    @Test("VENDOR-R1, R2, R12: from positioning to a signed contract, with everything on record and a dossier that proves itself")
    func whole() async throws {
        let cast = try await Cast.assemble()
        let selection = try await CastSelection.begin(cast)
        try await selection.prepare()
        try await selection.move(.evaluate)
        for (account, points) in zip(CastSelection.scorers, [90, 80, 70]) {
            try await selection.handIn(try await selection.marks(points, by: account), as: account)
        }
        try await selection.move(.open)
        let opened = try await selection.file()
        let first = try #require(opened.results.first)
        #expect(first.total == 8_000 && first.rank == 1 && opened.results[1].total == 7_000)
        #expect(opened.remarks.map(\.note) == ["评语-bj", "评语-bj-2", "评语-hq"] && opened.row.openedByName == "李敏")
        #expect(try await refused { try await selection.move(.decide, candidate: first.candidate) } == .reasons)
        try await selection.move(.decide, note: "得分最高，方案完整", candidate: first.candidate, minority: "一位评委倾向安泰")
        #expect(try await refused { try await selection.move(.sign) } == .reviewed)
        for step in ContractReviewStep.allCases {
            try await cast.change(as: "bj") { try await $0.review(selection.id, ["step": step.code, "note": "同意"]) }
        }
        #expect(
            try await invalid { try await cast.change(as: "bj") { try await $0.review(selection.id, ["step": "legal", "note": "再看"]) } }?[
                "step"] == .taken)
        #expect(try await refused { try await selection.move(.sign) } == .engagement)
        let (jy, river) = (cast.yunshan.unit("jy").id, cast.yunshan.unit("bj-river").id)
        try await cast.asAdmin { tx in
            let site = NewSite(
                vendor: jy, project: river, code: "jy-river", name: "佳园江湾", nameEnglish: "", from: cast.today.adding(days: 30), to: nil)
            _ = try await tx.add(
                site, vendor: try await tx.access(jy, for: ManageOrg.self), project: try await tx.access(river, for: ManageOrg.self))
        }
        #expect(try await refused { try await selection.move(.sign) } == .contract)
        let engagement = try await cast.engagement(of: "jy-river")
        let terms = try ContractTerms.read(
            [
                "kind": "commission", "number": "WT-9", "title": "委托合同", "from": cast.today.adding(days: 30).isoText,
                "early": cast.today.isoText,
            ],
            today: cast.today
        ).get()
        try await cast.change(as: "bj") { tx in try await tx.enter(terms, try await tx.access(engagement, for: KeepContract.self)) }
        try await selection.move(.sign)
        let signed = try await selection.file()
        #expect(signed.row.state == .engaged && signed.row.engagement == engagement)
        let dossier = try #require(SelectionDossier(signed: signed))
        #expect(dossier.digest == signed.row.digest && dossier.text.contains("minority: 一位评委倾向安泰"))
        try await selection.move(.involve)
        #expect(try await refused { try await selection.move(.takeOver) } == .takenOver)
        // Later moves do not touch what was sealed.
        #expect(SelectionDossier(signed: try await selection.file())?.digest == signed.row.digest)
        #expect(try await selection.file().steps.map(\.action) == [.investigate, .invite, .evaluate, .open, .decide, .sign, .involve])
        try await cast.end()
    }

    @Test("nobody reads a score before all have handed in: not the members, not the administrator, not the application's own role")
    func sealed() async throws {
        let cast = try await Cast.assemble()
        let selection = try await CastSelection.begin(cast)
        try await selection.prepare()
        try await selection.move(.evaluate)
        try await selection.handIn(try await selection.marks(90, by: "bj"), as: "bj")
        try await selection.handIn(try await selection.marks(80, by: "bj-2"), as: "bj-2")
        #expect(try await refused { try await selection.move(.open) } == .allSubmitted)
        for account in ["bj", "bj-2", "hq"] {
            let file = try await selection.file(as: account)
            #expect(file.marks.isEmpty && file.remarks.isEmpty && file.results.isEmpty, "\(account)")
            #expect(file.members.filter { $0.submittedAt != nil }.count == 2, "\(account) sees who has handed in")
        }
        for account in ["bj", "admin"] {
            await #expect(throws: StoreError.self, "\(account): the column is out of reach") {
                _ = try await cast.store.read(cast.yunshan.entry(account, at: account == "admin" ? "hq" : nil), .member) { tx in
                    try await tx.fetch(Query<Single<[UInt8]>>("SELECT sealed FROM selection_ballot WHERE tenant_id = \(tx.tenant)"))
                }
            }
            let handedOut = try await cast.store.read(cast.yunshan.entry(account, at: account == "admin" ? "hq" : nil), .member) { tx in
                try await tx.fetch(Query<Single<Int>>("SELECT count(*) FROM app.sealed_ballots(\(tx.tenant), \(selection.id))"))
            }
            #expect(handedOut.first?.value == 0, "\(account)")
        }
        // What stands in the database says nothing without the server's key.
        let plain = try await cast.number("SELECT count(*) FROM selection_ballot WHERE position('评语'::bytea IN sealed) > 0")
        #expect(plain == 0)
        try await selection.handIn(try await selection.marks(70, by: "hq"), as: "hq")
        try await selection.move(.open)
        #expect(try await selection.file().marks.count == 18)
        #expect(try await cast.number("SELECT count(*) FROM audit_event WHERE action = 'selection.open'") == 1)
        try await cast.end()
    }

    @Test("handing in anew replaces; late scores, people outside the committee and forged marks are refused, nothing is lost")
    func ballots() async throws {
        let cast = try await Cast.assemble()
        let selection = try await CastSelection.begin(cast)
        try await selection.prepare(conflict: "hq")
        let early = try await selection.marks(50, by: "bj")
        #expect(try await ballotRefusal { try await selection.handIn(early, as: "bj") } == .notYet)
        try await selection.move(.evaluate)
        let own = try await selection.file().running[0].id
        var forged = try await selection.marks(60, by: "hq")
        #expect(forged.keys.allSatisfy { !$0.hasPrefix("m-\(own)-") }, "the own company is not asked for")
        forged[MarkPlace(own, try await selection.file().rules[0].id).field] = "100"
        #expect(try await ballotRefusal { try await selection.handIn(forged, as: "hq") } == .notOurs(own), "scoring one's own company")
        #expect(
            try await ballotRefusal { try await selection.handIn(early.merging(["m-\(own)-999999": "1"]) { $1 }, as: "bj") }
                == .unknownCriterion(CriterionID(999_999)))
        let half = early.filter { !$0.key.hasPrefix("m-\(own)-") }
        #expect(try await invalid { try await selection.handIn(half, as: "bj") }?.list.allSatisfy { $0.problem == .required } == true)
        #expect(try await cast.number("SELECT count(*) FROM selection_ballot") == 0)
        await #expect(throws: StoreError.self, "nobody without a seat") { try await selection.handIn(early, as: "bj-spring") }
        try await selection.handIn(try await selection.marks(50, by: "bj"), as: "bj")
        try await selection.handIn(try await selection.marks(90, by: "bj"), as: "bj")
        try await selection.handIn(try await selection.marks(80, by: "bj-2"), as: "bj-2")
        try await selection.handIn(try await selection.marks(70, by: "hq"), as: "hq")
        try await selection.move(.open)
        // The first: 90 and 80; the other: 80, 70 and 60.
        #expect(try await selection.file().results.map(\.total) == [8_500, 7_000])
        #expect(try await ballotRefusal { try await selection.handIn(early, as: "bj") } == .tooLate)
        #expect(try await refused { try await selection.move(.open) } == .allSubmitted, "opened once for all")
        try await cast.end()
    }

    @Test("weights not 100, an empty committee, undeclared members and a single candidate keep a selection where it is")
    func guards() async throws {
        let cast = try await Cast.assemble()
        let selection = try await CastSelection.begin(cast)
        try await selection.add(["vendor": cast.yunshan.unit("jy").id.description])
        #expect(try await invalid { try await selection.add(["vendor": cast.yunshan.unit("jy").id.description]) }?["vendor"] == .taken)
        #expect(try await invalid { try await selection.add(["name": "佳园物业"]) }?["name"] == .taken, "one of the register is chosen there")
        #expect(try await invalid { try await selection.add(["vendor": "99999999"]) }?["vendor"] == .notAChoice, "forged id")
        #expect(try await invalid { try await selection.add(["vendor": cast.haitang.unit("jy").id.description]) }?["vendor"] == .notAChoice)
        try await selection.move(.investigate)
        #expect(try await refused { try await selection.move(.invite) } == .candidates)
        try await selection.add(["name": "安泰物业"])
        #expect(try await refused { try await selection.move(.invite) } == .investigated)
        for candidate in try await selection.file().running {
            try await selection.run { try await $0.investigate(candidate.id, note: "已走访", $1) }
        }
        try await selection.move(.invite)
        #expect(try await refused { try await selection.move(.evaluate) } == .criteria)
        let most = try NewCriterion.read(["name": "方案", "weight": "99"]).get()
        try await selection.run { try await $0.add(most, $1) }
        #expect(try await refused { try await selection.move(.evaluate) } == .criteria, "99 is not 100")
        let two = try NewCriterion.read(["name": "报价", "weight": "2"]).get()
        #expect(try await invalid { try await selection.run { try await $0.add(two, $1) } }?["weight"] == .tooLarge(max: 1))
        let one = try NewCriterion.read(["name": "报价", "weight": "1"]).get()
        try await selection.run { try await $0.add(one, $1) }
        #expect(try await refused { try await selection.move(.evaluate) } == .committee, "an empty committee")
        #expect(
            try await invalid { try await selection.run { try await $0.seat(cast.yunshan.person("jy").id, as: .chair, $1) } }?["person"]
                == .notAChoice, "a vendor's own people")
        for (account, role) in zip(CastSelection.scorers, [CommitteeRole.chair, .assessor, .assessor]) {
            try await selection.run { try await $0.seat(cast.yunshan.person(account).id, as: role, $1) }
        }
        #expect(try await refused { try await selection.move(.evaluate) } == .declared)
        #expect(
            try await invalid { try await selection.declare("bj", ["statement": "无", "conflicts": "99999"]) }?["conflicts"] == .notAChoice)
        #expect(try await invalid { try await selection.declare("bj", ["statement": " "]) }?["statement"] == .required)
        for account in CastSelection.scorers { try await selection.declare(account, ["statement": "无"]) }
        try await selection.move(.evaluate)
        // From here on criteria and committee stand.
        await #expect(throws: SelectionRefusal.self) { try await selection.run { try await $0.add(one, $1) } }
        #expect(NewCriterion.isRefused(["name": "x", "weight": "30", "knocksOut": "true"], "weight"))
        try await cast.end()
    }

    @Test("VENDOR-P2, ACCESS-P5: no vendor, no other company and no other group reads a selection; who was slower is told")
    func sight() async throws {
        let cast = try await Cast.assemble()
        let selection = try await CastSelection.begin(cast)
        for account in ["bj", "bj-river", "hq"] { #expect(try await selection.file(as: account).row.title == "江湾物业选聘", "\(account)") }
        for account in ["jy", "wx", "nh", "nh-lake", "bj-spring", "jy-spring"] {
            await #expect(throws: StoreError.self, "\(account)") { _ = try await selection.file(as: account) }
        }
        let foreign = try await cast.store.read(cast.haitang.entry("hq"), .member) { try await $0.selections() }
        #expect(foreign.isEmpty)
        let lock = try await selection.file().row.lock
        try await selection.add(["name": "安泰物业"])
        await #expect(throws: StoreError.self) {
            try await cast.change(as: "bj-2") { try await $0.move(selection.id, SelectionCommand(.cancel, note: "x"), lock: lock) }
        }
        // Another company's officer begins none for a project that is not theirs.
        let fields = ["project": cast.yunshan.unit("bj-river").id.description, "title": "x"]
        let errors = try await invalid { try await cast.change(as: "nh") { _ = try await $0.begin(try NewSelection.read(fields).get()) } }
        #expect(errors?["project"] == .notAChoice)
        try await cast.end()
    }

    @Test("looking again begins a new round: scores are sealed anew, those of the first stay")
    func again() async throws {
        let cast = try await Cast.assemble()
        let selection = try await CastSelection.begin(cast)
        try await selection.prepare()
        try await selection.move(.evaluate)
        for account in CastSelection.scorers {
            try await selection.handIn(try await selection.marks(90, by: account, passes: account != "hq"), as: account)
        }
        try await selection.move(.open)
        let file = try await selection.file()
        #expect(file.results.allSatisfy { !$0.isEligible }, "one fails of a knock-out is enough")
        #expect(try await refused { try await selection.move(.decide, note: "x", candidate: file.running[0].id) } == .eligible)
        try await selection.move(.lookAgain, note: "证照不齐，补充候选")
        let second = try await selection.file()
        #expect(second.row.round == 2 && second.row.openedAt == nil && second.marks.isEmpty && second.row.state == .investigation)
        #expect(second.members.allSatisfy { $0.submittedAt == nil })
        #expect(try await cast.number("SELECT count(*) FROM selection_mark") == 18)
        try await cast.end()
    }
}

extension NewCriterion {
    fileprivate static func isRefused(_ fields: [String: String], _ field: String) -> Bool {
        if case .failure(let errors) = read(fields) { errors[field] != nil } else { false }
    }
}
