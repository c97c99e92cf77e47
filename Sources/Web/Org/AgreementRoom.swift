internal import Domain
internal import HTTPTypes
internal import Hummingbird
internal import Store
internal import Views

/// Interface agreements and duty splits, for those they concern (ORG-R5, R6, R7).
enum AgreementRoom {
    static func list(_ member: MemberContext) async throws -> Response {
        let after = AgreementID(text: try member.incoming.query().text("after"))
        let viewpoint = member.place.unit
        let (found, frame) = try await member.read { tx in try await tx.fetch(AgreementRow.page(at: viewpoint, after: after)) }
        let t = frame.t
        let shown = found.prefix(AgreementRow.pageSize)
        let columns = [
            t["agreement.number"], t["agreement.title"], t["agreement.subject"], t["agreement.sides"], t["org.period"], t["fact.state"],
        ]
        let rows = shown.map { agreement in
            OrgListPage.Row(cells: [
                .init(columns[0], text: agreement.label),
                .init(columns[1], link: Link(agreement.title, path: frame.paths.agreement(agreement.id))),
                .init(columns[2], text: t.word(agreement.subject)), .init(columns[3], text: agreement.parties.joined(separator: " · ")),
                .init(columns[4], text: frame.period(agreement.from, agreement.to)),
                .init(columns[5], chip: due(agreement, frame) ?? frame.chip(agreement.state(today: frame.today))),
            ])
        }
        let next = found.count > shown.count ? shown.last.map { Paths.query(frame.paths.agreements, [("after", $0.id.description)]) } : nil
        let add = frame.may(.orgManage) ? Link(t["agreement.add"], path: frame.paths.newAgreement) : nil
        let page = OrgListPage(
            title: t["rail.agreements"], columns: columns, rows: rows, summary: t["agreement.summary", ["count": String(shown.count)]],
            empty: EmptyState(title: t["agreement.empty.title"], text: t["agreement.empty.text"], link: add),
            pager: Pager(previous: after.map { _ in frame.paths.agreements }, next: next), adds: add.map { [$0] } ?? [])
        return try frame.page(page, room: .agreements)
    }

    static func show(_ member: MemberContext) async throws -> Response { try await page(member) }

    static func sheet(_ member: MemberContext) async throws -> Response {
        let id = try agreement(member)
        let (file, frame) = try await member.read { tx in try await tx.agreement(id) }
        let words = AgreementWords(frame: frame, file: file)
        let page = AgreementSheet(
            tenant: frame.tenantName, unit: file.agreement.keeperName, number: file.agreement.label, title: file.agreement.title,
            facts: words.facts, sides: words.sides, workflow: words.workflow, printed: frame.wording.moment(frame.now),
            backPath: frame.paths.agreement(id))
        return try frame.page(page)
    }

    static func check(_ member: MemberContext) async throws -> Response {
        let (id, paths, today) = (try agreement(member), member.paths, member.today)
        return try await member.keep(["on", "finding"], as: "checkAgreement", flash: Flash("org.saved")) { tx, values in
            let permit = try await tx.access(id, for: KeepAgreement.self)
            try await tx.record(try AgreementCheck.read(values, today: today).orInvalid(), of: permit)
            return paths.agreement(id)
        } again: { rejected in
            try await page(member, rejected)
        }
    }

    static func agreement(_ member: MemberContext) throws -> AgreementID { AgreementID(try member.incoming.number("id")) }

    private static func page(_ member: MemberContext, _ rejected: RejectedForm? = nil) async throws -> Response {
        let id = try agreement(member)
        let (found, frame) = try await member.read { tx in
            let file = try await tx.agreement(id)
            return (file, try await tx.fetchFirst(UnitRow.one(tenant: tx.tenant, file.agreement.keeper))?.unit)
        }
        let keeps = found.1.map { frame.session.actor.covers($0, with: .orgManage) } ?? false
        let words = AgreementWords(frame: frame, file: found.0)
        return try frame.page(
            words.page(keeps: keeps, rejected: rejected), room: .agreements, status: rejected == nil ? .ok : .unprocessableContent)
    }

