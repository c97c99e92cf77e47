internal import Domain
internal import HTTPTypes
internal import Hummingbird
internal import Store
internal import Views

/// One engagement of a vendor: its dates, what is still open, and the hand-over that ends it (ORG-R15).
enum EngagementRoom {
    static func show(_ member: MemberContext) async throws -> Response { try await page(member) }

    static func end(_ member: MemberContext) async throws -> Response {
        let (id, paths) = (try engagement(member), member.paths)
        return try await member.keep(["to"], as: "endEngagement", flash: Flash("org.saved")) { tx, values in
            let permit = try await tx.access(id, for: KeepEngagement.self)
            let last: Day?
            do throws(FieldProblem) {
                last = try (values["to"] ?? "").isEmpty ? nil : Day.parse(values["to"] ?? "")
            } catch {
                throw StoreError.invalid(FieldErrors("to", error))
            }
            try await tx.end(permit, on: last)
            return paths.engagement(id)
        } again: { rejected in
            try await page(member, rejected)
        }
    }

    static func drop(_ member: MemberContext) async throws -> Response {
        let (id, paths) = (try engagement(member), member.paths)
        return try await member.keep([], as: "dropEngagement", flash: Flash("org.saved")) { tx, _ in
            let permit = try await tx.access(id, for: KeepEngagement.self)
            try await tx.drop(permit)
            return paths.orgUnit(permit.thing.project.id)
        } again: { rejected in
            try await refused(member, rejected, "org.do.dropEngagement.refused")
        }
    }

    static func handOver(_ member: MemberContext) async throws -> Response {
        let (id, paths) = (try engagement(member), member.paths)
        return try await member.keep([], as: "handOverNow", flash: Flash("org.handover.asked")) { tx, _ in
            try await tx.handOverNow(try await tx.access(id, for: KeepEngagement.self))
            return paths.engagement(id)
        } again: { rejected in
            try await refused(member, rejected, "org.do.handOverNow.refused")
        }
    }

    static func record(_ member: MemberContext) async throws -> Response {
        let (id, paths) = (try engagement(member), member.paths)
        return try await member.keep(["items", "giver", "taker"], as: "recordHandover", flash: Flash("org.saved")) { tx, values in
            let permit = try await tx.access(id, for: KeepEngagement.self)
            try await tx.record(try HandoverRecord.read(values).orInvalid(), permit)
            return paths.engagement(id)
        } again: { rejected in
            try await page(member, rejected)
        }
    }

    static func engagement(_ member: MemberContext) throws -> EngagementID { EngagementID(try member.incoming.number("id")) }

    /// What the person sees of one engagement, and the vendor's open matters there as far as the person may see matters.
    static func read(_ member: MemberContext) async throws -> (
        card: EngagementCard, load: UnitLoad?, open: [TicketListRow], contracts: [ContractRow], notice: Int, frame: PageFrame
    ) {
        let (id, viewpoint) = (try engagement(member), member.place.unit)
        let (found, frame) = try await member.read { tx in
            guard let card = try await tx.fetchFirst(EngagementCard.one(id, tenant: tx.tenant)), card.concerns(viewpoint) else {
                throw StoreError.notFound
            }
            let (loads, open, contracts) = try await tx.fetch(
                UnitLoad.of(card.site, tenant: tx.tenant, today: try tx.today),
                TicketListRow.open(of: card.vendor, at: card.project.id, tenant: tx.tenant),
                ContractRow.of(card.id, tenant: tx.tenant))
            return (card, loads.first, open, contracts, try await tx.settings(at: viewpoint).number(.expiryNotice))
        }
        return (found.0, found.1, frame.may(.ticketSee) ? found.2 : [], found.3, found.4, frame)
    }

    private static func refused(_ member: MemberContext, _ rejected: RejectedForm, _ key: String) async throws -> Response {
        var rejected = rejected
        rejected.message = member.services.renderer.messages(member.incoming.language)[key]
        return try await page(member, rejected)
    }

    private static func page(_ member: MemberContext, _ rejected: RejectedForm? = nil) async throws -> Response {
        let (card, load, open, contracts, notice, frame) = try await read(member)
        let words = EngagementWords(
            frame: frame, card: card, load: load, open: open, contracts: frame.may(.vendorSee) ? contracts : nil, notice: notice,
            rejected: rejected)
        return try frame.page(words.page, room: .units, status: rejected == nil ? .ok : .unprocessableContent)
    }
}

extension EngagementCard {
    /// Whether a unit has to do with it.
    func concerns(_ viewpoint: UnitRef) -> Bool {
        viewpoint.kind == .group || [vendor, site, project.id, project.company].contains(viewpoint.id)
    }
}

/// An engagement as its page.
struct EngagementWords {
    let frame: PageFrame
    let card: EngagementCard
    let load: UnitLoad?
    let open: [TicketListRow]
    /// Nil for who does not see contracts.
    var contracts: [ContractRow]?
    var notice = 60
    var rejected: RejectedForm?

    private var t: Messages { frame.t }
    private var state: EngagementState { card.state(today: frame.today) }
    private var keeps: Bool { frame.session.actor.covers(card.project, with: .orgManage) }
    private var isOver: Bool { card.to.map { $0 < frame.today } ?? false }

    var page: OrgRecordPage {
        OrgRecordPage(
            title: "\(card.vendorName) · \(card.project.name)", back: Link(card.project.name, path: frame.paths.orgUnit(card.project.id)),
            chips: [frame.chip(state)], notices: notices, facts: facts,
            sections: [matters] + (card.handover == nil ? [] : [record]) + contractSection,
            links: links, actions: keeps ? actions : [])
    }

