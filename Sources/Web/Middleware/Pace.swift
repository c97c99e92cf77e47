internal import Domain
internal import Store

/// What one signed-in person may do only so often, because done by the hundred it is no longer work: asking for numbers until one is
/// found, or copying the files out one by one. The rule of each look (its reason, its line, the hour's quota) stands beside it.
enum Pace: CaseIterable, Sendable {
    /// Searches for customers, tickets and people by what was typed: also whether a telephone or paper is known here.
    case searches
    /// Whole values, extracts, lists given out.
    case looks

    /// A minute, twice as many in a burst. A desk with a telephone in each hand stays far below.
    var perMinute: Int {
        switch self {
        case .searches: 60
        case .looks: 30
        }
    }
}

/// The paces of everybody at this server.
struct Paces: Sendable {
    private let limits: [Pace: RateLimit]

    /// - Parameter factor: multiplies what is allowed; 1 unless a measurement needs more.
    init(clock: any WallClock, factor: Int = 1) {
        limits = Dictionary(
            uniqueKeysWithValues: Pace.allCases.map { ($0, RateLimit(perMinute: $0.perMinute * factor, clock: clock)) })
    }

    /// - Throws: `WebFault.tooMany`.
    func take(_ pace: Pace, tenant: TenantID, person: PersonID) throws(WebFault) {
        if let seconds = limits[pace]?.take("\(tenant) \(person)") { throw .tooMany(seconds: seconds) }
    }
}

extension MemberContext {
    /// Counts one act of the person whose transaction it is; before the query that it is about.
    /// - Throws: `WebFault.tooMany`.
    func count(_ pace: Pace, _ tx: ReadTransaction) throws {
        try services.paces.take(pace, tenant: tx.tenant, person: try tx.actor.person)
    }

    /// Counts one act that has transactions of its own.
    /// - Throws: `WebFault.tooMany`; what the requirement refuses.
    func count(_ pace: Pace) async throws {
        try await store.read(entry, requirement) { tx in
            try await tx.enter()
            try count(pace, tx)
        }
    }
}
