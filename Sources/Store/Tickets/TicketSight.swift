package import Domain
internal import Postgres

/// What the person may see of tickets at the viewpoint, beyond what row security already decided.
package struct TicketSight: Hashable, Sendable {
    /// Only what is in these hands (technicians, ACCESS-P9): the person's own, and of whom the person stands in for.
    package let ownOnly: [PersonID]?
    /// Also complaints flagged media, litigation or collective (COMPLAINT-P1).
    package let sensitive: Bool

    package static let full = TicketSight(ownOnly: nil, sensitive: true)

    /// - Throws: `refused` without any right to see tickets at the viewpoint.
    package init(_ actor: Actor, at viewpoint: UnitRef?) throws(StoreError) {
        let holds: (Permission) -> Bool = { permission in
            viewpoint.map { actor.covers($0, with: permission) } ?? actor.holds(permission)
        }
        if holds(.ticketSee) {
            ownOnly = nil
        } else if holds(.ticketSeeAssigned) {
            ownOnly = actor.hands.sorted()
        } else {
            throw .refused(.ticketSee)
        }
        sensitive = holds(.sensitiveSee) || ownOnly != nil
    }

    private init(ownOnly: [PersonID]?, sensitive: Bool) {
        self.ownOnly = ownOnly
        self.sensitive = sensitive
    }

    /// Terms for statements about `ticket t`; the leading AND included.
    var terms: SQL {
        var terms = SQL.empty
        if let handled { terms += " AND \(handled)" }
        return terms + sensitivityTerm
    }

    /// What `ticket t` is handled by these hands; nil when more than that is seen. One person is an equality, which keeps the order of
    /// the index on handlers.
    var handled: SQL? {
        guard let ownOnly else { return nil }
        return ownOnly.count == 1 ? "t.handler_id = \(ownOnly[0])" : "t.handler_id = ANY (\(ownOnly))"
    }

    /// The same for one ticket by its id: who carried it out may look at it afterwards.
    var termsForOne: SQL {
        guard let ownOnly else { return sensitivityTerm }
        return " AND (t.handler_id = ANY (\(ownOnly)) OR t.executor_id = ANY (\(ownOnly)))\(sensitivityTerm)"
    }

    private var sensitivityTerm: SQL {
        sensitive ? .empty : " AND NOT (t.media OR t.litigation_threat OR t.collective)"
    }

    func shows(_ record: TicketRecord) -> Bool {
        if let ownOnly, ![record.handler, record.executor].contains(where: { $0.map(ownOnly.contains) ?? false }) { return false }
        return sensitive || record.sensitivity.isEmpty
    }
}

extension UnitRef {
    /// The equality that makes a list of `ticket t` one unit's: what the unit's indexes begin with. Leading AND included.
    var ticketTerm: SQL {
        switch kind {
        case .group: .empty
        case .company: " AND t.company_id = \(id)"
        case .project: " AND t.project_id = \(id)"
        case .vendor: " AND t.vendor_id = \(id)"
        // IS TRUE keeps the vendor out of the choice of an index: a vendor may serve many projects, a site is one.
        case .vendorSite: " AND t.project_id = \(project) AND (t.vendor_id = \(vendor)) IS TRUE"
        }
    }
}

extension Transaction {
    /// Fetches as somebody who may see everything here, in the first round trip; only for a person who may see less (a technician)
    /// a second one follows and the first answer is dropped.
    func seeing<T>(_ fetch: (TicketSight) async throws -> T) async throws -> T {
        if let session = conversation.session {
            return try await fetch(TicketSight(session.actor, at: viewpoint))
        }
        let answer = try await fetch(.full)
        let sight = try TicketSight(actor, at: viewpoint)
        return sight == .full ? answer : try await fetch(sight)
    }
}
