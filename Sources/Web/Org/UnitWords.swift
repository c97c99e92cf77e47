internal import Domain
internal import Store
internal import Views

/// A unit's file as its page.
struct UnitWords {
    let frame: PageFrame
    let file: UnitFile
    var rejected: RejectedForm?

    private var t: Messages { frame.t }
    private var unit: UnitRef { file.card.unit }
    private var name: String { frame.name(unit.name, english: file.card.row.nameEnglish) }
    /// Whether the person keeps the tree at this unit.
    private var keeps: Bool { frame.session.actor.covers(unit, with: .orgManage) }

    func page(obstacles: [ClosingObstacle]?) -> OrgRecordPage {
        OrgRecordPage(
            title: name, back: Link(t["rail.units"], path: frame.paths.units), chips: chips, notices: notices(obstacles), facts: facts,
            sections: sections, links: links, actions: keeps ? actions : [])
    }

    private var chips: [Chip] {
        var chips = [Chip(t.word(unit.kind), tone: frame.tone(unit.kind))]
        if file.card.holding == .reference { chips.append(Chip(t.word(Holding.reference), tone: .soon)) }
        if file.card.isClosed { chips.append(Chip(t["org.isClosed"])) }
        return chips
    }

    private func notices(_ obstacles: [ClosingObstacle]?) -> [OrgRecordPage.Notice] {
        var notices: [OrgRecordPage.Notice] = []
        if let move = file.plannedMove {
            notices.append(
                .init(
                    t["org.move.planned", ["from": move.fromName, "to": move.toName, "on": move.on.isoText]],
                    lines: [t["org.move.plannedBy", ["name": move.plannedByName, "reason": move.reason]]]))
        }
        if let obstacles {
            notices.append(.init(t["org.close.refused"], lines: obstacles.map(words), loud: true))
        }
        return notices
    }

    private func words(_ obstacle: ClosingObstacle) -> String { t["obstacle.\(obstacle.kind.code)", ["count": String(obstacle.count)]] }

    private var facts: [Fact] {
        let card = file.card
        var facts = [Fact(t["org.code"], text: unit.code)]
        func above(_ label: String, _ id: UnitID?) {
            guard id != unit.id, let found = file.name(of: id) else { return }
            let cell = frame.cell("", found)
            facts.append(Fact(t[label], text: cell.text, link: cell.link))
        }
        above("unitKind.company", unit.company)
        above("unitKind.project", unit.project)
        above("unitKind.vendor", unit.vendor)
        if unit.kind == .company {
            facts.append(Fact(t["field.holding"], text: t.word(card.holding), note: t["holding.\(card.holding.code).text"]))
            facts.append(Fact(t["field.shortCode"], text: card.row.numberPrefix))
        }
        if unit.kind == .project {
            facts.append(Fact(t["field.handover"], text: card.row.handedOverOn?.isoText ?? t["fact.notHandedOver"]))
        }
        facts.append(Fact(t["org.createdAt"], text: day(card.createdAt)))
        if let closed = card.closedAt { facts.append(Fact(t["org.closedAt"], text: day(closed))) }
        if let load = file.load {
            let numbers: [(String, Int)] = [
                ("org.open", load.openTickets), ("org.finished", load.closedTickets), ("org.houses", load.houses),
            ]
            facts += numbers.filter { $0.1 > 0 || $0.0 == "org.open" }.map { Fact(t[$0.0], text: frame.wording.number($0.1)) }
        }
        return facts
    }

    private func day(_ instant: Instant) -> String { Day(instant, offsetMinutes: frame.wording.offsetMinutes).isoText }

    // MARK: Tables

    private var sections: [OrgRecordPage.Section] {
        var sections: [OrgRecordPage.Section] = []
        if [.group, .company, .vendor, .project].contains(unit.kind) { sections.append(children) }
        if unit.kind != .group { sections.append(engagements) }
        if unit.kind == .project { sections.append(areas) }
        if frame.session.actor.covers(unit, with: .peopleSee) { sections.append(people) }
        sections.append(agreements)
        if !file.moves.isEmpty { sections.append(moves) }
        return sections
    }

    private var children: OrgRecordPage.Section {
        let below = file.around.filter { $0.row.parent == unit.id || $0.unit.project == unit.id && $0.unit.kind == .vendorSite }
        let columns = [t["org.name"], t["org.kind"], t["org.code"], t["org.note"]]
        let rows = below.inTreeOrder().map(\.card).map { card in
            OrgListPage.Row(cells: [
                frame.cell(columns[0], card), .init(columns[1], chip: Chip(t.word(card.unit.kind), tone: frame.tone(card.unit.kind))),
                .init(columns[2], text: card.unit.code), .init(columns[3], text: card.isClosed ? t["org.isClosed"] : nil),
            ])
        }
        return .init("children", title: t["org.children"], columns: columns, rows: rows, empty: t["org.children.empty"])
    }

