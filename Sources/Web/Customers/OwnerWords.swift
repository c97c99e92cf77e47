internal import Domain
internal import Store
internal import Views

/// A customer's file as its page.
struct OwnerWords {
    let frame: PageFrame
    let owner: OwnerFile
    let duplicates: [CustomerListRow]
    var rejected: OwnerRoom.Rejected?

    var t: Messages { frame.t }
    var file: CustomerFile { owner.file }
    /// Who keeps files reads them whole.
    var keeps: Bool { frame.may(.customerManage) && !file.isFrozen }

    func page() -> OwnerPage {
        let open = owner.tickets.count { $0.state.isOpen }
        let may = frame.may(.ticketSee)
        return OwnerPage(
            name: frame.customer(file.name, kind: file.kind, full: frame.may(.customerManage)), chips: chips, place: place, links: links,
            frozen: frozen, relations: owner.relations.map(relation), relationActions: keeps ? [relationForm] : [],
            tickets: may ? owner.tickets.map(frame.history) : [],
            ticketSummary: t["ticket.historySummary", ["count": String(owner.tickets.count), "open": String(open)]], values: values,
            facts: facts,
            contactActions: keeps ? [contactForm] + stateForms : [], consents: owner.consents.map(consent),
            consentActions: keeps ? [consentForm] : [], requests: owner.requests.map(request), requestActions: keeps ? [requestForm] : [],
            duplicates: duplicates.map(duplicate), merges: owner.merges.map(merge), reads: owner.reads.map { frame.line($0) })
    }

    private var chips: [Chip] {
        [frame.chip(file.state), Chip(t.word(file.kind))] + frame.marks(member: file.memberNumber, file.classification)
    }

    private var place: String {
        let by = file.registeredByName.isEmpty ? "" : t["owners.registered", ["name": file.registeredByName]]
        return [file.projectName, by, frame.wording.exact(file.registeredAt)].filter { !$0.isEmpty }.joined(separator: " · ")
    }

    private var links: [Link] {
        // What a household wants to be asked is the developer's line's to know (SURVEY-P1).
        let notes = frame.member.place.unit.vendor == nil && (frame.may(.surveyRun) || frame.may(.surveyEnter)) && !file.isFrozen
        let wishes = notes ? owner.current(on: frame.today).prefix(3) : []
        return wishes.map { Link("\(t["wish.note"]) · \($0.houseLabel)", path: frame.paths.surveyWish($0.house)) }
            + (keeps ? [Link(t["owners.edit"], path: frame.paths.editOwner(file.id))] : [])
    }

    private var frozen: String? {
        file.anonymisedAt.map { t["owners.anonymised", ["time": frame.wording.exact($0)]] }
    }

    private func relation(_ row: RelationRow) -> OwnerPage.Relation {
        let now = row.dated.holds(on: frame.today)
        let ends = keeps && row.dated.to == nil
        return OwnerPage.Relation(
            from: frame.moment(row.dated.from), tone: now ? frame.tone(row.dated.relation) : .plain, relation: t.word(row.dated.relation),
            house: Link(row.houseLabel, path: frame.paths.house(row.house)), period: frame.period(row.dated),
            chip: now ? nil : Chip(t["relation.ended"]), actions: ends ? [endForm(row)] : [])
    }

    private func duplicate(_ row: CustomerListRow) -> OwnerPage.Line {
        OwnerPage.Line(
            row.phoneMasked,
            link: Link(frame.customer(row.name, kind: row.kind, full: true), path: frame.paths.merge(file.id, with: row.id)),
            note: [row.houseLabel, t["owners.compare"]].filter { !$0.isEmpty }.joined(separator: " · "))
    }

