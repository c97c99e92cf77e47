package import Domain
internal import Postgres

/// A unit's report on a wave with everything its page shows. Without a row nobody has begun to write.
package struct ReportFile: Sendable {
    package let results: WaveResults
    package let report: SpecialReportRow?
    package let signatures: [SignatureRow]
    package let below: [ReportBelowRow]
    package let unit: FigureUnit
    /// As they stand today.
    package let today: ReportFigures
    /// Who signs, from the unit up to the group.
    package let process: SigningProcess

    /// What the report says: as signed, or as of today while it is a draft.
    package var figures: ReportFigures { report?.signed ?? today }

    /// Whether this reader, who sees more units than the signer did, would find a hidden neighbour by it.
    package func hides(_ figure: ReportFigure) -> Bool {
        switch figure.group {
        case .dimension: results.figures.isHidden(figure.key, at: unit)
        case .satisfaction: ["degree", "rate"].contains(figure.key) && results.figures.isHidden(SurveyMeasure.whole, at: unit)
        case .complaint, .correction: false
        }
    }

    /// What has changed since it was signed.
    package var changes: [ReportFigures.Change] { report?.signed?.changes(to: today) ?? [] }
}

/// Purpose of a permit: to write or sign a report.
package enum KeepReport {}

extension ReadTransaction {
    /// - Throws: `notFound`.
    package func reportFile(_ wave: WaveID) async throws -> ReportFile { try await file(of: wave) }
}

/// A report is due so many days after its wave has closed; the sources name no number.
package enum ReportDue { package static let days = 30 }

extension Transaction {
    /// Complaints from the first of January of the wave's year until it closed.
    private func complaintFigures(of head: WaveHeadRow, at viewpoint: UnitRef) throws -> Query<ComplaintFiguresRow> {
        let offset = try offsetMinutes
        guard let january = Day(head.closesOn.year, 1, 1) else { throw StoreError.unreadable("survey_wave.closes_on") }
        return ComplaintFiguresRow.of(
            viewpoint, wave: head.id, from: Instant(january, offsetMinutes: offset),
            to: Instant(head.closesOn, offsetMinutes: offset) + .days(1), tenant: tenant, now: now)
    }

    /// What customers said at return visits in the wave's year (SURVEY-R12): shown beside it, never averaged with it.
    package func eventFigures(of head: WaveHeadRow) async throws -> ComplaintFigures {
        guard let viewpoint, let row = try await fetchFirst(complaintFigures(of: head, at: viewpoint)) else { throw StoreError.notFound }
        return row.figures
    }

    func file(of wave: WaveID) async throws -> ReportFile {
        guard let viewpoint else { throw StoreError.notFound }
        let results = try await results(of: wave)
        let (complaints, reports, signatures, below, lineage, actions) = try await fetch(
            try complaintFigures(of: results.head, at: viewpoint),
            SpecialReportRow.of(wave, unit: viewpoint.id, tenant: tenant), SignatureRow.of(wave, unit: viewpoint.id, tenant: tenant),
            ReportBelowRow.of(wave, below: viewpoint, tenant: tenant), SigningUnitRow.above(viewpoint, tenant: tenant),
            CorrectiveActionRow.of(wave, at: viewpoint, tenant: tenant))
        guard let complaints = complaints.first?.figures else { throw StoreError.notFound }
        let report = reports.first
        let units = Dictionary(
            uniqueKeysWithValues: (lineage.map(\.unit) + [viewpoint]).compactMap { unit in SigningLevel(unit.kind).map { ($0, unit) } })
        return ReportFile(
            results: results, report: report, signatures: signatures, below: below,
            unit: results.unit(at: viewpoint), today: results.figures(at: viewpoint, complaints: complaints, actions: actions),
            process: SigningProcess(
                state: report?.state ?? .draft, units: units, signatures: signatures.map(\.signature),
                hasOpinion: report?.text.opinion.isEmpty == false))
    }

    /// The report of the viewpoint's unit, to write it or to sign it.
    /// - Throws: `notFound`; `refused(.surveySign)`; `stale` when it has moved on since the page was made.
    package func access(_ wave: WaveID, version: Int?, for purpose: KeepReport.Type) async throws -> Permit<KeepReport, ReportFile> {
        guard let viewpoint else { throw StoreError.notFound }
        let file = try await file(of: wave)
        guard try actor.covers(viewpoint, with: .surveySign) else { throw StoreError.refused(.surveySign) }
        guard version == file.report?.version else {
            throw StoreError.stale(
                Staleness(version: file.report?.version ?? 0, state: (file.report?.state ?? .draft).code, changes: []))
        }
        return Permit(file)
    }
}

