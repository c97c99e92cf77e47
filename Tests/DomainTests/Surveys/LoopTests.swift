import Domain
import Testing

@Suite struct LoopTests {
    private static let project = UnitRef(id: UnitID(3), tenant: TenantID(1), kind: .project, code: "p", name: "春晓", company: UnitID(2))
    private static let company = UnitRef(id: UnitID(2), tenant: TenantID(1), kind: .company, code: "c", name: "滨江")
    private static let group = UnitRef(id: UnitID(1), tenant: TenantID(1), kind: .group, code: "g", name: "集团")

    private func person(_ id: Int64, at unit: UnitRef, _ permissions: Set<Permission>) -> Actor {
        Actor(
            tenant: TenantID(1), person: PersonID(id), name: "",
            posts: [ActorPost(unit: unit, roleKey: "r", title: "", permissions: permissions)])
    }

    private func facts(_ state: CorrectionState, doneBy: Int64? = nil) -> CorrectionFacts {
        CorrectionFacts(state: state, unit: Self.project, overseer: Self.company, doneBy: doneBy.map { PersonID($0) })
    }

    @Test("SURVEY-R4: the responsible unit plans and does, another verifies; what does not work comes back")
    func way() throws {
        let worker = person(1, at: Self.project, [.surveyCorrect])
        let judge = person(2, at: Self.company, [.surveyVerify, .surveyCorrect])
        #expect(try Correction.apply(.plan, to: facts(.open), by: worker) == .planned)
        #expect(try Correction.apply(.complete, to: facts(.planned), by: worker) == .done)
        #expect(try Correction.apply(.sendBack, to: facts(.done, doneBy: 1), by: judge) == .returned)
        #expect(try Correction.apply(.plan, to: facts(.returned), by: worker) == .planned)
        #expect(try Correction.apply(.verify, to: facts(.done, doneBy: 1), by: judge) == .verified)
        #expect(Correction.allowed(facts(.done, doneBy: 1), worker).isEmpty)
        #expect(Correction.allowed(facts(.done, doneBy: 1), judge) == [.verify, .sendBack])
        for state in [CorrectionState.verified, .dropped] { #expect(Correction.allowed(facts(state), judge).isEmpty) }
    }

    @Test("SURVEY-R4: whoever did it does not judge it, not even with every right")
    func another() {
        let all = person(7, at: Self.company, [.surveyVerify, .surveyCorrect])
        #expect(throws: CorrectionRefusal.needsAnother) { try Correction.apply(.verify, to: facts(.done, doneBy: 7), by: all) }
        #expect(throws: CorrectionRefusal.lacksPermission(.surveyVerify)) {
            try Correction.apply(.verify, to: facts(.done, doneBy: 7), by: person(8, at: Self.project, [.surveyVerify]))
        }
        #expect(throws: CorrectionRefusal.notAllowedInState(.complete, .open)) {
            try Correction.apply(.complete, to: facts(.open), by: all)
        }
    }

    @Test("a plan names cause, both measures and a day to come; each step says what it needs")
    func forms() throws {
        let today = try #require(Day(2026, 11, 26))
        let good = ["cause": "人手不足", "corrective": "补两人", "preventive": "每季排班复核", "dueOn": "2026-12-31"]
        let form = try CorrectionForm.validated(.plan, good, today: today).get()
        #expect(form.dueOn == Day(2026, 12, 31) && form.cause == "人手不足")
        guard case .failure(let errors) = CorrectionForm.validated(.plan, ["dueOn": "2026-11-25"], today: today) else {
            Issue.record("an empty plan was taken")
            return
        }
        #expect(errors["cause"] == .required && errors["corrective"] == .required && errors["preventive"] == .required)
        #expect(errors["dueOn"] == .inThePast)
        guard case .failure = CorrectionForm.validated(.complete, ["evidence": " "], today: today) else {
            Issue.record("no evidence was taken")
            return
        }
    }

    private func process(_ state: ReportState, of levels: [SigningLevel] = SigningLevel.allCases, _ signatures: [ReportSignature] = [])
        -> SigningProcess
    {
        let units: [SigningLevel: UnitRef] = [.project: Self.project, .company: Self.company, .group: Self.group]
        return SigningProcess(state: state, units: units.filter { levels.contains($0.key) }, signatures: signatures, hasOpinion: true)
    }

    @Test("SURVEY-R10: a report is signed from the project over the company to the group, each level in its turn")
    func signing() throws {
        let (p, c, g) = (
            person(1, at: Self.project, [.surveySign]), person(2, at: Self.company, [.surveySign]), person(3, at: Self.group, [.surveySign])
        )
        #expect(try process(.draft).apply(.signed, by: p).state == .projectSigned)
        #expect(throws: SigningRefusal.notYourTurn(.project)) { try process(.draft).apply(.signed, by: g) }
        #expect(try process(.projectSigned).apply(.signed, by: c).state == .companySigned)
        #expect(try process(.companySigned).apply(.signed, by: g).state == .groupSigned)
        #expect(throws: SigningRefusal.complete) { try process(.groupSigned).apply(.signed, by: g) }
        #expect(try process(.draft, of: [.company, .group]).apply(.signed, by: c).state == .companySigned)
        #expect(try process(.companySigned).apply(.returned, by: g).state == .draft)
        #expect(throws: SigningRefusal.lacksPermission) {
            try process(.draft).apply(.signed, by: person(4, at: Self.project, [.surveySee]))
        }
    }

    @Test("one person signs once until the report comes back; without an opinion nobody signs (SURVEY-R3)")
    func once() throws {
        let both = Actor(
            tenant: TenantID(1), person: PersonID(9), name: "",
            posts: [Self.project, Self.company].map { ActorPost(unit: $0, roleKey: "r", title: "", permissions: [.surveySign]) })
        let below = ReportSignature(level: .project, decision: .signed, person: PersonID(9))
        #expect(throws: SigningRefusal.signedBelow) { try process(.projectSigned, [below]).apply(.signed, by: both) }
        let back = ReportSignature(level: .company, decision: .returned, person: PersonID(2))
        #expect(try process(.draft, [below, back]).apply(.signed, by: both).state == .projectSigned)
        let mute = SigningProcess(state: .draft, units: [.project: Self.project], signatures: [], hasOpinion: false)
        #expect(throws: SigningRefusal.opinionMissing) { try mute.apply(.signed, by: both) }
    }
}
