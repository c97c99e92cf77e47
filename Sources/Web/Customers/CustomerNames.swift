internal import Domain
internal import Store
internal import Views

extension PageFrame {
    /// Who works at the project or its property desk knows the people there; elsewhere a name shows its first character (research B10).
    var showsNames: Bool { [.project, .vendorSite].contains(member.place.unit.kind) }

    /// A customer's name as it may be shown here; the one place where that is decided.
    /// - Parameter full: the reader keeps the file, or has the matter in hand.
    func customer(_ name: String, kind: CustomerKind = .person, full: Bool = false) -> String {
        if name.isEmpty { return t["customer.anonymous"] }
        return kind == .organisation || full || showsNames ? name : Masking.name(name)
    }

    func chip(_ state: CustomerState) -> Chip {
        let tone: Tone =
            switch state {
            case .owner: .developer
            case .buyer: .good
            case .resident: .vendor
            case .prospect: .plain
            case .formerOwner, .returnedUnit, .dropped: .soon
            }
        return Chip(t.word(state), tone: tone)
    }

    /// What a glance should tell: member, and every class but the ordinary one.
    func marks(member: String?, _ classification: CustomerClass) -> [Chip] {
        var chips: [Chip] = []
        if member != nil { chips.append(Chip(t["owners.member"], tone: .group)) }
        if classification != .ordinary { chips.append(Chip(t.word(classification), tone: .soon)) }
        return chips
    }

    func moment(_ day: Day) -> Moment { Moment(words: wording.day(day), exact: day.isoText, iso: day.isoText) }

    /// "since 18 Jun 2024", "1 Jan 2020 – 17 Jun 2024 · sold".
    func period(_ dated: DatedRelation) -> String {
        guard let to = dated.to else { return t["relation.since", ["from": dated.from.isoText]] }
        let span = t["relation.period", ["from": dated.from.isoText, "to": to.isoText]]
        return dated.endedAs.map { "\(span) · \(t.word($0))" } ?? span
    }

    func tone(_ relation: CustomerRelation) -> Tone {
        switch relation {
        case .owner, .coOwner: .developer
        case .buyer: .good
        case .tenant, .user: .vendor
        case .family: .group
        case .developer: .plain
        }
    }
}
