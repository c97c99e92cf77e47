/// Why somebody does not get in through the group's sign-in service. The words are under `sso.fault.` and the raw value; what
/// exactly was wrong with a token is for the log.
enum SignOnFault: String, Error, CaseIterable, Sendable {
    /// The service cannot be reached, or answers what no such service should.
    case unavailable
    /// The service said no, or the person turned back there.
    case denied
    /// The trip took too long, was made twice, or began in another browser.
    case stale
    /// The service's word does not hold: signature, issuer, audience, time or nonce.
    case untrusted
    /// No account belongs to whom the service vouched for.
    case notLinked
}
