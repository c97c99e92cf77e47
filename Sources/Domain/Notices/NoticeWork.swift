/// Finds the recipients of a row's notices. The person who acted is not told about it; nobody is told the same twice.
struct NoticeWork {
    let before: ComplaintFacts
    let after: ComplaintFacts
    let actor: PersonID
    let post: ActorPost

    func notices(_ rules: [NoticeRule]) -> [Notice] {
        var result: [Notice] = []
        for rule in rules {
            for recipient in recipients(rule.audience) where recipient != .person(actor) {
                let notice = Notice(rule.kind, to: recipient)
                if !result.contains(notice) { result.append(notice) }
            }
        }
        return result
    }

    private func recipients(_ audience: NoticeAudience) -> [NoticeRecipient] {
        switch audience {
        case .holderUnit: [.unit(after.holderUnit)]
        case .ownerUnit: [.unit(after.ownerUnit)]
        case .previousOwnerUnit: [.unit(after.intervention?.previousOwner ?? before.ownerUnit)]
        case .firstReceiver: [.person(after.firstReceiver)]
        case .handler: persons(after.handler)
        case .planProposer: persons(after.planProposer)
        case .escalationProposer: persons(before.escalation?.proposer)
        case .exchangePartner: after.ladder.exchangePartner(of: post.unit.id).map { [.unit($0)] } ?? []
        case .lowerUnits: [.unit(after.ladder.unit(of: .project)), .unit(after.ladder.unit(of: .centre))]
        }
    }

    private func persons(_ person: PersonID?) -> [NoticeRecipient] { person.map { [.person($0)] } ?? [] }
}
