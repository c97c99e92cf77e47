package import Domain
internal import Postgres

/// Purposes of permits in this room.
package enum ManageOrg {}
package enum ManagePeople {}

extension Transaction {
    /// The unit, to add below it or to change it.
    /// - Throws: `notFound` when unknown, invisible or not covered by a post; `refused(.orgManage)`.
    package func access(_ unit: UnitID, for purpose: ManageOrg.Type) async throws -> Permit<ManageOrg, UnitRef> {
        Permit(try await covered(unit, with: .orgManage))
    }

    /// The unit, to add people and posts at it.
    /// - Throws: `notFound`, `refused(.peopleManage)`.
    package func access(_ unit: UnitID, for purpose: ManagePeople.Type) async throws -> Permit<ManagePeople, UnitRef> {
        Permit(try await covered(unit, with: .peopleManage))
    }

    /// The unit, when a post of the person covers it with the permission.
    /// - Throws: `notFound`, `refused`.
    func covered(_ id: UnitID, with permission: Permission) async throws -> UnitRef {
        guard let unit = try await fetchFirst(UnitRow.one(tenant: tenant, id))?.unit else { throw StoreError.notFound }
        let actor = try actor
        guard actor.covers(unit) else { throw StoreError.notFound }
        guard actor.covers(unit, with: permission) else { throw StoreError.refused(permission) }
        return unit
    }
}