extension WriteTransaction {
    /// Writes the texts of a draft; the first time opens the report.
    /// - Throws: `stale` for a report that is signed; `invalid` field by field.
    package func save(_ fields: [String: String], _ permit: Permit<KeepReport, ReportFile>) async throws {
        guard let viewpoint else { throw StoreError.notFound }
        let (file, name) = (permit.thing, try actor.name)
        let text = try ReportText.validated(fields).mapError(StoreError.invalid).get()
        guard file.process.isWritable else {
            throw StoreError.stale(Staleness(version: file.report?.version ?? 0, state: file.process.state.code, changes: []))
        }
        let head = file.results.head
        let statement =
            try file.report.map { try $0.save(text, by: name, now: now) }
            ?? SpecialReportRow.insert(
                text, title: head.name, wave: head.id, unit: viewpoint, due: head.closesOn.adding(days: ReportDue.days), by: name,
                tenant: tenant, now: now)
        guard try await change([statement]) == [1] else {
            throw StoreError.stale(Staleness(version: file.report?.version ?? 0, state: file.process.state.code, changes: []))
        }
        audit(.reportWritten, AuditObject(.survey, id: head.id.rawValue, label: head.name), at: viewpoint)
    }

    /// Signs for the level whose turn it is, or sends the report back to its writer.
    /// - Throws: `invalid` with field `note` or `opinion`; `refused(.surveySign)`; `stale` out of turn.
    package func decide(_ decision: SigningDecision, note: String, _ permit: Permit<KeepReport, ReportFile>) async throws {
        guard let viewpoint, let report = permit.thing.report else { throw StoreError.notFound }
        let (file, actor) = (permit.thing, try actor)
        let (level, state): (SigningLevel, ReportState)
        do throws(SigningRefusal) {
            (level, state) = try file.process.apply(decision, by: actor)
        } catch {
            switch error {
            case .opinionMissing: throw StoreError.invalid(FieldErrors(ReportText.opinionField, .required))
            case .complete: throw StoreError.stale(Staleness(version: report.version, state: report.state.code, changes: []))
            case .notYourTurn, .signedBelow, .lacksPermission: throw StoreError.refused(.surveySign)
            }
        }
        let words: String
        do throws(FieldProblem) {
            let typed = try BoundedText.optional(note, max: 500, multiline: true)
            // Whoever sends it back says why.
            if typed == nil, decision == .returned { throw .required }
            words = typed ?? ""
        } catch {
            throw StoreError.invalid(FieldErrors("note", error))
        }
        let post = file.process.units[level].flatMap { actor.post(at: $0.id, with: .surveySign)?.title } ?? ""
        let signature = ReportSignature(level: level, decision: decision, person: actor.person)
        let touched = try await change([
            try report.move(to: state, figures: file.today, now: now),
            SignatureRow.insert(signature, note: words, of: report, by: actor, post: post, now: now),
        ])
        guard touched.first == 1 else {
            throw StoreError.stale(Staleness(version: report.version, state: report.state.code, changes: []))
        }
        audit(
            .reportSigned, AuditObject(.survey, id: file.results.head.id.rawValue, label: report.title), at: viewpoint,
            ["level": level.code, "decision": decision.code, "to": state.code])
    }
}

/// The units above one that sign after it.
struct SigningUnitRow: RowDecodable {
    let unit: UnitRef

    init(row: inout RowCursor) throws { unit = try UnitRef(surveyUnit: &row) }

    static func above(_ viewpoint: UnitRef, tenant: TenantID) -> Query<SigningUnitRow> {
        Query(
            """
            SELECT u.id, u.tenant_id, u.kind, u.code, u.name, u.company_id, u.project_id, u.vendor_id FROM org_unit u
            WHERE u.tenant_id = \(tenant) AND (u.kind = 'group' OR u.id = \(viewpoint.company)) AND u.id <> \(viewpoint.id)
            """)
    }
}

extension WaveResults {
    /// The figures of a report at a unit.
    func figures(at viewpoint: UnitRef, complaints: ComplaintFigures, actions: [CorrectiveActionRow]) -> ReportFigures {
        let unit = unit(at: viewpoint)
        let figures = figures.scoped(to: unit)
        var list = [
            ReportFigure(.satisfaction, "asked", count: turnout.asked), ReportFigure(.satisfaction, "answered", count: turnout.submitted),
            ReportFigure(.satisfaction, "response", share: min(turnout.submitted, turnout.asked), of: turnout.asked),
            ReportFigure(.satisfaction, "degree", figures.degree(SurveyMeasure.whole, at: unit)),
            ReportFigure(.satisfaction, "rate", figures.rate(SurveyMeasure.whole, at: unit)),
            ReportFigure(.satisfaction, "promoter", figures.promoter(at: unit)),
        ]
        list += dimensions.map { dimension in
            ReportFigure(
                .dimension, dimension.key, name: dimension.name, nameEnglish: dimension.nameEnglish,
                figures.degree(dimension.key, at: unit))
        }
        list += complaints.figures
        list += [
            ReportFigure(.correction, "cases", count: cases.made), ReportFigure(.correction, "casesClosed", count: cases.closed),
            ReportFigure(.correction, "actions", count: actions.count),
            ReportFigure(.correction, "verified", count: actions.filter { $0.state == .verified }.count),
        ]
        return ReportFigures(list)
    }
}
