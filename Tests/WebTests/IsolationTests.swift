import Domain
import TestSupport
import Testing

@testable import Web

@Suite("Another group's things") struct IsolationTests {
    /// Words that only the other tenant's data contains.
    static let markers = ["海棠", "haitang", "1390013", "Haitang"]

    private func check(_ answer: Answer, _ allowed: Set<Int> = [404]) {
        #expect(allowed.contains(answer.status), "\(answer.path): \(answer.status)")
        for marker in Self.markers where !answer.path.contains(marker) {
            #expect(!answer.body.contains(marker), "\(answer.path) tells \(marker)")
        }
    }

    @Test func `ids of another group in paths and queries are not found`() async throws {
        try await Ground.run { ground in
            let other = ground.cast.haitang
            let ticket = try await ground.cast.record(in: other)
            for account in ["hq", "bj", "jy", "admin"] {
                let visitor = ground.visitor(account)
                let paths = visitor.paths
                let sees = account != "admin"
                if sees {
                    for path in [
                        paths.ticket(ticket.id), paths.receipt(ticket.id), paths.register(ticket.id), paths.visitRecord(ticket.id),
                    ] {
                        check(try await visitor.get(path))
                    }
                    for query in ["house=\(other.house("bj-spring/1-101"))", "project=\(other.unit("bj-spring").id)"] {
                        check(try await visitor.get("\(paths.intake)?\(query)"))
                    }
                }
                if account == "admin" { check(try await visitor.get(paths.person(other.person("bj").id))) }
                for unit in ["hq", "bj", "jy"] { check(try await visitor.get("/haitang/\(unit)/desk")) }
                check(try await visitor.get("/haitang"))
            }
        }
    }

    @Test func `a list filtered by another group's project is empty`() async throws {
        try await Ground.run { ground in
            _ = try await ground.cast.record(in: ground.cast.haitang)
            let project = ground.cast.haitang.unit("bj-spring").id
            check(try await ground.visitor("hq").get("/yunshan/hq/tickets?project=\(project)&view=all"), [200])
            check(try await ground.visitor("hq").get("/yunshan/hq/search?q=13900131000"), [200])
        }
    }

    @Test func `ids of another group in forms are not found and change nothing`() async throws {
        try await Ground.run { ground in
            let (own, other) = (ground.cast.yunshan, ground.cast.haitang)
            let admin = ground.visitor("admin")
            let site = ["code": "xx-site", "name": "x", "from": "2026-01-01"]
            let forms: [(String, String, [String: String])] = [
                ("units/new/project", "company", ["company": "\(other.unit("bj").id)", "code": "xx-one", "name": "x"]),
                (
                    "units/new/vendorSite", "vendor",
                    site.merging(["vendor": "\(other.unit("jy").id)", "project": "\(own.unit("bj-river").id)"]) { $1 }
                ),
                (
                    "units/new/vendorSite", "project",
                    site.merging(["vendor": "\(own.unit("jy").id)", "project": "\(other.unit("bj-river").id)"]) { $1 }
                ),
                ("buildings/new", "project", ["project": "\(other.unit("bj-river").id)", "code": "9", "name": "9"]),
                ("houses/new", "building", ["building": "999999", "firstFloor": "1", "lastFloor": "1", "roomsPerFloor": "1"]),
                (
                    "people/new", "unit",
                    ["unit": "\(other.unit("bj").id)", "account": "xx.one", "name": "x"]
                ),
                (
                    "people/\(own.person("bj").id)/posts/new", "unit",
                    ["unit": "\(other.unit("bj").id)", "role": "companyServiceCentre", "title": "x", "from": "2026-01-01"]
                ),
            ]
            for (path, field, values) in forms {
                let answer = try await admin.fill("\(admin.paths.org)/\(path)", values)
                #expect(answer.status == 404, "\(path) \(field): \(answer.status)")
                check(answer)
            }
            let ticket = try await ground.cast.record()
            let handler = ground.visitor("jy-spring")
            _ = try await handler.act(.accept, on: ticket.id, ["severity": "minor"])
            let assigned = try await handler.act(.assign, on: ticket.id, ["assignee": "\(other.person("jy-spring").id)"])
            #expect(assigned.status == 409)
            let foreign = try await ground.cast.record(in: other)
            let page = try await handler.get(handler.paths.ticket(ticket.id))
            let fields = ["csrf": page.hidden("csrf") ?? "", "key": "foreign-key", "version": "1"]
            check(try await handler.post(handler.paths.action(.note, on: foreign.id), fields.merging(["text": "x"]) { $1 }))
            check(
                try await handler.post(
                    handler.paths.reveal(foreign.id), fields.merging(["reason": "x"]) { $1 }.filter { $0.key != "version" }))
        }
    }

    @Test func `a vendor sees nothing of the developer's line, nor another unit's pages`() async throws {
        try await Ground.run { ground in
            let ticket = try await ground.cast.record(by: "bj-river", door: "bj-river/1-101")
            for account in ["jy", "jy-spring", "wx", "nh", "bj-spring", "tech-spring"] {
                let visitor = ground.visitor(account)
                #expect(try await visitor.get(visitor.paths.ticket(ticket.id)).status == 404, "\(account)")
                #expect([403, 404].contains(try await visitor.get("/yunshan/bj-river/tickets").status), "\(account)")
            }
        }
    }
}
