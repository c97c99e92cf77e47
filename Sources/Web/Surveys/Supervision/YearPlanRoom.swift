internal import Domain
internal import HTTPTypes
internal import Hummingbird
internal import Store
internal import Views

/// A unit's plan for measuring satisfaction in a year (SURVEY-R1), written, handed in, approved by somebody else.
enum YearPlanRoom {
    static func show(_ member: MemberContext) async throws -> Response { try await page(member) }

    static func write(_ member: MemberContext) async throws -> Response {
        let fields = try await member.form()
        try fields.allow(YearPlanTexts.names)
        let (year, values, version) = (try year(member), fields.values, try fields.version())
        let path = member.paths.yearPlan(year)
        do {
            let texts = try YearPlanTexts.read(values).orInvalid()
            let answer = try await member.write(fields) { tx in
                try await tx.write(texts, try await tx.access(year, version: version, for: KeepYearPlan.self))
                return path
            }
            return member.done(answer, Flash("yearPlan.saved"))
        } catch StoreError.invalid(let errors) {
            return try await page(member, typed: values, errors: errors)
        }
    }

    static func take(_ step: YearPlanStep) -> @Sendable (MemberContext) async throws -> Response {
        { member in
            let fields = try await member.form()
            try fields.allow(["note"])
            let (year, version) = (try year(member), try fields.version())
            let path = member.paths.yearPlan(year)
            do {
                let note: String?
                do throws(FieldProblem) { note = try BoundedText.optional(fields.values["note"], max: 300, multiline: true) } catch {
                    throw StoreError.invalid(FieldErrors("note", error))
                }
                let answer = try await member.write(fields) { tx in
                    try await tx.take(step, note: note, try await tx.access(year, version: version, for: KeepYearPlan.self))
                    return path
                }
                return member.done(answer, Flash("yearPlan.step.\(step.code)"))
            } catch StoreError.invalid(let errors) {
                return try await page(member, note: fields.values["note"] ?? "", noteErrors: errors)
            }
        }
    }

    private static func year(_ member: MemberContext) throws -> Int { Int(try member.incoming.number("year")) }

    private static func page(
        _ member: MemberContext, typed: [String: String] = [:], errors: FieldErrors? = nil, note: String = "",
        noteErrors: FieldErrors? = nil
    ) async throws -> Response {
        let year = try year(member)
        let (file, frame) = try await member.read { tx in try await tx.yearPlan(year) }
        let words = YearPlanWords(frame: frame, file: file, typed: typed, errors: errors, note: note, noteErrors: noteErrors)
        let isWrong = errors != nil || noteErrors != nil
        return try frame.page(words.page, room: .surveys, status: isWrong ? .unprocessableContent : .ok)
    }
}

struct YearPlanWords {
    let frame: PageFrame
    let file: YearPlanFile
    let typed: [String: String]
    let errors: FieldErrors?
    let note: String
    let noteErrors: FieldErrors?
    private var t: Messages { frame.t }
    private var plan: YearPlanRow? { file.plan }

    init(frame: PageFrame, file: YearPlanFile, typed: [String: String], errors: FieldErrors?, note: String, noteErrors: FieldErrors?) {
        self.frame = frame
        self.file = file
        self.typed = typed
        self.errors = errors
        self.note = note
        self.noteErrors = noteErrors
    }

    var page: SurveySheetPage {
        let writes = frame.may(.surveyRun) && plan?.state.isOpen ?? true
        let years = YearPlanFile.years(around: frame.today).map { year in
            Tab(label: String(year), path: frame.paths.yearPlan(year), current: year == file.year)
        }
        return SurveySheetPage(
            head: SurveyHead(
                eyebrow: frame.unitName, title: t["yearPlan.title", ["year": String(file.year)]], sub: t["yearPlan.text"], tabs: years,
                links: [Link(t["survey.waves"], path: frame.paths.surveys)]),
            facts: facts, blocks: writes ? [] : blocks, form: writes ? form : nil, actions: actions,
            empty: plan == nil && !writes ? EmptyState(title: t["yearPlan.none.title"], text: t["yearPlan.none.text"]) : nil)
    }

    private var facts: [Fact] {
        guard let plan else { return [] }
        var facts = [
            Fact(t["survey.state"], chip: Chip(t.word(plan.state), tone: plan.state == .approved ? .good : .soon)),
            Fact(t["yearPlan.written"], text: "\(plan.writtenBy) · \(frame.wording.exact(plan.writtenAt))"),
        ]
        if let at = plan.decidedAt {
            facts.append(
                Fact(
                    t["yearPlan.decided"], text: "\(plan.decidedBy) · \(frame.wording.exact(at))", note: plan.note.isEmpty ? nil : plan.note
                ))
        }
        return facts
    }

    private var texts: [(name: String, text: String)] {
        let texts = plan?.texts ?? YearPlanTexts()
        return [
            ("purpose", texts.purpose), ("items", texts.items), ("scope", texts.scope), ("forms", texts.forms), ("model", texts.model),
        ]
    }

    private var blocks: [SurveyBlock] {
        plan == nil ? [] : texts.map { SurveyBlock(title: t["field.yearPlan.\($0.name)"], text: $0.text) }
    }

    private var form: FormModel {
        FormModel(
            id: "plan", path: frame.paths.yearPlan(file.year),
            groups: [
                FieldGroup(
                    fields: texts.map { name, text in
                        FieldModel(
                            .textarea, form: "plan", name: name, label: t["field.yearPlan.\(name)"], value: typed[name] ?? text,
                            hint: t.optional("field.yearPlan.\(name).hint"), error: errors?[name].map(frame.wording.problem),
                            required: true, maxLength: 2_000)
                    })
            ], submit: t["yearPlan.save"], key: frame.newKey, version: String(plan?.version ?? 0))
    }

    private var actions: [ActionForm] {
        guard let plan else { return [] }
        return YearPlanStep.allCases.filter {
            $0.isOffered(in: plan.state, of: file.unit, writer: plan.writer, to: frame.session.actor)
        }.map { step in
            let fields =
                step == .sendBack
                ? [
                    FieldModel(
                        .textarea, form: step.code, name: "note", label: t["field.yearPlan.note"], value: note,
                        error: noteErrors?["note"].map(frame.wording.problem), required: true, maxLength: 300)
                ] : []
            return ActionForm(
                id: step.code, label: t.word(step), explain: t.optional("yearPlanStep.\(step.code).text"),
                path: frame.paths.yearPlanStep(step, file.year), fields: fields, key: frame.newKey, version: String(plan.version),
                danger: step == .sendBack)
        }
    }
}
