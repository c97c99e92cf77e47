package import Domain
internal import Postgres
internal import Secrets

extension WriteTransaction {
    /// Moves a wave through the table of transitions.
    /// - Parameter lock: of the wave the page was made from.
    /// - Throws: `WaveRefusal`; `stale`; `notFound`.
    package func move(_ wave: WaveID, _ command: WaveCommand, lock: Int) async throws {
        try await enter()
        guard try await fetchFirst(WaveRow.lock(wave, tenant: tenant)) != nil else { throw StoreError.notFound }
        let file = try await self.wave(wave)
        try fresh(file.wave, lock)
        let row = try WaveTransitions.apply(command, to: file.facts, of: file.wave.unit, by: try actor, today: try today)
        if row.action == .issue { try await issue(file) }
        let post = try actor.posts.first { $0.covers(file.wave.unit) }?.title ?? ""
        let touched = try await change([
            WaveStatements.step(file.wave, row, command, by: try actor.name, tenant: tenant, now: now),
            WaveStatements.note(file.wave, row, command, by: try actor.name, post: post, tenant: tenant, now: now),
        ])
        guard touched[0] == 1 else { throw StoreError.stale(Staleness(version: lock + 1, state: file.wave.state.code, changes: [])) }
        if command.closesOn != nil { try await change([LinkStatements.extend(wave, until: expiry(command.closesOn), tenant: tenant)]) }
        if row.to == .collecting { try await tend(wave, closesOn: command.closesOn ?? file.wave.closesOn) }
        audit(.waveStep, .wave(wave, label: file.wave.name), at: file.wave.unit, ["action": row.action.code, "to": row.to.code])
    }

    /// Links end with the last day.
    private func expiry(_ day: Day?) throws -> Instant {
        let last = if let day { day } else { try today }
        return Instant(last.adding(days: 1), offsetMinutes: try offsetMinutes)
    }

    /// Fixes what is asked and of whom: the newest published versions, a door for every drawn household, one contact on its list.
    private func issue(_ file: WaveFile) async throws {
        let wave = file.wave
        guard let version = wave.formPublished else { throw WaveRefusal.guarded(.publishedForm) }
        let additions = try await fetch(SurveyFormRow.additions(to: wave.form, tenant: tenant))
        try await change(
            [LinkStatements.fix(wave.id, version, tenant: tenant), LinkStatements.vendors(wave.id, on: try today, tenant: tenant)]
                + additions.compactMap { form in form.published.map { LinkStatements.add(form.unit, $0, to: wave.id, tenant: tenant) } })
        let invited = try await fetch(DrawnHouseholdRow.drawn(wave.id, tenant: tenant))
        let expires = try expiry(wave.closesOn)
        for start in stride(from: 0, to: invited.count, by: 1_000) {
            let part = invited[start..<min(start + 1_000, invited.count)].map { ($0, SurveyLinkSecret.make(conversation.linkKey)) }
            try await change([
                LinkStatements.make(part, for: wave, expires: expires, tenant: tenant, now: now)
            ])
        }
        try await change([
            LinkStatements.invite(wave.id, tenant: tenant, now: now),
            LinkStatements.contact(wave.id, .survey, unit: wave.unit.id, on: try today, tenant: tenant),
        ])
        audit(.linksMade, .wave(wave.id, label: wave.name), at: wave.unit, ["links": String(invited.count)])
    }

    /// The open link of a project, made once (anonymous waves only: nobody can be told apart there).
    /// - Throws: `notFound` for a wave whose answers are of known households, or whose project is not asked.
    package func openLink(_ project: UnitID, _ permit: Permit<RunWave, WaveFile>) async throws {
        let wave = permit.thing.wave
        guard wave.anonymous, wave.state.isFixed, !wave.state.hasClosed,
            let unit = permit.thing.units.first(where: { $0.project == project })
        else { throw StoreError.notFound }
        let secret = SurveyLinkSecret.make(conversation.linkKey)
        try await change([
            LinkStatements.open(
                secret, for: wave.id, company: unit.company, project: project, expires: try expiry(wave.closesOn), tenant: tenant, now: now)
        ])
        audit(.linksMade, .wave(wave.id, label: wave.name), at: wave.unit, ["open": String(project.rawValue)])
    }

