internal import Domain

/// What a person types into the account field: `name@tenant`, in any width and case; at a group's own door the name alone will do.
package struct AccountName: Hashable, Sendable {
    package let account: String
    package let tenantCode: String

    /// Nil when it cannot be an account; the caller answers as for a wrong password.
    /// - Parameter tenant: code of the group whose door it is.
    package init?(_ raw: String, at tenant: String? = nil) {
        let text = BoundedText.halfWidth(raw).filter { !$0.isWhitespace }.lowercased()
        var parts = text.split(separator: "@", omittingEmptySubsequences: false).map(String.init)
        if parts.count == 1, let tenant { parts.append(tenant) }
        guard parts.count == 2, Self.isAccount(parts[0]), UnitCode.isValid(parts[1]) else { return nil }
        account = parts[0]
        tenantCode = parts[1]
    }

    /// `^[a-z][a-z0-9._-]{1,40}$`, as the table checks.
    static func isAccount(_ text: some StringProtocol) -> Bool {
        guard (2...41).contains(text.utf8.count), let first = text.utf8.first, (97...122).contains(first) else { return false }
        return text.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || [45, 46, 95].contains($0) }
    }

    package var text: String { "\(account)@\(tenantCode)" }
}
