import Domain
import Foundation
import HTTPTypes
import Secrets
import Store
import TestSupport
import Testing

@testable import Web

/// The door as a browser meets it: a group's own face, two steps, histories, locks, and the policy's page.
@Suite("The door") struct SignInTests {
    private func policy(_ policy: SignInPolicy, _ ground: Ground) async throws {
        _ = try await ground.cast.store.write(ground.cast.yunshan.entry("admin"), .member, form: ground.cast.form()) { tx in
            try await tx.enter()
            try await tx.save(policy, clientSecret: nil, try tx.access(for: ManageSignIn.self))
            return "/"
        }
    }

    private func secret(in page: Answer) throws -> [UInt8] {
        let text = try #require(page.body.components(separatedBy: "<code class=\"secret\">").last?.prefix { $0 != "<" })
        return try #require(Base32.decode(String(text)))
    }

    private func code(_ seed: [UInt8], _ ground: Ground) -> String {
        OneTimeCode.code(seed: seed, step: OneTimeCode.step(at: ground.cast.clock.now().secondsSince1970))
    }

    @Test func `a group's own door shows its name and seal, and takes the account without the group`() async throws {
        try await Ground.run { ground in
            let visitor = ground.stranger()
            #expect(try await visitor.get("/yunshan/login").location == "/login?tenant=yunshan")
            let door = try await visitor.get("/login?tenant=yunshan")
            #expect(door.status == 200 && door.body.contains("tenant-seal") && door.hidden("tenant", in: "/login") == "yunshan")
            let answer = try await visitor.post("/login", ["account": "bj", "password": Cast.password, "tenant": "yunshan"], from: door)
            #expect(answer.status == 303 && answer.location == "/yunshan")
            // A code that is nobody's shows the common door, and the account needs its group there.
            let common = ground.stranger()
            let plain = try await common.get("/login?tenant=nobody")
            #expect(plain.status == 200 && !plain.body.contains("tenant-seal"))
            #expect(try await common.post("/login", ["account": "bj", "password": Cast.password], from: plain).status == 422)
            #expect(try await common.get("/login?next=/yunshan/bj/desk").body.contains("tenant-seal"))
        }
    }

    @Test func `a role that needs a second factor: QR code, code, recovery codes once, and only then inside`() async throws {
        try await Ground.run { ground in
            try await policy(SignInPolicy(factorRoles: ["companyServiceCentre"]), ground)
            let visitor = ground.stranger()
            let first = try await visitor.signIn(as: "bj@yunshan", password: Cast.password)
            #expect(first.location == Paths.secondStep)
            #expect(try await visitor.get("/yunshan").location?.hasPrefix("/login") == true, "nothing else is open")
            // The step's token in the session's place opens nothing either.
            let thief = ground.stranger()
            thief.jar.set(Cookies(secure: false).session, visitor.jar[Cookies(secure: false).step])
            #expect(try await thief.get("/yunshan/bj/desk").location?.hasPrefix("/login") == true)

            let page = try await visitor.get(Paths.secondStep)
            #expect(page.status == 200 && page.body.contains("class=\"qr\""))
            let seed = try secret(in: page)
            let offer = try #require(page.hidden("offer"))
            let wrong = try await visitor.post(Paths.secondStepSetUp, ["code": "000000", "offer": offer], from: page)
            #expect(wrong.status == 422)
            #expect(try secret(in: wrong) == seed, "the same seed again: it was scanned already")
            let done = try await visitor.post(Paths.secondStepSetUp, ["code": code(seed, ground), "offer": offer], from: page)
            #expect(done.status == 200 && done.body.components(separatedBy: "<li><code>").count == 11)
            #expect(done.headers[.cacheControl] == "no-store")
            #expect(try await visitor.open("/yunshan").status == 200)
            #expect(try await visitor.get(Paths.secondStep).location == "/login", "the step is over")

            // From now on a code is asked for, and one that was used is refused.
            let again = ground.stranger()
            #expect(try await again.signIn(as: "bj@yunshan", password: Cast.password).location == Paths.secondStep)
            let step = try await again.get(Paths.secondStep)
            #expect(!step.body.contains("class=\"qr\""))
            #expect(try await again.post(Paths.secondStep, ["code": code(seed, ground)], from: step).status == 422)
            ground.cast.clock.advance(.seconds(30))
            #expect(try await again.post(Paths.secondStep, ["code": code(seed, ground)], from: step).location == "/yunshan")
        }
    }

