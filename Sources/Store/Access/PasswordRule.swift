package import Domain

/// What a password must be: twelve characters, not the account, not one everybody tries (ASVS 6.2).
package enum PasswordRule {
    package static let shortest = 12
    package static let longest = 200

    /// Nil when it may be used.
    package static func problem(with password: String, account: String, old: String? = nil) -> FieldProblem? {
        if password.isEmpty { return .required }
        if password.unicodeScalars.count < shortest { return .tooSmall(min: Int64(shortest)) }
        if password.unicodeScalars.count > longest { return .tooLong(max: longest) }
        let folded = password.lowercased()
        let isPredictable =
            folded.contains(account.lowercased()) || Set(folded).count < 5 || common.contains { folded.contains($0) } || password == old
        return isPredictable ? .predictable : nil
    }

    /// Long passwords of public lists begin with or repeat these.
    private static let common = [
        "123456789", "password123", "passw0rd", "qwertyuiop", "1qaz2wsx", "abc123456", "iloveyou", "administrator", "letmein", "woaini",
        "111111111", "987654321",
    ]
}
