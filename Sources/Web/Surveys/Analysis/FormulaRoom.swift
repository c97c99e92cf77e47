internal import Domain
internal import HTTPTypes
internal import Hummingbird
internal import Store
internal import Views

/// How satisfaction is computed: the rule that stands, those before it, and for the group the next one (SURVEY-R8).
enum FormulaRoom {
    static func show(_ member: MemberContext) async throws -> Response { try await page(member) }

    static func save(_ member: MemberContext) async throws -> Response {
        let fields = try await member.form()
        try fields.allow(SatisfactionFormula.Field.allCases.map(\.rawValue) + ["reason"])
        let values = fields.values
        let path = member.paths.surveyFormula
        do {
            let answer = try await member.write(fields) { tx in
                let permit = try await tx.access(formulaFor: SetFormula.self)
                let formula = try SatisfactionFormula.validated(values).orInvalid()
                try await tx.set(formula, reason: values["reason"] ?? "", permit)
                return path
            }
            return member.done(answer, Flash("flash.survey.formulaSet"))
        } catch {
            return try await OwnerForms.again(error) { try await page(member, typed: values, errors: $0) }
        }
    }

    private static func page(_ member: MemberContext, typed: [String: String] = [:], errors: FieldErrors? = nil) async throws -> Response {
        let (rows, frame) = try await member.read { tx in try await tx.formulas() }
        let t = frame.t
        let columns = [t["survey.formula.version"], t["survey.formula.choice"], t["survey.formula.reason"], t["survey.formula.setBy"]]
        let standing = rows.first?.formula ?? .standard
        var lines = rows.map { row in
            OrgListPage.Row(cells: [
                .init(columns[0], text: String(row.version)), .init(columns[1], text: words(row.formula, frame)),
                .init(columns[2], text: row.reason), .init(columns[3], text: "\(row.setByName) · \(frame.wording.exact(row.setAt))"),
            ])
        }
        lines.append(
            OrgListPage.Row(cells: [
                .init(columns[0], text: "0"), .init(columns[1], text: words(.standard, frame)),
                .init(columns[2], text: t["survey.formula.standard"]), .init(columns[3], text: "–"),
            ]))
        let maySet = frame.session.actor.posts(with: .surveyApprove).contains { $0.unit.kind == .group } && frame.may(.surveyApprove)
        let page = SurveySheetPage(
            head: SurveyHead(eyebrow: frame.unitName, title: t["survey.formula.title"], sub: t["survey.formula.note"]),
            blocks: [SurveyBlock(title: t["survey.formula.stands"], text: words(standing, frame))],
            tables: [SurveyTable(id: "versions", title: t["survey.formula.versions"], columns: columns, rows: lines, none: "")],
            form: maySet ? form(standing, frame, typed, errors) : nil)
        return try frame.page(page, room: .surveys, status: errors == nil ? .ok : .unprocessableContent)
    }

    private static func words(_ formula: SatisfactionFormula, _ frame: PageFrame) -> String {
        let t = frame.t
        return [
            t["survey.formula.boxes", ["count": String(formula.topBoxes)]], t.word(formula.notApplicable), t.word(formula.weighting),
            t["survey.formula.confidenceIs", ["confidence": formula.confidence.code]],
            t["survey.formula.floorIs", ["floor": String(formula.floor)]], t["survey.formula.lowIs", ["low": String(formula.lowAt)]],
        ].joined(separator: " · ")
    }

    private static func form(
        _ standing: SatisfactionFormula, _ frame: PageFrame, _ typed: [String: String], _ errors: FieldErrors?
    ) -> FormModel {
        let t = frame.t
        func field(_ kind: FieldModel.Kind, _ name: String, _ value: String, options: [FieldModel.Option] = []) -> FieldModel {
            FieldModel(
                kind, form: "formula", name: name, label: t["survey.formula.\(name)"], value: typed[name] ?? value,
                hint: t.optional("survey.formula.\(name).hint"), error: errors?[name].map(frame.wording.problem), required: true,
                maxLength: kind == .text ? 300 : nil,
                options: options)
        }
        func choices<Choice: Worded>(_: Choice.Type) -> [FieldModel.Option] {
            Choice.allCases.map { FieldModel.Option(value: $0.code, label: t.word($0)) }
        }
        return FormModel(
            id: "formula", path: frame.paths.surveyFormula,
            groups: [
                FieldGroup(
                    t["survey.formula.next"], note: t["survey.formula.next.note"],
                    fields: [
                        field(.number, "topBoxes", String(standing.topBoxes)),
                        field(.select, "notApplicable", standing.notApplicable.code, options: choices(NotApplicableRule.self)),
                        field(.select, "weighting", standing.weighting.code, options: choices(SurveyWeighting.self)),
                        field(.select, "confidence", standing.confidence.code, options: choices(Confidence.self)),
                        field(.number, "floor", String(standing.floor)), field(.number, "lowAt", String(standing.lowAt)),
                        field(.text, "reason", ""),
                    ])
            ], submit: t["survey.formula.set"], key: frame.newKey)
    }
}
