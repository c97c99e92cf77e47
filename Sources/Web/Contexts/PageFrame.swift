internal import Domain
internal import HTTPTypes
internal import Hummingbird
internal import Secrets
internal import Store
internal import Views

/// The rooms of the rail.
enum Room: String, CaseIterable, Sendable {
    case desk, intake, tickets, visits, surveys, vendors, notices, owners, units, agreements, houses, people, roles, audit, exchange,
        operations
}

/// Everything around a page and everything a page is worded with: who looks, from where, when, in which language.
struct PageFrame: Sendable {
    let member: MemberContext
    let session: Session
    let wording: Wording
    let breadcrumb: [FrameUnit]
    let switcher: [FrameUnit]
    let counts: RailCounts?

    /// Fetched in the page's first round trip, after the door.
    static func fetch(_ tx: ReadTransaction, for member: MemberContext) async throws -> PageFrame {
        let viewpoint = member.place.unit
        let (breadcrumb, switcher, counts) = try await tx.fetch(
            Frame.breadcrumb(viewpoint), Frame.switcher(tenant: tx.tenant), Frame.counts(viewpoint))
        let session = try tx.session
        let chosen = member.incoming.cookie(Cookies.language) ?? session.language
        let language = Language.choose(stored: chosen, acceptLanguage: member.incoming.request.headers[.acceptLanguage])
        let wording = Wording(
            messages: member.services.renderer.messages(language), offsetMinutes: member.place.offsetMinutes, now: tx.now)
        return PageFrame(
            member: member, session: session, wording: wording, breadcrumb: breadcrumb, switcher: switcher, counts: counts.first)
    }

    var t: Messages { wording.messages }
    var paths: UnitPaths { member.paths }
    var now: Instant { wording.now }
    var today: Day { Day(now, offsetMinutes: wording.offsetMinutes) }
    /// A fresh one-time key for a form.
    var newKey: String { Token.make(bytes: 16) }

    /// Whether a post of the person carries the permission here.
    func may(_ permission: Permission) -> Bool { session.actor.covers(member.place.unit, with: permission) }

    /// The name in the page's language, where there is one.
    func name(_ name: String, english: String) -> String { t.language == .english && !english.isEmpty ? english : name }

    /// A whole page as a response. A flash that is shown is used up.
    /// - Parameter naming: puts names where the flash carries ids.
    func page<P: Page>(
        _ page: P, room: Room? = nil, search: String = "", status: HTTPResponse.Status = .ok, naming: (Flash) -> Flash = { $0 }
    ) throws -> Response {
        let services = member.services
        let sealed = member.incoming.cookie(services.cookies.flash)
        let flash = Flash(sealed: sealed, secret: member.cookie.token).map(naming)
        let chrome = Chrome(
            csrf: FormToken.make(for: member.cookie.token), key: newKey,
            languagePath: Paths.language, back: member.incoming.returnPath ?? paths.base,
            flash: flash.map { Chrome.Flash(text: t[$0.key, $0.arguments], good: $0.good) }, member: chromeMember(room, search))
        var response = Services.html(try services.renderer.render(page, chrome: chrome, language: t.language), status: status)
        if sealed != nil { response.add(cookie: services.cookies.set(services.cookies.flash, "", seconds: 0)) }
        return response
    }
}

extension MemberContext {
    /// One reading transaction, closed before anything is rendered; the frame's rows ride along.
    func read<T: Sendable>(
        _ body: @Sendable (ReadTransaction) async throws -> T
    ) async throws -> (T, PageFrame) {
        try await store.read(entry, requirement) { tx in
            let frame = try await PageFrame.fetch(tx, for: self)
            return (try await body(tx), frame)
        }
    }
}
