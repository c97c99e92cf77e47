package import Domain
internal import Postgres

/// One side of an agreement: a unit of the tree, or somebody outside it, with its duties, one a line.
package struct NewParty: Hashable, Sendable {
    package let kind: PartyKind
    package let unit: UnitID?
    /// Of somebody outside; a unit's name is looked up.
    package let name: String
    package let duties: [String]

    package init(kind: PartyKind, unit: UnitID?, name: String, duties: [String]) {
        self.kind = kind
        self.unit = unit
        self.name = name
        self.duties = duties
    }

    package static let longestDuty = 300
    package static let mostDuties = 40

    /// Fields: kind, unit, name and duties with the side's number; nil for a side left empty.
    static func read(_ side: Int, _ form: inout FormReader) -> NewParty? {
        guard side <= 2 || form.isFilled(["unit\(side)", "name\(side)", "duties\(side)"]) else { return nil }
        let kind: PartyKind = form.choice("kind\(side)") ?? .unit
        let unit: UnitID? = kind == .unit ? form.id("unit\(side)") : nil
        let name = kind == .unit ? "" : form.text("name\(side)", max: 60)
        let duties = form.lines("duties\(side)", max: mostDuties * (longestDuty + 1)).split(separator: "\n").compactMap { line in
            (try? BoundedText.optional(String(line), max: .max)) ?? nil
        }
        if form.errors["duties\(side)"] == nil {
            if duties.isEmpty { form.add("duties\(side)", .required) }
            if duties.contains(where: { $0.unicodeScalars.count > longestDuty }) { form.add("duties\(side)", .tooLong(max: longestDuty)) }
            if duties.count > mostDuties { form.add("duties\(side)", .tooLarge(max: Int64(mostDuties))) }
        }
        return NewParty(kind: kind, unit: unit, name: name, duties: duties)
    }
}

/// 接口关系与职责分工 (ORG-R5, R6, R7). Fields: subject, title, from, until, checkMonths, workflow, and for each side kind1 … duties4.
package struct NewAgreement: Hashable, Sendable {
    package let subject: AgreementSubject
    package let title: String
    package let from: Day
    package let until: Day?
    package let checkMonths: Int
    package let workflow: String
    package let parties: [NewParty]

    package init(
        subject: AgreementSubject, title: String, from: Day, until: Day?, checkMonths: Int, workflow: String, parties: [NewParty]
    ) {
        self.subject = subject
        self.title = title
        self.from = from
        self.until = until
        self.checkMonths = checkMonths
        self.workflow = workflow
        self.parties = parties
    }

    package static func read(_ fields: [String: String]) -> Result<NewAgreement, FieldErrors> {
        var form = FormReader(fields)
        let subject: AgreementSubject = form.choice("subject") ?? .other
        let title = form.text("title", max: 80)
        let from = form.day("from")
        let until = form.optionalDay("until")
        if let until, form.errors["from"] == nil, until < from { form.add("until", .notADate) }
        let months = form.isFilled(["checkMonths"]) ? form.number("checkMonths", 0...24) : 0
        let workflow = form.lines("workflow", max: 4_000)
        let parties = (1...AgreementRule.sides).compactMap { NewParty.read($0, &form) }
        // A unit does not agree with itself.
        let units = parties.compactMap(\.unit)
        if Set(units).count < units.count { form.add("unit2", .taken) }
        return form.result(
            NewAgreement(
                subject: subject, title: title, from: from, until: until, checkMonths: months, workflow: workflow, parties: parties))
    }
}

/// A check of how an agreement is kept (ORG-R6). Fields: on, finding.
package struct AgreementCheck: Hashable, Sendable {
    package let on: Day
    package let finding: String

    package static func read(_ fields: [String: String], today: Day) -> Result<AgreementCheck, FieldErrors> {
        var form = FormReader(fields)
        let check = AgreementCheck(on: form.day("on"), finding: form.lines("finding", max: 1_000))
        if form.errors["on"] == nil, check.on > today { form.add("on", .inTheFuture) }
        if check.finding.isEmpty, form.errors["finding"] == nil { form.add("finding", .required) }
        return form.result(check)
    }
}

/// Purpose of a permit: to issue a further version of an agreement, or to record a check of it.
package enum KeepAgreement {}

extension WriteTransaction {
    /// Issues the first version of a new agreement.
    /// - Parameter keeper: the permit for the unit that keeps it.
    /// - Throws: `invalid` with field `unit1` … for a party that the person does not see.
    @discardableResult
    package func issue(_ agreement: NewAgreement, _ keeper: Permit<ManageOrg, UnitRef>) async throws -> AgreementID {
        try await issue(agreement, keeper: keeper.thing, series: nil, version: 1)
    }

    /// - Throws: `notFound`; `refused(.orgManage)` at the unit that keeps it.
    package func access(_ agreement: AgreementID, for purpose: KeepAgreement.Type) async throws -> Permit<KeepAgreement, AgreementRow> {
        guard let found = try await fetchFirst(AgreementRow.one(agreement, tenant: tenant)) else { throw StoreError.notFound }
        _ = try await covered(found.keeper, with: .orgManage)
        return Permit(found)
    }

