package import Domain
internal import Postgres

/// 物业交接: another vendor follows on a day. Fields: vendor, on, until, code, name, nameEnglish. Code and name are for the site the
/// vendor does not have there yet.
package struct ChangeOver: Hashable, Sendable {
    package let vendor: UnitID
    /// The first day of the vendor that follows.
    package let on: Day
    package let until: Day?
    /// Nil where the vendor has a site at the project already.
    package let site: SiteName?

    package struct SiteName: Hashable, Sendable {
        package let code: String
        package let name: String
        package let nameEnglish: String
    }

    package static func read(_ fields: [String: String], hasSite: Bool) -> Result<ChangeOver, FieldErrors> {
        var form = FormReader(fields)
        let vendor: UnitID = form.id("vendor")
        let on = form.day("on")
        let until = form.optionalDay("until")
        if let until, form.errors["on"] == nil, until < on { form.add("until", .notADate) }
        let site =
            hasSite
            ? nil
            : SiteName(
                code: form.code("code"), name: form.text("name", max: 60), nameEnglish: form.optionalText("nameEnglish", max: 80))
        return form.result(ChangeOver(vendor: vendor, on: on, until: until, site: site))
    }
}

/// What both sides sign at a hand-over (ORG-R13). Fields: items, giver, taker.
package struct HandoverRecord: Hashable, Sendable {
    package let items: String
    package let giver: String
    package let taker: String

    package static func read(_ fields: [String: String]) -> Result<HandoverRecord, FieldErrors> {
        var form = FormReader(fields)
        let items = form.lines("items", max: 2_000)
        if items.isEmpty, form.errors["items"] == nil { form.add("items", .required) }
        let record = HandoverRecord(items: items, giver: form.text("giver", max: 40), taker: form.text("taker", max: 40))
        return form.result(record)
    }
}

/// Purpose of a permit: to end, extend or change over an engagement.
package enum KeepEngagement {}

extension WriteTransaction {
    /// The engagement; whoever keeps the tree at its project may change it. Until the transaction ends no other engagement of the project
    /// is changed.
    /// - Throws: `notFound`, `refused(.orgManage)`.
    package func access(_ engagement: EngagementID, for purpose: KeepEngagement.Type) async throws -> Permit<KeepEngagement, EngagementCard>
    {
        guard let found = try await fetchFirst(EngagementCard.one(engagement, tenant: tenant)) else { throw StoreError.notFound }
        _ = try await covered(found.project.id, with: .orgManage)
        let (_, again) = try await fetch(
            UnitStatements.lock(tenant: tenant, found.project.id), EngagementCard.one(engagement, tenant: tenant))
        guard let card = again.first else { throw StoreError.notFound }
        return Permit(card)
    }

    /// Ends, shortens, extends, or takes the end back. The day after the last one the open matters go to whoever serves the project then.
    /// - Parameter last: the last day; nil for no end.
    /// - Throws: `invalid` with field `to`: before today or the first day (`tooEarly`), on a day of another engagement (`taken`), and for
    ///   an engagement that is over (`notAChoice`).
    package func end(_ permit: Permit<KeepEngagement, EngagementCard>, on last: Day?) async throws {
        let engagement = permit.thing
        let today = try today
        if let to = engagement.to, to < today { throw StoreError.invalid(FieldErrors("to", .notAChoice)) }
        let earliest = max(engagement.from, today)
        if let last, last < earliest { throw StoreError.invalid(FieldErrors("to", .tooEarly(earliest))) }
        let overlapping = try await fetch(
            EngagementRow.overlapping(tenant: tenant, project: engagement.project.id, from: engagement.from, to: last))
        guard overlapping.allSatisfy({ $0.value == engagement.id }) else { throw StoreError.invalid(FieldErrors("to", .taken)) }
        try await change([
            HandoverStatements.period(engagement.id, to: last, tenant: tenant),
            HandoverStatements.cancel(of: engagement.id, tenant: tenant, now: now),
        ])
        if let last { try await planHandover(of: engagement, on: last.adding(days: 1)) }
        audit(
            .engagementDated, .engagement(engagement.id, label: engagement.siteCode), at: engagement.project,
            ["from": engagement.to?.isoText ?? "-", "to": last?.isoText ?? "-"])
    }

