internal import Domain
internal import Store
internal import Views

/// The forms beside a selection: what each person may do now.
struct SelectionForms {
    let frame: PageFrame
    let file: SelectionFile
    let vendors: [VendorHead]
    let people: [AssessorChoice]
    /// Whether the person may let a suspended vendor in.
    let mayAdmit: Bool
    var rejected: RejectedForm?

    private var t: Messages { frame.t }
    private var row: SelectionRow { file.row }
    private var actor: Actor { frame.session.actor }
    private var runs: Bool { actor.covers(row.unit, with: .selectionRun) }
    private var own: MemberRow? { file.member(actor.person) }
    private var forms: KeepingForms {
        KeepingForms(frame: frame, rejected: rejected, words: "selection.do", version: String(row.lock))
    }

    /// The seat comes first, then the next step, then what prepares it.
    var all: [ActionForm] { seat + moves + (row.state == .contractReview ? review : []) + (runs && row.state.isPlan ? preparing : []) }

    static func plan(_ maker: FieldMaker, _ row: SelectionRow?) -> [FieldModel] {
        [
            maker.make(.text, "title", label: "selectionTitle", value: row?.title ?? "", max: 80),
            maker.make(.textarea, "positioning", value: row?.positioning ?? "", max: 4_000, required: false),
            maker.make(.text, "method", label: "selectionMethod", value: row?.method ?? "", max: 200, required: false),
            maker.make(.date, "early", value: row?.earlyOn?.isoText ?? "", required: false, half: true),
            maker.make(.date, "serveFrom", value: row?.serveFrom?.isoText ?? "", required: false, half: true),
        ]
    }

    private var seat: [ActionForm] {
        guard let own, row.state.isPlan else { return [] }
        let options = file.running.map { FieldModel.Option(value: $0.id.description, label: $0.name) }
        return [
            forms.form("declare", to: frame.paths.selectionStep("declare", row.id)) { maker in
                [
                    maker.make(
                        .checkboxes, "conflicts", value: own.member.conflicts.sorted().map(\.description).joined(separator: ","),
                        required: false,
                        options: options),
                    maker.make(.textarea, "statement", value: own.statement, max: 500),
                ]
            }
        ]
    }

    private var moves: [ActionForm] {
        SelectionTransitions.offered(file.facts, of: row.unit, to: actor).map { step in
            let id = step.action.code
            let waiting = SelectionTransitions.waiting(step, file.facts, today: frame.today).filter {
                $0 != .eligible || file.facts.eligible.isEmpty
            }
            var form = forms.form(
                id, to: frame.paths.selectionAction(step.action, row.id), danger: [.cancel, .lookAgain, .exit].contains(step.action)
            ) {
                fields(of: step, $0)
            }
            form.label = t.word(step.action)
            form.explain =
                waiting.isEmpty
                ? t.optional("selectionAction.\(id).text") : waiting.map { t["selectionGuard.\($0.code)"] }.joined(separator: " ")
            return form
        }
    }

    private func fields(of step: SelectionTransition, _ maker: FieldMaker) -> [FieldModel] {
        var fields: [FieldModel] = []
        if step.action == .decide {
            let options = file.results.filter(\.isEligible).map { result in
                let name = file.candidates.first { $0.id == result.candidate }?.name ?? ""
                return FieldModel.Option(value: result.candidate.description, label: "\(name) · \(frame.points(result.total))")
            }
            fields.append(maker.make(.select, "candidate", label: "chosenCandidate", options: [maker.choose] + options))
            fields.append(maker.make(.textarea, "note", label: "decisionReasons", max: 2_000))
            fields.append(maker.make(.textarea, "minority", label: "minorityOpinion", max: 2_000, required: false))
        } else if step.guards.contains(.note) {
            fields.append(maker.make(.textarea, "note", label: "selectionNote", max: 2_000))
        }
        return fields
    }

    private var review: [ActionForm] {
        guard actor.covers(row.unit, with: .selectionDecide) else { return [] }
        let left = ContractReviewStep.allCases.filter { step in !file.reviews.contains { $0.step == step } }
        guard !left.isEmpty else { return [] }
        let options = left.map { FieldModel.Option(value: $0.code, label: t.word($0)) }
        return [
            forms.form("review", to: frame.paths.selectionStep("review", row.id)) { maker in
                [
                    maker.make(.select, "step", label: "reviewStep", options: [maker.choose] + options),
                    maker.make(.textarea, "note", label: "reviewNote", max: 1_000),
                ]
            }
        ]
    }

