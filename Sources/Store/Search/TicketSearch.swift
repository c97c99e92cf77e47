internal import Domain
internal import Postgres
internal import Secrets

/// What a search found, newest first, and by what.
package struct TicketSearchResult: Sendable {
    package struct Hit: Sendable {
        package let row: TicketListRow
        package let matched: SearchMatch
    }

    package let hits: [Hit]
    /// More were found than are shown.
    package let hasMore: Bool
    /// One character of a name, or nothing that can be searched for.
    package let isTooShort: Bool

    package static let limit = 50
}

package enum SearchMatch: String, CaseCode {
    case number, room, phone, name, words
}

extension Transaction {
    /// Tickets at the viewpoint found by number, serial, phone tail or whole number, room, name or words; all words must fit.
    /// - Throws: `refused(.ticketSee)`; `notFound` without a viewpoint.
    package func search(_ query: String) async throws -> TicketSearchResult {
        guard let viewpoint else { throw StoreError.notFound }
        let phone = (try? PhoneNumber.parse(query)).flatMap { $0.digits.count >= 7 ? $0 : nil }
        let tokens = phone.map { [$0.tail] } ?? SearchTokens.asked(query)
        guard let first = tokens.first else {
            try await enter()
            return TicketSearchResult(hits: [], hasMore: false, isTooShort: true)
        }
        return try await seeing { sight in
            let search = TicketSearch(
                tenant: tenant, viewpoint: viewpoint, sight: sight, first: first, others: Array(tokens.dropFirst()),
                phone: phone.map { sealer.phones.candidates($0.digits, tenant: tenant.rawValue) })
            let (_, rows) = try await fetch(TicketSearch.planByValues, search.query)
            let hits = rows.prefix(TicketSearchResult.limit).map { row in
                TicketSearchResult.Hit(row: row, matched: phone == nil ? row.match(of: first) : .phone)
            }
            return TicketSearchResult(hits: hits, hasMore: rows.count > TicketSearchResult.limit, isTooShort: false)
        }
    }
}

/// Walks the token index once for each project, newest tickets first, and stops early: the work does not grow with the table.
struct TicketSearch {
    let tenant: TenantID
    let viewpoint: UnitRef
    let sight: TicketSight
    let first: String
    let others: [String]
    /// Marks of a whole number; nil when something else was asked for.
    let phone: [[UInt8]]?

    /// Only the statistics of the very words tell which of them is rare and should lead; a plan for all values reads 200 times as much.
    static let planByValues = Query<Single<String>>("SELECT set_config('plan_cache_mode', 'force_custom_plan', true)")

    var query: Query<TicketListRow> { phone.map(byNumber) ?? byWords }

    private var byWords: Query<TicketListRow> {
        Query(
            """
            SELECT \(TicketListRow.columns)
            FROM (
                SELECT found.ticket_id FROM org_unit p CROSS JOIN LATERAL (
                    SELECT k.ticket_id FROM ticket_token k
                    WHERE k.tenant_id = \(tenant) AND k.token = \(first) AND k.project_id = p.id\(vendorTerm)\(rest)\(sightTerm)
                    ORDER BY k.ticket_id DESC LIMIT 51
                ) found
                WHERE p.tenant_id = \(tenant) AND p.kind = 'project'\(projects) ORDER BY found.ticket_id DESC LIMIT 51
            ) f JOIN ticket t ON t.tenant_id = \(tenant) AND t.id = f.ticket_id
            ORDER BY t.received_at DESC, t.id DESC
            """)
    }

    /// A whole number is known only by its mark in the customer's row: its tail is a token that thousands of tickets share.
    private func byNumber(_ marks: [[UInt8]]) -> Query<TicketListRow> {
        Query(
            """
            SELECT \(TicketListRow.columns)
            FROM customer c CROSS JOIN LATERAL (
                SELECT t.* FROM ticket t WHERE t.tenant_id = \(tenant) AND t.customer_id = c.id\(viewpoint.ticketTerm)\(sight.terms)
                ORDER BY t.received_at DESC LIMIT 51
            ) t
            WHERE c.tenant_id = \(tenant) AND \(CustomerMatch.phone(marks, tenant: tenant))
            ORDER BY t.received_at DESC, t.id DESC LIMIT 51
            """)
    }

    /// Before the cut at 51, so that what somebody may not see does not push out what they may.
    private var sightTerm: SQL {
        guard sight != .full else { return .empty }
        return " AND EXISTS (SELECT FROM ticket t WHERE t.tenant_id = \(tenant) AND t.id = k.ticket_id\(sight.terms))"
    }

    private var rest: SQL {
        others.map { token -> SQL in
            """
             AND EXISTS (SELECT FROM ticket_token o WHERE o.tenant_id = \(tenant) AND o.token = \(token) AND o.project_id = p.id
                AND o.ticket_id = k.ticket_id)
            """
        }.joined(separator: .empty)
    }

    private var projects: SQL {
        switch viewpoint.kind {
        case .group: .empty
        case .company: " AND p.company_id = \(viewpoint.id)"
        case .project: " AND p.id = \(viewpoint.id)"
        case .vendorSite: " AND p.id = \(viewpoint.project)"
        case .vendor:
            """
             AND p.id IN (SELECT s.project_id FROM org_unit s
                WHERE s.tenant_id = \(tenant) AND s.vendor_id = \(viewpoint.id) AND s.kind = 'vendorSite')
            """
        }
    }

    private var vendorTerm: SQL {
        switch viewpoint.kind {
        case .vendor, .vendorSite: " AND k.vendor_id = \(viewpoint.vendor)"
        case .group, .company, .project: .empty
        }
    }
}

extension TicketListRow {
    /// Why the row was found; what is in none of its columns is the phone tail.
    fileprivate func match(of token: String) -> SearchMatch {
        let number = number.lowercased()
        if number == token || number.hasSuffix("-\(token)") { return .number }
        if HouseQuery(token) != nil, HouseLabel.searchKey(of: houseLabel).hasSuffix(token) { return .room }
        if customerName.lowercased().contains(token) { return .name }
        if title.lowercased().contains(token) { return .words }
        return token.count == 4 && token.allSatisfy(\.isNumber) ? .phone : .words
    }
}