    private var links: [Link] {
        var links: [Link] = []
        if keeps, !isOver, state != .proposed { links.append(Link(t["org.changeOver"], path: frame.paths.changeOver(card.id))) }
        if card.handover != nil, frame.may(.vendorSee) {
            links.append(Link(t["vendor.handover.print"], path: frame.paths.handOverSheet(card.id)))
        }
        // Section 2.15: a vendor that leaves is followed by a milestone survey (SURVEY-N3).
        if card.to != nil, frame.may(.surveyRun), card.project.company != nil {
            links.append(Link(t["vendor.milestone.plan"], path: frame.paths.milestoneSurvey(card)))
        }
        return links
    }

    private var contractSection: [OrgRecordPage.Section] {
        guard let contracts else { return [] }
        let adds = frame.session.actor.covers(card.project, with: .vendorKeep) && frame.member.place.unit.vendor == nil
        let link = adds ? Link(t["vendor.contract.new"], path: frame.paths.newContract(for: card.id)) : nil
        return [ContractWords.section(contracts, notice: notice, link: link, frame)]
    }

    private var notices: [OrgRecordPage.Notice] {
        let left = load?.openTickets ?? 0
        if isOver, card.handover?.doneAt == nil, left > 0 {
            return [.init(t["org.handover.left", ["count": String(left)]], lines: [t["org.handover.leftText"]], loud: true)]
        }
        guard let handover = card.handover, handover.doneAt == nil else { return [] }
        return [.init(t["org.handover.planned", ["on": handover.on.isoText]], lines: [t["org.handover.rule"]])]
    }

    private var facts: [Fact] {
        var facts = [
            Fact(t["field.vendor"], text: card.vendorName), Fact(t["unitKind.vendorSite"], text: card.siteName, note: card.siteCode),
            Fact(t["field.project"], text: card.project.name), Fact(t["field.from"], text: card.from.isoText),
            Fact(t["field.until"], text: card.to?.isoText ?? t["org.noEnd"]), Fact(t["fact.state"], chip: frame.chip(state)),
        ]
        if let load { facts.append(Fact(t["org.open"], text: frame.wording.number(load.openTickets))) }
        return facts
    }

    /// The vendor's open matters; numbers only for whoever may not read them.
    var matters: OrgRecordPage.Section {
        let columns = [t["org.ticket"], t["field.title"], t["fact.state"], t["org.holder"]]
        let rows = open.map { ticket in
            OrgListPage.Row(cells: [
                .init(columns[0], link: Link(ticket.number, path: frame.paths.ticket(ticket.id))), .init(columns[1], text: ticket.title),
                .init(columns[2], text: t.word(ticket.state)), .init(columns[3], text: ticket.holderUnitName),
            ])
        }
        let count = load?.openTickets ?? open.count
        let empty = count == 0 ? t["org.handover.nothingOpen"] : t["org.handover.onlyCounted", ["count": String(count)]]
        return .init(
            "matters", title: t["org.handover.matters"],
            note: count > open.count && !open.isEmpty ? t["org.handover.first", ["count": String(count)]] : nil,
            columns: columns, rows: rows, empty: empty)
    }

    /// 交接记录 (ORG-R13).
    private var record: OrgRecordPage.Section {
        let columns = [t["org.handover.on"], t["org.handover.to"], t["org.handover.items"], t["org.handover.signed"]]
        let rows = card.handover.map { handover in
            [
                OrgListPage.Row(cells: [
                    .init(columns[0], text: handover.on.isoText),
                    .init(
                        columns[1],
                        text: handover.doneAt == nil
                            ? t["org.handover.waits"]
                            : t["org.handover.done", ["unit": handover.toUnitName, "count": String(handover.tickets)]]),
                    .init(columns[2], text: handover.items.isEmpty ? t["org.handover.notRecorded"] : handover.items),
                    .init(
                        columns[3],
                        text: handover.recordedAt == nil
                            ? nil
                            : t[
                                "org.handover.signedBy",
                                ["giver": handover.giver, "taker": handover.taker, "name": handover.recordedByName]]),
                ])
            ]
        }
        return .init("record", title: t["org.handover.record"], columns: columns, rows: rows ?? [], empty: "")
    }

    private var actions: [ActionForm] {
        let forms = KeepingForms(frame: frame, rejected: rejected)
        var actions: [ActionForm] = []
        if !isOver {
            actions.append(
                forms.form("endEngagement", to: frame.paths.endEngagement(card.id)) { maker in
                    [maker.make(.date, "to", label: "until", value: card.to?.isoText ?? "", required: false)]
                })
        } else if card.handover?.doneAt == nil {
            actions.append(forms.form("handOverNow", to: frame.paths.handOver(card.id)))
        }
        if let handover = card.handover {
            actions.append(
                forms.form("recordHandover", to: frame.paths.handOverRecord(card.id)) { maker in
                    [
                        maker.make(.textarea, "items", label: "handoverItems", value: handover.items, max: 2_000),
                        maker.make(.text, "giver", value: handover.giver, max: 40),
                        maker.make(.text, "taker", value: handover.taker, max: 40),
                    ]
                })
        }
        if state == .proposed { actions.append(forms.form("dropEngagement", to: frame.paths.dropEngagement(card.id), danger: true)) }
        return actions
    }
}