    @Test func `the second step keeps the page one wanted and the language switch`() async throws {
        try await Ground.run { ground in
            try await policy(SignInPolicy(factorRoles: ["companyServiceCentre"]), ground)
            let visitor = ground.stranger()
            let door = try await visitor.get("/login?next=/yunshan/bj/visits")
            let first = try await visitor.post(
                "/login", ["account": "bj@yunshan", "password": Cast.password, "next": "/yunshan/bj/visits"], from: door)
            let here = try #require(first.location)
            #expect(here == "/login/second?next=%2Fyunshan%2Fbj%2Fvisits")
            let page = try await visitor.get(here)
            let switched = try await visitor.post(
                Paths.language, ["language": "en", "back": page.hidden("back") ?? "", "csrf": page.hidden("csrf") ?? ""], from: page)
            #expect(switched.location == here)
            #expect(try await visitor.get(here).body.contains("lang=\"en\""))
        }
    }

    @Test func `the own pages: history, second factor on and off, with codes in the answer only`() async throws {
        try await Ground.run { ground in
            let visitor = ground.visitor("bj")
            _ = try await ground.stranger().signIn(as: "bj@yunshan", password: "wrong")
            let history = try await visitor.get(visitor.paths.signInHistory)
            #expect(history.status == 200 && history.body.contains("密码错误"))
            let page = try await visitor.get(visitor.paths.secondFactor)
            let seed = try secret(in: page)
            let fields = ["code": code(seed, ground), "offer": page.hidden("offer") ?? ""]
            let done = try await visitor.post(visitor.paths.secondFactor, fields, from: page)
            #expect(done.status == 200 && done.body.contains("<li><code>"))
            let recovery = try #require(done.body.firstMatch(of: /<li><code>([^<]+)</)).1
            // The same form again changes nothing and shows nothing.
            #expect(page.body.contains("autocomplete=\"one-time-code\" inputmode=\"numeric\""))
            let again = try await visitor.post(visitor.paths.secondFactor, fields, from: page)
            #expect(again.status == 303 && again.location == visitor.paths.secondFactor)
            let on = try await visitor.get(visitor.paths.secondFactor)
            #expect(!on.body.contains("<li><code>") && on.body.contains("10"))
            #expect(try await visitor.post(visitor.paths.removeSecondFactor, ["code": "123456"], from: on).status == 422)
            ground.cast.clock.advance(.seconds(60))
            let renewed = try await visitor.post(visitor.paths.renewRecoveryCodes, ["code": "", "recovery": String(recovery)], from: on)
            #expect(renewed.status == 200 && renewed.body.contains("<li><code>") && !renewed.body.contains(recovery))
            let used = try await visitor.post(
                visitor.paths.renewRecoveryCodes, ["recovery": String(recovery)], from: try await visitor.get(on.path))
            #expect(used.status == 422 && used.body.contains("id=\"renew-recovery-error\""))
            #expect(try await visitor.post(visitor.paths.removeSecondFactor, ["code": code(seed, ground)], from: on).status == 303)
        }
    }

