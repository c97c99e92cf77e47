internal import Domain
internal import Store
internal import Views

/// A selection as its page.
struct SelectionWords {
    let frame: PageFrame
    let file: SelectionFile

    private var t: Messages { frame.t }
    private var row: SelectionRow { file.row }
    private var own: MemberRow? { file.member(frame.session.actor.person) }

    func page(_ forms: SelectionForms) -> OrgRecordPage {
        OrgRecordPage(
            title: row.title, back: Link(t["selection.all"], path: frame.paths.selections),
            chips: [frame.chip(row.state), Chip(row.project.name, tone: .developer)], notices: notices, facts: facts,
            sections: [candidates, sideBySide, criteria, committee] + opened + [reviews, steps].filter { !$0.rows.isEmpty }, links: links,
            actions: forms.all)
    }

    private var links: [Link] {
        var links: [Link] = []
        if let own, own.member.role.scores, row.state == .evaluation, row.openedAt == nil {
            links.append(Link(t[own.submittedAt == nil ? "selection.score" : "selection.scoreAgain"], path: frame.paths.ballot(row.id)))
        }
        if row.state.hasChosen { links.append(Link(t["selection.dossier"], path: frame.paths.dossier(row.id))) }
        if row.digest != nil { links.append(Link(t["selection.archive"], path: frame.paths.dossierFile(row.id))) }
        return links
    }

    /// What keeps it from going on, and what is sealed.
    private var notices: [OrgRecordPage.Notice] {
        if row.state == .evaluation, row.openedAt == nil {
            let scorers = file.members.filter(\.member.role.scores)
            let done = scorers.count { $0.submittedAt != nil }
            return [
                .init(
                    t["selection.sealed", ["done": String(done), "all": String(scorers.count)]], lines: [t["selection.sealed.text"]])
            ]
        }
        let faults = file.facts.criteriaFaults.compactMap(words) + file.facts.committeeFaults.compactMap(words)
        guard row.state.isPlan, row.state != .positioning, !faults.isEmpty else { return [] }
        return [.init(t["selection.faults"], lines: faults)]
    }

    private func words(_ fault: CriteriaFault) -> String? {
        switch fault {
        case .none: t["selection.fault.noCriteria"]
        case .total(let total): t["selection.fault.total", ["total": String(total)]]
        case .weightlessCriterion, .weightedKnockOut: t["selection.fault.weight"]
        }
    }

    private func words(_ fault: CommitteeFault) -> String? {
        switch fault {
        case .empty: t["selection.fault.empty"]
        case .tooFew(let count): t["selection.fault.tooFew", ["count": String(count), "least": String(Committee.fewestScorers)]]
        case .noChair: t["selection.fault.noChair"]
        case .severalChairs: t["selection.fault.severalChairs"]
        case .nobodyScores(let id): t["selection.fault.nobodyScores", ["name": name(id)]]
        }
    }

    private func name(_ candidate: CandidateID) -> String { file.candidates.first { $0.id == candidate }?.name ?? "" }
    private func name(_ member: MemberID) -> String { file.members.first { $0.member.id == member }?.name ?? "" }

    var facts: [Fact] {
        var facts = [
            Fact(t["field.project"], text: row.project.name), Fact(t["field.unit"], text: row.unit.name),
            Fact(t["field.positioning"], text: row.positioning.isEmpty ? "–" : row.positioning),
            Fact(t["field.selectionMethod"], text: row.method.isEmpty ? "–" : row.method),
            Fact(t["field.early"], text: row.earlyOn?.isoText ?? "–"), Fact(t["field.serveFrom"], text: row.serveFrom?.isoText ?? "–"),
        ]
        if let at = row.openedAt {
            facts.append(Fact(t["selection.opened"], text: frame.wording.exact(at), note: row.openedByName))
        }
        if let chosen = file.chosen {
            facts += [
                Fact(t["field.chosenCandidate"], text: chosen.name), Fact(t["field.decisionReasons"], text: row.reasons),
                Fact(t["field.minorityOpinion"], text: row.minority.isEmpty ? t["selection.noMinority"] : row.minority),
            ]
        }
        if let engagement = file.engagements.first(where: { $0.id == row.engagement }) {
            facts.append(
                Fact(
                    t["vendorDue.engagement"],
                    link: Link(frame.period(engagement.from, engagement.to), path: frame.paths.vendor(engagement.vendor))))
        }
        if let digest = row.digest { facts.append(Fact(t["selection.digest"], text: digest.hexText, note: t["selection.digest.text"])) }
        return facts
    }

