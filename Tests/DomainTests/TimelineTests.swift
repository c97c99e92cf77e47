import Testing

@testable import Domain

@Suite struct TimelineTests {
    /// FNV-1a: enough to tell entries apart in a test.
    private func digest(_ bytes: [UInt8]) -> [UInt8] {
        let hash = bytes.reduce(14_695_981_039_346_656_037 as UInt64) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }
        return withUnsafeBytes(of: hash.bigEndian) { Array($0) }
    }

    private func entry(_ seq: Int, name: String = "李敏", post: String = "客服", text: String = "x", detail: [String: String] = [:])
        -> TimelineEntry
    {
        TimelineEntry(
            ticket: TicketID(1), seq: seq, at: Cast.noon, action: "note", stateFrom: nil, stateTo: "recorded", actor: nil, actorName: name,
            actorPost: post, fromUnit: nil, fromUnitName: "", toUnit: nil, toUnitName: "", toPersonName: "", text: text, detail: detail
        )
    }

    private func chain(_ entries: [TimelineEntry]) -> [(entry: TimelineEntry, hash: [UInt8])] {
        var previous = Timeline.origin
        return entries.map { entry in
            previous = entry.hash(after: previous, digest: digest)
            return (entry, previous)
        }
    }

    @Test func `ACCESS-P7: a changed, removed or swapped line breaks the chain`() {
        let whole = chain([entry(1), entry(2), entry(3)])
        #expect(Timeline.firstBreak(whole, digest: digest) == nil)
        var changed = whole
        changed[1].entry = entry(2, text: "y")
        #expect(Timeline.firstBreak(changed, digest: digest) == 2)
        #expect(Timeline.firstBreak([whole[0], whole[2]], digest: digest) == 2)
        #expect(Timeline.firstBreak([whole[1], whole[0], whole[2]], digest: digest) == 1)
    }

    @Test func `moving a letter from one field to the next changes the bytes`() {
        #expect(entry(1, name: "ab", post: "c").canonicalBytes != entry(1, name: "a", post: "bc").canonicalBytes)
        #expect(entry(1, detail: ["a": "b"]).canonicalBytes != entry(1, detail: ["ab": ""]).canonicalBytes)
        #expect(entry(1, detail: ["a": "1", "b": "2"]).canonicalBytes == entry(1, detail: ["b": "2", "a": "1"]).canonicalBytes)
    }

    @Test func `an event says who moved it from where to where, and what was promised`() throws {
        var journey = try Journey(.beforeHandover, heardBy: Cast.companyOfficer)
        #expect(journey.last.event.isHandOver)
        #expect(journey.last.event.actorPost.unit == Cast.company)
        try Cast.projectOfficer.does(.accept(severity: .general), in: &journey)
        #expect(journey.last.event.detail == ["severity": "general"])
        #expect(journey.last.event.stateFrom == .recorded)
        #expect(journey.last.event.stateTo == .classified)
        try Cast.projectOfficer.does(.note("记一笔"), in: &journey)
        #expect(!journey.last.event.isHandOver)
        #expect(journey.last.event.text == "记一笔")
        #expect(journey.facts.nextDue?.kind == .plan)
    }
}
