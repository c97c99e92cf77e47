internal import Domain
internal import HTTPTypes
internal import Hummingbird
internal import Store
internal import Views

/// One indicator of a draft.
enum IndicatorRoom {
    static func show(_ member: MemberContext) async throws -> Response { try await page(member) }

    static func save(_ member: MemberContext) async throws -> Response {
        let fields = try await member.form()
        try fields.allow(IndicatorDraft.names)
        let id = TemplateVersionID(try member.incoming.number("id"))
        let key = try member.incoming.parameter("key")
        let isNew = key == "new"
        let (version, path, values) = (try fields.version(), member.paths.templateVersion(id), fields.values)
        do {
            let indicator = try IndicatorDraft.read(values, key: isNew ? nil : key).orInvalid()
            let answer = try await member.write(fields) { tx in
                try await tx.save(indicator, isNew: isNew, try await tx.access(id, for: KeepTemplate.self, lock: version))
                return path
            }
            return member.done(answer, Flash("survey.saved"))
        } catch {
            return try await OwnerForms.again(error) { try await page(member, typed: values, errors: $0) }
        }
    }

    static func remove(_ member: MemberContext) async throws -> Response {
        let fields = try await member.form()
        try fields.allow([])
        let id = TemplateVersionID(try member.incoming.number("id"))
        let key = try member.incoming.parameter("key")
        let (version, path) = (try fields.version(), member.paths.templateVersion(id))
        let answer = try await member.write(fields) { tx in
            try await tx.removeIndicator(key, try await tx.access(id, for: KeepTemplate.self, lock: version))
            return path
        }
        return member.done(answer, Flash("survey.saved"))
    }

    private static func page(_ member: MemberContext, typed: [String: String] = [:], errors: FieldErrors? = nil) async throws -> Response {
        let id = TemplateVersionID(try member.incoming.number("id"))
        let key = try member.incoming.parameter("key")
        let (file, frame) = try await member.read { tx in try await tx.templateVersion(id) }
        guard file.mayKeep, file.version.state == .draft else { throw StoreError.notFound }
        let indicator = file.content[key]
        guard key == "new" || indicator != nil else { throw StoreError.notFound }
        let t = frame.t
        let form = IndicatorFields(frame: frame, file: file, indicator: indicator, typed: typed, errors: errors)
        var actions: [ActionForm] = []
        if indicator != nil {
            actions.append(
                ActionForm(
                    id: "remove", label: t["template.indicator.remove"], path: "\(frame.paths.indicator(key, of: id))/remove",
                    key: frame.newKey, version: String(file.version.lock), danger: true))
        }
        let save = ActionForm(
            id: "indicator", label: t["form.save"], explain: t["template.indicator.text"], path: frame.paths.indicator(key, of: id),
            fields: form.all, key: frame.newKey, version: String(file.version.lock), open: true)
        let page = SurveyPage(
            title: indicator?.name.text(english: t.language == .english) ?? t["template.indicator.add"],
            back: Link(file.template.name, path: frame.paths.templateVersion(id)), actions: [save] + actions)
        return try frame.page(page, room: .vendors, status: errors == nil ? .ok : .unprocessableContent)
    }
}

/// The controls of one indicator, filled with what was typed or is stored.
private struct IndicatorFields {
    let frame: PageFrame
    let file: TemplateVersionFile
    let indicator: Indicator?
    let typed: [String: String]
    let errors: FieldErrors?

    private var t: Messages { frame.t }

    var all: [FieldModel] {
        let fields = CustomerFields(frame: frame, form: "indicator", typed: typed, errors: errors)
        let source = indicator?.source
        var (scale, combination, weights): (Int, Combination, [AssessorRole: Int]) = (10, .trimmedMean, [:])
        if case .assessor(let own, let how, let roles, _) = source { (scale, combination, weights) = (own, how, roles) }
        var dimension = "*"
        if case .survey(_, let own, _, _) = source { dimension = own }
        var all: [FieldModel] =
            indicator == nil ? [fields.field(.text, "code", label: "indicatorCode", required: true, half: true, max: 20)] : []
        all += [
            fields.field(.text, "name", label: "indicatorName", required: true, half: true, max: 60, value: indicator?.name.chinese ?? ""),
            fields.field(.text, "nameEnglish", half: true, max: 120, value: indicator?.name.english ?? ""),
            fields.field(.textarea, "guide", label: "indicatorGuide", max: 600, value: indicator?.guide.chinese ?? ""),
            fields.field(.textarea, "guideEnglish", label: "indicatorGuideEnglish", max: 900, value: indicator?.guide.english ?? ""),
            fields.field(
                .text, "weight", label: "indicatorWeight", required: true, half: true, max: 6,
                value: indicator.map { IndicatorDraft.decimal($0.weight) } ?? ""),
            fields.field(
                .select, "source", label: "indicatorSource", required: true, half: true,
                options: IndicatorDraft.sources.map { .init(value: $0, label: word($0)) },
                value: source.map(IndicatorDraft.code(of:)) ?? "assessor"),
            fields.field(.number, "least", label: "indicatorLeast", required: true, half: true, value: String(source?.least ?? 1)),
            fields.words("shortfall", Shortfall.self, value: indicator?.shortfall),
            fields.field(
                .textarea, "bands", label: "indicatorBands", max: 2_000, value: source?.bands.map { IndicatorDraft.text($0.bands) } ?? ""),
            fields.field(.text, "dimension", label: "indicatorDimension", half: true, max: 20, value: dimension),
            fields.field(.number, "scale", label: "indicatorScale", half: true, value: String(scale)),
            fields.words("combination", Combination.self, value: combination),
        ]
        all += AssessorRole.allCases.map { role in
            FieldModel(
                .number, form: "indicator", name: "role.\(role.code)", label: t["template.roleWeight", ["role": t.word(role)]],
                value: typed["role.\(role.code)"] ?? weights[role].map { String($0) } ?? "",
                error: errors?["role.\(role.code)"].map(frame.wording.problem), half: true)
        }
        return all
    }

    private func word(_ code: String) -> String {
        let parts = code.split(separator: "-").map(String.init)
        guard parts.count == 2 else { return t.word(IndicatorKind.assessor) }
        return switch parts[0] {
        case "inspection": InspectionMethod(rawValue: parts[1]).map { "\(t.word(IndicatorKind.inspection)) · \(t.word($0))" } ?? code
        case "survey": FormPurpose(rawValue: parts[1]).map { "\(t.word(IndicatorKind.survey)) · \(t.word($0))" } ?? code
        default: FactKind(rawValue: parts[1]).map { "\(t.word(IndicatorKind.fact)) · \(t.word($0))" } ?? code
        }
    }
}
