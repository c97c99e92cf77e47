package import Domain
internal import Postgres
internal import Secrets

/// Purposes of permits in this room.
package enum KeepRoute {}
package enum PlanInspections {}
package enum StepOnInspection {}

extension Transaction {
    package func inspections() async throws -> [InspectionRouteRow] {
        guard let viewpoint else { throw StoreError.notFound }
        return try await fetch(InspectionRouteRow.at(viewpoint, tenant: tenant))
    }

    /// A route with its points and their items.
    /// - Throws: `notFound`.
    package func inspectionRoute(_ id: RouteID) async throws -> InspectionRouteFile {
        guard let viewpoint else { throw StoreError.notFound }
        let (routes, points, items) = try await fetch(
            InspectionRouteRow.find(id, at: viewpoint, tenant: tenant), InspectionPointRow.of(id, tenant: tenant),
            InspectionItemRow.of(id, tenant: tenant))
        guard let route = routes.first else { throw StoreError.notFound }
        return InspectionRouteFile(route: route, points: points, items: items)
    }

    package func inspections(before: InspectionID?) async throws -> (plans: [InspectionPlanRow], rounds: [InspectionRow]) {
        guard let viewpoint else { throw StoreError.notFound }
        let (plans, rounds) = try await fetch(
            InspectionPlanRow.at(viewpoint, tenant: tenant), InspectionRow.page(viewpoint, before: before, tenant: tenant))
        return (plans, rounds)
    }

    /// A round with every item of it.
    /// - Throws: `notFound`, also for a surprise that whoever is inspected does not know of yet.
    package func inspection(_ id: InspectionID) async throws -> (round: InspectionRow, checks: [InspectionCheckRow]) {
        guard let viewpoint else { throw StoreError.notFound }
        let (rounds, checks) = try await fetch(
            InspectionRow.find(id, at: viewpoint, tenant: tenant), InspectionCheckRow.of(id, tenant: tenant))
        guard let round = rounds.first else { throw StoreError.notFound }
        return (round, checks)
    }

    /// Where a point's QR code leads today.
    /// - Throws: `notFound` for a code that is no point's.
    package func round(at code: String) async throws -> PointOfRound {
        guard let viewpoint else { throw StoreError.notFound }
        guard let found = try await fetchFirst(InspectionRow.open(with: code, at: viewpoint, tenant: tenant)) else {
            throw StoreError.notFound
        }
        return found
    }

    /// - Throws: `notFound`; `refused(.inspectPlan)`.
    package func access(_ id: RouteID, for purpose: KeepRoute.Type) async throws -> Permit<KeepRoute, InspectionRouteRow> {
        guard let viewpoint else { throw StoreError.notFound }
        guard let route = try await fetchFirst(InspectionRouteRow.find(id, at: viewpoint, tenant: tenant)) else {
            throw StoreError.notFound
        }
        guard try actor.covers(viewpoint, with: .inspectPlan) else { throw StoreError.refused(.inspectPlan) }
        return Permit(route)
    }

    /// - Throws: `stale` when the round has moved on since the page was made; nil asks for no version (an entry is about its own row).
    package func access(_ id: InspectionID, version: Int?, for purpose: StepOnInspection.Type) async throws
        -> Permit<StepOnInspection, InspectionRow>
    {
        guard let viewpoint else { throw StoreError.notFound }
        guard let round = try await fetchFirst(InspectionRow.find(id, at: viewpoint, tenant: tenant)) else { throw StoreError.notFound }
        guard version == nil || version == round.version else { throw StoreError.stale(round.staleness) }
        return Permit(round)
    }

    /// A check, to hang photos on it while its round is open for entries.
    package func access(_ id: CheckID, of inspection: InspectionID, for purpose: HangFiles.Type) async throws -> Permit<
        HangFiles, FilePlace
    > {
        let round = try await access(inspection, version: nil, for: StepOnInspection.self).thing
        guard try await fetchFirst(InspectionCheckRow.find(id, of: inspection, tenant: tenant)) != nil else { throw StoreError.notFound }
        _ = try allowed(.enter, round)
        return Permit(
            FilePlace(
                .check(id, of: inspection), company: round.place.company, project: round.place.project ?? round.place.id,
                vendor: round.vendor,
                released: round.isReleased, label: .inspection(inspection, label: round.name)))
    }

    /// Domain's refusals in the words of the store.
    func allowed(_ step: InspectionStep, _ round: InspectionRow) throws -> InspectionState {
        let actor = try actor
        do throws(InspectionRefusal) { return try InspectionMachine.apply(step, to: round.facts, by: actor) } catch {
            switch error {
            case .lacksPermission(let permission): throw StoreError.refused(permission)
            case .notAllowedInState: throw StoreError.stale(round.staleness)
            case .unfinished(let count): throw StoreError.invalid(FieldErrors("open", .tooLarge(max: Int64(count))))
            }
        }
    }
}

/// A route as its page shows it.
package struct InspectionRouteFile: Sendable {
    package let route: InspectionRouteRow
    package let points: [InspectionPointRow]
    package let items: [InspectionItemRow]
}

extension InspectionRow {
    var staleness: Staleness { Staleness(version: version, state: state.code, changes: []) }
}
