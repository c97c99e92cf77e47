internal import Domain
internal import Store
internal import Views

extension PageFrame {
    /// A stored row of a list in words, with the one step that is due when it is the viewer's.
    func ticketRow(_ row: TicketListRow, matched: String? = nil) -> TicketRow {
        TicketRow(
            path: paths.ticket(row.id), number: row.number, title: row.title, kind: t.word(row.kind), severity: chip(row.severity),
            deadline: row.dueAt.map { wording.deadline(due: $0) }, house: house(row),
            holder: Chip(row.holderUnitName, tone: tone(row.holderLine)), state: t.word(row.state),
            handler: row.state.isAwaitingAcceptance || row.handlerName.isEmpty ? nil : row.handlerName, marks: marks(row), matched: matched,
            action: dueAction(row))
    }

    /// Where several projects stand in one list, a room number alone says nothing.
    private func house(_ row: TicketListRow) -> String {
        let house = row.houseLabel.isEmpty ? t["ticket.shared"] : row.houseLabel
        switch member.place.unit.kind {
        case .project, .vendorSite: return house
        case .group, .company, .vendor: return row.projectName.isEmpty ? house : "\(row.projectName) \(house)"
        }
    }

    /// Minor ones carry no chip: what is usual is not worth a colour.
    func chip(_ severity: Severity) -> Chip? {
        switch severity {
        case .minor: nil
        case .general: Chip(t.word(severity), tone: .soon)
        case .top: Chip(t.word(severity), tone: .late)
        }
    }

    func tone(_ line: Line?) -> Tone {
        switch line {
        case .developer: .developer
        case .vendor: .vendor
        case nil: .group
        }
    }

    func chips(_ sensitivity: Sensitivity) -> [Chip] {
        let flags: [(Sensitivity, String)] = [(.media, "media"), (.litigation, "litigation"), (.collective, "collective")]
        return flags.filter { sensitivity.contains($0.0) }.map { Chip(t["flag.\($0.1)"], tone: .late) }
    }

    private func marks(_ row: TicketListRow) -> [Chip] {
        var marks = chips(row.sensitivity)
        if row.isRepeat { marks.append(Chip(t["ticket.repeat"], tone: .soon)) }
        if row.returned { marks.append(Chip(t["ticket.returned"], tone: .soon)) }
        return marks
    }

    /// Not upward from the top, and no visit by whoever handled the matter (VISIT-R3).
    private func nextStep(_ row: TicketListRow) -> ComplaintAction? {
        switch row.state {
        case .planRejected where row.rung == .group: .proposePlan
        case .verified where row.handler == session.actor.person: nil
        default: row.state.nextSteps.first
        }
    }

    /// What the list can know without reading every ticket's facts: the state's best step, where one of the viewer's posts holds it.
    private func dueAction(_ row: TicketListRow) -> TicketRow.Action? {
        let open = TicketRow.Action(label: t["list.open"], path: paths.ticket(row.id), primary: false)
        guard let step = nextStep(row),
            let permission = ComplaintTransitions.rows(from: row.state, action: step).first?.permission,
            session.actor.sits(at: row.holderUnit, with: permission)
        else { return open }
        return TicketRow.Action(label: t.word(step), path: "\(paths.ticket(row.id))#do-\(step.rawValue)", primary: true)
    }
}
