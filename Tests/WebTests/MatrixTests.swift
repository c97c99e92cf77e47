import Domain
import Foundation
import HTTPTypes
import TestSupport
import Testing

@testable import Web

@Suite("Who may ask what") struct MatrixTests {
    /// One person of each built-in role, and nobody.
    static let people = [
        "nobody", "admin", "hq", "bj", "bj-spring", "bj-spring-manager", "jy", "jy-spring", "tech-spring", "audit",
    ]

    @Test func `the routes are those of docs/routes.txt`() throws {
        let printed = Routes.all.map(\.line).joined(separator: "\n") + "\n"
        try Golden.expect(printed, "docs/routes.txt")
        #expect(Set(Routes.all.map { "\($0.method) \($0.pattern)" }).count == Routes.all.count)
    }

    @Test func `no route changes anything by GET, and every public door says why`() {
        for route in Routes.all {
            #expect(route.method == .get || route.method == .post)
            if case .public(let because) = route.needs { #expect(because.count > 10) }
        }
    }

    /// Every route is really asked by every role: GET with ids that exist, POST with an empty form.
    @Test func `ACCESS-R1: route by role is the golden matrix`() async throws {
        try await Ground.run { ground in
            let ticket = try await ground.cast.record()
            _ = try await ground.cast.record(in: ground.cast.haitang)
            var lines: [String: String] = [:]
            // Signing out ends the session that the other calls need.
            for route in Routes.all.sorted(by: { ($0.pattern == "/logout" ? 1 : 0) < ($1.pattern == "/logout" ? 1 : 0) }) {
                var cells: [String] = []
                for account in Self.people {
                    let answer = try await Self.ask(route, as: account, ticket, ground)
                    cells.append("\(account) \(answer.status)")
                    #expect(answer.status < 500, "\(route.line) \(account)")
                    #expect(
                        !answer.body.contains("1380013") && !answer.body.contains("1390013"),
                        "a whole phone number: \(route.line) \(account)")
                    #expect(!answer.body.contains("海棠") && !answer.body.contains("⟦"), "\(route.line) \(account)")
                }
                lines[route.line] = "\(route.method.rawValue) \(route.pattern)\n    \(cells.joined(separator: " | "))"
            }
            try Golden.expect(
                Routes.all.compactMap { lines[$0.line] }.joined(separator: "\n") + "\n", "Tests/WebTests/Golden/route-matrix.txt")
        }
    }

    private static func ask(_ route: Route, as account: String, _ ticket: CastTicket, _ ground: Ground) async throws -> Answer {
        let visitor = account == "nobody" ? ground.stranger() : ground.visitor(account)
        let id =
            route.pattern.contains("/people/")
            ? ground.cast.yunshan.person("bj-spring-2").id.description
            : route.pattern.contains("/sessions/") ? "999999" : ticket.id.description
        let path = route.pattern.replacing("{tenant}", with: visitor.tenant).replacing("{unit}", with: visitor.unit)
            .replacing("{id}", with: id).replacing("{action}", with: "accept").replacing("{post}", with: "999999")
            .replacing("{kind}", with: "houses").replacing("{format}", with: "csv").replacing("{subject}", with: "houses")
        guard route.method == .post else { return try await visitor.get(path) }
        let page = try await visitor.get(account == "nobody" ? Paths.login : visitor.paths.sessions)
        var fields = ["csrf": page.hidden("csrf") ?? "", "key": page.hidden("key") ?? ""]
        if route.pattern.contains("/actions/") { fields["version"] = "1" }
        return try await visitor.post(path, fields)
    }
}

/// Files that a test compares with what it made; `SHOUWEN_WRITE_GOLDEN=1` writes them.
enum Golden {
    static func expect(_ text: String, _ path: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let file = TestSources.path(path)
        if ProcessInfo.processInfo.environment["SHOUWEN_WRITE_GOLDEN"] == "1" {
            try text.write(toFile: file, atomically: true, encoding: .utf8)
        }
        let golden = try String(contentsOfFile: file, encoding: .utf8)
        let (made, kept) = (text.components(separatedBy: "\n"), golden.components(separatedBy: "\n"))
        let differing = zip(made, kept).first { $0 != $1 }
        #expect(
            text == golden, "\(path): \(differing.map { "made \($0), kept \($1)" } ?? "another length")", sourceLocation: sourceLocation)
    }
}
