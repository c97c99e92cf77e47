import Domain
import HTTPTypes
import TestSupport
import Testing

@testable import Web

@Suite("Forms nobody should send") struct HostileTests {
    private struct Form: Sendable {
        let account: String
        let page: String
        let path: String
        let fields: [String]
    }

    private func forms(_ ground: Ground, _ ticket: CastTicket) -> [Form] {
        let unit = UnitPaths(tenant: "yunshan", unit: "jy-spring")
        let hq = UnitPaths(tenant: "yunshan", unit: "hq")
        let intake = "\(unit.intake)?project=\(ground.cast.yunshan.unit("bj-spring").id)"
        let org = OrgForm.allCases.map { form in
            let path = form.path(hq, person: ground.cast.yunshan.person("bj").id)
            return Form(account: "admin", page: path, path: path, fields: form.names.filter { $0 != "person" || form != .post })
        }
        let steps: [ComplaintAction] = [
            .accept, .note, .contactCustomer, .regrade, .proposePlan, .escalate, .recordVisit, .enterLitigation,
        ]
        let actions = steps.map { action in
            Form(
                account: "jy-spring", page: unit.ticket(ticket.id), path: unit.action(action, on: ticket.id),
                fields: action.fields.map(\.field.rawValue) + ["version"])
        }
        return org + actions + [
            Form(account: "", page: Paths.login, path: Paths.login, fields: ["account", "password", "next"]),
            Form(account: "jy-spring", page: unit.password, path: unit.password, fields: ["old", "new"]),
            Form(account: "jy-spring", page: intake, path: intake, fields: IntakeFields.names + ["then"]),
            Form(account: "jy-spring", page: unit.ticket(ticket.id), path: unit.reveal(ticket.id), fields: ["reason"]),
            Form(account: "jy-spring", page: unit.desk, path: Paths.language, fields: ["language", "back"]),
        ]
    }

    /// Already encoded.
    static let values = [
        "%00", "%ff%fe", "%zz", "%", String(repeating: "a", count: 5_000), String(repeating: "%E4%BD%A0", count: 3_000), "%01%02%1b%7f",
        "%F0%9F%91%A9%E2%80%8D%F0%9F%91%A9%E2%80%8D%F0%9F%91%A7", "%E2%80%AE%E2%80%AB", "%27%3B+DROP+TABLE+ticket%3B--",
        "%3Cscript%3Ealert(1)%3C%2Fscript%3E", "%7B%7B%23chrome%7D%7D", "-1", "0", "99999999999999999999", "9223372036854775807", "1e9",
        "NaN",
        "2026-13-45", "0000-00-00", "9999-12-31", "+", "%0D%0ASet-Cookie:+a=b", "..%2F..%2Fetc%2Fpasswd",
    ]

    @Test func `every form with every hostile value in all its fields is answered, never with 500`() async throws {
        try await Ground.run { ground in
            let ticket = try await ground.cast.record()
            for form in forms(ground, ticket) {
                let visitor = form.account.isEmpty ? ground.stranger() : ground.visitor(form.account)
                let page = try await visitor.get(form.page)
                let csrf = PercentText.encode(page.hidden("csrf") ?? "")
                for (number, value) in Self.values.enumerated() {
                    let fields = form.fields.map { "\($0)=\($0 == "version" ? "1" : value)" }.joined(separator: "&")
                    let answer = try await visitor.send(.post, form.path, body: "csrf=\(csrf)&key=k-\(number)&\(fields)")
                    #expect(answer.status < 500, "\(form.path) \(value.prefix(40)): \(answer.status)")
                    #expect(!answer.body.contains("<script>alert"), "\(form.path)")
                    #expect(answer.headers[values: .setCookie].allSatisfy { $0.hasPrefix("shouwen") })
                }
            }
        }
    }

    @Test func `repeated, unknown, missing and oversized parts are refused before anything is read from them`() async throws {
        try await Ground.run { ground in
            let ticket = try await ground.cast.record()
            for form in forms(ground, ticket) {
                let visitor = form.account.isEmpty ? ground.stranger() : ground.visitor(form.account)
                let page = try await visitor.get(form.page)
                let csrf = PercentText.encode(page.hidden("csrf") ?? "")
                let field = form.fields[0]
                #expect(
                    try await visitor.send(.post, form.path, body: "csrf=\(csrf)&key=k1&\(field)=1&\(field)=2").status == 422,
                    "\(form.path) repeated")
                let unknown = try await visitor.send(.post, form.path, body: "csrf=\(csrf)&key=k2&is_admin=1")
                #expect(unknown.status == 422 && unknown.body.contains("is_admin"), "\(form.path) unknown")
                #expect(try await visitor.send(.post, form.path, body: "key=k3&\(field)=1").status == 403, "\(form.path) without token")
                #expect(
                    try await visitor.send(.post, form.path, body: "csrf=\(String(csrf.reversed()))&key=k4").status == 403,
                    "\(form.path) wrong token")
                let huge = "csrf=\(csrf)&\(field)=" + String(repeating: "a", count: Limits.formBytes)
                #expect(try await visitor.send(.post, form.path, body: huge).status == 413, "\(form.path) huge")
                #expect(try await visitor.send(.post, form.path, body: "{}", type: "application/json").status == 415, "\(form.path) json")
                let foreign = [[("Sec-Fetch-Site", "cross-site")], [("Sec-Fetch-Site", "none")], [("Origin", "https://evil.example")], []]
                for headers in foreign {
                    let answer = try await visitor.send(.post, form.path, headers: headers, body: "csrf=\(csrf)&key=k5&\(field)=1")
                    #expect(answer.status == 403, "\(form.path) from elsewhere")
                }
                let old = try await visitor.send(
                    .post, form.path, headers: [("Origin", "http://127.0.0.1:8080")], body: "csrf=\(csrf)&key=k6&is_admin=1")
                #expect(old.status == 422, "\(form.path): a browser without fetch metadata, from our own page")
            }
        }
    }

    @Test func `a token of another person's session does not fit`() async throws {
        try await Ground.run { ground in
            let (mine, theirs) = (ground.visitor("jy-spring"), ground.visitor("jy"))
            let page = try await theirs.get(theirs.paths.sessions)
            let answer = try await mine.post("\(mine.paths.sessions)/end-others", ["csrf": page.hidden("csrf") ?? "", "key": "k"])
            #expect(answer.status == 403)
        }
    }
}
