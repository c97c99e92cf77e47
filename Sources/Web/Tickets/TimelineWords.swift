internal import Domain
internal import Store
internal import Views

/// The timeline in words: hand-overs, what was said, and what it means.
struct TimelineWords {
    let frame: PageFrame

    func entry(_ event: EventRow) -> BatonEntry {
        let moved = event.toUnit != event.fromUnit ? event.toUnitName : ""
        let target = [moved, event.toPersonName].filter { !$0.isEmpty }.joined(separator: " · ")
        return BatonEntry(
            at: frame.wording.moment(event.at), tone: tone(event), action: frame.t.word(event.action),
            actor: frame.wording.person(event.actorName, post: event.actorPost), to: target.isEmpty ? nil : target,
            chip: event.from == event.to ? nil : Chip(frame.t.word(event.to)), said: event.text.isEmpty ? nil : event.text,
            note: note(event))
    }

    /// A change as the conflict page tells it.
    func change(_ change: Staleness.Change) -> BatonEntry {
        let action = ComplaintAction(rawValue: change.action).map { frame.t.word($0) } ?? change.action
        return BatonEntry(
            at: frame.wording.moment(change.at), tone: .soon, action: action,
            actor: frame.wording.person(change.actorName, post: change.actorPost))
    }

    private func tone(_ event: EventRow) -> Tone {
        switch event.action {
        case .escalate, .sendBack, .redo, .reopen, .customerRejects: .soon
        case .followProject, .changeVendor: .soon
        case .intervene, .enterLitigation, .rateInvalid, .rateNonResponsible: .late
        case .customerAccepts, .verify, .close, .recordOutcome: .good
        case .recordVisit: event.to == .visited ? .good : .soon
        default: .plain
        }
    }

    private func note(_ event: EventRow) -> String? {
        let detail = event.detail
        let t = frame.t
        let parts: [String?] = [
            detail["compensation"].flatMap(Int64.init).flatMap {
                $0 > 0 ? "\(t["plan.compensation"]): \(frame.wording.money(Fen($0)))" : nil
            },
            ComplaintAction.fromForms.contains(event.action) ? nil : "\(detail["from"] ?? "") → \(detail["to"] ?? "")",
            detail["tried"].map { "\(t["field.tried"]): \($0)" },
            detail["topic"].map { "\(t["field.topic"]): \($0)" },
            detail["severity"].flatMap(Severity.init(rawValue:)).map { "\(t["fact.severity"]): \(t.word($0))" },
            detail["method"].flatMap(VisitMethod.init(rawValue:)).map { t.word($0) },
            event.action == .recordVisit ? detail["outcome"].flatMap(VisitOutcome.init(rawValue:)).map { t.word($0) } : nil,
            event.action == .recordOutcome ? detail["outcome"].flatMap(LitigationOutcome.init(rawValue:)).map { t.word($0) } : nil,
        ]
        let words = parts.compactMap { $0 }.joined(separator: " · ")
        return words.isEmpty ? nil : words
    }
}
