internal import Domain
internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import Secrets
internal import Store
internal import Views

/// Through the group's own sign-in service: there, back, and on the way out.
///
/// It begins with a link and not with a form, because the content policy lets forms lead to our own pages only. The way back is a GET by
/// the protocol; it opens a session all the same, and only with the sealed cookie of the browser that set out.
enum SignOnRoom {
    static func begin(_ incoming: Incoming) async throws -> Response {
        try incoming.knock()
        let query = try incoming.query()
        let code = try query.text("tenant")
        guard let door = try await incoming.services.signIn.door(of: code), let provider = door.policy.provider else {
            throw WebFault.notFound
        }
        do throws(SignOnFault) {
            let endpoints = try await incoming.services.providers.endpoints(of: provider.issuer)
            let services = incoming.services
            let next = (try? query.single("next")).flatMap { ReturnPath($0) }
            let trip = SignOnTrip(tenant: code, next: next, now: services.store.clock.now())
            var response = Response.seeOther(
                trip.address(endpoints, client: provider.client, redirect: incoming.redirect, language: incoming.language.rawValue))
            response.add(
                cookie: services.cookies.set(
                    services.cookies.trip, trip.sealed(services.store.sealer), seconds: Int(SignOnTrip.lifetime.seconds)))
            return response
        } catch {
            return try await refused(error, incoming, door: door, code: code)
        }
    }

    static func end(_ incoming: Incoming) async throws -> Response {
        try incoming.knock()
        let services = incoming.services
        let now = services.store.clock.now()
        let trip = SignOnTrip(sealed: incoming.cookie(services.cookies.trip), services.store.sealer, now: now)
        var response: Response
        do {
            guard let trip else { throw SignOnFault.stale }
            response = try await end(trip, incoming)
        } catch let fault as SignOnFault {
            incoming.context.logger.notice("A single sign-on was refused", metadata: ["fault": "\(fault.rawValue)"])
            let door = try await services.signIn.door(of: trip?.tenant ?? "")
            response = try await refused(fault, incoming, door: door, code: trip?.tenant)
        }
        // Whatever became of it: a trip ends once.
        response.add(cookie: services.cookies.set(services.cookies.trip, "", seconds: 0))
        return response
    }

    private static func end(_ trip: SignOnTrip, _ incoming: Incoming) async throws -> Response {
        let (services, query) = (incoming.services, try incoming.query())
        guard Secrets.equal(Array(try query.text("state").utf8), Array(trip.state.utf8)) else { throw SignOnFault.stale }
        guard try query.single("error") == nil else { throw SignOnFault.denied }
        guard let door = try await services.signIn.door(of: trip.tenant), let provider = door.policy.provider else {
            throw SignOnFault.stale
        }
        // Another service of the same house cannot pass its answer off as this one's (RFC 9207).
        if let issuer = try query.single("iss"), issuer != provider.issuer { throw SignOnFault.untrusted }
        let endpoints = try await services.providers.endpoints(of: provider.issuer)
        let token = try await services.providers.redeem(
            code: try query.text("code"), verifier: trip.verifier, redirect: incoming.redirect, provider: provider,
            secret: try services.signIn.clientSecret(of: door), at: endpoints)
        let identity = try await IdentityToken.verify(
            token, provider: provider, nonce: trip.nonce, now: services.store.clock.now(), directory: services.providers,
            endpoints: endpoints)
        do {
            let step = try await services.signIn.open(
                identity, tenantCode: trip.tenant, address: incoming.clientAddress,
                device: Device.name(incoming.request.headers[.userAgent]))
            await Login.endEarlier(incoming)
            return Login.welcome(step, next: ReturnPath(trip.next), services)
        } catch StoreError.wrongCredentials {
            throw SignOnFault.notLinked
        } catch StoreError.locked {
            return try Login.page(incoming, door: door, code: trip.tenant, message: "login.locked", status: .forbidden)
        }
    }

    /// After signing out here: on to the service's own sign-out, where it has one.
    static func leave(_ incoming: Incoming) async throws -> Response {
        try incoming.knock()
        let code = try incoming.query().text("tenant")
        guard let provider = try await incoming.services.signIn.door(of: code)?.policy.provider,
            let endpoints = try? await incoming.services.providers.endpoints(of: provider.issuer), let address = endpoints.signOut,
            incoming.services.providers.allows(address)
        else { return .seeOther(Paths.login(tenant: code)) }
        let back = "\(incoming.services.settings.publicOrigin)\(Paths.login(tenant: code))"
        return .seeOther(
            "\(address)\(address.contains("?") ? "&" : "?")client_id=\(PercentText.encode(provider.client))"
                + "&post_logout_redirect_uri=\(PercentText.encode(back))")
    }

    private static func refused(
        _ fault: SignOnFault, _ incoming: Incoming, door: TenantDoor?, code: String?
    ) async throws -> Response {
        let status: HTTPResponse.Status =
            switch fault {
            case .unavailable: .serviceUnavailable
            case .stale: .badRequest
            case .denied, .untrusted, .notLinked: .forbidden
            }
        return try Login.page(incoming, door: door, code: code, message: "sso.fault.\(fault.rawValue)", status: status)
    }
}

extension Incoming {
    /// Where the service sends people back to; registered there once.
    fileprivate var redirect: String { "\(services.settings.publicOrigin)\(Paths.singleSignOnBack)" }
}
