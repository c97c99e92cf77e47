internal import Domain
internal import HTTPTypes
internal import Hummingbird
internal import Store
internal import Views

/// The special report 专题报告 of a unit about a wave: written, signed from below, frozen, compared, printed (SURVEY-R3, R10).
enum ReportRoom {
    static func show(_ member: MemberContext) async throws -> Response { try await page(member) }

    static func save(_ member: MemberContext) async throws -> Response {
        try await write(member, ReportText.names, flash: "flash.survey.report.saved") { tx, values, permit in
            try await tx.save(values, permit)
        }
    }

    static func sign(_ member: MemberContext) async throws -> Response {
        try await write(member, ["note"], flash: "flash.survey.report.signed") { tx, values, permit in
            try await tx.decide(.signed, note: values["note"] ?? "", permit)
        }
    }

    static func sendBack(_ member: MemberContext) async throws -> Response {
        try await write(member, ["note"], flash: "flash.survey.report.returned") { tx, values, permit in
            try await tx.decide(.returned, note: values["note"] ?? "", permit)
        }
    }

    static func printed(_ member: MemberContext) async throws -> Response {
        let wave = WaveID(try member.incoming.number("id"))
        let (file, frame) = try await member.read { tx in try await tx.reportFile(wave) }
        guard let report = file.report else { throw StoreError.notFound }
        let words = ReportWords(frame: frame, file: file)
        let page = SurveyReportPrint(
            tenant: frame.tenantName, unit: frame.unitName, number: frame.t.word(report.state),
            title: frame.t["survey.report.of", ["wave": file.results.head.name]], facts: words.facts, tables: words.tables + words.changes,
            blocks: words.blocks, opinion: words.opinion, signatures: words.signatures, printed: frame.wording.moment(frame.now),
            backPath: frame.paths.specialReport(wave))
        return try frame.page(page)
    }

    private static func write(
        _ member: MemberContext, _ names: [String], flash: String,
        _ body: @escaping @Sendable (WriteTransaction, [String: String], Permit<KeepReport, ReportFile>) async throws -> Void
    ) async throws -> Response {
        let wave = WaveID(try member.incoming.number("id"))
        let fields = try await member.form()
        try fields.allow(names)
        let values = fields.values
        let version = Int(try fields.text("version"))
        let path = member.paths.specialReport(wave)
        do {
            let answer = try await member.write(fields) { tx in
                try await body(tx, values, try await tx.access(wave, version: version, for: KeepReport.self))
                return path
            }
            return member.done(answer, Flash(flash))
        } catch StoreError.invalid(let errors) {
            return try await page(member, typed: values, errors: errors)
        }
    }

    private static func page(_ member: MemberContext, typed: [String: String] = [:], errors: FieldErrors? = nil) async throws -> Response {
        let wave = WaveID(try member.incoming.number("id"))
        let (file, frame) = try await member.read { tx in try await tx.reportFile(wave) }
        let words = ReportWords(frame: frame, file: file, typed: typed, errors: errors)
        let t = frame.t
        let links = file.report == nil ? [] : [Link(t["print.print"], path: frame.paths.printReport(wave))]
        let page = SurveySheetPage(
            head: FindingHead(frame: frame, head: file.results.head).make(
                .report, title: t["survey.report.of", ["wave": frame.name(file.results.head.name, english: file.results.head.nameEnglish)]],
                sub: words.sub, links: links),
            notices: words.notices, facts: words.facts + words.signatures,
            blocks: words.isWriting ? [] : words.blocks + (words.opinion.map { [$0] } ?? []),
            tables: words.changes + words.tables + words.below, form: words.isWriting ? words.form : nil, actions: words.decisions)
        return try frame.page(page, room: .surveys, status: errors == nil ? .ok : .unprocessableContent)
    }
}
