package import Domain
internal import Postgres

/// What is filed of a company. Fields: legalName, creditCode, representative, foundedOn, capital, address, about.
package struct NewVendorFile: Hashable, Sendable {
    package let legalName: String
    package let creditCode: String?
    package let representative: String
    package let foundedOn: Day?
    package let capital: Fen?
    package let address: String
    package let about: String

    package static let names = ["legalName", "creditCode", "representative", "foundedOn", "capital", "address", "about"]

    package static func read(_ fields: [String: String], today: Day) -> Result<NewVendorFile, FieldErrors> {
        var form = FormReader(fields)
        let file = NewVendorFile(
            legalName: form.text("legalName", max: 80),
            creditCode: form.parsed("creditCode") { raw throws(FieldProblem) in try CreditCode.optional(raw) } ?? nil,
            representative: form.optionalText("representative", max: 40), foundedOn: form.optionalDay("foundedOn"),
            capital: form.optionalMoney("capital"), address: form.optionalText("address", max: 120), about: form.lines("about", max: 1_000))
        if let founded = file.foundedOn, founded > today { form.add("foundedOn", .inTheFuture) }
        return form.result(file)
    }
}

/// Fields: kind, name, number, issuer, issuedOn, expiresOn.
package struct NewQualification: Hashable, Sendable {
    package let kind: QualificationKind
    package let name: String
    package let number: String
    package let issuer: String
    package let issuedOn: Day?
    package let expiresOn: Day?

    package static let names = ["kind", "name", "number", "issuer", "issuedOn", "expiresOn"]

    package static func read(_ fields: [String: String], today: Day) -> Result<NewQualification, FieldErrors> {
        var form = FormReader(fields)
        let new = NewQualification(
            kind: form.choice("kind") ?? .other, name: form.text("name", max: 80), number: form.optionalText("number", max: 60),
            issuer: form.optionalText("issuer", max: 80), issuedOn: form.optionalDay("issuedOn"), expiresOn: form.optionalDay("expiresOn"))
        if let issued = new.issuedOn, issued > today { form.add("issuedOn", .inTheFuture) }
        if let issued = new.issuedOn, let expires = new.expiresOn, expires < issued { form.add("expiresOn", .tooEarly(issued)) }
        return form.result(new)
    }
}

/// Fields: name, post, phone, email, note.
package struct NewVendorContact: Hashable, Sendable {
    package let name: String
    package let post: String
    package let phone: String
    package let email: String
    package let note: String

    package static let names = ["name", "post", "phone", "email", "note"]

    package static func read(_ fields: [String: String]) -> Result<NewVendorContact, FieldErrors> {
        var form = FormReader(fields)
        let new = NewVendorContact(
            name: form.text("name", max: 40), post: form.text("post", max: 40), phone: form.optionalText("phone", max: 30),
            email: form.optionalText("email", max: 80), note: form.optionalText("note", max: 200))
        // One of the two, or nobody can be reached.
        if new.phone.isEmpty, new.email.isEmpty, form.errors["phone"] == nil { form.add("phone", .required) }
        return form.result(new)
    }
}

extension FormReader {
    /// Yuan; nil when nothing was typed.
    mutating func optionalMoney(_ name: String) -> Fen? {
        guard isFilled([name]) else { return nil }
        return parsed(name) { raw throws(FieldProblem) in try Fen.parse(raw ?? "") }
    }
}

/// Purpose of a permit: to keep a vendor's file.
package enum KeepVendor {}

extension WriteTransaction {
    /// The vendor, for whoever keeps the register at the viewpoint: the group or a company, never a vendor itself.
    /// - Throws: `notFound`, `refused(.vendorKeep)`.
    package func access(_ vendor: UnitID, for purpose: KeepVendor.Type) async throws -> Permit<KeepVendor, VendorHead> {
        guard let viewpoint, viewpoint.vendor == nil, let head = try await fetchFirst(VendorHead.one(vendor, tenant: tenant)) else {
            throw StoreError.notFound
        }
        guard try actor.covers(viewpoint, with: .vendorKeep) else { throw StoreError.refused(.vendorKeep) }
        return Permit(head)
    }

    /// Files a new version; the old one can be read on.
    /// - Parameter version: the one the form was made from, 0 for the first.
    /// - Throws: `stale` when somebody filed another meanwhile.
    package func file(_ file: NewVendorFile, _ permit: Permit<KeepVendor, VendorHead>, over version: Int) async throws {
        let head = permit.thing
        let known = head.file?.version ?? 0
        guard version == known else { throw StoreError.stale(Staleness(version: known, state: "", changes: [])) }
        try await change([
            VendorStatements.file(file, of: head.unit.id, version: version + 1, by: try actor.name, tenant: tenant, now: now)
        ])
        audit(.vendorFiled, .unit(head.unit.id, label: file.legalName), at: nil, ["version": String(version + 1)])
    }

