import Domain
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Synchronization

@testable import Web

/// The cookies of one browser.
final class CookieJar: Sendable {
    private let cookies = Mutex<[String: String]>([:])

    subscript(_ name: String) -> String? { cookies.withLock { $0[name] } }

    func set(_ name: String, _ value: String?) { cookies.withLock { $0[name] = value } }

    var header: String? {
        let all = cookies.withLock { $0 }
        return all.isEmpty ? nil : all.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")
    }

    func take(_ headers: HTTPFields) {
        for line in headers[values: .setCookie] {
            let pair = line.prefix { $0 != ";" }
            guard let equals = pair.firstIndex(of: "=") else { continue }
            set(String(pair[..<equals]), line.contains("Max-Age=0") ? nil : String(pair[pair.index(after: equals)...]))
        }
    }
}

/// What came back.
struct Answer: Sendable {
    let status: Int
    let headers: HTTPFields
    let body: String
    let path: String
    /// The body as it came, for what is no text.
    var bytes: [UInt8] = []

    var location: String? { headers[.location] }

    /// Values of the hidden fields of the form that posts to a path; every form when none is named.
    func hidden(_ name: String, in action: String? = nil) -> String? {
        let scope = action.flatMap { action in body.split(separator: "<form").first { $0.contains("action=\"\(action)\"") } } ?? body[...]
        guard let field = scope.firstRange(of: "name=\"\(name)\" value=\"") else { return nil }
        return Markup.plain(String(scope[field.upperBound...].prefix { $0 != "\"" }))
    }

    /// The one-time link that the page shows in a field, as a path.
    var link: String? {
        guard let start = body.firstRange(of: "/invitation/") else { return nil }
        return Markup.plain(String(body[start.lowerBound...].prefix { $0 != "\"" }))
    }

    /// The addresses that the page links or posts to.
    var addresses: Set<String> {
        var found: Set<String> = []
        for mark in ["href=\"", "action=\""] {
            for piece in body.components(separatedBy: mark).dropFirst() { found.insert(Markup.plain(String(piece.prefix { $0 != "\"" }))) }
        }
        return found
    }
}

enum Markup {
    static func plain(_ text: String) -> String {
        var text = text
        for (mark, sign) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")] {
            text = text.components(separatedBy: mark).joined(separator: sign)
        }
        return text
    }
}

/// A browser with a person before it: keeps cookies, reads the token and the key out of pages, follows redirects, speaks of tickets.
struct Visitor: Sendable {
    let ground: Ground
    let tenant: String
    let unit: String
    let jar: CookieJar

    /// - Parameter jar: of a browser that is elsewhere already.
    init(_ ground: Ground, tenant: String, unit: String, jar: CookieJar = CookieJar()) {
        self.ground = ground
        self.tenant = tenant
        self.unit = unit
        self.jar = jar
    }

    var paths: UnitPaths { UnitPaths(tenant: tenant, unit: unit) }

    /// One request as a browser sends it from one of our pages; nothing is followed.
    func send(
        _ method: HTTPRequest.Method, _ path: String, headers: [(String, String)] = [("Sec-Fetch-Site", "same-origin")],
        body: String? = nil,
        type: String? = "application/x-www-form-urlencoded"
    ) async throws -> Answer {
        try await send(method, path, headers: headers, bytes: body.map { Array($0.utf8) }, type: type)
    }

    func send(
        _ method: HTTPRequest.Method, _ path: String, headers: [(String, String)] = [("Sec-Fetch-Site", "same-origin")], bytes: [UInt8]?,
        type: String?
    ) async throws -> Answer {
        var fields = HTTPFields()
        for (name, value) in headers { if let name = HTTPField.Name(name) { fields[name] = value } }
        if let cookie = jar.header { fields[.cookie] = cookie }
        if bytes != nil, let type { fields[.contentType] = type }
        let answer = try await ground.client.execute(uri: path, method: method, headers: fields, body: bytes.map { ByteBuffer(bytes: $0) })
        { $0 }
        jar.take(answer.headers)
        return Answer(
            status: answer.status.code, headers: answer.headers, body: String(buffer: answer.body), path: path,
            bytes: Array(answer.body.readableBytesView))
    }

    func get(_ path: String) async throws -> Answer { try await send(.get, path) }

    /// Follows 303 as a browser does.
    func open(_ path: String) async throws -> Answer {
        // What is behind # stays in the browser.
        var answer = try await get(String(path.prefix { $0 != "#" }))
        for _ in 0..<8 {
            guard answer.status == 303, let next = answer.location else { return answer }
            answer = try await get(String(next.prefix { $0 != "#" }))
        }
        return answer
    }

    static func encode(_ fields: [(String, String)]) -> String {
        fields.map { "\(PercentText.encode($0.0))=\(PercentText.encode($0.1))" }.joined(separator: "&")
    }

    /// Posts a form with the token and a key, as its page would; nothing is followed.
    func post(_ path: String, _ fields: [String: String], from page: Answer? = nil) async throws -> Answer {
        var all = fields.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        let target = path.prefix { $0 != "?" }
        for name in ["csrf", "key", "version", "token"] where fields[name] == nil {
            if let value = page?.hidden(name, in: path) ?? page?.hidden(name, in: String(target)) { all.append((name, value)) }
        }
        return try await send(.post, path, body: Self.encode(all))
    }

    /// Opens a page, fills its form, sends it and follows to the answer.
    func fill(_ pagePath: String, post path: String? = nil, _ fields: [String: String]) async throws -> Answer {
        let page = try await open(pagePath)
        let answer = try await post(path ?? pagePath, fields, from: page)
        guard answer.status == 303, let next = answer.location else { return answer }
        return try await open(next)
    }

    /// Signs in through the door.
    func signIn(as account: String, password: String) async throws -> Answer {
        let page = try await get(Paths.login)
        return try await post(Paths.login, ["account": account, "password": password], from: page)
    }

    /// Takes a step on a ticket as its page offers it, and follows to the page after it.
    func act(_ action: ComplaintAction, on ticket: TicketID, _ fields: [String: String] = [:]) async throws -> Answer {
        try await fill(paths.ticket(ticket), post: paths.action(action, on: ticket), fields)
    }
}