    var candidates: OrgRecordPage.Section {
        let columns = [t["selection.candidate"], t["vendor.projects"], t["vendor.qualifications"], t["fact.state"]]
        let rows = file.candidates.map { candidate in
            OrgListPage.Row(cells: [
                candidate.vendor.map { .init(columns[0], link: Link(candidate.name, path: frame.paths.vendor($0))) }
                    ?? .init(columns[0], text: candidate.name),
                .init(columns[1], text: candidate.vendor == nil ? "–" : frame.wording.number(candidate.projects)),
                .init(columns[2], text: candidate.vendor == nil ? "–" : frame.wording.number(candidate.qualifications)),
                .init(columns[3], chip: state(of: candidate)),
            ])
        }
        return .init("candidates", title: t["selection.candidates"], columns: columns, rows: rows, empty: t["selection.candidates.none"])
    }

    private func state(of candidate: CandidateRow) -> Chip {
        if candidate.droppedAt != nil { return Chip(t["selection.dropped", ["why": candidate.dropReason]], tone: .late) }
        if candidate.id == row.candidate { return Chip(t["selection.chosen"], tone: .good) }
        if !candidate.overrideReason.isEmpty { return Chip(t["selection.admitted", ["why": candidate.overrideReason]], tone: .soon) }
        return candidate.investigatedAt == nil ? Chip(t["selection.uninvestigated"], tone: .soon) : Chip(t["selection.investigated"])
    }

    /// Candidates as columns, what was found of them in the same lines.
    var sideBySide: OrgRecordPage.Section {
        let columns = [t["selection.aspect"]] + file.running.map(\.name)
        func line(_ aspect: String, _ value: (CandidateRow) -> String) -> OrgListPage.Row {
            OrgListPage.Row(
                cells: [.init(columns[0], text: aspect)] + file.running.map { .init($0.name, text: value($0).isEmpty ? "–" : value($0)) })
        }
        let rows =
            file.running.isEmpty
            ? []
            : [
                line(t["field.investigation"], \.investigation), line(t["selection.investigator"], \.investigatedByName),
                line(t["vendor.projects"]) { $0.vendor == nil ? "–" : frame.wording.number($0.projects) },
                line(t["vendor.qualifications"]) { $0.vendor == nil ? "–" : frame.wording.number($0.qualifications) },
                line(t["selection.suspendedUntil"]) { $0.suspendedUntil?.isoText ?? "–" },
            ] + pastCards(columns[0])
        return .init("compare", title: t["selection.compare"], columns: columns, rows: rows, empty: t["selection.candidates.none"])
    }

    /// The last confirmed cards, the newest first, each opening its page for whoever may look at cards.
    private func pastCards(_ heading: String) -> [OrgListPage.Row] {
        guard frame.may(.cardSee) else { return [] }
        let past = file.running.map { candidate in file.cards.filter { $0.vendor == candidate.vendor } }
        return (0..<max(1, past.map(\.count).max() ?? 0)).map { index in
            let aspect = t["selection.pastCard", ["number": String(index + 1)]]
            return OrgListPage.Row(
                cells: [.init(heading, text: aspect)]
                    + zip(file.running, past).map { candidate, cards in
                        guard index < cards.count else { return .init(candidate.name, text: "–") }
                        return .init(candidate.name, link: link(cards[index]))
                    })
        }
    }

    private func link(_ card: CardRow) -> Link {
        let english = t.language == .english
        let grade = card.grade == nil ? t["card.noGrade"] : card.gradeName.text(english: english)
        let project = frame.name(card.projectName, english: card.projectNameEnglish)
        return Link(
            "\(card.period) · \(project) · \(card.total.map(CardWords.points) ?? "–") · \(grade)", path: frame.paths.scoreCard(card.id))
    }

    var criteria: OrgRecordPage.Section {
        let columns = [t["selection.criterion"], t["selection.guide"], t["selection.weight"]]
        let rows = file.criteria.map { row in
            OrgListPage.Row(cells: [
                .init(columns[0], text: row.criterion.name), .init(columns[1], text: row.guide.isEmpty ? "–" : row.guide),
                row.criterion.knocksOut
                    ? .init(columns[2], chip: Chip(t["selection.knockOut"], tone: .late))
                    : .init(columns[2], text: "\(row.criterion.weight) %"),
            ])
        }
        let total = file.rules.reduce(0) { $0 + $1.weight }
        return .init(
            "criteria", title: t["selection.criteria"], note: t["selection.total", ["total": String(total)]], columns: columns, rows: rows,
            empty: t["selection.fault.noCriteria"])
    }

