package import Domain
internal import Secrets

/// A session that was just opened. The token is known only here; the database keeps its SHA-256.
package struct OpenedSession: Sendable {
    /// 32 random bytes.
    package let token: [UInt8]
    package let tenant: TenantID
    package let tenantCode: String
    package let expires: Instant

    package var entry: Entry { Entry(tenant: tenant, tokenHash: Secrets.digest(token)) }
}

/// Halfway in: the first proof was right, the second is asked for. Its token opens nothing but the page that asks for it.
package struct HalfwaySession: Sendable {
    /// 32 random bytes.
    package let token: [UInt8]
    package let tenantCode: String
    package let expires: Instant
}

/// What the first proof led to.
package enum SignInStep: Sendable {
    case opened(OpenedSession)
    case halfway(HalfwaySession)

    package var opened: OpenedSession? {
        if case .opened(let session) = self { session } else { nil }
    }

    package var halfway: HalfwaySession? {
        if case .halfway(let session) = self { session } else { nil }
    }
}
