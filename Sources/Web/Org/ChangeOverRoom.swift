internal import Domain
internal import HTTPTypes
internal import Hummingbird
internal import Store
internal import Views

/// Another vendor follows: who, from when, and what becomes of the open matters.
enum ChangeOverRoom {
    private static let names = ["vendor", "on", "until", "code", "name", "nameEnglish"]

    static func show(_ member: MemberContext) async throws -> Response { try await page(member) }

    static func save(_ member: MemberContext) async throws -> Response {
        let (id, paths) = (try EngagementRoom.engagement(member), member.paths)
        return try await member.keep(names, as: "changeOver", flash: Flash("org.changeOver.saved")) { tx, values in
            try await tx.changeOver(values, try await tx.access(id, for: KeepEngagement.self))
            return paths.engagement(id)
        } again: { rejected in
            try await page(member, rejected)
        }
    }

    private static func page(_ member: MemberContext, _ rejected: RejectedForm? = nil) async throws -> Response {
        let (card, load, open, _, _, frame) = try await EngagementRoom.read(member)
        guard frame.session.actor.covers(card.project, with: .orgManage) else { throw StoreError.refused(.orgManage) }
        let (vendors, _) = try await member.read { tx in
            let units: [UnitRow] = try await tx.fetch(UnitRow.all(tenant: tx.tenant))
            return units.filter { $0.unit.kind == .vendor && $0.unit.id != card.vendor }
        }
        let t = frame.t
        let maker = FieldMaker(frame: frame, form: "changeOver", typed: rejected?.typed, errors: rejected?.errors)
        let options = vendors.map {
            FieldModel.Option(value: $0.unit.id.description, label: frame.name($0.unit.name, english: $0.nameEnglish))
        }
        let fields = [
            maker.make(.select, "vendor", label: "newVendor", autofocus: true, options: [maker.choose] + options),
            maker.make(.date, "on", label: "firstDay", value: frame.today.adding(days: 1).isoText, half: true),
            maker.make(.date, "until", required: false, half: true),
        ]
        let site = [
            maker.make(.text, "code", max: 31, required: false, half: true),
            maker.make(.text, "name", max: 60, required: false, half: true),
            maker.make(.text, "nameEnglish", max: 80, required: false),
        ]
        let count = load?.openTickets ?? open.count
        let rules = [("matters", count), ("notes", count), ("access", 1), ("record", 1)].map { key, count in
            OrgPlanPage.Rule(
                t["org.changeOver.\(key)"], count: count, words: key == "matters" ? frame.wording.number(count) : "·",
                text: t["org.changeOver.\(key).text"])
        }
        let words = EngagementWords(frame: frame, card: card, load: load, open: open)
        let page = OrgPlanPage(
            title: "\(t["org.changeOver"]) · \(card.project.name)",
            intro: t["org.changeOver.intro", ["vendor": card.vendorName, "period": frame.period(card.from, card.to)]],
            back: Link("\(card.vendorName) · \(card.project.name)", path: frame.paths.engagement(card.id)),
            form: FormModel(
                id: "changeOver", path: frame.paths.changeOver(card.id),
                groups: [
                    FieldGroup(fields: fields), FieldGroup(t["org.changeOver.site"], note: t["org.changeOver.siteText"], fields: site),
                ],
                submit: t["org.changeOver.confirm"], key: frame.newKey),
            preview: OrgPlanPage.Preview(
                title: t["org.changeOver.means"], note: t["org.changeOver.meansText"], rules: rules, rows: words.matters))
        return try frame.page(page, room: .units, status: rejected == nil ? .ok : .unprocessableContent)
    }
}
