/// What became of an attempt to sign in: a line of a person's own history.
package enum SignInOutcome: String, CaseCode {
    case opened
    /// The password was right; the second factor is asked for.
    case halfway
    case wrongPassword
    case wrongCode
    /// An administrator has locked the account.
    case locked
    /// The password was right, and this group's people use the single sign-on.
    case singleSignOnOnly
    /// The sign-in service vouched for somebody whom no account here belongs to.
    case notLinked

    package var isGood: Bool { self == .opened || self == .halfway }
}

/// How somebody proved who they are.
package enum SignInMethod: String, CaseCode {
    case password
    case singleSignOn
}
