package import Domain
internal import Postgres

/// A contract as its form says it. Fields: see `names`.
extension ContractTerms {
    package static let names = [
        "kind", "number", "title", "contents", "level", "feeBasis", "fee", "feeNote", "split", "assessor", "filingNumber", "filedWith",
        "signed",
        "from", "until", "early", "takenOver", "assessed", "filed", "annexed",
    ]

    /// - Parameter known: the contract that is amended: its kind and first day stay.
    package static func read(_ fields: [String: String], amending known: ContractTerms? = nil, today: Day) -> Result<
        ContractTerms, FieldErrors
    > {
        var form = FormReader(fields)
        let kind: VendorContractKind = known?.kind ?? form.choice("kind") ?? .agreement
        let hasFee = kind.hasFee
        func optional<Word: CaseCode>(_ name: String, _: Word.Type) -> Word? { (fields[name] ?? "").isEmpty ? nil : form.choice(name) }
        let terms = ContractTerms(
            kind: kind, number: form.text("number", max: 60), title: form.text("title", max: 100),
            contents: form.lines("contents", max: 4_000),
            level: hasFee ? optional("level", ServiceLevel.self) : nil, feeBasis: hasFee ? optional("feeBasis", FeeBasis.self) : nil,
            fee: hasFee ? form.optionalMoney("fee") : nil, feeNote: hasFee ? form.lines("feeNote", max: 500) : "",
            split: hasFee ? form.lines("split", max: 1_000) : "", assessor: hasFee ? form.optionalText("assessor", max: 80) : "",
            filingNumber: form.optionalText("filingNumber", max: 60), filedWith: form.optionalText("filedWith", max: 80),
            days: ContractDays(
                signed: form.optionalDay("signed"), from: known?.days.from ?? form.day("from"), to: form.optionalDay("until"),
                early: form.optionalDay("early"), takenOver: form.optionalDay("takenOver"),
                assessed: hasFee ? form.optionalDay("assessed") : nil,
                filed: form.optionalDay("filed"), annexed: kind.isAnnex ? form.optionalDay("annexed") : nil))
        if form.errors.isEmpty { for error in terms.days.faults(today: today).list { form.add(error.field, error.problem) } }
        // A filing names where it was filed (VENDOR-R10).
        if terms.days.filed != nil, terms.filedWith.isEmpty, form.errors["filedWith"] == nil { form.add("filedWith", .required) }
        return form.result(terms)
    }
}

/// Purpose of a permit: to enter or amend contracts of an engagement.
package enum KeepContract {}

extension WriteTransaction {
    /// - Throws: `notFound`; `refused(.vendorKeep)` at the engagement's project.
    package func access(_ engagement: EngagementID, for purpose: KeepContract.Type) async throws -> Permit<KeepContract, EngagementCard> {
        guard let card = try await fetchFirst(EngagementCard.one(engagement, tenant: tenant)) else { throw StoreError.notFound }
        _ = try await covered(card.project.id, with: .vendorKeep)
        // Until the transaction ends nobody else enters one that overlaps.
        _ = try await fetch(UnitStatements.lock(tenant: tenant, card.project.id))
        return Permit(card)
    }

    /// - Throws: `invalid`: with field `from` for one of the same kind on the same day (`taken`), with `until` for one that ends before the
    ///   engagement begins (`tooEarly`), with `from` for one that begins after its end (`notADate`); `constraint` for a number used before.
    @discardableResult
    package func enter(_ terms: ContractTerms, _ permit: Permit<KeepContract, EngagementCard>) async throws -> ContractID {
        let card = permit.thing
        try await fits(terms, card, except: nil)
        guard let id = try await fetchFirst(ContractStatements.next)?.value else { throw StoreError.closed }
        try await change([ContractStatements.enter(terms, id, of: card, by: try actor.name, tenant: tenant, now: now)])
        audit(
            .contractEntered, .document(id.rawValue, label: terms.number), at: card.project,
            ["kind": terms.kind.code, "from": terms.days.from.isoText, "until": terms.days.to?.isoText ?? "-"])
        return id
    }

