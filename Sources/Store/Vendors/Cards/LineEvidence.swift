package import Domain
package import Postgres

/// One row a line's figure was counted from: a matter, an order, an inspection.
package struct EvidenceRow: RowDecodable {
    /// Where it leads to, for matters.
    package let ticket: TicketID?
    package let label: String
    package let title: String
    package let at: Instant
    /// Whether it is one of those above the line: kept, repeated, satisfied.
    package let counts: Bool
    package let note: String

    package init(row: inout RowCursor) throws {
        ticket = try row.next()
        label = try row.next()
        title = try row.next()
        at = try row.next()
        counts = try row.next()
        note = try row.next()
    }
}

/// The rows behind a line, and the scores behind an assessors' line.
package struct LineFile: Sendable {
    package let card: CardFile
    package let line: LineRow
    package let rows: [EvidenceRow]
    /// For those who judge only (VENDOR-P2).
    package let scores: [AssessmentRow]
    package let inspections: [InspectedRow]
}

package struct InspectedRow: RowDecodable {
    package let title: String
    package let day: Day
    package let checked: Int
    package let failed: Int
    package let by: String

    package init(row: inout RowCursor) throws {
        title = try row.next()
        day = try row.next()
        checked = try row.next()
        failed = try row.next()
        by = try row.next()
    }

    static func of(_ card: CardRow, _ methods: [InspectionMethod], tenant: TenantID) -> Query<InspectedRow> {
        Query(
            """
            SELECT title, day, checked, failed, noted_by_name FROM score_inspected
            WHERE tenant_id = \(tenant) AND vendor_id = \(card.vendor) AND project_id = \(card.project) AND day >= \(card.period.first)
                AND day <= \(card.period.last) AND method = ANY (\(methods.map(\.code))) ORDER BY day DESC, id DESC LIMIT 200
            """)
    }
}

extension Transaction {
    /// - Throws: `notFound` for a line the card does not have.
    package func line(_ key: String, of card: CardID, number: Int? = nil) async throws -> LineFile {
        let file = try await self.card(card, number: number)
        guard let line = file[key] else { throw StoreError.notFound }
        let isInner = viewpoint?.vendor == nil
        var (rows, scores, inspections): ([EvidenceRow], [AssessmentRow], [InspectedRow]) = ([], [], [])
        // A vendor cannot see templates; what a line was counted from is told by its key's own source where it is known.
        let source = try await file.round.asyncMap { round in isInner ? try await scoreTemplate(round.versions)[key]?.source : nil } ?? nil
        switch source {
        case .fact(.inspectionFailure, _, _):
            inspections = try await fetch(InspectedRow.of(file.card, InspectionMethod.allCases, tenant: tenant))
        case .fact(let kind, _, _):
            rows = try await fetch(EvidenceStatements.rows(kind, file.card, tenant: tenant, offset: try offsetMinutes))
        case .inspection(let method, _, _): inspections = try await fetch(InspectedRow.of(file.card, [method], tenant: tenant))
        case .assessor:
            scores = try await fetch(AssessmentRow.submitted(file.card.round, tenant: tenant)).filter {
                $0.vendor == file.card.vendor && $0.project == file.card.project
            }
        case .survey, nil: break
        }
        return LineFile(card: file, line: line, rows: rows, scores: scores, inspections: inspections)
    }
}

