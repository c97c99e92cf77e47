internal import Domain
internal import HTTPTypes
internal import Hummingbird
internal import Store
internal import Views

/// 交接清单: what the leaving vendor hands over, on paper, to be signed by both sides (ORG-R13).
enum HandOverSheetRoom {
    static func show(_ member: MemberContext) async throws -> Response {
        let (card, load, open, _, _, frame) = try await EngagementRoom.read(member)
        guard let handover = card.handover else { throw StoreError.notFound }
        let t = frame.t
        let columns = [t["org.ticket"], t["field.title"], t["fact.state"], t["org.holder"]]
        let matters = open.map { ticket in
            OrgListPage.Row(cells: [
                .init(columns[0], text: ticket.number), .init(columns[1], text: ticket.title),
                .init(columns[2], text: t.word(ticket.state)),
                .init(columns[3], text: ticket.holderUnitName),
            ])
        }
        let count = load?.openTickets ?? open.count
        let items = handover.items.split(separator: "\n").enumerated().map { index, item in
            OrgListPage.Row(cells: [
                .init("№", text: String(index + 1)), .init(t["org.handover.items"], text: String(item)), .init("✓", text: "□"),
            ])
        }
        let page = VendorSheetPrint(
            tenant: frame.tenantName, unit: card.project.name, title: t["vendor.handover.title"],
            number: "\(card.siteCode)-\(handover.on.isoText)",
            facts: [
                Fact(t["field.project"], text: card.project.name), Fact(t["vendor.handover.giver"], text: card.vendorName),
                Fact(t["vendor.handover.taker"], text: handover.toUnitName.isEmpty ? "–" : handover.toUnitName),
                Fact(t["org.period"], text: frame.period(card.from, card.to)), Fact(t["org.handover.on"], text: handover.on.isoText),
            ],
            tables: [
                SurveyTable(
                    id: "items", title: t["org.handover.items"], columns: ["№", t["org.handover.items"], "✓"], rows: items,
                    none: t["org.handover.notRecorded"]),
                SurveyTable(
                    id: "matters", title: t["org.handover.matters"],
                    note: count > matters.count ? t["org.handover.onlyCounted", ["count": String(count)]] : nil, columns: columns,
                    rows: matters,
                    none: count == 0 ? t["org.handover.nothingOpen"] : t["org.handover.onlyCounted", ["count": String(count)]]),
            ],
            signatures: [
                Fact(t["vendor.handover.giver"], text: handover.giver), Fact(t["vendor.handover.taker"], text: handover.taker),
                Fact(t["vendor.handover.witness"], text: handover.recordedByName),
            ], printed: frame.wording.moment(frame.now), backPath: frame.paths.engagement(card.id))
        return try frame.page(page)
    }
}
