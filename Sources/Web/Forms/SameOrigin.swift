internal import HTTPTypes

/// First and second step of the check against forged requests: what the browser itself says about where a request comes from.
enum SameOrigin {
    /// Whether an unsafe request may go on.
    ///
    /// `Sec-Fetch-Site` decides when present. Without it `Origin`, and without that `Referer`, must name an accepted origin; the `Host` header
    /// is never believed. A request that says nothing is refused.
    static func allows(_ headers: HTTPFields, accepted: Set<Origin>) -> Bool {
        if let site = headers[.secFetchSite] { return site == "same-origin" }
        if let origin = headers[.origin] { return Origin(origin).map(accepted.contains) ?? false }
        if let referer = headers[.referer] { return Origin(referer).map(accepted.contains) ?? false }
        return false
    }
}

extension HTTPField.Name {
    static let secFetchSite = HTTPField.Name("Sec-Fetch-Site")!
    static let referrerPolicy = HTTPField.Name("Referrer-Policy")!
    static let openerPolicy = HTTPField.Name("Cross-Origin-Opener-Policy")!
    static let resourcePolicy = HTTPField.Name("Cross-Origin-Resource-Policy")!
    static let permissionsPolicy = HTTPField.Name("Permissions-Policy")!
    static let forwardedFor = HTTPField.Name("X-Forwarded-For")!
    static let requestID = HTTPField.Name("X-Request-Id")!
    static let clearSiteData = HTTPField.Name("Clear-Site-Data")!
    static let robotsTag = HTTPField.Name("X-Robots-Tag")!
}