    private func merge(_ row: MergeRow) -> OwnerPage.Line {
        let when = t["merge.made", ["name": row.mergedByName, "time": frame.wording.exact(row.mergedAt)]]
        if let undone = row.undoneAt {
            return OwnerPage.Line(
                when, chip: Chip(t["merge.undone"]),
                note: t["merge.undone.by", ["name": row.undoneByName, "time": frame.wording.exact(undone)]])
        }
        let may = frame.may(.customerMerge) && row.canBeUndone(at: frame.now)
        let form = ActionForm(
            id: "undo-\(row.id)", label: t["merge.undo"], explain: t["merge.undo.explain"],
            path: frame.paths.undoMerge(row.id, of: file.id),
            key: frame.newKey, danger: true)
        return OwnerPage.Line(when, note: row.reason, actions: may ? [form] : [])
    }

    private func consent(_ row: ConsentRow) -> OwnerPage.Line {
        let since = t["consent.since", ["day": row.givenOn.isoText, "notice": row.noticeVersion, "name": row.notedByName]]
        let withdrawn = row.withdrawnOn.map { t["consent.withdrawn", ["day": $0.isoText, "name": row.withdrawnByName]] }
        let form = ActionForm(
            id: "withdraw-\(row.id)", label: t["consent.withdraw"], path: frame.paths.withdrawConsent(row.id, of: file.id),
            key: frame.newKey,
            danger: true)
        let may = keeps && row.ground == .consent && row.withdrawnOn == nil
        return OwnerPage.Line(
            t.word(row.item), chip: Chip(t.word(row.ground), tone: row.withdrawnOn == nil ? .good : .plain),
            note: [since, withdrawn].compactMap(\.self).joined(separator: " · "), actions: may ? [form] : [])
    }

    private func request(_ row: DataRequestRow) -> OwnerPage.Line {
        let link = frame.may(.privacyManage) ? Link(t.word(row.kind), path: frame.paths.dataRequest(row.id)) : nil
        return OwnerPage.Line(
            link == nil ? t.word(row.kind) : "", link: link, chip: Chip(t.word(row.state), tone: row.state.isOpen ? .soon : .good),
            deadline: row.state.isOpen ? frame.wording.deadline(due: row.dueAt, soon: .days(3)) : nil, note: row.asked)
    }

    private var facts: [Fact] {
        let known: [(String, String?)] = [
            (
                "member",
                file.memberNumber.map { number in
                    [number, file.memberSince?.isoText].compactMap(\.self).joined(separator: " · ")
                }
            ),
            ("class", t.word(file.classification)), ("living", t.word(file.living)), ("customerNote", file.note),
        ]
        return known.compactMap { name, value in value.flatMap { $0.isEmpty ? nil : Fact(t["fact.\(name)"], text: $0) } }
    }

    private var values: [OwnerPage.Value] {
        var values: [OwnerPage.Value] = []
        let shows: (RevealedField, ContactID?) -> ActionForm? = { field, contact in
            file.isFrozen ? nil : OwnerReveals.form(frame, field, file.id, contact: contact)
        }
        if !file.phoneMasked.isEmpty {
            values.append(.init(t["reveal.phone"], block: RevealBlock(masked: file.phoneMasked, form: shows(.phone, nil))))
        }
        for contact in owner.contacts {
            let remove = ActionForm(
                id: "remove-\(contact.id)", label: t["owners.removeContact"], path: frame.paths.removeContact(contact.id, of: file.id),
                key: frame.newKey, danger: true)
            values.append(
                .init(
                    t.word(contact.kind), block: RevealBlock(masked: contact.masked, form: shows(.contact, contact.id)),
                    note: contact.label.isEmpty ? nil : contact.label, remove: keeps ? remove : nil))
        }
        if let kind = file.identityKind, !file.identityMasked.isEmpty {
            values.append(.init(t.word(kind), block: RevealBlock(masked: file.identityMasked, form: shows(.identity, nil))))
        }
        return values
    }
}

extension PageFrame {
    /// A line of the read log.
    func line(_ row: ReadRow) -> OwnerPage.Line {
        let reason = row.reason.isEmpty ? t.word(row.basis) : row.reason
        let link = row.ticket.flatMap { ticket in row.ticketNumber.map { Link($0, path: paths.ticket(ticket)) } }
        return OwnerPage.Line(
            "\(row.personName) · \(t.word(row.field)) · \(wording.exact(row.at))", link: link, note: reason)
    }
}
