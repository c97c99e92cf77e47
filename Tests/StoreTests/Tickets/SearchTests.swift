import Domain
import Store
import TestSupport
import Testing

@Suite("Search") struct SearchTests {
    @Test("Han text becomes pairs, Latin words and numbers stay whole, one character is too short")
    func words() {
        #expect(SearchTokens.words(of: "车库渗水") == ["车库", "库渗", "渗水"])
        #expect(SearchTokens.words(of: "3号楼B2 Leak，ＡＢ１") == ["号楼", "b2", "leak", "ab1"])
        #expect(SearchTokens.words(of: "水") == [])
        #expect(SearchTokens.words(of: "") == [])
    }

    @Test("the tokens of one ticket are bounded and keep its numbers")
    func bounded() {
        let long = String((0..<3_000).map { Character(Unicode.Scalar(0x4E00 + $0) ?? "水") })
        let tokens = SearchTokens.of(
            number: "BJ-2611-0427", phoneTail: "1234", door: "3-2-1102", name: "张伟", title: long, event: long)
        #expect(tokens.count == SearchTokens.limit)
        #expect(tokens.prefix(6) == ["bj-2611-0427", "0427", "1234", "3-2-1102", "1102", "张伟"])
    }

    @Test("a house as people write it")
    func house() {
        #expect(HouseQuery("3幢2单元1102室")?.key == "3-2-1102")
        #expect(HouseQuery("１１０２")?.key == "1102")
        #expect(HouseQuery("B-1102")?.key == "b-1102")
        for text in ["张伟", "abc", "1-2-3-4", "3幢%", ""] { #expect(HouseQuery(text) == nil, "\(text)") }
    }

    @Test("number, serial, phone tail, whole number, room, door, name and words find the ticket and say by what")
    func everyWay() async throws {
        let cast = try await Cast.assemble()
        guard let phone = PhoneNumber(digits: "13712345678") else { throw StoreError.notFound }
        let customer = NewCustomer(name: "欧阳明月", phone: phone, relation: .owner)
        let ticket = try await cast.record(
            .house(cast.yunshan.house("bj-spring/3-2-1102")), by: .new(customer), heardBy: "bj-spring",
            ["title": "电梯异响", "event": "Elevator 每晚异响，影响休息"])
        _ = try await cast.record(by: "bj-spring", ["title": "车库渗水"])
        func find(_ query: String, _ account: String = "bj-spring") async throws -> TicketSearchResult {
            try await cast.store.read(cast.yunshan.entry(account), .member) { try await $0.search(query) }
        }
        let ways: [(String, SearchMatch)] = [
            (ticket.number, .number), (ticket.number.lowercased(), .number), ("0001", .number), ("5678", .phone), ("137 1234 5678", .phone),
            ("1102", .room), ("3-2-1102", .room), ("3幢2单元1102", .room), ("欧阳", .name), ("欧阳明月", .name), ("电梯异响", .words),
            ("异响 电梯", .words), ("elevator", .words), ("ELEVATOR", .words),
        ]
        for account in ["bj-spring", "bj", "hq"] {
            for (query, matched) in ways {
                let hits = try await find(query, account).hits
                #expect(hits.map(\.row.id) == [ticket.id], "\(query) as \(account)")
                #expect(hits.first?.matched == matched, "\(query)")
            }
        }
        for query in ["13799995678", "电梯渗水", "9999", "%", "' OR 1=1"] { #expect(try await find(query).hits.isEmpty, "\(query)") }
        for query in ["", "水", "   ", "%"] { #expect(try await find(query).isTooShort, "\(query)") }
        // A developer's matter is not the vendor's, nor another project's, nor the other group's.
        for account in ["jy", "jy-spring", "nh", "bj-river"] { #expect(try await find("电梯异响", account).hits.isEmpty, "\(account)") }
        let foreign = try await cast.store.read(cast.haitang.entry("hq"), .member) { try await $0.search("电梯异响") }
        #expect(foreign.hits.isEmpty)
        try await cast.end()
    }
}
