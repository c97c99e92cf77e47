internal import Domain
internal import Hummingbird
internal import Sheets
internal import Store
internal import Views

/// The room for tables: what is coming in and going out at this unit.
enum ExchangeRoom {
    static let entrance: Requirement = .anyOf([.importRun, .exportRun, .exportApprove])

    static func show(_ member: MemberContext) async throws -> Response {
        let query = try member.incoming.query()
        let imports = ImportID(text: try query.text("imports"))
        let exports = ExportID(text: try query.text("exports"))
        let unit = member.place.unit.id
        let (found, frame) = try await member.read { tx in
            try await tx.fetch(
                ImportRun.page(tenant: tx.tenant, unit: unit, after: imports), ExportRun.page(tenant: tx.tenant, unit: unit, after: exports)
            )
        }
        let base = frame.paths.exchange
        let (importPager, exportPager) = (
            Pager(
                previous: imports.map { _ in base },
                next: found.0.count > 20 ? Paths.query(base, [("imports", found.0[19].id.description)]) : nil),
            Pager(
                previous: exports.map { _ in base },
                next: found.1.count > 20 ? Paths.query(base, [("exports", found.1[19].id.description)]) : nil)
        )
        var halves: [ExchangePage.Half] = []
        if frame.may(.importRun) { halves.append(bringing(Array(found.0.prefix(20)), importPager, frame)) }
        if frame.may(.exportRun) || frame.may(.exportApprove) { halves.append(taking(Array(found.1.prefix(20)), exportPager, frame)) }
        return try frame.page(ExchangePage(halves: halves), room: .exchange)
    }

    private static func bringing(_ runs: [ImportRun], _ pager: Pager?, _ frame: PageFrame) -> ExchangePage.Half {
        let t = frame.t
        // Answers come into a wave: their way begins on its page.
        let kinds = ImportKind.allCases.filter { $0 != .answers && $0.permissions.contains(where: frame.may) }
        let rows = runs.map { run in
            let isOwn = run.person == frame.session.actor.person
            return RunRow(
                title: "\(t.word(run.kind)) · \(isOwn ? run.fileName : "")".trimmedDot, path: isOwn ? frame.paths.importRun(run.id) : nil,
                note: t["import.rows", ["count": frame.wording.number(run.rows)]], state: frame.chip(run.state), by: run.personName,
                at: frame.wording.moment(run.createdAt))
        }
        return ExchangePage.Half(
            id: "imports", title: t["runs.imports"], text: t["runs.imports.text"],
            starts: kinds.map { Link(t["import.start.\($0.rawValue)"], path: frame.paths.newImport($0)) }, rows: rows,
            summary: OrgLists.summary(rows.count, frame),
            empty: EmptyState(title: t["runs.imports.empty"], text: t["runs.imports.empty.text"]), pager: pager)
    }

    private static func taking(_ runs: [ExportRun], _ pager: Pager?, _ frame: PageFrame) -> ExchangePage.Half {
        let t = frame.t
        let subjects = frame.may(.exportRun) ? ExportSubject.allCases.filter { frame.may($0.permission) } : []
        let rows = runs.map { run in
            let isOpen = run.person == frame.session.actor.person || frame.may(.exportApprove)
            return RunRow(
                title: "\(t.word(run.subject)) · \(run.number)", path: isOpen ? frame.paths.exportRun(run.id) : nil,
                note: t[run.isPersonal ? "export.note.personal" : "export.note", ["format": run.format.rawValue.uppercased()]],
                state: frame.chip(run.state), by: run.personName, at: frame.wording.moment(run.createdAt))
        }
        return ExchangePage.Half(
            id: "exports", title: t["runs.exports"], text: t["runs.exports.text"],
            starts: subjects.map { Link(t["export.start.\($0.rawValue)"], path: frame.paths.newExport($0)) }, rows: rows,
            summary: OrgLists.summary(rows.count, frame),
            empty: EmptyState(title: t["runs.exports.empty"], text: t["runs.exports.empty.text"]), pager: pager)
    }
}

extension String {
    /// Without the dot that would stand before nothing.
    fileprivate var trimmedDot: String { hasSuffix(" · ") ? String(dropLast(3)) : self }
}

extension PageFrame {
    func chip(_ state: ImportState) -> Chip {
        let tone: Tone =
            switch state {
            case .mapping, .checked: .soon
            case .checking, .running: .developer
            case .done: .good
            case .stopped: .plain
            case .failed: .late
            }
        return Chip(t.word(state), tone: tone)
    }

    func chip(_ state: ExportState) -> Chip {
        let tone: Tone =
            switch state {
            case .waiting: .soon
            case .running: .developer
            case .done: .good
            case .expired, .stopped: .plain
            case .refused, .failed: .late
            }
        return Chip(t.word(state), tone: tone)
    }

    /// Back to the room.
    var backToExchange: Link { Link(t["rail.exchange"], path: paths.exchange) }

    /// The headings of our own templates, in every language.
    var templateHeadings: [ImportField: [String]] {
        let languages = Language.allCases.map { member.services.renderer.messages($0) }
        return Dictionary(uniqueKeysWithValues: ImportField.allCases.map { field in (field, languages.map { $0.word(field) }) })
    }

    /// Which column a problem is about; of a question its number and words.
    func column(_ problem: LineProblem, _ questions: [AnswerColumn]) -> String {
        guard let column = questions.first(where: { $0.name == problem.column }) else { return t.word(problem.field) }
        return "\(column.number) \(column.text(english: t.language == .english))"
    }

    /// What is wrong with a row, in words.
    func words(_ problem: LineProblem) -> String {
        let number = wording.number(problem.number)
        return t["problem.\(problem.code)", ["max": number, "min": number, "row": number]]
    }
}
