package import Domain

/// Who asks, and seen from which unit: what every transaction of a person begins with.
package struct Entry: Sendable {
    package let tenant: TenantID
    /// SHA-256 of the session's token.
    package let tokenHash: [UInt8]
    /// The unit in the path; nil for the few pages that belong to the person alone.
    package let viewpoint: UnitRef?
    /// The tenant's wall clock, minutes east of UTC.
    package let offsetMinutes: Int

    package init(tenant: TenantID, tokenHash: [UInt8], viewpoint: UnitRef? = nil, offsetMinutes: Int = 480) {
        self.tenant = tenant
        self.tokenHash = tokenHash
        self.viewpoint = viewpoint
        self.offsetMinutes = offsetMinutes
    }

    /// Seen from the unit that a path names.
    package init(place: Place, tokenHash: [UInt8]) {
        self.init(tenant: place.tenant, tokenHash: tokenHash, viewpoint: place.unit, offsetMinutes: place.offsetMinutes)
    }
}

/// What the person must hold, at the viewpoint, before anything is handed out.
package enum Requirement: Hashable, Sendable {
    /// Signed in; the only one that a person who must still change the first password meets.
    case own
    /// A post whose unit covers the viewpoint.
    case member
    case permission(Permission)
    case anyOf([Permission])

    /// - Throws: `notFound` where no post covers the viewpoint at all, so that a unit's existence is not told;
    ///   `mustChangePassword`; `refused` where a post covers it but the permission is missing.
    func check(_ session: Session, at viewpoint: UnitRef?) throws(StoreError) {
        let posts = session.actor.posts
        // Whose posts have all ended still reaches the own pages, from whatever unit was bookmarked.
        if self == .own, posts.isEmpty { return }
        if let viewpoint, !session.actor.covers(viewpoint) { throw .notFound }
        if self == .own { return }
        guard !session.mustChange else { throw .mustChangePassword }
        switch self {
        case .own, .member: return
        case .permission(let permission):
            guard holds(permission, session.actor, viewpoint) else { throw .refused(permission) }
        case .anyOf(let permissions):
            guard permissions.contains(where: { holds($0, session.actor, viewpoint) }) else { throw .refused(permissions.first) }
        }
    }

    private func holds(_ permission: Permission, _ actor: Actor, _ viewpoint: UnitRef?) -> Bool {
        guard let viewpoint else { return actor.holds(permission) }
        return actor.covers(viewpoint, with: permission)
    }
}

/// Makes a form count once: a random key the page carried, and a digest of what was filled in.
package struct FormKey: Hashable, Sendable {
    package let key: String
    package let digest: [UInt8]

    /// Nil when the key is empty or longer than 64 bytes.
    package init?(key: String, digest: [UInt8]) {
        guard (1...64).contains(key.utf8.count) else { return nil }
        self.key = key
        self.digest = digest
    }
}

/// Where the answer to a form is: written now, or by the same form before.
package enum WriteAnswer: Hashable, Sendable {
    case first(String)
    case again(String)

    package var path: String {
        switch self {
        case .first(let path), .again(let path): path
        }
    }
}
