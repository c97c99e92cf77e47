internal import Domain
internal import Store
internal import Views

/// What a card leads to, and what an appeal against it rests on.
extension CardWords {
    func fact(_ row: ConsequenceRow) -> Fact {
        let text: String =
            switch row.kind {
            case .suspend: t["consequence.suspended", ["day": row.untilOn?.isoText ?? ""]]
            case .advisePayment: advice(row)
            case .gateRenewal: t["consequence.gateRenewal"]
            case .rectify: t.word(row.kind)
            }
        let overridden = row.overriddenAt.map { _ in
            t["consequence.overridden", ["name": row.overriddenByName, "reason": row.reason]]
        }
        let notes = [row.clause?.text, overridden].compactMap(\.self).filter { !$0.isEmpty }
        return Fact(
            t.word(row.kind), text: text, link: row.clause.flatMap(contract),
            note: notes.isEmpty ? nil : notes.joined(separator: " · "))
    }

    /// What may be withheld by the contract's clause; without one no sum is named.
    private func advice(_ row: ConsequenceRow) -> String {
        guard let clause = row.clause else { return t[row.hasClause ? "consequence.advice.unread" : "consequence.advice.none"] }
        guard let measure = clause.measure else { return t["consequence.advice.words", ["clause": clause.title]] }
        return t["consequence.advice.measure", ["clause": clause.title, "measure": frame.words(measure)]]
    }

    private func contract(_ clause: PaymentClause) -> Link? {
        guard frame.may(.vendorSee) else { return nil }
        return Link("\(clause.contractNumber) \(clause.contractTitle)", path: frame.paths.contract(clause.contract))
    }

    /// Papers of each appeal, for the vendor and for who rules.
    var papers: [CardPage.Evidence] {
        let words = FileWords(frame)
        return file.appeals.compactMap { appeal in
            let own = file.evidence.filter { $0.subject == .appeal(appeal.id, of: card.id) }
            guard !own.isEmpty else { return nil }
            let name = file[appeal.key]?.name.text(english: english) ?? appeal.key
            return CardPage.Evidence(
                id: "evidence-\(appeal.id)", title: t["appeal.papers", ["line": name]],
                files: words.list(own, mayRemove: file.mayAppeal && appeal.state.isOpen))
        }
    }

    var fileError: String? {
        returned?.problem(frame.wording)
            ?? (rejected?.form == "appeal" ? rejected?.errors?["files"].map(frame.wording.problem) : nil)
    }
}