    /// Another vendor follows: the old engagement ends the day before, the new one begins, and the matters go over on that day.
    /// - Parameter vendor: as the person sees it; it need not be covered, since a vendor is chosen per project (ORG-R15).
    /// - Returns: the site of the vendor that follows.
    /// - Throws: `invalid` with fields `on` (`tooEarly`, `taken`), `vendor` (`notAChoice` for the same one or a closed one), `code`,
    ///   `name`; `constraint` "org_unit_code_key".
    @discardableResult
    package func changeOver(_ fields: [String: String], _ permit: Permit<KeepEngagement, EngagementCard>) async throws -> UnitID {
        let old = permit.thing
        let today = try today
        let chosen = fields["vendor"].flatMap { UnitID(text: $0) }
        let sites = try await fetch(HandoverStatements.site(of: chosen ?? UnitID(0), at: old.project.id, tenant: tenant))
        let command = try ChangeOver.read(fields, hasSite: !sites.isEmpty).orInvalid()
        guard let company = old.project.company, command.vendor != old.vendor,
            let vendor = try await fetchFirst(UnitRow.one(tenant: tenant, command.vendor))?.unit, vendor.kind == .vendor
        else { throw StoreError.invalid(FieldErrors("vendor", .notAChoice)) }
        // The old vendor keeps at least its first day, and nothing is ended in the past.
        let earliest = max(old.from.adding(days: 1), today)
        guard command.on >= earliest else { throw StoreError.invalid(FieldErrors("on", .tooEarly(earliest))) }
        if let to = old.to, to < today { throw StoreError.invalid(FieldErrors("on", .notAChoice)) }
        let overlapping = try await fetch(
            EngagementRow.overlapping(tenant: tenant, project: old.project.id, from: command.on, to: command.until))
        guard overlapping.allSatisfy({ $0.value == old.id }) else { throw StoreError.invalid(FieldErrors("on", .taken)) }
        try await change([
            HandoverStatements.period(old.id, to: command.on.adding(days: -1), tenant: tenant),
            HandoverStatements.cancel(of: old.id, tenant: tenant, now: now),
        ])
        let site = try await site(for: command, known: sites.first?.value, vendor: vendor, company: company, project: old.project)
        try await change([UnitStatements.engage(site, from: command.on, to: command.until, now: now)])
        try await planHandover(of: old, on: command.on, also: [vendor.id, site.id])
        if let until = command.until { try await planHandover(ofNewestAt: site, after: until) }
        audit(
            .vendorChanged, .engagement(old.id, label: old.siteCode), at: old.project,
            ["from": old.siteCode, "to": site.code, "on": command.on.isoText])
        return site.id
    }

    /// A proposed engagement that does not come about.
    /// - Throws: `invalid` with field `to` once its first day has come.
    package func drop(_ permit: Permit<KeepEngagement, EngagementCard>) async throws {
        let engagement = permit.thing
        guard try engagement.from > today, engagement.handover?.doneAt == nil else {
            throw StoreError.invalid(FieldErrors("to", .notAChoice))
        }
        // A plan for its end would refer to it.
        guard engagement.handover == nil else { throw StoreError.invalid(FieldErrors("to", .taken)) }
        try await change([HandoverStatements.drop(engagement.id, tenant: tenant)])
        audit(
            .engagementDropped, .engagement(engagement.id, label: engagement.siteCode), at: engagement.project,
            ["from": engagement.from.isoText])
    }

    /// Hands over now what a vendor left behind whose engagement is over.
    /// - Throws: `invalid` with field `to` while it still serves.
    package func handOverNow(_ permit: Permit<KeepEngagement, EngagementCard>) async throws {
        let engagement = permit.thing
        let today = try today
        guard let to = engagement.to, to < today, engagement.handover?.doneAt == nil else {
            throw StoreError.invalid(FieldErrors("to", .notAChoice))
        }
        try await change([HandoverStatements.cancel(of: engagement.id, tenant: tenant, now: now)])
        try await planHandover(of: engagement, on: today)
    }

    /// What was handed over and who signed for it (ORG-R13).
    /// - Throws: `notFound` while no end is fixed.
    package func record(_ record: HandoverRecord, _ permit: Permit<KeepEngagement, EngagementCard>) async throws {
        guard let handover = permit.thing.handover else { throw StoreError.notFound }
        try await change([
            HandoverStatements.record(record, of: handover.id, byName: try actor.name, tenant: tenant, now: now)
        ])
        audit(
            .handoverRecorded, .engagement(permit.thing.id, label: permit.thing.siteCode), at: permit.thing.project,
            ["on": handover.on.isoText])
    }

    /// For an engagement that was given an end from the start.
    func planHandover(ofNewestAt site: UnitRef, after last: Day) async throws {
        let cards = try await fetch(EngagementCard.of(site))
        guard let card = cards.first(where: { $0.to == last }) else { throw StoreError.notFound }
        try await planHandover(of: card, on: last.adding(days: 1))
    }

    private func planHandover(of engagement: EngagementCard, on day: Day, also: [UnitID] = []) async throws {
        let project = engagement.project
        let readers = [project.id, project.company, engagement.vendor, engagement.site].compactMap(\.self) + also
        let plan = HandoverStatements.plan(engagement.id, on: day, readers: readers, by: try actor, tenant: tenant, now: now)
        guard let id = try await fetchFirst(plan)?.value else { throw StoreError.closed }
        let start = day <= (try today) ? now : Instant(day, offsetMinutes: try offsetMinutes)
        try await enqueue(
            HandOverTickets.kind, payload: try EventDetail.encode(HandOverTickets.Payload(engagement: engagement.id.rawValue)), at: start,
            uniqueKey: "handOverTickets-\(id)", priority: 40)
    }

    private func site(
        for command: ChangeOver, known: UnitID?, vendor: UnitRef, company: UnitID, project: UnitRef
    ) async throws -> UnitRef {
        if let known, let card = try await fetchFirst(UnitCard.one(tenant: tenant, known)) {
            if card.isClosed { try await change([UnitStatements.reopen(card.unit)]) }
            return card.unit
        }
        guard let new = command.site, let id = try await fetchFirst(UnitStatements.next)?.value else { throw StoreError.closed }
        let site = UnitRef(
            id: id, tenant: tenant, kind: .vendorSite, code: new.code, name: new.name, company: company, project: project.id,
            vendor: vendor.id)
        try await change([UnitStatements.add(site, nameEnglish: new.nameEnglish, parent: vendor.id, now: now)])
        return site
    }
}

extension Result where Failure == FieldErrors {
    func orInvalid() throws -> Success {
        switch self {
        case .success(let value): return value
        case .failure(let errors): throw StoreError.invalid(errors)
        }
    }
}