    /// Ends a door: a letter that got lost. The household gets a new one.
    package func revoke(_ sample: SampleID, _ permit: Permit<RunWave, WaveFile>) async throws {
        let wave = permit.thing.wave
        guard !wave.anonymous, !wave.state.hasClosed, let row = try await fetchFirst(DrawnHouseholdRow.one(sample, wave.id, tenant: tenant))
        else {
            throw StoreError.notFound
        }
        let touched = try await change([LinkStatements.revoke(sample, by: try actor.name, tenant: tenant, now: now)])
        guard touched == [1] else { throw StoreError.notFound }
        try await change([
            LinkStatements.make(
                [(row, SurveyLinkSecret.make(conversation.linkKey))], for: wave, expires: try expiry(wave.closesOn), tenant: tenant,
                now: now)
        ])
        audit(.linkRevoked, .wave(wave.id, label: wave.name), at: wave.unit, ["sample": String(sample.rawValue)])
    }
}

/// A door's random bytes, and what follows from them and the server's secret: the token in the letter, and its digest in the database.
/// Letters can so be printed again without a token standing anywhere.
struct SurveyLinkSecret: Sendable {
    let nonce: [UInt8]
    let token: String
    let hash: [UInt8]

    static func make(_ key: [UInt8]) -> SurveyLinkSecret { SurveyLinkSecret(nonce: Secrets.randomBytes(16), key: key) }

    init(nonce: [UInt8], key: [UInt8]) {
        self.nonce = nonce
        let bytes = Array(Secrets.hmac(nonce, key: key).prefix(16))
        token = Base32.encode(bytes).lowercased()
        hash = Secrets.digest(bytes)
    }

    /// What a token in a link hashes to; nil for text that is none (26 characters, 128 bits).
    static func hash(of token: String) -> [UInt8]? {
        guard token.utf8.count == 26, let bytes = Base32.decode(token), bytes.count == 16 else { return nil }
        return Secrets.digest(bytes)
    }
}

/// A household that was drawn.
struct DrawnHouseholdRow: RowDecodable {
    let sample: SampleID
    let company: UnitID
    let project: UnitID
    let building: BuildingID

    init(row: inout RowCursor) throws {
        sample = try row.next()
        company = try row.next()
        project = try row.next()
        building = try row.next()
    }

    static func drawn(_ wave: WaveID, tenant: TenantID) -> Query<DrawnHouseholdRow> {
        Query(
            """
            SELECT id, company_id, project_id, building_id FROM survey_sample
            WHERE tenant_id = \(tenant) AND wave_id = \(wave) AND state = 'drawn' ORDER BY id
            """)
    }

    static func one(_ sample: SampleID, _ wave: WaveID, tenant: TenantID) -> Query<DrawnHouseholdRow> {
        Query(
            """
            SELECT id, company_id, project_id, building_id FROM survey_sample
            WHERE tenant_id = \(tenant) AND wave_id = \(wave) AND id = \(sample) AND state = 'invited'
            """)
    }
}

enum LinkStatements {
    static func fix(_ wave: WaveID, _ version: SurveyVersionID, tenant: TenantID) -> SQL {
        "UPDATE survey_wave SET version_id = \(version) WHERE tenant_id = \(tenant) AND id = \(wave)"
    }

    /// Who served each project on the day the wave was issued.
    static func vendors(_ wave: WaveID, on day: Day, tenant: TenantID) -> SQL {
        """
        UPDATE survey_wave_unit w SET vendor_id = e.vendor_id FROM engagement e
        WHERE w.tenant_id = \(tenant) AND w.wave_id = \(wave) AND e.tenant_id = \(tenant) AND e.project_id = w.project_id
            AND e.from_on <= \(day) AND (e.to_on IS NULL OR e.to_on >= \(day))
        """
    }

