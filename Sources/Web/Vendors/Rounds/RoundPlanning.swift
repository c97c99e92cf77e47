internal import Domain
internal import HTTPTypes
internal import Hummingbird
internal import Store
internal import Views

/// Planning a round.
enum RoundPlanning {
    static func showNew(_ member: MemberContext) async throws -> Response { try await page(member) }

    static func plan(_ member: MemberContext) async throws -> Response {
        let fields = try await member.form()
        try fields.allow(NewRound.names)
        let (values, paths) = (fields.values, member.paths)
        do {
            let new = try NewRound.read(values, today: member.today).orInvalid()
            let answer = try await member.write(fields) { tx in paths.round(try await tx.plan(new, try await tx.access(for: RunRound.self)))
            }
            return member.done(answer, Flash("round.planned"))
        } catch {
            return try await OwnerForms.again(error) { try await page(member, typed: values, errors: $0) }
        }
    }

    private static func page(_ member: MemberContext, typed: [String: String] = [:], errors: FieldErrors? = nil) async throws -> Response {
        let (library, frame) = try await member.read { tx in try await tx.templateLibrary() }
        let t = frame.t
        let fields = CustomerFields(frame: frame, form: "round", typed: typed, errors: errors)
        let templates = library.filter { $0.base == nil && $0.published != nil }.map { template in
            FieldModel.Option(
                value: template.id.description,
                label: "\(frame.name(template.name, english: template.nameEnglish)) · \(template.period.map { t.word($0) } ?? "")")
        }
        let last = ScoreMonth(frame.today).adding(months: -1)
        let months = (0..<24).map { last.adding(months: 1 - $0) }.map { FieldModel.Option(value: $0.description, label: $0.description) }
        let page = OrgFormPage(
            title: t["round.add"], intro: t["round.add.text"], back: Link(t["round.title"], path: frame.paths.rounds),
            form: FormModel(
                id: "round", path: frame.paths.newRound,
                groups: [
                    FieldGroup(fields: [
                        fields.field(.select, "template", label: "roundTemplate", required: true, options: templates),
                        fields.field(
                            .text, "name", label: "roundName", required: true, half: true, max: 60,
                            value: t["round.name", ["month": last.description]]),
                        fields.field(
                            .select, "month", label: "roundMonth", required: true, half: true, options: months, value: last.description),
                        fields.field(
                            .date, "assessUntil", label: "roundUntil", required: true, half: true,
                            value: frame.today.adding(days: 10).isoText),
                    ])
                ], submit: t["form.save"], key: frame.newKey))
        return try frame.page(page, room: .vendors, status: errors == nil ? .ok : .unprocessableContent)
    }
}
