package import Domain
package import Postgres

/// A household that wants to be asked nothing: who said so, when and why. It stands until the household changes or takes it back.
package struct OptOutRow: RowDecodable, Identifiable {
    package let id: Int64
    /// Which household of the house.
    package let household: Int
    package let at: Instant
    package let byName: String
    /// Empty in rows older than reasons.
    package let reason: String
    package let endedAt: Instant?
    package let endedByName: String

    package init(row: inout RowCursor) throws {
        id = try row.next()
        household = try row.next()
        at = try row.next()
        byName = try row.next()
        reason = try row.next()
        endedAt = try row.next()
        endedByName = try row.next()
    }

    /// Newest first, at most 20.
    static func of(_ house: HouseID, tenant: TenantID) -> Query<OptOutRow> {
        Query(
            """
            SELECT id, household, at, by_name, reason, ended_at, ended_by_name FROM survey_opt_out
            WHERE tenant_id = \(tenant) AND house_id = \(house) ORDER BY id DESC LIMIT 20
            """)
    }
}

/// A house as the page about its household's wish shows it.
struct AskedHouseRow: RowDecodable {
    let house: HouseID
    let label: String
    let household: Int
    let company: UnitID
    let project: UnitID
    let projectName: String

    init(row: inout RowCursor) throws {
        house = try row.next()
        label = try row.next()
        household = try row.next()
        company = try row.next()
        project = try row.next()
        projectName = try row.next()
    }

    static func find(_ house: HouseID, at viewpoint: UnitRef, today: Day) -> Query<AskedHouseRow> {
        Query(
            """
            SELECT h.id, h.label, h.household, h.company_id, h.project_id, p.name
            FROM house h JOIN org_unit p ON p.tenant_id = h.tenant_id AND p.id = h.project_id
            WHERE h.tenant_id = \(viewpoint.tenant) AND h.id = \(house)\(viewpoint.placeTerm(.house, tenant: viewpoint.tenant, today: today))
            """)
    }
}

/// A house with what its households said about being asked.
package struct SurveyWish: Sendable {
    package let house: HouseID
    package let label: String
    package let projectName: String
    let household: Int
    let company: UnitID
    let project: UnitID
    package let rows: [OptOutRow]

    /// What stands now; nil where the household may be asked.
    package var standing: OptOutRow? { rows.first { $0.endedAt == nil && $0.household == household } }
}

/// Purpose of a permit: to note that a household is asked nothing any more, or again.
package enum NoteWish {}

extension Transaction {
    /// - Throws: `notFound`; `refused(.surveyEnter)` for who neither runs waves nor enters answers.
    package func surveyWish(_ house: HouseID) async throws -> SurveyWish {
        let place = try surveyPlace
        let (houses, rows) = try await fetch(
            AskedHouseRow.find(house, at: place, today: try today), OptOutRow.of(house, tenant: tenant))
        guard let found = houses.first else { throw StoreError.notFound }
        let actor = try actor
        guard actor.covers(place, with: .surveyEnter) || actor.covers(place, with: .surveyRun) else {
            throw StoreError.refused(.surveyEnter)
        }
        return SurveyWish(
            house: found.house, label: found.label, projectName: found.projectName, household: found.household, company: found.company,
            project: found.project, rows: rows)
    }
}

extension WriteTransaction {
    package func access(_ house: HouseID, for purpose: NoteWish.Type) async throws -> Permit<NoteWish, SurveyWish> {
        try await enter()
        return Permit(try await surveyWish(house))
    }

    /// The household declines. What was drawn and is not sent yet is taken out of its sample; letters that are out are not reminded of.
    /// - Throws: `invalid` with field `reason` where it stands already.
    package func decline(_ reason: String, _ permit: Permit<NoteWish, SurveyWish>) async throws {
        let wish = permit.thing
        let touched = try await change([
            OptOutStatements.add(wish, reason: reason, by: try actor, tenant: tenant, now: now),
            OptOutStatements.takeOut(wish, tenant: tenant),
        ])
        guard touched[0] == 1 else { throw StoreError.invalid(FieldErrors("reason", .taken)) }
        audit(.optOutNoted, .house(wish.house, label: wish.label), at: try surveyPlace, ["asked": "false"])
    }

    /// The household takes it back.
    /// - Throws: `notFound` where nothing stands.
    package func welcome(_ permit: Permit<NoteWish, SurveyWish>) async throws {
        let wish = permit.thing
        guard let standing = wish.standing else { throw StoreError.notFound }
        let touched = try await change([OptOutStatements.end(standing.id, by: try actor.name, tenant: tenant, now: now)])
        guard touched == [1] else { throw StoreError.notFound }
        audit(.optOutNoted, .house(wish.house, label: wish.label), at: try surveyPlace, ["asked": "true"])
    }
}

enum OptOutStatements {
    /// Households that declined or withdrew their consent, for `survey_sample s`.
    static func declined(tenant: TenantID) -> SQL {
        """
        (EXISTS (SELECT FROM survey_opt_out o WHERE o.tenant_id = \(tenant) AND o.house_id = s.house_id AND o.household = s.household
            AND o.ended_at IS NULL) OR EXISTS (SELECT FROM consent y WHERE y.tenant_id = \(tenant) AND y.customer_id = s.customer_id
            AND y.item = 'survey' AND y.withdrawn_on IS NOT NULL AND NOT EXISTS (SELECT FROM consent n WHERE n.tenant_id = \(tenant)
                AND n.customer_id = s.customer_id AND n.item = 'survey' AND n.withdrawn_on IS NULL)))
        """
    }

    static func add(_ wish: SurveyWish, reason: String, by actor: Actor, tenant: TenantID, now: Instant) -> SQL {
        """
        INSERT INTO survey_opt_out (tenant_id, company_id, project_id, house_id, household, holder_id, at, by_name, reason)
        VALUES (\(tenant), \(wish.company), \(wish.project), \(wish.house), \(Int32(wish.household)), \(actor.person), \(now), \(actor.name),
            \(reason))
        ON CONFLICT (tenant_id, house_id, household) WHERE ended_at IS NULL DO NOTHING
        """
    }

    static func takeOut(_ wish: SurveyWish, tenant: TenantID) -> SQL {
        """
        WITH gone AS (UPDATE survey_sample SET state = 'optedOut' WHERE tenant_id = \(tenant) AND house_id = \(wish.house)
            AND household = \(Int32(wish.household)) AND state = 'drawn' RETURNING wave_id, project_id)
        UPDATE survey_wave_unit u SET drawn = u.drawn - 1 FROM gone
        WHERE u.tenant_id = \(tenant) AND u.wave_id = gone.wave_id AND u.project_id = gone.project_id
        """
    }

    static func end(_ id: Int64, by name: String, tenant: TenantID, now: Instant) -> SQL {
        "UPDATE survey_opt_out SET ended_at = \(now), ended_by_name = \(name) WHERE tenant_id = \(tenant) AND id = \(id) AND ended_at IS NULL"
    }
}
