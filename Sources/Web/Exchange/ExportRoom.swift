internal import Domain
internal import HTTPTypes
internal import Hummingbird
internal import Sheets
internal import Store
internal import Views

/// Asking for an export: which columns, which form, and why where customers' names and numbers leave.
enum ExportRoom {
    static func showNew(_ member: MemberContext) async throws -> Response {
        let subject = try subject(member)
        let query = try TicketQuery(try member.incoming.query(), today: member.today)
        return try await page(subject, member, filter: subject == .tickets ? query.filter : nil)
    }

    static func request(_ member: MemberContext) async throws -> Response {
        let subject = try subject(member)
        let fields = try await member.form()
        try fields.allow(["format", "reason", "filter"], repeated: ["columns"])
        let filter = subject == .tickets ? TicketFilter(text: try fields.text("filter")) : nil
        do {
            let export = try read(fields, subject, filter, language: member.incoming.language.rawValue)
            let paths = member.paths
            try await member.count(.looks)
            let answer = try await member.write(fields) { tx in
                let permit = try await tx.access(export.subject, export.columns, for: RunExport.self)
                return paths.exportRun(try await tx.add(export, permit))
            }
            return member.done(answer, Flash("export.requested"))
        } catch StoreError.invalid(let errors) {
            return try await page(subject, member, filter: filter, typed: fields.values, errors: errors)
        }
    }

    private static func read(
        _ fields: FormFields, _ subject: ExportSubject, _ filter: TicketFilter?, language: String
    ) throws -> NewExport {
        var errors = FieldErrors()
        let columns = fields.all("columns").compactMap(ExportColumn.init(rawValue:)).filter { $0.subject == subject }
        if columns.isEmpty { errors.add("columns", .required) }
        let format = SheetFormat(rawValue: (try? fields.text("format")) ?? "")
        if format == nil { errors.add("format", .required) }
        var reason = ""
        do throws(FieldProblem) {
            let isNeeded = columns.contains(where: \.isPersonal)
            let typed = (try? fields.text("reason")) ?? ""
            reason = isNeeded ? try BoundedText.parse(typed, max: 200) : try BoundedText.optional(typed, max: 200) ?? ""
        } catch {
            errors.add("reason", error)
        }
        guard errors.isEmpty, let format else { throw StoreError.invalid(errors) }
        // In the order of the list, whatever the order of the boxes.
        let chosen = ExportColumn.allCases.filter(columns.contains)
        return NewExport(subject: subject, format: format, columns: chosen, filter: filter, reason: reason, language: language)
    }

    private static func subject(_ member: MemberContext) throws -> ExportSubject {
        guard let subject = ExportSubject(rawValue: try member.incoming.parameter("subject")) else { throw WebFault.notFound }
        return subject
    }

    private static func page(
        _ subject: ExportSubject, _ member: MemberContext, filter: TicketFilter?, typed: [String: String] = [:], errors: FieldErrors? = nil
    ) async throws -> Response {
        let (limit, frame) = try await member.read { tx in
            let unit = try await tx.access(subject, [], for: RunExport.self).thing
            return try await tx.settings(at: unit).number(.exportApprovalRows)
        }
        let t = frame.t
        let mayPersonal = frame.may(.exportPersonal)
        let columns = subject.columns.filter { $0.permissions.allSatisfy(frame.may) }
        let chosen = typed["columns"] ?? columns.filter { !$0.isPersonal }.map(\.rawValue).joined(separator: ",")
        var fields = [
            FieldModel(
                .checkboxes, form: "export", name: "columns", label: t["export.columns"], value: chosen,
                hint: mayPersonal && columns.contains(where: \.isPersonal)
                    ? t["export.columnsLimit", ["rows": frame.wording.number(limit)]] : nil,
                error: errors?["columns"].map(frame.wording.problem), required: true,
                options: columns.map { column in
                    FieldModel.Option(
                        value: column.rawValue,
                        label: column.isPersonal ? t["export.personalColumn", ["column": t.word(column)]] : t.word(column))
                }),
            FieldModel(
                .radios, form: "export", name: "format", label: t["export.format"], value: typed["format"] ?? SheetFormat.xlsx.rawValue,
                error: errors?["format"].map(frame.wording.problem), required: true,
                options: SheetFormat.allCases.map { FieldModel.Option(value: $0.rawValue, label: t["export.format.\($0.rawValue)"]) }),
            FieldModel(
                .textarea, form: "export", name: "reason", label: t["export.reason"], value: typed["reason"] ?? "",
                hint: mayPersonal ? t["export.reason.hint"] : nil, error: errors?["reason"].map(frame.wording.problem), maxLength: 200),
        ]
        if let filter { fields.append(FieldModel(.hidden, form: "export", name: "filter", label: "", value: filter.text)) }
        let sentence = filter.map { TicketListing.sentence(TicketQuery(filter: $0), frame) }
        let page = OrgFormPage(
            title: t["export.start.\(subject.rawValue)"],
            intro: sentence.map { t["export.filter", ["filter": $0]] }
                ?? t["export.intro", ["unit": frame.name(member.place.unit.name, english: member.place.unitNameEnglish)]],
            back: frame.backToExchange,
            form: FormModel(
                id: "export", path: frame.paths.newExport(subject), groups: [FieldGroup(fields: fields)], submit: t["export.request"],
                key: frame.newKey))
        return try frame.page(page, room: .exchange, status: errors == nil ? .ok : .unprocessableContent)
    }
}