    package func add(_ new: NewQualification, _ permit: Permit<KeepVendor, VendorHead>) async throws {
        let vendor = permit.thing.unit
        try await change([VendorStatements.add(new, to: vendor.id, by: try actor.name, tenant: tenant, now: now)])
        audit(
            .qualificationAdded, .unit(vendor.id, label: vendor.name), at: nil,
            ["kind": new.kind.code, "expires": new.expiresOn?.isoText ?? "-"])
    }

    /// Renewed, withdrawn or entered by mistake: it no longer counts, and can still be read.
    /// - Throws: `invalid` with field `reason`; `notFound` for one that is not the vendor's or was ended.
    package func end(_ qualification: QualificationID, reason raw: String?, _ permit: Permit<KeepVendor, VendorHead>) async throws {
        let reason: String
        do throws(FieldProblem) { reason = try BoundedText.parse(raw, max: 200) } catch {
            throw StoreError.invalid(FieldErrors("reason", error))
        }
        let vendor = permit.thing.unit
        let touched = try await change([
            VendorStatements.end(qualification, of: vendor.id, reason: reason, by: try actor.name, tenant: tenant, now: now)
        ])
        guard touched == [1] else { throw StoreError.notFound }
        audit(.qualificationEnded, .unit(vendor.id, label: vendor.name), at: nil, ["qualification": qualification.description])
    }

    package func add(_ new: NewVendorContact, _ permit: Permit<KeepVendor, VendorHead>) async throws {
        let vendor = permit.thing.unit
        try await change([VendorStatements.add(new, to: vendor.id, by: try actor.name, tenant: tenant, now: now)])
        audit(.vendorContactAdded, .unit(vendor.id, label: vendor.name), at: nil)
    }

    /// - Throws: `notFound`.
    package func end(_ contact: VendorContactID, _ permit: Permit<KeepVendor, VendorHead>) async throws {
        let vendor = permit.thing.unit
        let touched = try await change([VendorStatements.end(contact, of: vendor.id, by: try actor.name, tenant: tenant, now: now)])
        guard touched == [1] else { throw StoreError.notFound }
        audit(.vendorContactEnded, .unit(vendor.id, label: vendor.name), at: nil, ["contact": contact.description])
    }
}

enum VendorStatements {
    static func file(_ file: NewVendorFile, of vendor: UnitID, version: Int, by name: String, tenant: TenantID, now: Instant) -> SQL {
        """
        INSERT INTO vendor_file (tenant_id, vendor_id, version, legal_name, credit_code, representative, founded_on, capital, address, about,
            filed_by_name, filed_at)
        VALUES (\(tenant), \(vendor), \(version), \(file.legalName), \(file.creditCode), \(file.representative), \(file.foundedOn),
            \(file.capital), \(file.address), \(file.about), \(name), \(now))
        """
    }

    static func add(_ new: NewQualification, to vendor: UnitID, by name: String, tenant: TenantID, now: Instant) -> SQL {
        """
        INSERT INTO vendor_qualification (tenant_id, vendor_id, kind, name, number, issuer, issued_on, expires_on, added_by_name, added_at)
        VALUES (\(tenant), \(vendor), \(new.kind), \(new.name), \(new.number), \(new.issuer), \(new.issuedOn), \(new.expiresOn), \(name), \(now))
        """
    }

    static func end(
        _ qualification: QualificationID, of vendor: UnitID, reason: String, by name: String, tenant: TenantID, now: Instant
    ) -> SQL {
        """
        UPDATE vendor_qualification SET ended_at = \(now), ended_by_name = \(name), end_reason = \(reason)
        WHERE tenant_id = \(tenant) AND vendor_id = \(vendor) AND id = \(qualification) AND ended_at IS NULL
        """
    }

    static func add(_ new: NewVendorContact, to vendor: UnitID, by name: String, tenant: TenantID, now: Instant) -> SQL {
        """
        INSERT INTO vendor_contact (tenant_id, vendor_id, name, post, phone, email, note, added_by_name, added_at)
        VALUES (\(tenant), \(vendor), \(new.name), \(new.post), \(new.phone), \(new.email), \(new.note), \(name), \(now))
        """
    }

    static func end(_ contact: VendorContactID, of vendor: UnitID, by name: String, tenant: TenantID, now: Instant) -> SQL {
        """
        UPDATE vendor_contact SET ended_at = \(now), ended_by_name = \(name)
        WHERE tenant_id = \(tenant) AND vendor_id = \(vendor) AND id = \(contact) AND ended_at IS NULL
        """
    }
}