    /// A company's or a project's own questions, behind the core.
    static func add(_ unit: UnitRef, _ version: SurveyVersionID, to wave: WaveID, tenant: TenantID) -> SQL {
        if unit.kind == .company {
            return """
                UPDATE survey_wave_unit SET company_version_id = \(version)
                WHERE tenant_id = \(tenant) AND wave_id = \(wave) AND company_id = \(unit.id)
                """
        }
        return """
            UPDATE survey_wave_unit SET project_version_id = \(version)
            WHERE tenant_id = \(tenant) AND wave_id = \(wave) AND project_id = \(unit.id)
            """
    }

    /// Personal doors, or in an anonymous wave as many ballots that name nobody, in an order of their own.
    static func make(
        _ part: [(DrawnHouseholdRow, SurveyLinkSecret)], for wave: WaveRow, expires: Instant, tenant: TenantID, now: Instant
    ) -> SQL {
        let kind: SurveyLinkKind = wave.anonymous ? .ballot : .personal
        let samples: [SampleID?] = part.map { wave.anonymous ? nil : $0.0.sample }
        return """
            INSERT INTO survey_link (tenant_id, company_id, project_id, wave_id, kind, sample_id, building_id, nonce, token_hash, created_at,
                expires_at)
            SELECT \(tenant), x.company, x.project, \(wave.id), \(kind), x.sample, x.building, x.nonce, x.hash, \(now), \(expires)
            FROM unnest(\(part.map { $0.0.company }), \(part.map { $0.0.project }), \(samples), \(part.map { $0.0.building }), \(part.map { $0.1.nonce }),
                \(part.map { $0.1.hash })) AS x (company, project, sample, building, nonce, hash)
            ORDER BY x.nonce
            """
    }

    static func open(
        _ secret: SurveyLinkSecret, for wave: WaveID, company: UnitID, project: UnitID, expires: Instant, tenant: TenantID, now: Instant
    ) -> SQL {
        """
        INSERT INTO survey_link (tenant_id, company_id, project_id, wave_id, kind, nonce, token_hash, created_at, expires_at)
        VALUES (\(tenant), \(company), \(project), \(wave), 'open', \(secret.nonce), \(secret.hash), \(now), \(expires))
        ON CONFLICT (tenant_id, wave_id, project_id) WHERE kind = 'open' AND revoked_at IS NULL DO NOTHING
        """
    }

    static func revoke(_ sample: SampleID, by name: String, tenant: TenantID, now: Instant) -> SQL {
        """
        UPDATE survey_link SET revoked_at = \(now), revoked_by_name = \(name)
        WHERE tenant_id = \(tenant) AND sample_id = \(sample) AND revoked_at IS NULL
        """
    }

    static func extend(_ wave: WaveID, until moment: Instant, tenant: TenantID) -> SQL {
        "UPDATE survey_link SET expires_at = \(moment) WHERE tenant_id = \(tenant) AND wave_id = \(wave) AND revoked_at IS NULL"
    }

    static func invite(_ wave: WaveID, tenant: TenantID, now: Instant) -> SQL {
        """
        UPDATE survey_sample SET state = 'invited', invited_at = \(now)
        WHERE tenant_id = \(tenant) AND wave_id = \(wave) AND state = 'drawn'
        """
    }

    /// One line on the list of every household that is asked now.
    static func contact(_ wave: WaveID, _ kind: HouseholdContactKind, unit: UnitID, on day: Day, tenant: TenantID) -> SQL {
        """
        INSERT INTO household_contact (tenant_id, company_id, project_id, house_id, kind, day, unit_id, wave_id)
        SELECT s.tenant_id, s.company_id, s.project_id, s.house_id, \(kind), \(day), \(unit), s.wave_id FROM survey_sample s
        WHERE s.tenant_id = \(tenant) AND s.wave_id = \(wave) AND s.state = 'invited'
        """
    }
}