    var committee: OrgRecordPage.Section {
        let columns = [
            t["selection.member"], t["field.committeeRole"], t["selection.declared"], t["selection.conflicts"], t["selection.handedIn"],
        ]
        let rows = file.members.map { row in
            OrgListPage.Row(cells: [
                .init(columns[0], text: frame.wording.person(row.name, post: row.post)), .init(columns[1], text: t.word(row.member.role)),
                row.declaredAt == nil
                    ? .init(columns[2], chip: Chip(t["selection.undeclared"], tone: .soon)) : .init(columns[2], text: row.statement),
                .init(
                    columns[3],
                    text: row.member.conflicts.isEmpty ? "–" : row.member.conflicts.sorted().map(name).joined(separator: t["people.comma"])),
                .init(columns[4], text: row.submittedAt.map(frame.wording.exact) ?? "–"),
            ])
        }
        return .init("committee", title: t["selection.committee"], columns: columns, rows: rows, empty: t["selection.fault.empty"])
    }

    /// Ranking, every mark and every remark, once they are open.
    var opened: [OrgRecordPage.Section] {
        guard row.openedAt != nil else { return [] }
        let columns = [t["selection.rank"], t["selection.candidate"], t["selection.points"], t["selection.spread"], t["fact.state"]]
        let results = file.results.map { result in
            OrgListPage.Row(cells: [
                .init(columns[0], text: result.rank.map { String($0) } ?? "–"), .init(columns[1], text: name(result.candidate)),
                .init(columns[2], text: frame.points(result.total)),
                .init(columns[3], text: result.spread.map { "\(frame.points($0.lowerBound)) – \(frame.points($0.upperBound))" } ?? "–"),
                .init(columns[4], chip: verdict(result)),
            ])
        }
        let ranking = OrgRecordPage.Section(
            "results", title: t["selection.results"], note: t["selection.results.text"], columns: columns, rows: results, empty: "–")
        let heads = [t["selection.member"], t["selection.candidate"]] + file.rules.map(\.name)
        let marks = OrgRecordPage.Section("marks", title: t["selection.marks"], columns: heads, rows: markRows(heads), empty: "–")
        let said = [t["selection.member"], t["selection.remark"]]
        let remarks = file.remarks.map { OrgListPage.Row(cells: [.init(said[0], text: name($0.member)), .init(said[1], text: $0.note)]) }
        return [ranking, marks]
            + (remarks.isEmpty ? [] : [.init("remarks", title: t["selection.remarks"], columns: said, rows: remarks, empty: "–")])
    }

    private func verdict(_ result: CandidateResult) -> Chip {
        guard result.knockedOutBy.isEmpty else {
            let names = file.rules.filter { result.knockedOutBy.contains($0.id) }.map(\.name).joined(separator: t["people.comma"])
            return Chip(t["selection.knockedOut", ["what": names]], tone: .late)
        }
        return result.rank == 1 ? Chip(t["selection.first"], tone: .good) : Chip(t["selection.in"])
    }

    private func markRows(_ heads: [String]) -> [OrgListPage.Row] {
        let byPlace = Dictionary(file.marks.map { (MarkKey(member: $0.member, place: $0.place), $0.points) }, uniquingKeysWith: { $1 })
        return file.members.flatMap { member in
            file.running.filter { candidate in file.marks.contains { $0.member == member.member.id && $0.place.candidate == candidate.id } }
                .map { candidate in
                    let cells = zip(heads.dropFirst(2), file.rules).map { head, rule -> OrgListPage.Cell in
                        let points = byPlace[MarkKey(member: member.member.id, place: MarkPlace(candidate.id, rule.id))]
                        guard let points else { return .init(head, text: "–") }
                        return .init(head, text: rule.knocksOut ? t[points == 1 ? "selection.pass" : "selection.fail"] : String(points))
                    }
                    return OrgListPage.Row(cells: [.init(heads[0], text: member.name), .init(heads[1], text: candidate.name)] + cells)
                }
        }
    }

    private struct MarkKey: Hashable {
        let member: MemberID
        let place: MarkPlace
    }

    var reviews: OrgRecordPage.Section {
        let columns = [t["field.reviewStep"], t["field.reviewNote"], t["survey.by"], t["survey.when"]]
        let rows = file.reviews.map { review in
            OrgListPage.Row(cells: [
                .init(columns[0], text: t.word(review.step)), .init(columns[1], text: review.note), .init(columns[2], text: review.name),
                .init(columns[3], text: frame.wording.exact(review.at)),
            ])
        }
        return .init("reviews", title: t["selectionState.contractReview"], columns: columns, rows: rows, empty: "–")
    }

    var steps: OrgRecordPage.Section {
        .init("steps", title: t["wave.steps"], columns: frame.stepColumns, rows: file.steps.map(frame.step), empty: "–")
    }
}
