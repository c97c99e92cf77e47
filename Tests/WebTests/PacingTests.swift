import Domain
import HTTPTypes
import Store
import TestSupport
import Testing

@testable import Web

/// By the hundred it is no longer work: whoever asks and looks so fast is told to wait, and nobody else is.
@Suite("How often one person may") struct PacingTests {
    /// - Returns: the answer after a whole burst, which all went well.
    private func afterBurst(_ pace: Pace, _ ask: (Int) async throws -> Answer) async throws -> Answer {
        for number in 1...(pace.perMinute * 2) {
            let answer = try await ask(number)
            try #require(answer.status == 200, "\(number): \(answer.path)")
        }
        return try await ask(0)
    }

    @Test
    func `ACCESS-P1: asking for numbers until one is known ends in 429, in every search alike, for a second`() async throws {
        try await Ground.run { ground in
            let (visitor, other) = (ground.visitor("bj"), ground.visitor("bj-spring"))
            let doors = [visitor.paths.search, visitor.paths.owners, visitor.paths.intake]
            let refused = try await afterBurst(.searches) { number in
                try await visitor.get("\(doors[number % doors.count])?q=1390013\(1000 + number)")
            }
            #expect(refused.status == 429 && refused.headers[.retryAfter] == "1")
            #expect(refused.body.contains("操作过于频繁") && refused.body.contains("请 1 秒后重试"))
            let english = try await visitor.send(.get, "\(doors[1])?q=1", headers: [("Accept-Language", "en")])
            #expect(english.status == 429 && english.body.contains("Too often") && english.body.contains("try again in 1 seconds"))
            // Another browser of the same person is the same person; work that is no search goes on, and so do the others.
            #expect(try await ground.visitor("bj").get("\(doors[0])?q=1").status == 429)
            for door in doors { #expect(try await visitor.get(door).status == 200) }
            #expect(try await other.get("\(other.paths.search)?q=13900131000").status == 200)
            ground.cast.clock.advance(.seconds(1))
            #expect(try await visitor.get("\(doors[0])?q=1").status == 200)
        }
    }

    @Test func `the list of people counts what was typed, not its filters`() async throws {
        try await Ground.run { ground in
            let admin = ground.visitor("admin")
            let refused = try await afterBurst(.searches) { number in try await admin.get("\(admin.paths.people)?q=a\(number)") }
            #expect(refused.status == 429)
            #expect(try await admin.get("\(admin.paths.people)?state=active").status == 200)
        }
    }

    @Test func `ACCESS-P7: not even the handler, who needs no reason, looks at numbers by the hundred`() async throws {
        try await Ground.run { ground in
            let ticket = try await ground.cast.record()
            try await ticket.take(.accept, by: "jy-spring", ["severity": "general"])
            let visitor = ground.visitor("jy-spring")
            let page = try await visitor.get(visitor.paths.ticket(ticket.id))
            let refused = try await afterBurst(.looks) { _ in try await visitor.post(visitor.paths.reveal(ticket.id), [:], from: page) }
            #expect(refused.status == 429 && !refused.body.contains("1390013"))
        }
    }

    @Test func `one-time links, codes and passwords are tried at the pace of the doors`() async throws {
        try await Ground.run { ground in
            let (stranger, visitor) = (ground.stranger(), ground.visitor("bj"))
            let (own, password) = (try await visitor.get(visitor.paths.secondFactor), try await visitor.get(visitor.paths.password))
            let link = "\(Paths.invitation("yunshan"))?token=\(String(repeating: "A", count: 43))"
            for _ in 1...(Limits.knocksPerMinute * 2) { try #require(try await stranger.get(link).status == 404) }
            #expect(try await stranger.get(link).status == 429)
            #expect(try await stranger.post(Paths.invitation("yunshan"), ["token": "A", "new": "x"]).status == 429)
            #expect(try await visitor.post(visitor.paths.secondFactor, ["code": "000000", "offer": "x"], from: own).status == 429)
            #expect(try await visitor.post(visitor.paths.password, ["old": "x", "new": "y"], from: password).status == 429)
        }
    }
}
