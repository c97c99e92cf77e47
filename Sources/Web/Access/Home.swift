internal import Domain
internal import Hummingbird
internal import Store

/// Where a person belongs: the way from the bare address to the first post's page.
enum Home {
    static func root(_ incoming: Incoming) async throws -> Response {
        guard let cookie = incoming.session else { return .seeOther(Paths.login) }
        return .seeOther(Paths.tenant(cookie.tenant))
    }

    static func tenant(_ incoming: Incoming) async throws -> Response {
        guard let cookie = incoming.session else { throw WebFault.signIn(back: nil) }
        let code = try incoming.parameter("tenant")
        guard code == cookie.tenant else { throw WebFault.notFound }
        let tenant = try await incoming.services.units.find(tenant: code)
        incoming.context.trace.tenant = code
        let session = try await incoming.services.store.read(Entry(tenant: tenant, tokenHash: cookie.tokenHash), .own) { tx in
            try await tx.enter()
            return try tx.session
        }
        guard let post = session.actor.posts.first else { throw StoreError.refused(nil) }
        let paths = UnitPaths(tenant: code, unit: post.unit.code)
        if session.mustChange { return .seeOther(paths.password) }
        return .seeOther(first(for: session.actor, at: post.unit, paths))
    }

    /// A unit's bare address.
    static func unit(_ member: MemberContext) async throws -> Response {
        let actor = try await member.store.read(member.entry, .member) { tx in try await tx.enter() }
        let asked = Room(rawValue: try member.incoming.query().text("room"))
        return .seeOther(asked.flatMap { enter($0, actor, member) } ?? first(for: actor, at: member.place.unit, member.paths))
    }

    static func org(_ member: MemberContext) async throws -> Response {
        let actor = try await member.store.read(member.entry, member.requirement) { tx in try await tx.enter() }
        let sees = actor.covers(member.place.unit, with: .orgSee)
        return .seeOther(sees ? member.paths.units : member.paths.people)
    }

    /// The same room as before at another unit, where the person may.
    private static func enter(_ room: Room, _ actor: Actor, _ member: MemberContext) -> String? {
        let paths = member.paths
        let (path, permission): (String, Permission) =
            switch room {
            case .desk: (paths.desk, .deskSee)
            case .intake: (paths.intake, .ticketRecord)
            case .tickets: (paths.tickets, .ticketSee)
            case .visits: (paths.visits, .ticketVisit)
            case .surveys:
                actor.covers(member.place.unit, with: .surveySee) ? (paths.surveys, .surveySee) : (paths.givenForms, .surveyEnterAssigned)
            case .vendors:
                actor.covers(member.place.unit, with: .vendorSee)
                    ? (paths.vendors, .vendorSee)
                    : actor.covers(member.place.unit, with: .cardOwn) ? (paths.scoreCards, .cardOwn) : (paths.assessments, .assess)
            case .notices: (paths.notices, .noticeSee)
            case .owners: (paths.owners, .customerSee)
            case .units: (paths.units, .orgSee)
            case .agreements: (paths.agreements, actor.covers(member.place.unit, with: .orgSee) ? .orgSee : .ticketSee)
            case .houses: (paths.houses, .orgSee)
            case .people: (paths.people, .peopleSee)
            case .audit: (paths.audit, .auditSee)
            case .roles: (paths.roles, .roleSee)
            case .operations: (paths.operations, .operatorSee)
            case .exchange: (paths.exchange, actor.covers(member.place.unit, with: .importRun) ? .importRun : .exportRun)
            }
        // The operator looks from the group only.
        if room == .operations, member.place.unit.kind != .group { return nil }
        // A vendor has no survey room (SURVEY-P1).
        if room == .surveys, member.place.unit.vendor != nil { return nil }
        return actor.covers(member.place.unit, with: permission) ? path : nil
    }

    /// The first room the person may enter there.
    static func first(for actor: Actor, at unit: UnitRef, _ paths: UnitPaths) -> String {
        let rooms: [(Permission, String)] = [
            (.deskSee, paths.desk), (.ticketSee, paths.tickets), (.ticketSeeAssigned, paths.tickets), (.orgSee, paths.units),
            (.peopleSee, paths.people), (.surveyEnterAssigned, paths.givenForms), (.assess, paths.assessments), (.noticeSee, paths.notices),
        ]
        return rooms.first { actor.covers(unit, with: $0.0) }?.1 ?? paths.sessions
    }
}
