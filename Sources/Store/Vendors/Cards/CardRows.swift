package import Domain
package import Postgres

/// A card as lists and its page show it.
package struct CardRow: RowDecodable, Identifiable {
    package let id: CardID
    package let company: UnitID
    package let project: UnitID
    package let vendor: UnitID
    package let site: UnitRef
    package let projectName: String
    package let projectNameEnglish: String
    package let vendorName: String
    package let vendorNameEnglish: String
    package let round: RoundID
    package let roundName: String
    package let templateName: String
    package let templateNumber: Int
    package let period: ScorePeriod
    package let engagedFrom: Day
    package let engagedTo: Day?
    package let households: Int
    package let handedOverOn: Day?
    /// Of the newest version; 0 before confirmation.
    package let number: Int
    package let total: Int?
    package let coverage: Int?
    package let grade: String?
    package let gradeName: Bilingual
    package let passes: Bool?
    package let isReleased: Bool
    package let confirmedAt: Instant?
    package let confirmedByName: String
    package let appealUntil: Day?

    package init(row: inout RowCursor) throws {
        id = try row.next()
        company = try row.next()
        project = try row.next()
        vendor = try row.next()
        site = try UnitRef(columns: &row)
        projectName = try row.next()
        projectNameEnglish = try row.next()
        vendorName = try row.next()
        vendorNameEnglish = try row.next()
        round = try row.next()
        roundName = try row.next()
        templateName = try row.next()
        templateNumber = try row.next()
        period = try ScorePeriod(row: &row)
        engagedFrom = try row.next()
        engagedTo = try row.next()
        households = try row.next()
        handedOverOn = try row.next()
        number = try row.next()
        total = try row.next()
        coverage = try row.next()
        grade = try row.next()
        gradeName = Bilingual(try row.next(), try row.next())
        passes = try row.next()
        isReleased = try row.next()
        confirmedAt = try row.next()
        confirmedByName = try row.next()
        appealUntil = try row.next()
    }

    private static let columns: SQL = """
        SELECT c.id, c.company_id, c.project_id, c.vendor_id, u.tenant_id, u.id, u.kind, u.code, u.name, u.company_id, u.project_id, u.vendor_id,
            p.name, p.name_en, v.name, v.name_en, c.round_id, c.round_name, c.template_name, c.template_number, c.period, c.start_month,
            c.engaged_from, c.engaged_to, c.households, c.handed_over_on, c.number, c.total, c.coverage, c.grade, c.grade_name,
            c.grade_name_en, c.passes, c.released, c.confirmed_at, c.confirmed_by_name, c.appeal_until
        FROM score_card c
        JOIN org_unit u ON u.tenant_id = c.tenant_id AND u.id = c.unit_id
        JOIN org_unit p ON p.tenant_id = c.tenant_id AND p.id = c.project_id
        JOIN org_unit v ON v.tenant_id = c.tenant_id AND v.id = c.vendor_id
        """

    /// Of a round at a unit, best first; at most 500.
    static func of(_ round: RoundID, at viewpoint: UnitRef, tenant: TenantID) -> Query<CardRow> {
        Query(
            """
            \(columns) WHERE c.tenant_id = \(tenant) AND c.round_id = \(round)\(viewpoint.cardTerm)
            ORDER BY c.total DESC NULLS LAST, c.id LIMIT 500
            """)
    }

    static func batch(of round: RoundID, after card: CardID, limit: Int, tenant: TenantID) -> Query<CardRow> {
        Query("\(columns) WHERE c.tenant_id = \(tenant) AND c.round_id = \(round) AND c.id > \(card) ORDER BY c.id LIMIT \(limit)")
    }

    static func one(_ card: CardID, tenant: TenantID) -> Query<CardRow> {
        Query("\(columns) WHERE c.tenant_id = \(tenant) AND c.id = \(card)")
    }

    /// Confirmed ones at a unit, newest first, from below a number; at most 51.
    static func released(at viewpoint: UnitRef, before: CardID?, tenant: TenantID) -> Query<CardRow> {
        let older: SQL = before.map { " AND c.id < \($0)" } ?? .empty
        return Query(
            "\(columns) WHERE c.tenant_id = \(tenant) AND c.released\(viewpoint.cardTerm)\(older) ORDER BY c.id DESC LIMIT 51")
    }

    /// A vendor's confirmed cards, newest first.
    static func past(_ vendor: UnitID, limit: Int, tenant: TenantID) -> Query<CardRow> {
        Query(
            """
            \(columns) WHERE c.tenant_id = \(tenant) AND c.vendor_id = \(vendor) AND c.released
            ORDER BY c.start_month DESC, c.id DESC LIMIT \(limit)
            """)
    }

    /// Confirmed cards of everybody who is looked at in a selection, newest first: so many a vendor.
    static func past(ofCandidates selection: SelectionID, each limit: Int, tenant: TenantID) -> Query<CardRow> {
        Query(
            """
            \(columns) WHERE c.tenant_id = \(tenant) AND c.id IN (
                SELECT x.id FROM selection_candidate d CROSS JOIN LATERAL (
                    SELECT s.id FROM score_card s WHERE s.tenant_id = d.tenant_id AND s.vendor_id = d.vendor_id AND s.released
                    ORDER BY s.start_month DESC, s.id DESC LIMIT \(limit)) x
                WHERE d.tenant_id = \(tenant) AND d.selection_id = \(selection) AND d.vendor_id IS NOT NULL)
            ORDER BY c.start_month DESC, c.id DESC
            """)
    }

    /// The cards of the same vendor, project and kind of period up to this one, newest first: the trend.
    static func trend(_ card: CardRow, tenant: TenantID) -> Query<CardRow> {
        Query(
            """
            \(columns) WHERE c.tenant_id = \(tenant) AND c.vendor_id = \(card.vendor) AND c.project_id = \(card.project) AND c.released
                AND c.period = \(card.period.kind) AND c.start_month <= \(Int32(card.period.start.number))
            ORDER BY c.start_month DESC, c.id DESC LIMIT 24
            """)
    }

    /// Everybody's confirmed cards of a period, for ranking; at most 1,000.
    static func ranked(_ period: ScorePeriod, at viewpoint: UnitRef, tenant: TenantID) -> Query<CardRow> {
        Query(
            """
            \(columns) WHERE c.tenant_id = \(tenant) AND c.period = \(period.kind) AND c.start_month = \(Int32(period.start.number))
                AND c.released\(viewpoint.cardTerm)
            ORDER BY c.total DESC, c.id LIMIT 1000
            """)
    }

    /// The newest period that has confirmed cards.
    static func newestPeriods(at viewpoint: UnitRef, tenant: TenantID) -> Query<PeriodRow> {
        Query(
            """
            SELECT c.period, c.start_month FROM score_card c WHERE c.tenant_id = \(tenant) AND c.released\(viewpoint.cardTerm)
            GROUP BY c.period, c.start_month ORDER BY c.start_month DESC, c.period LIMIT 24
            """)
    }
}

package struct PeriodRow: RowDecodable {
    package let period: ScorePeriod

    package init(row: inout RowCursor) throws { period = try ScorePeriod(row: &row) }
}

extension UnitRef {
    /// Cards and orders of a unit and of what is below it, for `score_card c`; AND included.
    var cardTerm: SQL {
        switch kind {
        case .group: .empty
        case .company: " AND c.company_id = \(id)"
        case .project: " AND c.project_id = \(id)"
        case .vendor: " AND c.vendor_id = \(id)"
        case .vendorSite: " AND c.vendor_id = \(vendor) AND c.project_id = \(project)"
        }
    }

    /// Whether a page seen from here may show the card at all.
    func shows(_ card: CardRow) -> Bool {
        switch kind {
        case .group: true
        case .company: card.company == id
        case .project: card.project == id
        case .vendor: card.vendor == id && card.isReleased
        case .vendorSite: card.vendor == vendor && card.project == project && card.isReleased
        }
    }
}
