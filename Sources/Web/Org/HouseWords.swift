internal import Domain
internal import Store
internal import Views

/// A house as its page.
struct HouseWords {
    let frame: PageFrame
    let file: HousePageFile
    var typed: [String: String] = [:]
    var errors: FieldErrors?

    private var t: Messages { frame.t }
    private var house: HouseFile { file.house }

    func page() -> HousePage {
        let open = file.tickets.count { $0.state.isOpen }
        return HousePage(
            title: house.label, chips: chips, place: [house.projectName, house.buildingName].joined(separator: " · "), links: links,
            facts: facts,
            people: file.current(on: frame.today).map { person($0, former: false) },
            former: file.former(on: frame.today).map { person($0, former: true) }, tickets: file.tickets.map(frame.history),
            ticketSummary: t["ticket.historySummary", ["count": String(file.tickets.count), "open": String(open)]], actions: actions)
    }

    private var chips: [Chip] {
        let handed = house.handedOverOn.map { $0 <= frame.today } ?? false
        return [
            Chip(t.word(house.usage)), Chip(t[handed ? "house.handed" : "house.notHanded"], tone: handed ? .good : .soon),
        ] + (house.household > 1 ? [Chip(t["house.household", ["number": String(house.household)]], tone: .developer)] : [])
    }

    private var facts: [Fact] {
        let known: [(String, String?)] = [
            ("door", house.door), ("handover", house.handedOverOn.map { frame.wording.day($0) } ?? t["fact.notHandedOver"]),
            ("houseType", house.houseType), ("area", house.area.map { t["house.squareMetres", ["area": $0.text]] }),
            ("innerArea", house.innerArea.map { t["house.squareMetres", ["area": $0.text]] }),
            ("householdSince", house.householdSince.map { frame.wording.day($0) }),
        ]
        return known.compactMap { name, value in value.flatMap { $0.isEmpty ? nil : Fact(t["fact.\(name)"], text: $0) } }
    }

    private var links: [Link] {
        var links: [Link] = []
        if frame.may(.ticketRecord) {
            links.append(Link(t["list.record"], path: IntakeChoice(place: .house(house.id)).path(frame.paths)))
        }
        if frame.may(.customerManage) { links.append(Link(t["house.transfer"], path: frame.paths.transferHouse(house.id))) }
        if frame.may(.houseManage) { links.append(Link(t["house.edit"], path: frame.paths.editHouse(house.id))) }
        return links
    }

    /// Whose file is closed is named by the first character, and opened only by who may see former owners' files (004).
    private func person(_ row: RelationRow, former: Bool) -> OwnerPage.Relation {
        let opens = !row.customerState.isClosed || frame.may(.customerFormer)
        let name =
            row.customerState.isClosed && row.customerKind == .person
            ? row.customerName.isEmpty ? t["customer.anonymous"] : Masking.name(row.customerName)
            : frame.customer(row.customerName, kind: row.customerKind)
        return OwnerPage.Relation(
            from: frame.moment(row.dated.from), tone: former ? .plain : frame.tone(row.dated.relation),
            relation: t.word(row.dated.relation),
            person: opens ? row.customer.map { Link(name, path: frame.paths.owner($0)) } : nil, name: opens ? nil : name,
            phone: former ? nil : row.phoneMasked, period: frame.period(row.dated))
    }

    private var actions: [ActionForm] {
        guard frame.may(.houseManage), house.handedOverOn == nil else { return [] }
        let fields = CustomerFields(frame: frame, form: "hand-over", typed: typed, errors: errors)
        return [
            ActionForm(
                id: "hand-over", label: t["house.handOver"], explain: t["house.handOver.explain"],
                path: frame.paths.handOverHouse(house.id),
                fields: [fields.field(.date, "on", label: "handover", required: true, value: frame.today.isoText)], key: frame.newKey)
        ]
    }
}