enum EvidenceStatements {
    /// At most 500, newest first. The days are those of the card's engagement within its period.
    static func rows(_ kind: FactKind, _ card: CardRow, tenant: TenantID, offset: Int) -> Query<EvidenceRow> {
        let first = Swift.max(card.period.first, card.engagedFrom)
        let last = card.engagedTo.map { Swift.min(card.period.last, $0) } ?? card.period.last
        let (from, to) = (Instant(first, offsetMinutes: offset), Instant(last.adding(days: 1), offsetMinutes: offset))
        func span(_ column: SQL) -> SQL { "\(column) >= \(from) AND \(column) < \(to)" }
        let vendorUnit: SQL = "SELECT u.id FROM org_unit u WHERE u.tenant_id = \(tenant) AND u.vendor_id = \(card.vendor)"
        let matter: SQL = "JOIN ticket t ON t.tenant_id = x.tenant_id AND t.id = x.ticket_id"
        let text: SQL =
            switch kind {
            case .complaintRate, .repairRate:
                """
                SELECT t.id, t.number, t.title, t.received_at, true, '' FROM ticket t
                WHERE t.tenant_id = \(tenant) AND t.project_id = \(card.project) AND \(span("t.received_at")) AND t.line = 'vendor'
                    AND t.kind = \(kind == .complaintRate ? "complaint" : "repair") ORDER BY t.received_at DESC LIMIT 500
                """
            case .repeatRate:
                """
                SELECT t.id, t.number, t.title, t.received_at, t.repeat_of IS NOT NULL, '' FROM ticket t
                WHERE t.tenant_id = \(tenant) AND t.project_id = \(card.project) AND \(span("t.received_at")) AND t.line = 'vendor'
                ORDER BY t.received_at DESC LIMIT 500
                """
            case .answeredOnTime, .solvedOnTime:
                """
                SELECT t.id, t.number, t.title, x.due_at, coalesce(x.met_at <= x.due_at, false), x.rule FROM ticket_deadline x \(matter)
                WHERE x.tenant_id = \(tenant) AND x.project_id = \(card.project) AND \(span("x.due_at")) AND x.cancelled_at IS NULL
                    AND x.kind = ANY (\(kind == .solvedOnTime ? ["resolve"] : ["accept", "plan"])) AND x.unit_id IN (\(vendorUnit))
                ORDER BY x.due_at DESC LIMIT 500
                """
            case .reopenRate:
                """
                SELECT t.id, t.number, t.title, x.at, x.action = 'reopen', '' FROM ticket_event x \(matter)
                WHERE x.tenant_id = \(tenant) AND x.project_id = \(card.project) AND \(span("x.at"))
                    AND (x.state_to = 'closed' OR x.action = 'reopen') AND t.line = 'vendor' ORDER BY x.at DESC LIMIT 500
                """
            case .visitSatisfaction:
                """
                SELECT t.id, t.number, t.title, x.at, x.outcome = 'satisfied', x.visitor_name FROM ticket_visit x \(matter)
                WHERE x.tenant_id = \(tenant) AND x.project_id = \(card.project) AND \(span("x.at")) AND x.outcome <> 'unreachable'
                    AND t.line = 'vendor' ORDER BY x.at DESC LIMIT 500
                """
            case .escalationRate:
                """
                SELECT t.id, t.number, t.title, x.answered_at, true, x.reason FROM ticket_escalation x \(matter)
                WHERE x.tenant_id = \(tenant) AND x.project_id = \(card.project) AND \(span("x.answered_at")) AND x.state = 'accepted'
                    AND x.from_unit_id IN (\(vendorUnit)) ORDER BY x.answered_at DESC LIMIT 500
                """
            case .exchangeReply:
                """
                SELECT t.id, t.number, t.title, x.replied_at, true, x.topic FROM ticket_exchange x \(matter)
                WHERE x.tenant_id = \(tenant) AND x.project_id = \(card.project) AND \(span("x.replied_at")) AND x.to_unit_id IN (\(vendorUnit))
                ORDER BY x.replied_at DESC LIMIT 500
                """
            case .rectificationOverdue, .inspectionFailure:
                """
                SELECT NULL::bigint, r.due_on::text, r.title, r.issued_at, r.first_done_on IS NULL OR r.first_done_on > r.due_on, r.done_by_name
                FROM rectification r
                WHERE r.tenant_id = \(tenant) AND r.vendor_id = \(card.vendor) AND r.project_id = \(card.project)
                    AND r.due_on >= \(card.period.first) AND r.due_on <= \(card.period.last) AND r.state <> 'dropped'
                ORDER BY r.due_on DESC, r.id DESC LIMIT 500
                """
            }
        return Query(text)
    }
}
