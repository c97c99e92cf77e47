internal import Domain
internal import Store
internal import Views

/// The second step of intake as a page: the form, and beside it who, which way, and what came before.
struct IntakeCardWords {
    let frame: PageFrame
    let choice: IntakeChoice
    let card: IntakeCard
    /// Who answers for the area of the house (ORG-R11).
    var officers: [HouseOfficer] = []
    /// Venues outside the complaint procedure (ORG-R12).
    var excluded: [String] = []

    func page(typed: [String: String], errors: FieldErrors?) -> IntakePage {
        let t = frame.t
        let fields = IntakeFields(frame: frame, card: card, typed: typed, errors: errors)
        let form = FormModel(
            id: "intake", path: choice.path(frame.paths), groups: fields.groups(asksCustomer: choice.customer == nil, isNew: choice.isNew),
            submit: t["intake.submit"], key: frame.newKey)
        let stage = Fact(t["fact.stage"], text: t.word(card.stage), note: frame.words(of: card.reason))
        let ladder = LadderPicture(frame: frame).preview(card.ladder) { unit in card.situation.name(of: unit) }
        return IntakePage(
            chosen: IntakePage.Chosen(facts: facts, againPath: frame.paths.intake), form: form,
            preview: IntakePage.Preview(ladder: ladder, stage: stage), past: past, printLabel: t["intake.print"])
    }

    private var facts: [Fact] {
        let t = frame.t
        let situation = card.situation
        var facts = [
            Fact(
                t["fact.house"],
                text: "\(situation.projectName) · \(situation.houseLabel.isEmpty ? t["ticket.shared"] : situation.houseLabel)")
        ]
        let day = situation.house == nil ? situation.projectHandedOverOn : situation.houseHandedOverOn
        facts.append(Fact(t["fact.handover"], text: day.map { frame.wording.day($0) } ?? t["fact.notHandedOver"]))
        let people = card.occupants.filter { choice.customer == nil || $0.customer == choice.customer }
        facts += officers.prefix(2).map(frame.fact)
        if !excluded.isEmpty {
            facts.append(Fact(t["fact.excluded"], text: excluded.joined(separator: " · "), note: t["intake.excludedText"]))
        }
        facts += people.map { Fact(t["fact.customer"], text: "\(frame.customer($0.name)) · \(t.word($0.relation))", note: $0.phoneMasked) }
        return facts
    }

    private var past: IntakePage.Past {
        let t = frame.t
        let recent = card.past.filter { frame.now - $0.receivedAt <= PastTicketRow.repeatWindow }
        let open = recent.filter { $0.state.isOpen }.count
        let loud =
            choice.isHouse && !recent.isEmpty
            ? t["intake.repeatedText", ["count": String(recent.count), "open": String(open)]] : nil
        return IntakePage.Past(rows: card.past.map(frame.history), repeated: loud)
    }
}

extension IntakeChoice {
    fileprivate var isHouse: Bool { if case .house = place { true } else { false } }
}

extension PageFrame {
    /// The area of a house with whoever is proposed to handle its matters.
    func fact(_ officer: HouseOfficer) -> Fact {
        Fact(t["fact.dutyArea"], text: wording.person(officer.name, post: officer.title), note: "\(officer.area) · \(t.word(officer.kind))")
    }

    func history(_ row: PastTicketRow) -> TicketPage.History {
        TicketPage.History(
            number: row.number, path: paths.ticket(row.id), title: row.title,
            state: Chip(t.word(row.state), tone: row.state.isOpen ? .soon : .plain), at: wording.moment(row.receivedAt))
    }
}
