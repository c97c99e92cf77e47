package import Domain
package import Postgres

/// What a card led to beside its orders, and whether a higher tier set it aside.
package struct ConsequenceRow: RowDecodable {
    package let id: CardConsequenceID
    package let number: Int
    package let kind: ConsequenceKind
    package let withhold: Int?
    package let untilOn: Day?
    package let overriddenAt: Instant?
    package let overriddenByName: String
    package let reason: String
    /// Of a payment advice: whether it rests on a clause of the contract.
    package let hasClause: Bool
    /// That clause, for whoever may read it: a site's own people may not.
    package let clause: PaymentClause?

    package init(row: inout RowCursor) throws {
        id = try row.next()
        number = try row.next()
        kind = try row.next()
        withhold = try row.next()
        untilOn = try row.next()
        overriddenAt = try row.next()
        overriddenByName = try row.next()
        reason = try row.next()
        hasClause = try row.next()
        clause = try PaymentClause(half: &row)
    }

    static func of(_ card: CardID, tenant: TenantID) -> Query<ConsequenceRow> {
        Query(
            """
            SELECT q.id, q.number, q.kind, q.withhold, q.until_on, q.overridden_at, q.overridden_by_name, q.override_reason,
                q.clause_id IS NOT NULL, \(PaymentClause.columns)
            FROM score_consequence q
            LEFT JOIN penalty_clause c ON c.tenant_id = q.tenant_id AND c.id = q.clause_id
            LEFT JOIN vendor_contract k ON k.tenant_id = c.tenant_id AND k.id = c.contract_id
            WHERE q.tenant_id = \(tenant) AND q.card_id = \(card) ORDER BY q.id LIMIT 50
            """)
    }
}

/// 暂停入围 of a vendor.
package struct SuspensionRow: RowDecodable {
    package let id: SuspensionID
    package let vendor: UnitID
    package let company: UnitID?
    package let fromOn: Day
    package let toOn: Day
    package let reason: String
    package let card: CardID?
    package let setByName: String
    package let liftedAt: Instant?
    package let liftedByName: String
    package let liftReason: String

    package init(row: inout RowCursor) throws {
        id = try row.next()
        vendor = try row.next()
        company = try row.next()
        fromOn = try row.next()
        toOn = try row.next()
        reason = try row.next()
        card = try row.next()
        setByName = try row.next()
        liftedAt = try row.next()
        liftedByName = try row.next()
        liftReason = try row.next()
    }

    private static let columns: SQL = """
        SELECT id, vendor_id, company_id, from_on, to_on, reason, card_id, set_by_name, lifted_at, lifted_by_name, lift_reason
        FROM vendor_suspension
        """

    /// The one that keeps a vendor out of selections of a company on a day: the group's, or that company's own.
    static func standing(_ vendor: UnitID, company: UnitID?, on day: Day, tenant: TenantID) -> Query<SuspensionRow> {
        Query(
            """
            \(columns) WHERE tenant_id = \(tenant) AND vendor_id = \(vendor) AND lifted_at IS NULL AND from_on <= \(day) AND to_on >= \(day)
                AND (company_id IS NULL OR company_id = \(company)) ORDER BY to_on DESC, id DESC LIMIT 1
            """)
    }

    static func of(card: CardID, tenant: TenantID) -> Query<SuspensionRow> {
        Query("\(columns) WHERE tenant_id = \(tenant) AND card_id = \(card) ORDER BY id DESC LIMIT 1")
    }

    static func one(_ id: SuspensionID, tenant: TenantID) -> Query<SuspensionRow> {
        Query("\(columns) WHERE tenant_id = \(tenant) AND id = \(id)")
    }
}

extension Transaction {
    /// - Returns: nil where the vendor may enter a selection of the company.
    package func suspension(of vendor: UnitID, company: UnitID?, on day: Day) async throws -> SuspensionRow? {
        try await fetchFirst(SuspensionRow.standing(vendor, company: company, on: day, tenant: tenant))
    }
}

extension WriteTransaction {
    /// Writes what a confirmed card leads to.
    func draw(_ consequences: CardConsequences, from score: ScoreCard, of card: CardRow, round: RoundRow, number: Int) async throws {
        for order in consequences.orders {
            guard let line = score.lines.first(where: { $0.indicator.key == order.line }) else { continue }
            try await issueRectification(
                NewRectification(
                    source: .card(card.id, line: order.line), unit: card.site, overseer: round.unit, title: line.indicator.name.chinese,
                    demand: line.indicator.guide.chinese, dueOn: order.dueOn))
        }
        var statements: [SQL] = []
        if consequences.gatesRenewal { statements.append(ConsequenceStatements.add(.gateRenewal, card, number: number, now: now)) }
        if let withhold = consequences.withhold {
            let clause = try await fetchFirst(
                PaymentClause.holding(vendor: card.vendor, project: card.project, on: card.period.last, tenant: tenant))
            statements.append(
                ConsequenceStatements.add(.advisePayment, card, number: number, withhold: withhold, clause: clause?.id, now: now))
        }
        if let until = consequences.suspendUntil {
            statements.append(ConsequenceStatements.add(.suspend, card, number: number, until: until, now: now))
            statements.append(
                ConsequenceStatements.suspend(
                    card, by: round.unit, from: try today, until: until, reason: card.roundName, name: try actor.name, now: now))
            audit(.vendorSuspended, .card(card.id, label: card.roundName), at: card.site, ["until": until.isoText])
        }
        if !statements.isEmpty { try await change(statements) }
    }

