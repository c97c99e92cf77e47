/// How long a look at a masked value counts (research B10, ACCESS-P1); how many there may be is a `PrivacyRule`.
package enum RevealRule {
    package static let window = Span.hours(1)
    /// A look stays on the page that answered it; asking again within this time needs no second line of the log.
    package static let stays = Span.minutes(10)
}

/// Why somebody saw a value.
package enum RevealBasis: String, CaseCode {
    /// Said why, with the permission; counts towards the quota.
    case reason
    /// The matter is open and in the reader's hands: no more than that customer's number, and no reason to type.
    case handler
    /// The customer asked for the own data.
    case request
}

/// What was seen.
package enum RevealedField: String, CaseCode {
    case phone, identity, contact
    /// Everything that is held, as the customer asked for it.
    case extract
}
