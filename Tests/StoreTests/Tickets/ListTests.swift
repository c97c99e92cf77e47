import Domain
import Postgres
import Store
import TestSupport
import Testing

@Suite("Lists and desk") struct ListTests {
    @Test("paging forth and back shows every ticket once, in both orders, also those without a due time")
    func paging() async throws {
        let cast = try await Cast.assemble()
        var ids: [TicketID] = []
        for index in 0..<60 {
            // Some at the same instant: the id decides then.
            if index.isMultiple(of: 3) { cast.clock.advance(.minutes(1)) }
            ids.append(try await cast.record(by: "bj-river", door: "bj-river/1-101").id)
        }
        // Without a promise: what a court decides.
        try await cast.database.administer { connection in
            try await connection.execute(script: "UPDATE ticket SET due_at = NULL, due_kind = NULL WHERE id % 3 = 0")
        }
        let entry = cast.yunshan.entry("bj-river")
        for sort in TicketSort.allCases {
            var pages: [[TicketID]] = []
            var cursors: [TicketCursor?] = [nil]
            while let cursor = cursors.last, pages.count < 10 {
                let list = try await cast.store.read(entry, .member) { try await $0.tickets(sort: sort, at: cursor) }
                #expect(list.count == 60)
                pages.append(list.rows.map(\.id))
                guard let next = list.next else { break }
                #expect(TicketCursor(text: next.text) == next)
                cursors.append(next)
            }
            #expect(pages.map(\.count) == [25, 25, 10])
            #expect(Set(pages.joined()) == Set(ids))
            if sort == .newest { #expect(Array(pages.joined()) == ids.reversed()) }
            var list = try await cast.store.read(entry, .member) { try await $0.tickets(sort: sort, at: cursors.last ?? nil) }
            for page in pages.dropLast().reversed() {
                let previous = try #require(list.previous)
                list = try await cast.store.read(entry, .member) { try await $0.tickets(sort: sort, at: previous) }
                #expect(list.rows.map(\.id) == page)
            }
            #expect(list.previous == nil)
        }
        try await cast.end()
    }

    @Test("a cursor is only what a page made")
    func cursors() {
        for text in [
            "", "after~~", "after~1", "sideways~1~2", "after~-1~2", "after~99999999999999999999~2", "after~1~0",
            "after~253402300800000000~1",
        ] {
            #expect(TicketCursor(text: text) == nil, "\(text)")
        }
        #expect(TicketCursor(text: "before~~7") == TicketCursor(.before, time: nil, id: TicketID(7)))
    }

    @Test("every word of the filter counts")
    func filters() async throws {
        let cast = try await Cast.assemble()
        let accepted = try await cast.record(["severity": "top"])
        try await accepted.take(.accept, by: "jy-spring", ["severity": "top"])
        let waiting = try await cast.record(by: "bj-river", door: "bj-river/1-101")
        let closed = try await cast.record(door: "bj-spring/1-102")
        try await closed.take(.accept, by: "jy-spring", ["severity": "minor"])
        try await closed.take(.explain, by: "jy-spring", ["text": "已说明"])
        try await closed.take(.close, by: "jy-spring", ["reason": "理解"])
        cast.clock.advance(.minutes(31))
        func list(_ filter: TicketFilter, _ account: String = "hq") async throws -> Set<TicketID> {
            let found = try await cast.store.read(cast.yunshan.entry(account), .member) { try await $0.tickets(filter) }
            #expect(found.rows.count == found.count)
            return Set(found.rows.map(\.id))
        }
        #expect(try await list(.open) == [accepted.id, waiting.id])
        #expect(try await list(TicketFilter(progress: .closed)) == [closed.id])
        #expect(try await list(TicketFilter(progress: .all)).count == 3)
        #expect(try await list(TicketFilter(state: .closed)) == [closed.id])
        #expect(try await list(TicketFilter(state: .recorded)) == [waiting.id])
        #expect(try await list(TicketFilter(stage: .beforeHandover)) == [waiting.id])
        #expect(try await list(TicketFilter(severity: .top)) == [accepted.id])
        #expect(try await list(TicketFilter(rung: .centre)).isEmpty)
        #expect(try await list(TicketFilter(overdue: true)) == [waiting.id])
        #expect(try await list(TicketFilter(mine: true), "jy-spring") == [accepted.id])
        #expect(try await list(TicketFilter(mine: true), "jy-spring-2").isEmpty)
        #expect(try await list(TicketFilter(waiting: true), "bj-river") == [waiting.id])
        #expect(try await list(TicketFilter(waiting: true), "bj").isEmpty)
        #expect(try await list(TicketFilter(project: cast.yunshan.unit("bj-river").id)) == [waiting.id])
        let today = Day(cast.clock.now(), offsetMinutes: 480)
        #expect(try await list(TicketFilter(progress: .all, from: today, to: today)).count == 3)
        #expect(try await list(TicketFilter(progress: .all, to: today.adding(days: -1))).isEmpty)
        #expect(try await list(.open, "jy") == [accepted.id])
        #expect(try await list(.open, "nh").isEmpty)
        try await cast.end()
    }

    @Test("the desk counts what the unit holds and lists it, soonest due first")
    func desk() async throws {
        let cast = try await Cast.assemble()
        let first = try await cast.record()
        try await first.take(.accept, by: "jy-spring", ["severity": "top"])
        cast.clock.advance(.hours(1))
        let second = try await cast.record(door: "bj-spring/1-102")
        _ = try await cast.record(by: "bj-river", door: "bj-river/1-101")
        let desk = try await cast.store.read(cast.yunshan.entry("jy-spring"), .member) { try await $0.desk() }
        #expect(desk.rows.map(\.id) == [second.id, first.id])
        #expect(desk.tiles.held == 2)
        #expect(desk.tiles.waiting == 1)
        #expect(desk.tiles.dueToday == 2)
        #expect(desk.tiles.overdue == 0)
        cast.clock.advance(.minutes(31))
        let later = try await cast.store.read(cast.yunshan.entry("jy-spring"), .member) { try await $0.desk() }
        #expect(later.tiles.overdue == 1)
        #expect(later.tiles.dueToday == 1)
        try await cast.end()
    }
}
