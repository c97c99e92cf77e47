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

extension UnitRef {
    /// The samples of this unit, for `survey_sample s`; AND included.
    var sampleTerm: SQL {
        switch kind {
        case .company: " AND s.company_id = \(id)"
        case .project: " AND s.project_id = \(id)"
        default: .empty
        }
    }
}

/// A wave's forms at a unit: who may be given some, where some are left, who has some.
package struct GivenForms: Sendable {
    package let file: WaveFile
    package let people: [InterviewerRow]
    package let buildings: [OpenFormsRow]
    package let held: [HeldFormsRow]
}

/// Purpose of a permit: to give forms to interviewers.
package enum GiveForms {}

/// Forms to give. Fields: person, building, share.
package struct FormsToGive: Sendable {
    package let person: PersonID
    /// Nil for all buildings of the unit.
    package let building: BuildingID?
    /// Per cent of what is left there.
    package let share: Int

    package static let names = ["person", "building", "share"]

    package init(person: PersonID, building: BuildingID? = nil, share: Int = 100) {
        self.person = person
        self.building = building
        self.share = share
    }

    package static func read(_ fields: [String: String]) -> Result<FormsToGive, FieldErrors> {
        var form = FormReader(fields)
        return form.result(
            FormsToGive(person: form.id("person"), building: form.optionalID("building"), share: form.number("share", 1...100)))
    }
}

extension Transaction {
    /// The forms given to the person, at the viewpoint's projects; at most 500.
    package func givenForms() async throws -> [GivenFormRow] {
        try await enter()
        let place = try surveyPlace
        try await enter()
        let rows = try await fetch(
            GivenFormRow.of(try actor.person, project: place.kind == .project ? place.id : nil, tenant: tenant))
        return Array(rows.prefix(GivenFormRow.most))
    }

    /// - Throws: `notFound` also for a wave whose answers name nobody: its forms belong to no household.
    package func formsGiven(_ id: WaveID) async throws -> GivenForms {
        let file = try await wave(id)
        let place = try surveyPlace
        guard file.wave.state.isFixed, !file.wave.state.hasClosed, !file.wave.anonymous else { throw StoreError.notFound }
        guard try actor.covers(place, with: .surveyRun) else { throw StoreError.refused(.surveyRun) }
        let (people, buildings, held) = try await fetch(
            InterviewerRow.all(tenant: tenant, today: try today), OpenFormsRow.of(id, at: place), HeldFormsRow.of(id, at: place))
        return GivenForms(
            file: file, people: people.filter { person in file.units.contains(where: person.reaches) }, buildings: buildings, held: held)
    }
}

extension WriteTransaction {
    package func access(_ wave: WaveID, for purpose: GiveForms.Type) async throws -> Permit<GiveForms, GivenForms> {
        try await enter()
        return Permit(try await formsGiven(wave))
    }

    /// Gives a share of the open forms of a building, or of all, in the order of delivery, so that a person's doors lie side by side.
    /// - Returns: how many.
    /// - Throws: `invalid` with the field that is wrong; field `building` where nothing is left for this person.
    package func give(_ new: FormsToGive, _ permit: Permit<GiveForms, GivenForms>) async throws -> Int {
        let forms = permit.thing
        let posts = forms.people.filter { $0.person == new.person }
        guard !posts.isEmpty else { throw StoreError.invalid(FieldErrors("person", .notAChoice)) }
        if let building = new.building, !forms.buildings.contains(where: { $0.building == building }) {
            throw StoreError.invalid(FieldErrors("building", .notAChoice))
        }
        let projects = forms.file.units.filter { unit in posts.contains { $0.reaches(unit) } }.map(\.project)
        let given = try await change([
            GivenFormStatements.give(new, of: forms.file.wave.id, in: projects, tenant: tenant)
        ])[0]
        guard given > 0 else { throw StoreError.invalid(FieldErrors("building", .notFound)) }
        audit(
            .interviewerAssigned, .wave(forms.file.wave.id, label: forms.file.wave.name), at: try surveyPlace,
            ["person": posts[0].name, "forms": String(given)])
        return given
    }

    /// Takes back what a person has and has not entered.
    /// - Returns: how many.
    package func takeBack(_ person: PersonID, _ permit: Permit<GiveForms, GivenForms>) async throws -> Int {
        let (forms, place) = (permit.thing, try surveyPlace)
        guard let held = forms.held.first(where: { $0.id == person }) else { throw StoreError.notFound }
        let taken = try await change([GivenFormStatements.takeBack(person, of: forms.file.wave.id, at: place)])[0]
        audit(
            .interviewerAssigned, .wave(forms.file.wave.id, label: forms.file.wave.name), at: place,
            ["person": held.name, "forms": String(-taken)])
        return taken
    }
}

enum GivenFormStatements {
    /// Given to nobody and not answered, for `survey_sample s`; AND included.
    static let open: SQL = """
         AND s.state = 'invited' AND s.holder_id IS NULL
            AND NOT EXISTS (SELECT FROM survey_response r WHERE r.tenant_id = s.tenant_id AND r.sample_id = s.id AND r.state = 'submitted')
        """

    /// A share is rounded up: what is left is never nothing.
    static func give(_ new: FormsToGive, of wave: WaveID, in projects: [UnitID], tenant: TenantID) -> SQL {
        let here: SQL = new.building.map { " AND s.building_id = \($0)" } ?? .empty
        let from: SQL = """
            FROM survey_sample s WHERE s.tenant_id = \(tenant) AND s.wave_id = \(wave) AND s.project_id = ANY (\(projects))\(here)\(open)
            """
        return """
            UPDATE survey_sample SET holder_id = \(new.person) WHERE tenant_id = \(tenant) AND id IN (SELECT s.id \(from)
                ORDER BY s.project_id, s.building_id, s.walk, s.id
                LIMIT (SELECT (count(*) * \(Int32(new.share)) + 99) / 100 \(from)))
            """
    }

    static func takeBack(_ person: PersonID, of wave: WaveID, at viewpoint: UnitRef) -> SQL {
        """
        UPDATE survey_sample s SET holder_id = NULL
        WHERE s.tenant_id = \(viewpoint.tenant) AND s.wave_id = \(wave) AND s.holder_id = \(person)\(viewpoint.sampleTerm)
            AND NOT EXISTS (SELECT FROM survey_response r WHERE r.tenant_id = s.tenant_id AND r.sample_id = s.id AND r.state <> 'void')
        """
    }
}