    /// Issues the next version; the one before holds until the day before it begins.
    /// - Throws: `invalid` with field `from` for a day not after the last version's first one (`tooEarly`); `stale` when somebody else
    ///   issued a version meanwhile.
    @discardableResult
    package func supersede(_ permit: Permit<KeepAgreement, AgreementRow>, by agreement: NewAgreement) async throws -> AgreementID {
        let old = permit.thing
        guard old.isLatest else { throw StoreError.stale(Staleness(version: old.version, state: "", changes: [])) }
        let earliest = old.from.adding(days: 1)
        guard agreement.from >= earliest else { throw StoreError.invalid(FieldErrors("from", .tooEarly(earliest))) }
        let keeper = try await covered(old.keeper, with: .orgManage)
        try await change([AgreementStatements.end(old.id, before: agreement.from, tenant: tenant)])
        return try await issue(agreement, keeper: keeper, series: old.series, version: old.version + 1)
    }

    package func record(_ check: AgreementCheck, of permit: Permit<KeepAgreement, AgreementRow>) async throws {
        let agreement = permit.thing
        try await change([AgreementStatements.check(check, of: agreement.id, by: try actor, tenant: tenant, now: now)])
        audit(
            .agreementChecked, .document(agreement.id.rawValue, label: agreement.label), at: nil, ["on": check.on.isoText])
    }

    private func issue(
        _ agreement: NewAgreement, keeper: UnitRef, series: AgreementID?, version: Int
    ) async throws -> AgreementID {
        let (ids, units) = try await fetch(AgreementStatements.next, UnitRow.all(tenant: tenant))
        guard let id = ids.first?.value else { throw StoreError.closed }
        var errors = FieldErrors()
        var readers: Set<UnitID> = [keeper.id]
        var names: [String] = []
        for (index, party) in agreement.parties.enumerated() {
            guard let wanted = party.unit else {
                names.append(party.name)
                continue
            }
            guard let unit = units.first(where: { $0.unit.id == wanted })?.unit else {
                errors.add("unit\(index + 1)", .notAChoice)
                continue
            }
            readers.formUnion(unit.readers(among: units.map(\.unit)))
            names.append(unit.name)
        }
        guard errors.isEmpty else { throw StoreError.invalid(errors) }
        let writing = AgreementStatements(
            agreement: agreement, id: id, series: series ?? id, version: version, keeper: keeper, readers: readers.sorted(), names: names)
        try await change(writing.all(by: try actor, now: now))
        audit(
            .agreementIssued, .document(id.rawValue, label: "\(series ?? id)-\(version)"), at: keeper,
            ["subject": agreement.subject.code, "from": agreement.from.isoText, "sides": String(agreement.parties.count)])
        return id
    }
}

extension UnitRef {
    /// Whose posts read what concerns the unit: its own, those above it, and those below it that carry it out.
    func readers(among units: [UnitRef]) -> Set<UnitID> {
        let above = [id, company, vendor].compactMap(\.self)
        let below = units.filter { kind == .company && $0.company == id && $0.kind == .project || kind == .vendor && $0.vendor == id }
        return Set(above + below.map(\.id))
    }
}

/// A version of an agreement as the statements that store it.
struct AgreementStatements {
    let agreement: NewAgreement
    let id: AgreementID
    let series: AgreementID
    let version: Int
    let keeper: UnitRef
    let readers: [UnitID]
    /// Of the parties, in the order of their sides.
    let names: [String]

    static let next = Query<Single<AgreementID>>("SELECT nextval('agreement_id_seq')")

    func all(by actor: Actor, now: Instant) -> [SQL] {
        let tenant = keeper.tenant
        var statements: [SQL] = [
            """
            INSERT INTO agreement (tenant_id, id, reader_ids, keeper_unit_id, series_id, version, subject, title, workflow, from_on, to_on,
                check_months, issued_by, issued_by_name, issued_at)
            VALUES (\(tenant), \(id), \(readers), \(keeper.id), \(series), \(version), \(agreement.subject), \(agreement.title),
                \(agreement.workflow), \(agreement.from), \(agreement.until), \(agreement.checkMonths), \(actor.person), \(actor.name), \(now))
            """
        ]
        for (index, party) in agreement.parties.enumerated() {
            statements.append(
                """
                INSERT INTO agreement_party (tenant_id, agreement_id, side, reader_ids, kind, unit_id, name)
                VALUES (\(tenant), \(id), \(index + 1), \(readers), \(party.kind), \(party.unit), \(names[index]))
                """)
            let duties = party.duties.enumerated().map { position, text -> SQL in
                "(\(tenant), \(id), \(index + 1), \(position + 1), \(readers), \(text))"
            }
            statements.append(
                "INSERT INTO agreement_duty (tenant_id, agreement_id, side, position, reader_ids, text) VALUES \(duties.joined(separator: ", "))"
            )
        }
        return statements
    }

    /// The last day of a version is the day before the next one, unless it ended earlier.
    static func end(_ agreement: AgreementID, before day: Day, tenant: TenantID) -> SQL {
        """
        UPDATE agreement SET to_on = \(day.adding(days: -1))
        WHERE tenant_id = \(tenant) AND id = \(agreement) AND (to_on IS NULL OR to_on >= \(day))
        """
    }

    static func check(_ check: AgreementCheck, of agreement: AgreementID, by actor: Actor, tenant: TenantID, now: Instant) -> SQL {
        """
        INSERT INTO agreement_check (tenant_id, agreement_id, reader_ids, on_day, finding, by_person, by_name, at)
        SELECT a.tenant_id, a.id, a.reader_ids, \(check.on), \(check.finding), \(actor.person), \(actor.name), \(now)
        FROM agreement a WHERE a.tenant_id = \(tenant) AND a.id = \(agreement)
        """
    }
}
