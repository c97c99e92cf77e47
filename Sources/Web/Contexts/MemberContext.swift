internal import Domain
internal import Hummingbird
internal import Store
internal import Views

/// A request of a signed-in person, seen from a unit. A handler reads or writes once through it and answers one page.
struct MemberContext: Sendable {
    let incoming: Incoming
    let place: Place
    let cookie: SessionCookie
    let requirement: Requirement

    /// Finds the place the path names. Without a session nothing is looked up, so that nobody learns which tenants exist.
    /// - Throws: `WebFault.signIn`; `notFound` for an unknown unit and for another tenant's alike.
    static func open(_ incoming: Incoming, requirement: Requirement) async throws -> MemberContext {
        guard let cookie = incoming.session else { throw WebFault.signIn(back: incoming.returnPath) }
        let tenant = try incoming.parameter("tenant")
        guard tenant == cookie.tenant else { throw WebFault.notFound }
        let place = try await incoming.services.units.find(tenant: tenant, unit: try incoming.parameter("unit"))
        incoming.context.trace.tenant = tenant
        return MemberContext(incoming: incoming, place: place, cookie: cookie, requirement: requirement)
    }

    var services: Services { incoming.services }
    var store: Store { incoming.services.store }
    /// The day on the tenant's wall clock.
    var today: Day { Day(store.clock.now(), offsetMinutes: place.offsetMinutes) }
    var paths: UnitPaths { UnitPaths(tenant: place.tenantCode, unit: place.unit.code) }
    var entry: Entry { Entry(place: place, tokenHash: cookie.tokenHash) }

    /// Checks the requirement alone: for forms that are refused before they reach a transaction, so that a person without the right
    /// learns that first.
    func check() async throws {
        try await store.read(entry, requirement) { tx in _ = try await tx.enter() }
    }

    /// The posted fields, after the check that they come from one of this session's pages.
    func form() async throws -> FormFields { try await incoming.form(boundTo: cookie.token) }

    /// The posted fields and the file, after the same check; the file is on the disk and the caller's to remove.
    func upload(_ input: String, limit: Int64) async throws -> Upload {
        try await incoming.upload(UploadRule(input: input, limit: limit), boundTo: cookie.token)
    }

    /// As for a form without a file; the same file sent again under the same key is the same form.
    func write(_ upload: Upload, _ body: @Sendable (WriteTransaction) async throws -> String) async throws -> WriteAnswer {
        try await write(upload.fields, digest: upload.digest, body)
    }

    /// One writing transaction, once for each form.
    /// - Parameter body: answers the path where the result is.
    func write(
        _ fields: FormFields, _ body: @Sendable (WriteTransaction) async throws -> String
    ) async throws -> WriteAnswer {
        try await write(fields, digest: fields.digest, body)
    }

    /// - Parameter digest: of all that the form says, its files included.
    func write(
        _ fields: FormFields, digest: [UInt8], _ body: @Sendable (WriteTransaction) async throws -> String
    ) async throws -> WriteAnswer {
        guard let key = FormKey(key: try fields.text("key"), digest: digest) else { throw WebFault.unprocessable(["key"]) }
        return try await store.write(entry, requirement, form: key, body)
    }

    /// 303 to the result, and there a sentence about what happened and what comes next.
    func done(_ answer: WriteAnswer, _ flash: Flash) -> Response {
        var response = Response.seeOther(answer.path)
        response.add(cookie: services.cookies.set(services.cookies.flash, flash.sealed(with: cookie.token), seconds: 60))
        return response
    }
}
