internal import Domain
internal import Store
internal import Views

/// A ticket's file as its page: what happened on the left, the one next step on the right.
struct TicketWords {
    let frame: PageFrame
    let file: TicketFile
    var rejected: ActionForms.Rejected?
    /// Who answers for the area of the house (ORG-R11).
    var officers: [HouseOfficer] = []
    /// Venues outside the complaint procedure where the matter belongs (ORG-R12).
    var excluded: [String] = []
    /// The answers it was made of, for those who may open them.
    var survey: TicketSurveyRow?

    /// Files whose form came back: those kept, and what is wrong.
    var returnedFiles: (kept: [FileRow], error: String?)?

    private var t: Messages { frame.t }
    var record: TicketRecord { file.record }

    var forms: ActionForms { ActionForms(frame: frame, ticket: file.ticket, rejected: rejected, proposed: officers.first?.person) }

    var held: HoldingTimes {
        HoldingTimes(file.events, receivedAt: record.receivedAt, end: record.closedAt ?? frame.now)
    }

    func page() -> TicketPage {
        let timeline = TimelineWords(frame: frame)
        let primary = forms.primary
        return TicketPage(
            number: record.number, kind: t.word(record.kind), channel: channel, chips: chips, title: record.title, place: place,
            event: record.event, prints: prints, ladder: LadderPicture(frame: frame).of(file.ticket, held: held), firstReceiver: pin,
            entries: file.events.reversed().map(timeline.entry), entryCount: t["baton.count", ["count": String(file.events.count)]],
            plans: plans, exchanges: exchanges, visits: visits, responsibility: responsibility, primary: primary, actions: forms.others,
            waiting: primary == nil ? waiting : nil, deadlines: deadlines, kept: kept,
            facts: facts + officers.prefix(2).map(frame.fact) + outside,
            phone: phone,
            history: file.history.map(frame.history),
            historySummary: historySummary, files: files)
    }

    var channel: String { t["ticket.source", ["channel": t.word(record.channel), "source": t.word(record.source)]] }

    var place: String {
        t["ticket.place", ["house": house, "stage": t.word(record.stage), "reason": frame.words(of: record.stageReason)]]
    }

    /// Project and room, as on the papers that leave the house.
    var house: String {
        let house = record.houseLabel.isEmpty ? t["ticket.shared"] : record.houseLabel
        let project = file.ticket.name(of: record.project)
        return project.isEmpty ? house : "\(project) \(house)"
    }

    /// What is told of a place that the procedure leaves out; the matter itself is decided by people.
    private var outside: [Fact] {
        let named = excluded.filter { SettingRule.isExcluded("\(record.title) \(record.event)", from: [$0]) }
        return named.isEmpty ? [] : [Fact(t["fact.excluded"], text: named.joined(separator: " · "), note: t["ticket.excludedText"])]
    }

    private var chips: [Chip] {
        var chips = [Chip(t.word(record.line), tone: frame.tone(record.line)), Chip(t.word(record.state))]
        if let severity = frame.chip(record.severity) { chips.append(severity) }
        chips += frame.chips(record.sensitivity)
        if record.repeatOf != nil {
            chips.append(Chip([t["ticket.repeat"], file.repeatOfNumber].compactMap { $0 }.joined(separator: " "), tone: .soon))
        }
        return chips
    }

    private var prints: [Link] {
        var links = [
            Link(t["ticket.receipt"], path: frame.paths.receipt(record.id)),
            Link(t["ticket.register"], path: frame.paths.register(record.id)),
        ]
        if let survey {
            links.append(
                Link(
                    t["survey.answers.origin", ["wave": survey.waveName]], path: frame.paths.resultAnswer(survey.response, of: survey.wave))
            )
        }
        if !file.ticket.visits.isEmpty { links.append(Link(t["ticket.visitRecord"], path: frame.paths.visitRecord(record.id))) }
        return links
    }

    private var pin: FirstReceiverPin {
        let isTaken = record.state != .recorded
        let owner = file.ticket.name(of: record.ownerUnit)
        return FirstReceiverPin(
            person: frame.wording.person(record.firstReceiverName, post: record.firstReceiverPost),
            note: isTaken ? t["baton.pin.named", ["unit": owner]] : t["baton.pin.answers"])
    }

    /// Nobody while a unit is asked to take it: the one below still answers, but does not handle it there.
    var handler: String { record.state.isAwaitingAcceptance ? "" : record.handlerName }

    private var waiting: String {
        switch record.state {
        case .archived: return t["ticket.done"]
        // The handler is the one who may not visit.
        case .verified: return t["ticket.waiting.visit", ["holder": record.holderUnitName]]
        default: break
        }
        let holder = [record.holderUnitName, handler].filter { !$0.isEmpty }.joined(separator: " · ")
        return t[record.state.isAwaitingAcceptance ? "ticket.waiting.accept" : "ticket.waiting", ["holder": holder]]
    }

    private var historySummary: String {
        let open = file.history.count { $0.state.isOpen }
        return t["ticket.historySummary", ["count": file.historyGoesOn ? "20+" : String(file.history.count), "open": String(open)]]
    }

    private var responsibility: ResponsibilityBar? {
        let shares = held.shares.map { share in
            ResponsibilityBar.Share(
                holder: share.name, seconds: share.span.seconds, tone: tone(of: share.unit), words: frame.wording.duration(share.span))
        }
        let total = Span.seconds(shares.reduce(0) { $0 + $1.seconds })
        return ResponsibilityBar(
            shares: shares, total: t["responsibility.total", ["span": frame.wording.duration(total)]],
            label: t["responsibility.label", ["shares": shares.map { "\($0.holder) \($0.words)" }.joined(separator: ", ")]])
    }

    private func tone(of unit: UnitID) -> Tone {
        guard let kind = file.ticket.unit(unit)?.kind else { return .plain }
        return switch kind {
        case .group: .group
        case .company, .project: .developer
        case .vendor, .vendorSite: .vendor
        }
    }
}
