package import Domain
package import Postgres

/// A household whose form was given to somebody: what an interviewer gets to see of it, and nothing else (SURVEY-P1).
package struct GivenFormRow: RowDecodable, Identifiable {
    package let id: SampleID
    package let wave: WaveID
    package let waveName: String
    package let waveNameEnglish: String
    package let closesOn: Day
    package let project: UnitID
    package let projectName: String
    package let projectNameEnglish: String
    package let label: String
    package let door: String
    /// The person has entered it.
    package let entered: Bool

    package init(row: inout RowCursor) throws {
        id = try row.next()
        wave = try row.next()
        waveName = try row.next()
        waveNameEnglish = try row.next()
        closesOn = try row.next()
        project = try row.next()
        projectName = try row.next()
        projectNameEnglish = try row.next()
        label = try row.next()
        door = try row.next()
        entered = try row.next()
    }

    package static let most = 500

    /// In the order of delivery; of waves that take answers.
    static func of(_ person: PersonID, wave: WaveID? = nil, project: UnitID? = nil, tenant: TenantID) -> Query<GivenFormRow> {
        var terms: SQL = wave.map { " AND s.wave_id = \($0)" } ?? .empty
        if let project { terms += " AND s.project_id = \(project)" }
        return Query(
            """
            SELECT s.id, s.wave_id, w.name, w.name_en, w.closes_on, s.project_id, p.name, p.name_en, h.label, h.door,
                EXISTS (SELECT FROM survey_response r WHERE r.tenant_id = s.tenant_id AND r.sample_id = s.id AND r.state <> 'void')
            FROM survey_sample s
            JOIN survey_wave w ON w.tenant_id = s.tenant_id AND w.id = s.wave_id AND w.state = 'collecting'
            JOIN org_unit p ON p.tenant_id = s.tenant_id AND p.id = s.project_id
            JOIN house h ON h.tenant_id = s.tenant_id AND h.id = s.house_id
            WHERE s.tenant_id = \(tenant) AND s.holder_id = \(person) AND s.state = 'invited'\(terms)
            ORDER BY s.wave_id, s.project_id, s.building_id, s.walk, s.id LIMIT 501
            """)
    }
}

/// Somebody who may be given forms: a post that enters answers.
package struct InterviewerRow: RowDecodable, Hashable {
    package let person: PersonID
    package let name: String
    package let title: String
    package let roleKey: String
    package let unit: UnitRef
    let reach: Reach

    package init(row: inout RowCursor) throws {
        person = try row.next()
        name = try row.next()
        title = try row.next()
        roleKey = try row.next()
        unit = try UnitRef(columns: &row)
        reach = try row.next()
    }

    /// Whether the post reaches a project a wave asks in.
    func reaches(_ project: WaveUnitRow) -> Bool {
        switch (unit.kind, reach) {
        case (_, .tenant), (.group, .subtree): true
        case (.company, .subtree): unit.id == project.company
        case (.project, _): unit.id == project.project
        default: false
        }
    }

    static func all(tenant: TenantID, today: Day) -> Query<InterviewerRow> {
        let permissions = [Permission.surveyEnter, .surveyEnterAssigned].map(\.code)
        return Query(
            """
            SELECT p.id, p.name, q.title, r.key, u.tenant_id, u.id, u.kind, u.code, u.name, u.company_id, u.project_id, u.vendor_id, r.reach
            FROM post q
            JOIN role r ON r.tenant_id = q.tenant_id AND r.id = q.role_id
            JOIN person p ON p.tenant_id = q.tenant_id AND p.id = q.person_id
            JOIN org_unit u ON u.tenant_id = q.tenant_id AND u.id = q.unit_id
            WHERE q.tenant_id = \(tenant) AND q.from_on <= \(today) AND (q.to_on IS NULL OR q.to_on >= \(today))
                AND r.permissions && \(permissions) AND p.disabled_at IS NULL AND u.vendor_id IS NULL
            ORDER BY p.name, p.id, q.id LIMIT 1000
            """)
    }
}

/// A building with households whose forms nobody has yet.
package struct OpenFormsRow: RowDecodable {
    package let building: BuildingID
    package let name: String
    package let project: UnitID
    package let projectName: String
    /// Given to nobody and not answered.
    package let open: Int

    package init(row: inout RowCursor) throws {
        building = try row.next()
        name = try row.next()
        project = try row.next()
        projectName = try row.next()
        open = try row.next()
    }

    static func of(_ wave: WaveID, at viewpoint: UnitRef) -> Query<OpenFormsRow> {
        Query(
            """
            SELECT b.id, b.name, p.id, p.name, x.n
            FROM (SELECT s.building_id, s.project_id, count(*) AS n FROM survey_sample s
                WHERE s.tenant_id = \(viewpoint.tenant) AND s.wave_id = \(wave)\(GivenFormStatements.open)\(viewpoint.sampleTerm)
                GROUP BY s.building_id, s.project_id) x
            JOIN building b ON b.tenant_id = \(viewpoint.tenant) AND b.id = x.building_id
            JOIN org_unit p ON p.tenant_id = \(viewpoint.tenant) AND p.id = x.project_id
            ORDER BY p.id, b.id LIMIT 500
            """)
    }
}

/// Who holds how many forms of a wave, and how far that has come.
package struct HeldFormsRow: RowDecodable, Identifiable {
    package let id: PersonID
    package let name: String
    package let given: Int
    /// Answered, by whatever way.
    package let answered: Int

    package init(row: inout RowCursor) throws {
        id = try row.next()
        name = try row.next()
        given = try row.next()
        answered = try row.next()
    }

    static func of(_ wave: WaveID, at viewpoint: UnitRef) -> Query<HeldFormsRow> {
        Query(
            """
            SELECT p.id, p.name, x.given, x.answered
            FROM (SELECT s.holder_id, count(*) AS given, count(r.id) AS answered FROM survey_sample s
                LEFT JOIN survey_response r ON r.tenant_id = s.tenant_id AND r.sample_id = s.id AND r.state = 'submitted'
                WHERE s.tenant_id = \(viewpoint.tenant) AND s.wave_id = \(wave) AND s.state = 'invited' AND s.holder_id IS NOT NULL\(viewpoint.sampleTerm)
                GROUP BY s.holder_id) x
            JOIN person p ON p.tenant_id = \(viewpoint.tenant) AND p.id = x.holder_id ORDER BY p.name, p.id LIMIT 500
            """)
    }
}