    @Test func `ACCESS-P7: an administrator locks with a reason, sees why, and unlocks; the locked one is out and is told at the door`()
        async throws
    {
        try await Ground.run { ground in
            let (admin, other) = (ground.visitor("admin"), ground.visitor("bj"))
            let id = ground.cast.yunshan.person("bj").id
            let path = admin.paths.account(id)
            let page = try await admin.get(path)
            #expect(try await admin.post(admin.paths.lock(id), ["reason": ""], from: page).status == 422)
            #expect(try await admin.fill(path, post: admin.paths.lock(id), ["reason": "长期休假"]).body.contains("长期休假"))
            #expect(try await other.get("/yunshan/bj/desk").status == 303)
            let knock = try await ground.stranger().signIn(as: "bj@yunshan", password: Cast.password)
            #expect(knock.status == 403 && knock.body.contains("锁定"))
            #expect(try await admin.fill(path, post: admin.paths.unlock(id), ["reason": "已返岗"]).status == 200)
            #expect(try await ground.stranger().signIn(as: "bj@yunshan", password: Cast.password).status == 303)
            // An automatic block is shown, and lifted with the same button.
            for _ in 1...5 { _ = try await ground.stranger().signIn(as: "bj@yunshan", password: "wrong") }
            #expect(try await ground.stranger().signIn(as: "bj@yunshan", password: Cast.password).status == 429)
            #expect(try await admin.get(path).body.contains("自动锁定"))
            _ = try await admin.fill(path, post: admin.paths.unlock(id), ["reason": "本人来电核实"])
            #expect(try await ground.stranger().signIn(as: "bj@yunshan", password: Cast.password).status == 303)
            #expect(try await admin.get(admin.paths.account(ground.cast.haitang.person("bj").id)).status == 404)
            #expect(try await ground.visitor("hq").get("/yunshan/hq/org/people/\(id)/account").status == 403)
        }
    }

    @Test func `how a group signs in is its administrator's form: kept as typed when wrong, and the secret is never shown`() async throws {
        try await Ground.run { ground in
            let admin = ground.visitor("admin")
            let page = try await admin.get(admin.paths.signInPolicy)
            #expect(page.status == 200 && page.body.contains("/login/sso/back"))
            let wrong = try await admin.post(
                admin.paths.signInPolicy,
                [
                    "passwords": "modern", "seal": "印", "issuer": "http://sso.example.cn", "client": "", "mapping": "email",
                    "onlyWay": "true", "breakGlass": "",
                ], from: page)
            #expect(wrong.status == 422 && wrong.body.contains("http://sso.example.cn"))
            for field in ["seal", "issuer", "client", "emailDomain", "breakGlass"] {
                #expect(wrong.body.contains("signIn-\(field)-error"), "\(field)")
            }
            let saved = try await admin.fill(
                admin.paths.signInPolicy,
                [
                    "passwords": "modern", "seal": "云山", "issuer": "https://sso.example.cn", "client": "shouwen", "secret": "s3cret-value",
                    "mapping": "none", "onlyWay": "true", "breakGlass": "admin", "factorRoles": "tenantAdministrator",
                ])
            #expect(saved.status == 200 && !saved.body.contains("s3cret-value"))
            let door = try await ground.stranger().get("/login?tenant=yunshan")
            #expect(door.addresses.contains("/login/sso?tenant=yunshan"))
            #expect(try await ground.visitor("hq").get("/yunshan/hq/org/sign-in").status == 403)
        }
    }

    @Test func `a flood of knocks from one address is answered 429 with the time to wait; the proxy's word counts from known proxies only`()
        async throws
    {
        let settings = Settings(trustedProxies: ["10.9.9.9"])
        try await Ground.run(settings: settings) { ground in
            let visitor = ground.stranger()
            let page = try await visitor.get(Paths.login)
            var last = page
            // What a client claims about itself is not believed: every knock counts for the same address.
            for number in 1...(Limits.knocksPerMinute * 2 + 1) {
                let fields = [("csrf", page.hidden("csrf") ?? ""), ("account", ""), ("password", "")]
                last = try await visitor.send(
                    .post, Paths.login, headers: [("Sec-Fetch-Site", "same-origin"), ("X-Forwarded-For", "203.0.113.\(number % 250)")],
                    body: Visitor.encode(fields))
            }
            #expect(last.status == 429 && last.headers[.retryAfter] == "1")
            ground.cast.clock.advance(.seconds(1))
            #expect(try await visitor.signIn(as: "bj@yunshan", password: Cast.password).status == 303)
        }
    }
}
