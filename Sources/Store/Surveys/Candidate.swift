internal import Domain
internal import Postgres

/// A household in the audience of a wave, with what keeps it from being asked.
struct Candidate: RowDecodable {
    let house: HouseID
    let company: UnitID
    let project: UnitID
    let building: BuildingID
    let household: Int
    let usage: String
    let walk: String
    let stage: Stage
    let customer: CustomerID
    let lastContact: Day?
    let optedOut: Bool
    let openComplaint: Bool
    let litigation: Bool
    let vacant: Bool

    init(row: inout RowCursor) throws {
        house = try row.next()
        company = try row.next()
        project = try row.next()
        building = try row.next()
        household = try row.next()
        usage = try row.next()
        walk = try row.next()
        stage = try row.next()
        customer = try row.next()
        lastContact = try row.next()
        optedOut = try row.next()
        openComplaint = try row.next()
        litigation = try row.next()
        vacant = try row.next()
    }

    /// Households of a wave's unit that its audience describes, by house. The customer is the one who stands first among the relations.
    static func of(_ audience: Audience, at unit: UnitRef, today: Day) -> Query<Candidate> {
        let relations = audience.respondents.flatMap(\.relations).map(\.code)
        let tenant = unit.tenant
        var terms: SQL = .empty
        switch audience.stage {
        case .afterHandover?: terms += " AND h.handed_over_on < \(today)"
        case .beforeHandover?: terms += " AND (h.handed_over_on IS NULL OR h.handed_over_on >= \(today))"
        case nil: break
        }
        if let least = audience.ageMin { terms += " AND h.handed_over_on <= (\(today) - make_interval(months => \(Int32(least))))::date" }
        if let most = audience.ageMax { terms += " AND h.handed_over_on >= (\(today) - make_interval(months => \(Int32(most))))::date" }
        if let days = audience.contactWithinDays { terms += " AND k.day >= \(today.adding(days: -days))" }
        return Query(
            """
            SELECT h.id, h.company_id, h.project_id, h.building_id, h.household, h.usage, h.door,
                CASE WHEN h.handed_over_on < \(today) THEN 'afterHandover' ELSE 'beforeHandover' END, r.customer_id, k.day,
                EXISTS (SELECT FROM survey_opt_out o WHERE o.tenant_id = \(tenant) AND o.house_id = h.id AND o.household = h.household
                    AND o.ended_at IS NULL) OR EXISTS (SELECT FROM consent s WHERE s.tenant_id = \(tenant) AND s.customer_id = r.customer_id
                    AND s.item = 'survey' AND s.withdrawn_on IS NOT NULL AND NOT EXISTS (SELECT FROM consent n WHERE n.tenant_id = \(tenant)
                        AND n.customer_id = r.customer_id AND n.item = 'survey' AND n.withdrawn_on IS NULL)),
                EXISTS (SELECT FROM ticket t WHERE t.tenant_id = \(tenant) AND t.house_id = h.id AND t.open),
                EXISTS (SELECT FROM ticket t WHERE t.tenant_id = \(tenant) AND t.house_id = h.id AND t.state = 'litigation'),
                r.living = 'vacant'
            FROM house h
            JOIN LATERAL (SELECT x.customer_id, c.living FROM house_customer x
                JOIN customer c ON c.tenant_id = x.tenant_id AND c.id = x.customer_id AND c.merged_into IS NULL AND c.anonymised_at IS NULL
                WHERE x.tenant_id = \(tenant) AND x.house_id = h.id AND x.household = h.household AND x.to_on IS NULL
                    AND x.relation = ANY (\(relations))
                ORDER BY array_position(\(relations), x.relation), x.id LIMIT 1) r ON true
            LEFT JOIN LATERAL (SELECT max(day) AS day FROM household_contact d WHERE d.tenant_id = \(tenant) AND d.house_id = h.id) k ON true
            WHERE h.tenant_id = \(tenant)\(unit.placeTerm(.house, tenant: tenant, today: today))\(terms)
            ORDER BY h.project_id, h.id
            """)
    }

    /// Why it is left out; nil for who may be asked.
    func leftOut(_ wave: WaveRow, on day: Day) -> (SampleState, String)? {
        for exclusion in wave.audience.exclusions {
            let applies =
                switch exclusion {
                case .litigation: litigation
                case .openComplaint: openComplaint
                case .vacant: vacant
                case .notResidence: usage != HouseUsage.residence.code
                }
            if applies { return (.excluded, exclusion.code) }
        }
        if optedOut { return (.optedOut, "") }
        guard ContactBudget.allows(last: lastContact, on: day, gapDays: wave.gapDays) else {
            return (.heldBack, lastContact?.isoText ?? "")
        }
        return nil
    }
}

/// A household of a wave as it is written.
struct SampleDraft {
    let candidate: Candidate
    let state: SampleState
    let reason: String
    let rank: Int
}
