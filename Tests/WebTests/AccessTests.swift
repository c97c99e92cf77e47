import Domain
import Foundation
import HTTPTypes
import Postgres
import TestSupport
import Testing

@testable import Web

@Suite("Signing in and out") struct AccessTests {
    @Test func `the door leads to the first post and sets one strict cookie (ASVS 3.3)`() async throws {
        try await Ground.run { ground in
            let visitor = ground.stranger()
            let answer = try await visitor.signIn(as: "bj@yunshan", password: Cast.password)
            #expect(answer.status == 303 && answer.location == "/yunshan")
            let cookie = try #require(answer.headers[values: .setCookie].first { $0.hasPrefix("shouwen=") })
            #expect(cookie.contains("; Path=/; HttpOnly; SameSite=Lax") && !cookie.contains("Secure"))
            let desk = try await visitor.open("/yunshan")
            #expect(desk.status == 200 && desk.path == "/yunshan/bj/desk")
        }
    }

    @Test func `over https the cookie is bound to the host and TLS, and the page says so for two years`() async throws {
        try await Ground.run(settings: Settings(publicOrigin: Origin("https://cs.example.cn"))) { ground in
            let visitor = ground.stranger()
            let answer = try await visitor.signIn(as: "bj@yunshan", password: Cast.password)
            #expect(answer.headers[values: .setCookie].contains { $0.hasPrefix("__Host-shouwen=") && $0.hasSuffix("; Secure") })
            #expect(answer.headers[.strictTransportSecurity] == "max-age=63072000; includeSubDomains")
            #expect(try await visitor.open("/").status == 200)
        }
    }

    @Test func `a wrong password and an unknown account answer alike (ASVS 6.3.8)`() async throws {
        try await Ground.run { ground in
            var bodies: Set<String> = []
            for account in ["bj@yunshan", "nobody@yunshan", "bj@nowhere", "not an account"] {
                let answer = try await ground.stranger().signIn(as: account, password: "Wrong-password-1")
                #expect(answer.status == 422)
                #expect(answer.body.contains(Markup.plain(account)))
                bodies.insert(String(answer.body.components(separatedBy: "class=\"errors\"").last?.prefix(200) ?? ""))
            }
            #expect(bodies.count == 1)
        }
    }

