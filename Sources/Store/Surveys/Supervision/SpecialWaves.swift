package import Domain
internal import Postgres

extension WriteTransaction {
    /// One special wave for every company at once, planned by the group (SURVEY-R5); each company then draws and runs its own. Whoever planned
    /// them does not approve them.
    /// - Parameter permit: at the group.
    /// - Returns: how many.
    /// - Throws: `notFound` at any other unit, and for a form the group does not know.
    package func planSpecial(_ new: NewWave, _ permit: Permit<RunWave, UnitRef>) async throws -> Int {
        guard permit.thing.kind == .group, new.kind == .special else { throw StoreError.notFound }
        let companies = try await responsibleUnits().map(\.unit).filter { $0.kind == .company }
        for company in companies { _ = try await plan(new, Permit(company)) }
        return companies.count
    }
}
