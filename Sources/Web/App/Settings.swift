/// What an operator may choose about the HTTP side.
package struct Settings: Sendable {
    /// Address to listen on.
    package var host: String
    package var port: Int
    /// Where browsers see the product. Cookies are `Secure` and `__Host-` when it is https.
    package var publicOrigin: Origin
    /// Addresses whose `X-Forwarded-For` is believed (ASVS 4.1.3); empty when no proxy stands in front.
    package var trustedProxies: Set<String>
    package var maximumConnections: Int
    /// Requests worked on at once; further ones are answered 503 instead of piling up.
    package var maximumInFlight: Int
    /// A connection that says nothing for so long is closed.
    package var idle: Duration
    /// What a request's body may take, and a second more for each kilobyte of it.
    package var patience: Duration
    /// What the monitoring system shows to read the metrics; nil closes that door.
    package var metricsToken: String?
    /// Multiplies what one person may search and reveal in a minute.
    package var paceFactor: Int

    package init(
        host: String = "127.0.0.1", port: Int = 8080, publicOrigin: Origin? = nil, trustedProxies: Set<String> = [],
        maximumConnections: Int = 4096, maximumInFlight: Int = 256, idle: Duration = .seconds(60), patience: Duration = .seconds(30),
        metricsToken: String? = nil, paceFactor: Int = 1
    ) {
        self.host = host
        self.port = port
        self.publicOrigin = publicOrigin ?? Origin(scheme: "http", host: "127.0.0.1", port: port)
        self.trustedProxies = trustedProxies
        self.maximumConnections = maximumConnections
        self.maximumInFlight = maximumInFlight
        self.idle = idle
        self.patience = patience
        self.metricsToken = metricsToken
        self.paceFactor = paceFactor
    }

    /// Origins whose forms are accepted: the public one, and on loopback its other spelling too.
    var acceptedOrigins: Set<Origin> {
        guard publicOrigin.isLoopback else { return [publicOrigin] }
        let names = ["127.0.0.1", "localhost", "[::1]"]
        return Set(names.map { Origin(scheme: publicOrigin.scheme, host: $0, port: publicOrigin.port) })
    }
}

/// Sizes beyond which a request is refused.
enum Limits {
    /// Bytes of a form's body; above it 413.
    static let formBytes = 256 * 1024
    /// Bytes of an uploaded file; above it 413.
    static let uploadBytes: Int64 = 50 * 1024 * 1024
    /// Bytes of a query.
    static let queryBytes = 8 * 1024
    /// Names and values in one form or query.
    static let fields = 200
    /// Bytes of all headers together.
    static let headerBytes = 16 * 1024
    static let headerFields = 100
    /// Sign-ins, second steps, one-time links, changes of password or second factor and trips to sign-in services from one address,
    /// whatever becomes of them. A house behind one address signs in within minutes in the morning.
    static let knocksPerMinute = 120
}