    @Test func `after five failures the account is blocked and says for how long`() async throws {
        try await Ground.run { ground in
            for _ in 0..<5 { #expect(try await ground.stranger().signIn(as: "nh@yunshan", password: "Wrong-password-1").status == 422) }
            let blocked = try await ground.stranger().signIn(as: "nh@yunshan", password: Cast.password)
            #expect(blocked.status == 429)
            #expect(blocked.headers[.retryAfter] != nil)
            ground.cast.clock.advance(.hours(1))
            #expect(try await ground.stranger().signIn(as: "nh@yunshan", password: Cast.password).status == 303)
        }
    }

    @Test func `after signing in one comes back to the own page that was asked for, never elsewhere`() async throws {
        try await Ground.run { ground in
            for (next, target) in [
                ("/yunshan/bj/tickets?view=all", "/yunshan/bj/tickets?view=all"), ("https://evil.example", "/yunshan"),
                ("//evil.example", "/yunshan"), ("/haitang/bj/desk", "/yunshan"),
            ] {
                let visitor = ground.stranger()
                let page = try await visitor.get(Paths.login(back: next))
                let answer = try await visitor.post(
                    Paths.login, ["account": "bj@yunshan", "password": Cast.password, "next": next], from: page)
                #expect(answer.location == target)
            }
        }
    }

    @Test func `signing in again gives a new token and ends the old session (ASVS 7.2.4)`() async throws {
        try await Ground.run { ground in
            let visitor = ground.stranger()
            _ = try await visitor.signIn(as: "bj@yunshan", password: Cast.password)
            let first = visitor.jar["shouwen"]
            _ = try await visitor.signIn(as: "bj@yunshan", password: Cast.password)
            #expect(visitor.jar["shouwen"] != first)
            let old = ground.stranger()
            old.jar.set("shouwen", first)
            #expect(try await old.get("/yunshan/bj/desk").status == 303)
        }
    }

    @Test func `signing out ends the session on the server too`() async throws {
        try await Ground.run { ground in
            let visitor = ground.stranger()
            _ = try await visitor.signIn(as: "bj@yunshan", password: Cast.password)
            let token = visitor.jar["shouwen"]
            let page = try await visitor.open("/yunshan")
            let answer = try await visitor.post(Paths.logout, [:], from: page)
            #expect(answer.location == "/login?notice=signedOut&tenant=yunshan" && answer.headers[.clearSiteData] != nil)
            #expect(visitor.jar["shouwen"] == nil)
            visitor.jar.set("shouwen", token)
            #expect(try await visitor.get("/yunshan/bj/desk").location?.hasPrefix("/login?next=") == true)
        }
    }

    @Test func `one sees the own sessions and ends the others, and nobody else's`() async throws {
        try await Ground.run { ground in
            let (here, there) = (ground.stranger(), ground.stranger())
            _ = try await here.signIn(as: "bj@yunshan", password: Cast.password)
            _ = try await there.signIn(as: "bj@yunshan", password: Cast.password)
            let page = try await here.get("/yunshan/bj/sessions")
            #expect(page.status == 200)
            let ends = page.addresses.filter { $0.hasSuffix("/end") }
            #expect(ends.count == 2)
            let stranger = ground.visitor("nh")
            let foreign = try await stranger.open("/yunshan/nh/sessions")
            for end in ends {
                let path = end.replacingOccurrences(of: "/bj/", with: "/nh/")
                let csrf = foreign.hidden("csrf") ?? ""
                #expect(try await stranger.post(path, ["csrf": csrf, "key": "k-\(end.hashValue)"]).status == 404)
            }
            let after = try await here.post("/yunshan/bj/sessions/end-others", [:], from: page)
            #expect(after.status == 303)
            #expect(try await there.get("/yunshan/bj/desk").status == 303)
            #expect(try await here.get("/yunshan/bj/desk").status == 200)
        }
    }

    @Test func `a new password needs the old one and ends the other sessions`() async throws {
        try await Ground.run { ground in
            let (here, there) = (ground.stranger(), ground.stranger())
            _ = try await here.signIn(as: "nh@yunshan", password: Cast.password)
            _ = try await there.signIn(as: "nh@yunshan", password: Cast.password)
            let path = "/yunshan/nh/password"
            let wrong = try await here.fill(path, ["old": "Wrong-password-1", "new": "A new one, quite long"])
            #expect(wrong.status == 422 && !wrong.body.contains("A new one, quite long"))
            #expect(try await here.fill(path, ["old": Cast.password, "new": "short"]).status == 422)
            #expect(try await here.fill(path, ["old": Cast.password, "new": "A new one, quite long"]).status == 200)
            #expect(try await there.get("/yunshan/nh/desk").status == 303)
            #expect(try await ground.stranger().signIn(as: "nh@yunshan", password: "A new one, quite long").status == 303)
        }
    }

    @Test func `a first password leads nowhere but to its change`() async throws {
        try await Ground.run { ground in
            try await ground.cast.database.administer { connection in
                try await connection.execute(
                    script: """
                        UPDATE credential SET must_change = true WHERE person_id = \(ground.cast.yunshan.person("bj").id)
                        """)
            }
            let visitor = ground.visitor("bj")
            for path in ["/yunshan", "/yunshan/bj/desk", "/yunshan/bj/tickets"] {
                #expect(try await visitor.get(path).location == "/yunshan/bj/password")
            }
            #expect(try await visitor.get("/yunshan/bj/password").status == 200)
        }
    }

    @Test func `the language is switched by a form, stays, and follows the person to the next device`() async throws {
        try await Ground.run { ground in
            let visitor = ground.visitor("bj")
            let page = try await visitor.get("/yunshan/bj/desk")
            #expect(page.body.contains("lang=\"zh-CN\""))
            let answer = try await visitor.post(Paths.language, ["language": "en", "back": "/yunshan/bj/desk"], from: page)
            #expect(answer.location == "/yunshan/bj/desk")
            #expect(try await visitor.get("/yunshan/bj/desk").body.contains("<html lang=\"en\""))
            #expect(try await ground.visitor("bj").get("/yunshan/bj/desk").body.contains("<html lang=\"en\""))
            #expect(try await visitor.get("/language").status == 404)
            #expect(try await visitor.get("/nowhere/at/all").body.contains("<html lang=\"en\""))
        }
    }
}
