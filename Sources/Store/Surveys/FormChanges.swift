package import Domain
package import Postgres

/// Purpose of a permit: to write questionnaires of a unit.
package enum DesignForm {}

/// A new questionnaire. Fields: name, nameEnglish, about, purpose, from.
package struct NewSurveyForm: Sendable {
    package enum Origin: Hashable, Sendable {
        case empty
        case preset(PresetForm)
        /// A version of another form, copied whole.
        case copy(SurveyVersionID)
        /// Questions behind the core of another form, which stays as it is.
        case addition(SurveyFormID)
    }

    package let name: String
    package let nameEnglish: String
    package let about: String
    package let purpose: FormPurpose
    package let origin: Origin

    package static let names = ["name", "nameEnglish", "about", "purpose", "from"]

    package init(name: String, nameEnglish: String = "", about: String = "", purpose: FormPurpose, origin: Origin) {
        self.name = name
        self.nameEnglish = nameEnglish
        self.about = about
        self.purpose = purpose
        self.origin = origin
    }

    /// `from`: empty, `preset-<key>`, `copy-<version>` or `add-<form>`.
    package static func read(_ fields: [String: String]) -> Result<NewSurveyForm, FieldErrors> {
        var form = FormReader(fields)
        let name = form.text("name", max: 60)
        let english = form.optionalText("nameEnglish", max: 120)
        let about = form.optionalText("about", max: 300)
        let purpose: FormPurpose? = form.choice("purpose")
        let origin = form.parsed("from") { raw throws(FieldProblem) in try Self.origin(raw ?? "") }
        return form.result(
            NewSurveyForm(name: name, nameEnglish: english, about: about, purpose: purpose ?? .special, origin: origin ?? .empty))
    }

    private static func origin(_ raw: String) throws(FieldProblem) -> Origin {
        if raw.isEmpty { return .empty }
        let parts = raw.split(separator: "-", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { throw .notAChoice }
        switch parts[0] {
        case "preset":
            guard let preset = PresetForm(rawValue: parts[1]) else { throw .notAChoice }
            return .preset(preset)
        case "copy":
            guard let id = SurveyVersionID(text: parts[1]) else { throw .notAChoice }
            return .copy(id)
        case "add":
            guard let id = SurveyFormID(text: parts[1]) else { throw .notAChoice }
            return .addition(id)
        default: throw .notAChoice
        }
    }
}

/// A questionnaire that cannot be published, and why.
package struct UnfitQuestionnaire: Error, Sendable {
    package let faults: [QuestionnaireFault]
}

extension WriteTransaction {
    /// The right to write questionnaires of the viewpoint's unit itself: a company writes its own, never the group's (core lock).
    /// - Throws: `notFound`; `refused(.surveyDesign)`.
    package func access(for purpose: DesignForm.Type) async throws -> Permit<DesignForm, UnitRef> {
        try await enter()
        let unit = try surveyPlace
        guard try actor.covers(unit, with: .surveyDesign) else { throw StoreError.refused(.surveyDesign) }
        return Permit(unit)
    }

    /// A draft to change. Published versions never change, and nobody below the unit a form belongs to touches it (core lock).
    /// - Parameter lock: of the draft the page was made from; nil for what does not depend on it.
    /// - Throws: `notFound` also for a published version; `refused(.surveyDesign)`; `stale`.
    package func access(_ version: SurveyVersionID, for purpose: DesignForm.Type, lock: Int?) async throws -> Permit<DesignForm, VersionRow>
    {
        try await enter()
        _ = try surveyPlace
        guard let row = try await fetchFirst(VersionRow.locked(version, tenant: tenant)) else { throw StoreError.notFound }
        guard try actor.covers(row.unit, with: .surveyDesign) else { throw StoreError.refused(.surveyDesign) }
        guard row.state == .draft else { throw StoreError.stale(Staleness(version: row.lock, state: row.state.code, changes: [])) }
        if let lock, lock != row.lock { throw StoreError.stale(Staleness(version: row.lock, state: row.state.code, changes: [])) }
        return Permit(row)
    }

    package func add(_ new: NewSurveyForm, _ permit: Permit<DesignForm, UnitRef>) async throws -> SurveyVersionID {
        let unit = permit.thing
        var (base, baseVersion, content) = (SurveyFormID?.none, SurveyVersionID?.none, Questionnaire())
        var preset = ""
        switch new.origin {
        case .empty: break
        case .preset(let chosen):
            content = chosen.questionnaire
            preset = chosen.rawValue
        case .copy(let version):
            let file = try await surveyVersion(version)
            content = file.questionnaire
        case .addition(let form):
            let file = try await surveyForm(form)
            guard file.form.base == nil, let published = file.form.published, file.form.unit.id != unit.id else {
                throw StoreError.invalid(FieldErrors("from", .notAChoice))
            }
            (base, baseVersion) = (form, published)
        }
        let (formIDs, versionIDs) = try await fetch(FormStatements.nextForm, FormStatements.nextVersion)
        guard let form = formIDs.first?.value, let version = versionIDs.first?.value else { throw StoreError.closed }
        try await change([
            FormStatements.add(new, form, base: base, preset: preset, unit: unit, by: try actor.name, now: now),
            FormStatements.draft(version, of: form, base: baseVersion, content, unit: unit, by: try actor.name, now: now),
        ])
        guard let row = try await fetchFirst(VersionRow.one(version, tenant: tenant)) else { throw StoreError.closed }
        try await fill(row, with: content, core: base == nil)
        audit(.formAdded, .survey(form, label: new.name), at: unit, ["purpose": new.purpose.code])
        return version
    }

    /// A draft with everything the latest published version asks; the draft that is open already, if there is one.
    package func newDraft(_ form: SurveyFormID) async throws -> SurveyVersionID {
        try await enter()
        let file = try await surveyForm(form)
        guard file.mayDesign else { throw StoreError.refused(.surveyDesign) }
        if let draft = file.form.draft { return draft }
        guard let published = file.form.published, file.form.retiredAt == nil,
            let version = try await fetchFirst(FormStatements.nextVersion)?.value
        else { throw StoreError.notFound }
        let content = try await questionnaire([published])
        let baseVersion = try await file.form.base.asyncMap { try await surveyForm($0).form.published } ?? nil
        try await change([
            FormStatements.draft(version, of: form, base: baseVersion, content, unit: file.form.unit, by: try actor.name, now: now)
        ])
        guard let row = try await fetchFirst(VersionRow.one(version, tenant: tenant)) else { throw StoreError.closed }
        try await fill(row, with: content, core: file.form.base == nil)
        audit(.draftChanged, .survey(form, label: file.form.name), at: file.form.unit, ["from": String(file.form.number ?? 0)])
        return version
    }

    private func fill(_ version: VersionRow, with content: Questionnaire, core: Bool) async throws {
        var statements = content.dimensions.enumerated().map {
            QuestionStatements.add($0.element, at: $0.offset + 1, of: version, tenant: tenant)
        }
        for (index, question) in content.questions.enumerated() {
            var question = question
            question.core = core
            statements.append(try QuestionStatements.add(question, at: index + 1, of: version, tenant: tenant))
        }
        if !statements.isEmpty { try await change(statements) }
    }

    /// From now on it never changes.
    /// - Throws: `UnfitQuestionnaire` with everything that is wrong.
    package func publish(_ permit: Permit<DesignForm, VersionRow>) async throws {
        let version = permit.thing
        let file = try await surveyVersion(version.id)
        // An addition has to fit behind the core it was written for.
        let own = Set(file.questionnaire.questions.map(\.key))
        var faults = file.whole.faults.filter { $0.question.map(own.contains) ?? true }
        if own.isEmpty { faults = [QuestionnaireFault(nil, .nothingAsked)] }
        guard faults.isEmpty else { throw UnfitQuestionnaire(faults: faults) }
        let english = file.questionnaire.questions.allSatisfy { !$0.text.english.isEmpty }
        try await change([FormStatements.publish(version, english: english, by: try actor.name, tenant: tenant, now: now)])
        audit(.versionPublished, .survey(version.form, label: file.form.name), at: version.unit, ["questions": String(own.count)])
    }

    package func retire(_ form: SurveyFormID) async throws {
        try await enter()
        let file = try await surveyForm(form)
        guard file.mayDesign else { throw StoreError.refused(.surveyDesign) }
        guard file.form.retiredAt == nil else { throw StoreError.notFound }
        try await change([FormStatements.retire(form, tenant: tenant, now: now)])
        audit(.formRetired, .survey(form, label: file.form.name), at: file.form.unit)
    }
}

enum FormStatements {
    static let nextForm = Query<Single<SurveyFormID>>("SELECT nextval('survey_form_id_seq')")
    static let nextVersion = Query<Single<SurveyVersionID>>("SELECT nextval('survey_version_id_seq')")

    static func add(
        _ new: NewSurveyForm, _ id: SurveyFormID, base: SurveyFormID?, preset: String, unit: UnitRef, by name: String, now: Instant
    ) -> SQL {
        """
        INSERT INTO survey_form (tenant_id, id, unit_id, company_id, project_id, base_id, purpose, preset, name, name_en, about,
            created_by_name, created_at)
        VALUES (\(unit.tenant), \(id), \(unit.id), \(unit.company), \(unit.project), \(base), \(new.purpose), \(preset), \(new.name),
            \(new.nameEnglish), \(new.about), \(name), \(now))
        """
    }

    static func draft(
        _ id: SurveyVersionID, of form: SurveyFormID, base: SurveyVersionID?, _ content: Questionnaire, unit: UnitRef, by name: String,
        now: Instant
    ) -> SQL {
        """
        INSERT INTO survey_version (tenant_id, id, unit_id, company_id, project_id, form_id, base_version_id, state, intro, intro_en, thanks,
            thanks_en, created_by_name, created_at)
        VALUES (\(unit.tenant), \(id), \(unit.id), \(unit.company), \(unit.project), \(form), \(base), 'draft', \(content.intro.chinese),
            \(content.intro.english), \(content.thanks.chinese), \(content.thanks.english), \(name), \(now))
        """
    }

    static func touch(_ version: VersionRow, tenant: TenantID) -> SQL {
        "UPDATE survey_version SET lock = lock + 1 WHERE tenant_id = \(tenant) AND id = \(version.id) AND state = 'draft'"
    }

    static func texts(_ version: VersionRow, intro: Bilingual, thanks: Bilingual, tenant: TenantID) -> SQL {
        """
        UPDATE survey_version SET lock = lock + 1, intro = \(intro.chinese), intro_en = \(intro.english), thanks = \(thanks.chinese),
            thanks_en = \(thanks.english)
        WHERE tenant_id = \(tenant) AND id = \(version.id) AND state = 'draft'
        """
    }

    static func publish(_ version: VersionRow, english: Bool, by name: String, tenant: TenantID, now: Instant) -> SQL {
        """
        UPDATE survey_version SET state = 'published', lock = lock + 1, has_english = \(english), published_by_name = \(name),
            published_at = \(now), number = 1 + coalesce((SELECT max(p.number) FROM survey_version p
                WHERE p.tenant_id = \(tenant) AND p.form_id = \(version.form)), 0)
        WHERE tenant_id = \(tenant) AND id = \(version.id) AND state = 'draft'
        """
    }

    static func retire(_ form: SurveyFormID, tenant: TenantID, now: Instant) -> SQL {
        "UPDATE survey_form SET retired_at = \(now) WHERE tenant_id = \(tenant) AND id = \(form) AND retired_at IS NULL"
    }
}
