internal import Domain
internal import Store
internal import Views

/// A forced repair as its page.
struct ForcedRepairWords {
    let frame: PageFrame
    let file: ForcedRepairFile
    var rejected: RejectedForm?

    private var t: Messages { frame.t }
    private var row: ForcedRepairRow { file.row }
    private var actor: Actor { frame.session.actor }
    private var isVendor: Bool { frame.member.place.unit.vendor != nil }

    var page: OrgRecordPage {
        OrgRecordPage(
            title: row.number, back: Link(t["compensation.repairs"], path: frame.paths.forcedRepairs),
            chips: [frame.chip(row), Chip(row.responsible, tone: row.vendor == nil ? .plain : .vendor)], facts: facts, sections: [steps],
            actions: (isVendor ? [] : moves) + accepting)
    }

    private func accepted(_ name: String, _ at: Instant?) -> String {
        at.map { "\(name) · \(frame.wording.exact($0))" } ?? t["compensation.notAccepted"]
    }

    private var facts: [Fact] {
        var facts = [
            Fact(t["field.responsible"], text: row.responsible), Fact(t["field.project"], text: row.projectName),
            Fact(t["field.repairMatter"], text: row.matter), Fact(t["field.answerBy"], text: row.answerBy.isoText),
        ]
        if let ticket = row.ticket, let number = row.ticketNumber {
            facts.append(
                frame.may(.ticketSee)
                    ? Fact(t["field.ticketNumber"], link: Link(number, path: frame.paths.ticket(ticket)))
                    : Fact(t["field.ticketNumber"], text: number))
        }
        if let clause = row.clauseTitle { facts.append(Fact(t["field.clauseTitle"], text: clause)) }
        if !row.substitute.isEmpty { facts.append(Fact(t["field.substitute"], text: row.substitute)) }
        if let estimate = row.estimate {
            facts.append(Fact(t["field.estimate"], text: frame.wording.money(estimate), note: row.approvedByName))
        }
        if let charged = row.charged {
            facts += [
                Fact(t["field.charged"], text: frame.wording.money(charged), note: row.approvedByName),
                Fact(t.word(LossSide.developer), text: accepted(row.developerByName, row.developerAt)),
                Fact(t.word(LossSide.responsible), text: accepted(row.responsibleByName, row.responsibleAt)),
            ]
        }
        return facts
    }

    private var forms: KeepingForms {
        KeepingForms(frame: frame, rejected: rejected, words: "forcedRepairAction", version: String(row.lock))
    }

    private var moves: [ActionForm] {
        ForcedRepairs.offered(row.facts, of: row.unit, to: actor).map { step in
            var form = forms.form(step.action.code, to: frame.paths.forcedRepairAction(step.action, row.id), danger: step.action == .order)
            {
                fields(of: step, $0)
            }
            if step.guards.contains(.withinLimit), let highest = file.limits.limit(of: actor, at: row.unit).highest {
                form.explain = t["compensation.limit", ["amount": frame.wording.money(highest)]]
            }
            if step.guards.contains(.warningOver), row.answerBy >= frame.today { form.explain = t["repairGuard.warningOver"] }
            return form
        }
    }

    private func fields(of step: ForcedRepairTransition, _ maker: FieldMaker) -> [FieldModel] {
        var fields: [FieldModel] = []
        if step.guards.contains(.substitute) { fields.append(maker.make(.text, "substitute", max: 80)) }
        if step.guards.contains(.withinLimit) {
            fields.append(
                maker.make(.money, "amount", label: step.action == .order ? "estimate" : "charged", required: step.action == .charge))
        }
        if step.guards.contains(.note) { fields.append(maker.make(.textarea, "note", label: "repairNote", max: 500)) }
        return fields
    }

    /// Each side for itself; for one outside the tree the developer notes who signed.
    private var accepting: [ActionForm] {
        guard row.state == .costCharged else { return [] }
        var made: [ActionForm] = []
        if row.developerAt == nil, !isVendor, actor.covers(row.unit, with: .compensateAccept) {
            made.append(accept(.developer, signs: false))
        }
        if row.responsibleAt == nil {
            if let vendor = row.vendor {
                if actor.posts(with: .compensateAccept).contains(where: { $0.unit.vendor == vendor }) {
                    made.append(accept(.responsible, signs: false))
                }
            } else if !isVendor, actor.covers(row.unit, with: .compensateKeep) {
                made.append(accept(.responsible, signs: true))
            }
        }
        return made
    }

    private func accept(_ side: LossSide, signs: Bool) -> ActionForm {
        let forms = KeepingForms(frame: frame, rejected: rejected, words: "compensation.accept", version: String(row.lock))
        return forms.form(side.code, to: frame.paths.forcedRepairAction(.accept, row.id)) { maker in
            [maker.make(.hidden, "side", label: "version", value: side.code)] + (signs ? [maker.make(.text, "signatory", max: 40)] : [])
        }
    }

    private var steps: OrgRecordPage.Section {
        let columns = [t["survey.when"], t["wave.step"], t["survey.by"], t["field.amount"], t["wave.note"]]
        let rows = file.steps.map { step in
            OrgListPage.Row(cells: [
                .init(columns[0], text: frame.wording.exact(step.at)), .init(columns[1], text: t.word(step.action)),
                .init(columns[2], text: frame.wording.person(step.actorName, post: step.actorPost)),
                .init(columns[3], text: step.amount.map(frame.wording.money) ?? "–"),
                .init(
                    columns[4],
                    text: step.action == .accept
                        ? LossSide(rawValue: step.note).map { t.word($0) } ?? "–" : step.note.isEmpty ? "–" : step.note),
            ])
        }
        return .init("steps", title: t["wave.steps"], columns: columns, rows: rows, empty: t["compensation.steps.none"])
    }
}