    /// After an appeal: consequences that the better grade does not have fall away, with the ruling as their reason.
    func relax(_ file: CardFile, to grade: Grade?, reason: String) async throws {
        let kept = Set((grade?.consequences ?? []).map(\.kind))
        for row in file.consequences where row.overriddenAt == nil && !kept.contains(row.kind) {
            try await setAside(row, of: file, reason: reason)
        }
    }

    /// A higher tier sets a consequence aside, on record.
    /// - Throws: `refused(.consequenceOverride)`; `notFound` also for one set aside before.
    package func override(_ id: CardConsequenceID, of card: CardID, reason: String) async throws {
        try await enter()
        let file = try await self.card(card)
        guard file.mayOverride else { throw StoreError.refused(.consequenceOverride) }
        guard let row = file.consequences.first(where: { $0.id == id && $0.overriddenAt == nil }) else { throw StoreError.notFound }
        try await setAside(row, of: file, reason: reason)
    }

    private func setAside(_ row: ConsequenceRow, of file: CardFile, reason: String) async throws {
        var statements = [ConsequenceStatements.override(row.id, reason: reason, by: try actor, tenant: tenant, now: now)]
        if row.kind == .suspend, let suspension = file.suspension, suspension.liftedAt == nil {
            statements.append(ConsequenceStatements.lift(suspension.id, reason: reason, by: try actor.name, tenant: tenant, now: now))
        }
        try await change(statements)
        audit(.consequenceOverridden, .card(file.card.id, label: file.card.roundName), at: file.card.site, ["kind": row.kind.code])
    }

    /// Ends a suspension before its day, on record: the only way a suspended vendor enters a selection.
    /// - Throws: `refused(.consequenceOverride)`; `notFound` for one that does not stand.
    package func lift(_ id: SuspensionID, reason: String) async throws {
        try await enter()
        guard let upper = try await upperUnit(of: viewpoint), let row = try await fetchFirst(SuspensionRow.one(id, tenant: tenant)),
            row.liftedAt == nil
        else { throw StoreError.notFound }
        guard try actor.covers(upper, with: .consequenceOverride) else { throw StoreError.refused(.consequenceOverride) }
        try await change([ConsequenceStatements.lift(id, reason: reason, by: try actor.name, tenant: tenant, now: now)])
        audit(.suspensionLifted, AuditObject(.scorecard, id: id.rawValue, label: row.reason), at: upper)
    }
}

enum ConsequenceStatements {
    static func add(
        _ kind: ConsequenceKind, _ card: CardRow, number: Int, withhold: Int? = nil, clause: ClauseID? = nil, until: Day? = nil,
        now: Instant
    ) -> SQL {
        """
        INSERT INTO score_consequence (tenant_id, company_id, project_id, vendor_id, card_id, number, kind, withhold, clause_id, until_on, at)
        VALUES (\(card.site.tenant), \(card.company), \(card.project), \(card.vendor), \(card.id), \(Int32(number)), \(kind),
            \(withhold.map { Int32($0) }), \(clause), \(until), \(now))
        """
    }

    /// A company suspends for its own selections, the group for all.
    static func suspend(_ card: CardRow, by unit: UnitRef, from day: Day, until: Day, reason: String, name: String, now: Instant) -> SQL {
        """
        INSERT INTO vendor_suspension (tenant_id, unit_id, company_id, vendor_id, card_id, from_on, to_on, reason, set_by_name, set_at)
        VALUES (\(card.site.tenant), \(unit.id), \(unit.company), \(card.vendor), \(card.id), \(day), \(until), \(reason), \(name), \(now))
        """
    }

    static func override(_ id: CardConsequenceID, reason: String, by actor: Actor, tenant: TenantID, now: Instant) -> SQL {
        """
        UPDATE score_consequence SET overridden_at = \(now), overridden_by = \(actor.person), overridden_by_name = \(actor.name),
            override_reason = \(reason)
        WHERE tenant_id = \(tenant) AND id = \(id) AND overridden_at IS NULL
        """
    }

    static func lift(_ id: SuspensionID, reason: String, by name: String, tenant: TenantID, now: Instant) -> SQL {
        """
        UPDATE vendor_suspension SET lifted_at = \(now), lifted_by_name = \(name), lift_reason = \(reason)
        WHERE tenant_id = \(tenant) AND id = \(id) AND lifted_at IS NULL
        """
    }
}
