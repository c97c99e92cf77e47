internal import Domain
internal import Store
internal import Views

extension TicketWords {
    var plans: [TicketPage.Plan] {
        file.ticket.plans.map { plan in
            let answer: Chip =
                switch plan.answer {
                case .accepted: Chip(frame.t["plan.accepted"], tone: .good)
                case .rejected: Chip(frame.t["plan.rejected"], tone: .late)
                case nil: Chip(frame.t["plan.waiting"], tone: .soon)
                }
            return TicketPage.Plan(
                round: frame.t["plan.roundNumber", ["count": String(plan.round)]], text: plan.text,
                compensation: plan.compensation > .zero ? frame.wording.money(plan.compensation) : nil,
                proposed: frame.wording.moment(plan.proposedAt), by: frame.wording.person(plan.proposedByName, post: plan.unitName),
                answer: answer, reason: plan.answerNote.isEmpty ? nil : plan.answerNote)
        }
    }

    var exchanges: [TicketPage.Exchange] {
        let picture = LadderPicture(frame: frame)
        return file.ticket.exchanges.map { exchange in
            var words = [
                TicketPage.Exchange.Word(
                    at: frame.wording.moment(exchange.openedAt),
                    by: frame.wording.person(exchange.openedByName, post: exchange.fromUnitName), text: exchange.text)
            ]
            if let repliedAt = exchange.repliedAt {
                words.append(
                    .init(
                        at: frame.wording.moment(repliedAt), by: frame.wording.person(exchange.repliedByName, post: exchange.toUnitName),
                        text: exchange.reply))
            }
            return TicketPage.Exchange(
                anchor: "exchange-\(exchange.id)", topic: exchange.topic,
                state: Chip(picture.state(exchange), tone: exchange.isOpen ? .soon : .good), words: words, actions: forms.about(exchange))
        }
    }

    var visits: [TicketPage.Visit] {
        file.ticket.visits.map { visit in
            let tone: Tone =
                switch visit.outcome {
                case .satisfied: .good
                case .dissatisfied: .late
                case .unreachable: .soon
                }
            return TicketPage.Visit(
                at: frame.wording.moment(visit.at), by: visit.visitorName, method: frame.t.word(visit.method),
                result: Chip(frame.t.word(visit.outcome), tone: tone), scores: scores(visit.scores),
                text: visit.comment.isEmpty ? nil : visit.comment)
        }
    }

    private func scores(_ scores: VisitScores?) -> [Fact] {
        guard let scores else { return [] }
        let named = [
            ("attitude", scores.attitude), ("quality", scores.quality), ("efficiency", scores.efficiency), ("overall", scores.overall),
        ]
        return named.map { Fact(frame.t["visit.\($0.0)"], text: frame.t["visit.score", ["score": String($0.1)]]) }
    }

    /// What is still promised, soonest first, then what was met too late.
    var deadlines: [TicketPage.Deadline] {
        let open = file.ticket.deadlines.filter(\.isOpen).sorted { $0.deadline.dueAt < $1.deadline.dueAt }
        let late = file.ticket.deadlines.filter { $0.cancelledAt == nil && $0.isMetLate }
        return (open + late).map(promise)
    }

    /// What was met in time: folded, because it asks nothing of anybody.
    var kept: TicketPage.Kept? {
        let rows = file.ticket.deadlines.filter { $0.cancelledAt == nil && !$0.isOpen && !$0.isMetLate }
        return TicketPage.Kept(frame.t["ticket.kept", ["count": String(rows.count)]], deadlines: rows.map(promise))
    }

    /// One promise: whose, how it stands, what was first promised and why.
    private func promise(_ row: DeadlineRow) -> TicketPage.Deadline {
        let deadline = row.deadline
        let chip =
            deadline.metAt.map { frame.wording.deadline(due: deadline.dueAt, metAt: $0) } ?? frame.wording.deadline(due: deadline.dueAt)
        let rule = ClockRule(rawValue: deadline.rule).map { frame.t.word($0) } ?? deadline.rule
        let span = frame.wording.duration(deadline.firstDueAt - deadline.startedAt)
        return TicketPage.Deadline(
            name: frame.t.word(deadline.kind), owner: file.ticket.name(of: row.unit), chip: chip,
            promise: frame.t["ticket.promise", ["time": frame.wording.exact(deadline.firstDueAt)]],
            because: frame.t[
                "ticket.because",
                ["rule": "\(rule) (\(deadline.rule))", "start": frame.wording.exact(deadline.startedAt), "span": span]])
    }

    var facts: [Fact] { sheet(with: nil) }

    /// The facts by name, all of them when none is named; what is empty is left out.
    func sheet(with names: [String]?) -> [Fact] {
        let record = file.record
        let t = frame.t
        let customer = [customerName, file.relation.map { t.word($0) } ?? ""].filter { !$0.isEmpty }.joined(separator: " · ")
        let court = record.litigation.map {
            "\($0.court) · \($0.caseNumber) · \(LitigationParty(rawValue: $0.by).map { t.word($0) } ?? "")"
        }
        let flags = frame.chips(record.sensitivity).map(\.text).joined(separator: " · ")
        let known: [(String, String?)] = [
            ("customer", customer), ("house", house),
            ("owner", file.ticket.name(of: record.ownerUnit)), ("handler", handler), ("severity", t.word(record.severity)),
            ("flags", flags), ("receivedAt", frame.wording.exact(record.receivedAt)),
            ("happenedAt", record.happenedAt.map { frame.wording.exact($0) }), ("happenedPlace", record.place),
            ("persons", record.personsInvolved), ("wish", record.wish),
            ("compensation", record.compensationAsked.map { frame.wording.money($0) }), ("court", court),
        ]
        return known.filter { names?.contains($0.0) ?? true }.compactMap { name, value in
            value.flatMap { $0.isEmpty ? nil : Fact(t["fact.\(name)"], text: $0) }
        }
    }

    /// Masked outside the project (research B10), but not for whoever has the matter in hand.
    private var customerName: String {
        if record.customerName.isEmpty { return record.customer == nil ? "" : frame.t["customer.anonymous"] }
        return frame.customer(record.customerName, full: record.isHandled(by: frame.session.actor))
    }

    /// The masked number; who may reveal it says why first.
    var phone: RevealBlock? {
        guard let masked = file.phoneMasked, !masked.isEmpty else { return nil }
        return RevealBlock(masked: masked, form: Reveals.form(frame, file.record))
    }
}