    /// - Throws: as `enter`; `stale` when somebody else amended it meanwhile.
    package func amend(_ contract: ContractRow, _ terms: ContractTerms, _ permit: Permit<KeepContract, EngagementCard>, lock: Int)
        async throws
    {
        guard contract.version == lock else { throw StoreError.stale(Staleness(version: contract.version, state: "", changes: [])) }
        try await fits(terms, permit.thing, except: contract.id)
        let touched = try await change([ContractStatements.amend(contract, terms, by: try actor.name, tenant: tenant, now: now)])
        guard touched == [1] else { throw StoreError.stale(Staleness(version: lock + 1, state: "", changes: [])) }
        audit(
            .contractChanged, .document(contract.id.rawValue, label: terms.number), at: permit.thing.project,
            ["version": String(lock + 1), "until": terms.days.to?.isoText ?? "-"])
    }

    private func fits(_ terms: ContractTerms, _ card: EngagementCard, except: ContractID?) async throws {
        if let to = terms.days.to, to < card.from { throw StoreError.invalid(FieldErrors("until", .tooEarly(card.from))) }
        if let end = card.to, terms.days.from > end { throw StoreError.invalid(FieldErrors("from", .notADate)) }
        let others = try await fetch(ContractRow.of(card.id, tenant: tenant))
        let clash = others.contains { $0.id != except && $0.terms.kind == terms.kind && $0.terms.days.overlaps(terms.days) }
        if clash { throw StoreError.invalid(FieldErrors(except == nil ? "from" : "until", .taken)) }
    }
}

enum ContractStatements {
    static let next = Query<Single<ContractID>>("SELECT nextval('vendor_contract_id_seq')")

    static func enter(
        _ terms: ContractTerms, _ id: ContractID, of card: EngagementCard, by name: String, tenant: TenantID, now: Instant
    ) -> SQL {
        let days = terms.days
        return """
            INSERT INTO vendor_contract (tenant_id, id, unit_id, company_id, project_id, vendor_id, engagement_id, kind, number, title, contents,
                level, fee_basis, fee, fee_note, split, assessor, assessed_on, filed_on, filing_number, filed_with, annexed_on, signed_on,
                from_on, to_on, early_on, taken_over_on, changed_by_name, changed_at)
            VALUES (\(tenant), \(id), \(card.site), \(card.project.company), \(card.project.id), \(card.vendor), \(card.id), \(terms.kind),
                \(terms.number), \(terms.title), \(terms.contents), \(terms.level), \(terms.feeBasis), \(terms.fee), \(terms.feeNote),
                \(terms.split), \(terms.assessor), \(days.assessed), \(days.filed), \(terms.filingNumber), \(terms.filedWith), \(days.annexed),
                \(days.signed), \(days.from), \(days.to), \(days.early), \(days.takenOver), \(name), \(now))
            """
    }

    static func amend(_ contract: ContractRow, _ terms: ContractTerms, by name: String, tenant: TenantID, now: Instant) -> SQL {
        amend(contract.id, version: contract.version, terms, by: name, tenant: tenant, now: now)
    }

    static func amend(_ id: ContractID, version: Int, _ terms: ContractTerms, by name: String, tenant: TenantID, now: Instant) -> SQL {
        let days = terms.days
        return """
            UPDATE vendor_contract SET version = version + 1, number = \(terms.number), title = \(terms.title), contents = \(terms.contents),
                level = \(terms.level), fee_basis = \(terms.feeBasis), fee = \(terms.fee), fee_note = \(terms.feeNote), split = \(terms.split),
                assessor = \(terms.assessor), assessed_on = \(days.assessed), filed_on = \(days.filed), filing_number = \(terms.filingNumber),
                filed_with = \(terms.filedWith), annexed_on = \(days.annexed), signed_on = \(days.signed), to_on = \(days.to),
                early_on = \(days.early), taken_over_on = \(days.takenOver), changed_by_name = \(name), changed_at = \(now)
            WHERE tenant_id = \(tenant) AND id = \(id) AND version = \(version)
            """
    }
}
