package import Domain
package import Postgres

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