    /// A check that is due is said louder than that the agreement holds.
    static func due(_ agreement: AgreementRow, _ frame: PageFrame) -> Chip? {
        guard agreement.isLatest, agreement.state(today: frame.today) == .valid, let next = agreement.nextCheck, next <= frame.today else {
            return nil
        }
        return Chip(frame.t["agreement.checkDue", ["on": next.isoText]], tone: .late)
    }
}

/// An agreement in words.
struct AgreementWords {
    let frame: PageFrame
    let file: AgreementFile

    private var t: Messages { frame.t }
    private var agreement: AgreementRow { file.agreement }

    var workflow: String? { agreement.workflow.isEmpty ? nil : agreement.workflow }

    var sides: [AgreementSide] {
        file.parties.map { party in
            AgreementSide(
                label: t["agreement.side.\(min(party.side, AgreementRule.sides))"], name: party.name, kind: t.word(party.kind),
                duties: file.duties(of: party.side))
        }
    }

    var facts: [Fact] {
        var facts = [
            Fact(t["agreement.subject"], text: t.word(agreement.subject)),
            Fact(t["agreement.version"], text: String(agreement.version)),
            Fact(t["org.period"], text: frame.period(agreement.from, agreement.to)),
            Fact(t["agreement.keeper"], text: agreement.keeperName),
            Fact(t["agreement.issued"], text: agreement.issuedByName, note: frame.wording.exact(agreement.issuedAt)),
        ]
        if agreement.checkMonths > 0 {
            facts.append(
                Fact(
                    t["agreement.rhythm"], text: t["agreement.months", ["count": String(agreement.checkMonths)]],
                    note: agreement.nextCheck.map { t["agreement.nextCheck", ["on": $0.isoText]] }))
        }
        return facts
    }

    func page(keeps: Bool, rejected: RejectedForm?) -> AgreementPage {
        let forms = KeepingForms(frame: frame, rejected: rejected)
        let check = forms.form("checkAgreement", to: frame.paths.checkAgreement(agreement.id)) { maker in
            [
                maker.make(.date, "on", label: "checkedOn", value: frame.today.isoText),
                maker.make(.textarea, "finding", max: 1_000),
            ]
        }
        let links = keeps && agreement.isLatest ? [Link(t["agreement.revise"], path: frame.paths.newVersion(of: agreement.id))] : []
        return AgreementPage(
            title: agreement.title, number: agreement.label, back: Link(t["rail.agreements"], path: frame.paths.agreements),
            printPath: frame.paths.agreementSheet(agreement.id),
            chips: [frame.chip(agreement.state(today: frame.today))] + (AgreementRoom.due(agreement, frame).map { [$0] } ?? []),
            facts: facts,
            sides: sides, workflow: workflow,
            checks: file.checks.map { AgreementPage.Check(on: $0.on.isoText, by: $0.byName, finding: $0.finding) }, versions: versions,
            links: links, actions: keeps ? [check] : [])
    }

    private var versions: OrgRecordPage.Section {
        let columns = [t["agreement.number"], t["org.period"], t["agreement.issued"], t["fact.state"]]
        let rows = file.versions.map { version in
            OrgListPage.Row(cells: [
                version.id == agreement.id
                    ? .init(columns[0], text: version.label)
                    : .init(columns[0], link: Link(version.label, path: frame.paths.agreement(version.id))),
                .init(columns[1], text: frame.period(version.from, version.to)), .init(columns[2], text: version.issuedByName),
                .init(columns[3], chip: frame.chip(version.state(today: frame.today))),
            ])
        }
        return .init("versions", title: t["agreement.versions"], columns: columns, rows: rows, empty: "")
    }
}