    private var engagements: OrgRecordPage.Section {
        let columns = [t["field.project"], t["field.vendor"], t["org.period"], t["fact.state"]]
        let rows = file.engagements.map { engagement in
            OrgListPage.Row(cells: [
                .init(columns[0], text: engagement.project.name), .init(columns[1], text: engagement.vendorName),
                .init(
                    columns[2],
                    link: Link(frame.period(engagement.from, engagement.to), path: frame.paths.engagement(engagement.id))),
                .init(columns[3], chip: frame.chip(engagement.state(today: frame.today))),
            ])
        }
        let add =
            keeps && unit.kind == .project && !file.card.isClosed
            ? Link(t["org.add.vendorSite"], path: frame.paths.newUnit("vendorSite")) : nil
        return .init(
            "engagements", title: t["org.engagements"], link: add, columns: columns, rows: rows, empty: t["org.engagements.empty"])
    }

    private var areas: OrgRecordPage.Section {
        let there = UnitPaths(tenant: frame.member.place.tenantCode, unit: unit.code)
        let columns = [t["org.name"], t["org.kind"], t["area.buildings"], t["area.officers"]]
        let rows = file.areas.map { area in
            OrgListPage.Row(cells: [
                .init(columns[0], link: Link(area.name, path: there.area(area.id))), .init(columns[1], text: t.word(area.kind)),
                .init(columns[2], text: area.buildingNames.joined(separator: " · ")),
                .init(columns[3], text: area.officers.joined(separator: ", ")),
            ])
        }
        return .init(
            "areas", title: t["area.title"], link: keeps && !file.card.isClosed ? Link(t["area.add"], path: there.newArea) : nil,
            columns: columns, rows: rows, empty: t["area.empty"])
    }

    private var people: OrgRecordPage.Section {
        let columns = [t["org.name"], t["field.postTitle"], t["field.role"], t["org.period"]]
        let rows = file.posts.map { post in
            OrgListPage.Row(cells: [
                .init(columns[0], link: Link(post.personName, path: frame.paths.person(post.person))), .init(columns[1], text: post.title),
                .init(columns[2], text: t.role(post.roleKey)), .init(columns[3], text: frame.period(post.from, post.to)),
            ])
        }
        return .init("people", title: t["org.people"], columns: columns, rows: rows, empty: t["org.people.none"])
    }

    private var agreements: OrgRecordPage.Section {
        let columns = [t["agreement.title"], t["agreement.sides"], t["org.period"], t["fact.state"]]
        let rows = file.agreements.map { agreement in
            OrgListPage.Row(cells: [
                .init(columns[0], link: Link(agreement.title, path: frame.paths.agreement(agreement.id))),
                .init(columns[1], text: agreement.parties.joined(separator: " · ")),
                .init(columns[2], text: frame.period(agreement.from, agreement.to)),
                .init(columns[3], chip: frame.chip(agreement.state(today: frame.today))),
            ])
        }
        return .init(
            "agreements", title: t["rail.agreements"],
            link: frame.may(.orgManage) ? Link(t["agreement.add"], path: frame.paths.newAgreement) : nil, columns: columns, rows: rows,
            empty: t["agreement.none"])
    }

    private var moves: OrgRecordPage.Section {
        let columns = [t["field.on"], t["org.move.way"], t["field.reason"], t["org.note"]]
        let rows = file.moves.map { move in
            let note =
                move.doneAt != nil
                ? t["org.move.done", ["tickets": String(move.tickets), "houses": String(move.houses)]]
                : t[move.cancelledAt == nil ? "org.move.waits" : "org.move.cancelled"]
            return OrgListPage.Row(cells: [
                .init(columns[0], text: move.on.isoText), .init(columns[1], text: "\(move.fromName) → \(move.toName)"),
                .init(columns[2], text: move.reason), .init(columns[3], text: note),
            ])
        }
        return .init("moves", title: t["org.moves"], columns: columns, rows: rows, empty: "")
    }

    // MARK: What may be done

    private var links: [Link] {
        var links: [Link] = []
        if !file.card.isClosed {
            links.append(
                Link(t["org.desk"], path: UnitPaths(tenant: frame.member.place.tenantCode, unit: unit.code).base))
        }
        links.append(Link(t["org.settings"], path: frame.paths.settings(of: unit.id)))
        if keeps, unit.kind == .project, !file.card.isClosed, file.plannedMove == nil {
            links.append(Link(t["org.move"], path: frame.paths.moveProject(unit.id)))
        }
        return links
    }

    private var actions: [ActionForm] {
        let forms = KeepingForms(frame: frame, rejected: rejected)
        if file.card.isClosed { return [forms.form("reopen", to: frame.paths.reopenUnit(unit.id))] }
        var actions = [
            forms.form("edit", to: frame.paths.editUnit(unit.id)) { maker in
                var fields = [
                    maker.make(.text, "name", value: unit.name, max: 60),
                    maker.make(.text, "nameEnglish", value: file.card.row.nameEnglish, max: 80, required: false),
                ]
                if unit.kind == .company {
                    fields.append(
                        maker.make(.radios, "holding", value: file.card.holding.code, options: maker.words(Holding.self)))
                }
                return fields
            }
        ]
        if file.plannedMove != nil { actions.append(forms.form("cancelMove", to: frame.paths.cancelMove(unit.id))) }
        if unit.kind != .group { actions.append(forms.form("close", to: frame.paths.closeUnit(unit.id), danger: true)) }
        return actions
    }
}