    private var preparing: [ActionForm] {
        let candidates = file.running.map { FieldModel.Option(value: $0.id.description, label: $0.name) }
        var made = [
            forms.form("plan", to: frame.paths.selectionStep("plan", row.id)) { SelectionForms.plan($0, row) }
        ]
        if row.state.takesCandidates { made += looking(candidates) }
        if !candidates.isEmpty {
            made.append(
                forms.form("dropCandidate", to: frame.paths.selectionStep("candidates/drop", row.id), danger: true) { maker in
                    [
                        maker.make(.select, "candidate", options: [maker.choose] + candidates),
                        maker.make(.text, "reason", max: 300),
                    ]
                })
        }
        return made + criteria + committee
    }

    private func looking(_ candidates: [FieldModel.Option]) -> [ActionForm] {
        let known = vendors.map { FieldModel.Option(value: $0.unit.id.description, label: $0.file?.legalName ?? $0.unit.name) }
        let add = forms.form("addCandidate", to: frame.paths.selectionStep("candidates", row.id)) { maker in
            [
                maker.make(
                    .select, "vendor", label: "registeredVendor", required: false,
                    options: [FieldModel.Option(value: "", label: t["selection.notRegistered"])] + known),
                maker.make(.text, "name", label: "outsideCompany", max: 80, required: false),
            ] + override(maker)
        }
        guard !candidates.isEmpty else { return [add] }
        return [
            add,
            forms.form("noteInvestigation", to: frame.paths.selectionStep("candidates/investigate", row.id)) { maker in
                [
                    maker.make(.select, "candidate", options: [maker.choose] + candidates),
                    maker.make(.textarea, "investigation", max: 4_000),
                ]
            },
        ]
    }

    /// The reason for a suspended vendor: asked of whoever may give one; everybody else is told who may, once it is needed.
    private func override(_ maker: FieldMaker) -> [FieldModel] {
        guard mayAdmit || maker.errors?["override"] != nil else { return [] }
        return [maker.make(.text, "override", label: "suspensionOverride", max: 300, required: false)]
    }

    private var criteria: [ActionForm] {
        let options = file.criteria.map { FieldModel.Option(value: $0.criterion.id.description, label: $0.criterion.name) }
        let add = forms.form("addCriterion", to: frame.paths.selectionStep("criteria", row.id)) { maker in
            [
                maker.make(.text, "name", label: "criterionName", max: 60),
                maker.make(.textarea, "guide", label: "criterionGuide", max: 500, required: false),
                maker.make(.number, "weight", label: "criterionWeight", required: false, half: true),
                maker.make(.checkbox, "knocksOut", required: false, half: true),
            ]
        }
        guard !options.isEmpty, row.round == 1 else { return [add] }
        return [
            add,
            forms.form("removeCriterion", to: frame.paths.selectionStep("criteria/remove", row.id), danger: true) { maker in
                [maker.make(.select, "criterion", options: [maker.choose] + options)]
            },
        ]
    }

    private var committee: [ActionForm] {
        let free = people.filter { file.member($0.person) == nil }
        let options = free.map { FieldModel.Option(value: $0.person.description, label: "\($0.name) · \($0.title) · \($0.unitName)") }
        let add = forms.form("seat", to: frame.paths.selectionStep("committee", row.id)) { maker in
            [
                maker.make(.select, "person", label: "committeeMember", options: [maker.choose] + options),
                maker.make(.select, "role", label: "committeeRole", options: [maker.choose] + maker.words(CommitteeRole.self)),
            ]
        }
        guard !file.members.isEmpty, row.round == 1 else { return [add] }
        let seated = file.members.map {
            FieldModel.Option(value: $0.member.id.description, label: "\($0.name) · \(t.word($0.member.role))")
        }
        return [
            add,
            forms.form("unseat", to: frame.paths.selectionStep("committee/remove", row.id), danger: true) { maker in
                [maker.make(.select, "member", label: "committeeMember", options: [maker.choose] + seated)]
            },
        ]
    }
}

extension PageFrame {
    /// Hundredths of a point, two digits behind the point.
    func points(_ hundredths: Int?) -> String {
        guard let hundredths else { return "–" }
        let rest = hundredths % 100
        return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
    }
}
