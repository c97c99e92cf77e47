package import Domain
package import Postgres

/// A letter of a wave: where it goes, and the token in it.
package struct Letter: Sendable {
    package let sample: SampleID?
    package let label: String
    package let building: String
    package let token: String
    package let reminders: Int
}

/// Letters of one building in the order they are put into letter boxes. In an anonymous wave the ballots name no household; how many go
/// where stands on the walk list.
package struct LetterBundle: Sendable {
    package let wave: WaveRow
    package let projectName: String
    package let letters: [Letter]
    /// The households to serve, in delivery order.
    package let walk: [String]
}

struct LetterRow: RowDecodable {
    let sample: SampleID?
    let label: String
    let building: String
    let nonce: [UInt8]
    let reminders: Int

    init(row: inout RowCursor) throws {
        sample = try row.next()
        label = try row.next()
        building = try row.next()
        nonce = try row.next()
        reminders = try row.next()
    }

    /// At most 500: a building.
    static func of(_ wave: WaveID, building: BuildingID, reminded: Bool, tenant: TenantID) -> Query<LetterRow> {
        // Whoever has answered or declined since is left alone.
        let term: SQL =
            reminded
            ? """
             AND s.reminders > 0 AND NOT \(OptOutStatements.declined(tenant: tenant)) AND NOT EXISTS (SELECT FROM survey_response r
                WHERE r.tenant_id = \(tenant) AND r.sample_id = s.id AND r.state = 'submitted')
            """ : .empty
        return Query(
            """
            SELECT l.sample_id, coalesce(h.label, ''), b.name, l.nonce, coalesce(s.reminders, 0)::integer
            FROM survey_link l
            JOIN building b ON b.tenant_id = l.tenant_id AND b.id = l.building_id
            LEFT JOIN survey_sample s ON s.tenant_id = l.tenant_id AND s.id = l.sample_id
            LEFT JOIN house h ON h.tenant_id = l.tenant_id AND h.id = s.house_id
            WHERE l.tenant_id = \(tenant) AND l.wave_id = \(wave) AND l.building_id = \(building) AND l.revoked_at IS NULL\(term)
            ORDER BY s.walk NULLS FIRST, l.nonce LIMIT 500
            """)
    }

    static func walk(_ wave: WaveID, building: BuildingID, tenant: TenantID) -> Query<Single<String>> {
        Query(
            """
            SELECT h.label FROM survey_sample s JOIN house h ON h.tenant_id = s.tenant_id AND h.id = s.house_id
            WHERE s.tenant_id = \(tenant) AND s.wave_id = \(wave) AND s.building_id = \(building) AND s.state = 'invited'
            ORDER BY s.walk, s.id LIMIT 500
            """)
    }
}

/// A building with letters of a wave.
package struct LetterBuilding: RowDecodable {
    package let building: BuildingID
    package let name: String
    package let project: UnitID
    package let projectName: String
    package let letters: Int
    /// Households reminded once at least.
    package let reminded: Int

    package init(row: inout RowCursor) throws {
        building = try row.next()
        name = try row.next()
        project = try row.next()
        projectName = try row.next()
        letters = try row.next()
        reminded = try row.next()
    }

    /// Of the projects at a viewpoint; at most 500.
    static func of(_ wave: WaveID, at viewpoint: UnitRef) -> Query<LetterBuilding> {
        let term: SQL =
            switch viewpoint.kind {
            case .company: " AND s.company_id = \(viewpoint.id)"
            case .project: " AND s.project_id = \(viewpoint.id)"
            default: .empty
            }
        return Query(
            """
            SELECT b.id, b.name, p.id, p.name, x.letters, x.reminded
            FROM (SELECT s.building_id, s.project_id, count(*) AS letters, count(*) FILTER (WHERE s.reminders > 0) AS reminded
                FROM survey_sample s
                WHERE s.tenant_id = \(viewpoint.tenant) AND s.wave_id = \(wave) AND s.state = 'invited'\(term)
                GROUP BY s.building_id, s.project_id) x
            JOIN building b ON b.tenant_id = \(viewpoint.tenant) AND b.id = x.building_id
            JOIN org_unit p ON p.tenant_id = \(viewpoint.tenant) AND p.id = x.project_id
            ORDER BY p.id, b.id LIMIT 500
            """)
    }
}

/// A project's open link.
package struct OpenLinkRow: RowDecodable {
    package let project: UnitID
    let nonce: [UInt8]

    package init(row: inout RowCursor) throws {
        project = try row.next()
        nonce = try row.next()
    }

    static func of(_ wave: WaveID, tenant: TenantID) -> Query<OpenLinkRow> {
        Query(
            """
            SELECT project_id, nonce FROM survey_link
            WHERE tenant_id = \(tenant) AND wave_id = \(wave) AND kind = 'open' AND revoked_at IS NULL ORDER BY project_id LIMIT 1000
            """)
    }
}

extension Transaction {
    package func letterBuildings(_ wave: WaveID) async throws -> [LetterBuilding] {
        try await fetch(LetterBuilding.of(wave, at: try surveyPlace))
    }

    /// Tokens of open links by project.
    package func openLinks(_ wave: WaveID) async throws -> [UnitID: String] {
        let rows = try await fetch(OpenLinkRow.of(wave, tenant: tenant))
        return Dictionary(rows.map { ($0.project, SurveyLinkSecret(nonce: $0.nonce, key: conversation.linkKey).token) }) { $1 }
    }

    /// - Throws: `refused(.surveyRun)`: whoever prints a letter could answer it.
    package func letters(_ id: WaveID, building: BuildingID, reminded: Bool) async throws -> LetterBundle {
        let file = try await wave(id)
        guard try actor.covers(try surveyPlace, with: .surveyRun) else { throw StoreError.refused(.surveyRun) }
        guard file.wave.state.isFixed, !file.wave.state.hasClosed else { throw StoreError.notFound }
        let (rows, walk, buildings) = try await fetch(
            LetterRow.of(id, building: building, reminded: reminded && !file.wave.anonymous, tenant: tenant),
            LetterRow.walk(id, building: building, tenant: tenant), LetterBuilding.of(id, at: try surveyPlace))
        guard let place = buildings.first(where: { $0.building == building }) else { throw StoreError.notFound }
        let letters = rows.map { row in
            Letter(
                sample: row.sample, label: row.label, building: row.building,
                token: SurveyLinkSecret(nonce: row.nonce, key: conversation.linkKey).token, reminders: row.reminders)
        }
        return LetterBundle(wave: file.wave, projectName: place.projectName, letters: letters, walk: walk.map(\.value))
    }
}
