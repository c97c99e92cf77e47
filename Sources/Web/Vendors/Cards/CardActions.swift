internal import Domain
internal import Store
internal import Views

/// What may be done about a card now.
extension CardWords {
    private func controls(_ form: String) -> CustomerFields {
        let mine = rejected?.form == form
        return CustomerFields(frame: frame, form: form, typed: mine ? rejected?.typed ?? [:] : [:], errors: mine ? rejected?.errors : nil)
    }

    private func action(
        _ id: String, _ label: String, explain: String, path: String, _ fields: [FieldModel], files: FileField? = nil, danger: Bool = false
    ) -> ActionForm {
        let mine = rejected?.form == id
        return ActionForm(
            id: id, label: label, explain: explain, path: path, fields: fields, files: files, key: frame.newKey, danger: danger, open: mine,
            message: mine ? rejected?.message : nil)
    }

    var actions: [ActionForm] {
        var actions: [ActionForm] = []
        let lines = file.lines.filter { $0.state == .scored }.map { line in
            FieldModel.Option(
                value: line.key, label: "\(line.name.text(english: english)) · \(Self.points(line.points)) / \(Self.points(line.weight))")
        }
        if file.mayModerate {
            let fields = controls("moderate")
            actions.append(
                action(
                    "moderate", t["card.moderate"], explain: t["card.moderate.text"], path: frame.paths.scoreCardStep("moderate", card.id),
                    [
                        fields.field(.select, "line", label: "cardLine", required: true, options: lines),
                        fields.field(.text, "points", label: "cardPoints", required: true, max: 6),
                        fields.field(.textarea, "reason", label: "cardReason", required: true, max: 500),
                    ]))
        }
        if file.mayAppeal, file.number == card.number {
            let fields = controls("appeal")
            actions.append(
                action(
                    "appeal", t["appeal.file"], explain: t["appeal.file.text"], path: frame.paths.scoreCardStep("appeal", card.id),
                    [
                        fields.field(.select, "line", label: "cardLine", required: true, options: lines),
                        fields.field(.textarea, "text", label: "appealText", required: true, max: 1_000),
                        fields.field(.textarea, "evidence", label: "appealEvidence", max: 1_000),
                    ], files: FileWords(frame).field(form: "appeal", label: "appeal.files", kept: kept, error: fileError)))
        }
        for appeal in file.appeals where appeal.state.isOpen { actions += ruling(appeal) }
        if file.mayOverride {
            for row in file.consequences where row.overriddenAt == nil {
                let id = "consequence-\(row.id)"
                actions.append(
                    action(
                        id, t["consequence.override", ["what": t.word(row.kind)]], explain: t["consequence.override.text"],
                        path: frame.paths.consequence(row.id, of: card.id),
                        [controls(id).field(.textarea, "reason", label: "cardReason", required: true, max: 500)], danger: true))
            }
        }
        return actions
    }

    private func ruling(_ appeal: AppealRow) -> [ActionForm] {
        let id = "appeal-\(appeal.id)"
        let name = file[appeal.key]?.name.text(english: english) ?? appeal.key
        let withdraws = isVendor && frame.session.actor.covers(card.site, with: .cardAppeal)
        guard file.mayRule || withdraws else { return [] }
        let fields = controls(id)
        let steps: [AppealStep] = withdraws ? [.withdraw] : [.uphold, .reject]
        var asked = [
            fields.field(
                .radios, "step", label: "appealStep", required: true, options: steps.map { .init(value: $0.code, label: t.word($0)) },
                value: steps[0].code)
        ]
        if !withdraws { asked.append(fields.field(.text, "points", label: "appealPoints", max: 6)) }
        asked.append(fields.field(.textarea, "ruling", label: withdraws ? "cardReason" : "appealRuling", required: true, max: 1_000))
        return [
            action(
                id, t[withdraws ? "appeal.withdraw" : "appeal.rule", ["line": name]], explain: t["appeal.rule.text"],
                path: frame.paths.appeal(appeal.id, of: card.id), asked)
        ]
    }
}
