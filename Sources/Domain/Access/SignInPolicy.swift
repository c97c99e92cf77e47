/// How the people of one group sign in. A group that has never chosen has the defaults.
package struct SignInPolicy: Hashable, Sendable {
    package var passwords: PasswordPreset
    /// Keys of the roles whose holders must have a second factor.
    package var factorRoles: Set<String>
    /// Nil until the group has chosen one.
    package var seal: TenantSeal?
    /// The group's own sign-in service; nil where people have passwords only.
    package var provider: IdentityProvider?

    package init(
        passwords: PasswordPreset = .dengbao, factorRoles: Set<String> = [], seal: TenantSeal? = nil, provider: IdentityProvider? = nil
    ) {
        self.passwords = passwords
        self.factorRoles = factorRoles
        self.seal = seal
        self.provider = provider
    }

    /// Sessions that may run at once for somebody who administers; others may have as many as they like (ASVS 7.1.2).
    package static let administratorSessions = 3

    /// Whether a holder of these permissions administers: whoever changes what others may do or see.
    package static func administers(_ permissions: Set<Permission>) -> Bool { !permissions.isDisjoint(with: Permission.administering) }

    package func wantsFactor(roles: [String]) -> Bool { roles.contains { factorRoles.contains($0) } }
}

/// A standard OpenID Connect service that vouches for the group's people.
package struct IdentityProvider: Hashable, Sendable {
    /// How somebody who was never linked by an administrator is recognised.
    package enum Mapping: String, CaseCode {
        /// Not at all.
        case none
        /// `preferred_username` is the account.
        case username
        /// A verified e-mail address whose part before the `@` is the account and whose part after it is the agreed domain.
        case email
    }

    /// Exactly as the service names itself.
    package var issuer: String
    package var client: String
    package var mapping: Mapping
    /// For `.email`: the only domain that is believed, in lower case.
    package var emailDomain: String
    /// Text of the button; the product's own where empty.
    package var label: String
    package var labelEnglish: String
    /// Whether linked people sign in through it only; the account named here keeps its password, so that a broken service locks
    /// nobody out for good.
    package var isOnlyWay: Bool
    package var breakGlass: String

    package init(
        issuer: String, client: String, mapping: Mapping = .none, emailDomain: String = "", label: String = "", labelEnglish: String = "",
        isOnlyWay: Bool = false, breakGlass: String = ""
    ) {
        self.issuer = issuer
        self.client = client
        self.mapping = mapping
        self.emailDomain = emailDomain
        self.label = label
        self.labelEnglish = labelEnglish
        self.isOnlyWay = isOnlyWay
        self.breakGlass = breakGlass
    }

    /// Whether a linked person may still use a password.
    package func letsPasswordPass(account: String) -> Bool { !isOnlyWay || account == breakGlass }

    /// The account that a stranger's claims name; nil where they name none that may be believed.
    package func account(username: String?, email: String?, emailIsVerified: Bool) -> String? {
        switch mapping {
        case .none: return nil
        case .username: return username?.lowercased()
        case .email:
            guard emailIsVerified, !emailDomain.isEmpty, let email = email?.lowercased() else { return nil }
            let parts = email.split(separator: "@", omittingEmptySubsequences: false)
            guard parts.count == 2, parts[1] == emailDomain else { return nil }
            return String(parts[0])
        }
    }
}
