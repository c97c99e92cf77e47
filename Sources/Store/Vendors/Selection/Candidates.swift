package import Domain
internal import Postgres

/// A company to be looked at. Fields: vendor, name, override. A vendor of the register, or a name of one that is not in it.
package struct NewCandidate: Hashable, Sendable {
    package let vendor: UnitID?
    package let name: String
    /// Why a suspended vendor is let in all the same.
    package let override: String

    package static let names = ["vendor", "name", "override"]

    package static func read(_ fields: [String: String]) -> Result<NewCandidate, FieldErrors> {
        var form = FormReader(fields)
        let vendor: UnitID? = form.optionalID("vendor")
        let name = vendor == nil ? form.text("name", max: 80) : form.optionalText("name", max: 80)
        return form.result(NewCandidate(vendor: vendor, name: name, override: form.optionalText("override", max: 300)))
    }
}

extension WriteTransaction {
    /// The name under which it stands, and the reason on record where it is suspended; empty for everybody else.
    /// - Throws: `invalid` with `vendor`: unknown (`notAChoice`) or a candidate already (`taken`); with `name`: one of the register has to be
    ///   chosen there (`taken`), so that nothing that is known of it is passed over; what `override(_:of:in:)` throws.
    func admitted(_ new: NewCandidate, among file: SelectionFile) async throws -> (name: String, override: String) {
        let known = try await knownVendors()
        guard let vendor = new.vendor else {
            let names = known.flatMap { [$0.unit.name, $0.file?.legalName ?? ""] } + file.running.map(\.name)
            if names.contains(new.name) { throw StoreError.invalid(FieldErrors("name", .taken)) }
            return (new.name, "")
        }
        guard let head = known.first(where: { $0.unit.id == vendor }) else { throw StoreError.invalid(FieldErrors("vendor", .notAChoice)) }
        if file.running.contains(where: { $0.vendor == vendor }) { throw StoreError.invalid(FieldErrors("vendor", .taken)) }
        return (head.file?.legalName ?? head.unit.name, try await override(new, of: vendor, in: file.row))
    }

    /// A suspended vendor enters with the reason of somebody of the tier above, and not without.
    /// - Throws: `invalid` with `override` (`required`); `refused(.consequenceOverride)` for whoever may not let it in.
    private func override(_ new: NewCandidate, of vendor: UnitID, in row: SelectionRow) async throws -> String {
        guard try await suspension(of: vendor, company: row.project.company, on: try today) != nil else { return "" }
        guard !new.override.isEmpty else { throw StoreError.invalid(FieldErrors("override", .required)) }
        guard try await mayAdmitSuspended(to: row) else { throw StoreError.refused(.consequenceOverride) }
        return new.override
    }
}

extension Transaction {
    /// Whether the person may let a suspended vendor into the selection: whoever may set consequences aside at the tier above.
    package func mayAdmitSuspended(to row: SelectionRow) async throws -> Bool {
        guard let upper = try await upperUnit(of: row.unit) else { return false }
        return try actor.covers(upper, with: .consequenceOverride)
    }
}
