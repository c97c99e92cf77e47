import Domain
import TestSupport
import Testing

@testable import Store

@Suite("Files on rows") struct HangingTests {
    private func taken(_ number: UInt8 = 1, bytes: Int64 = 1_000) -> TakenFile {
        TakenFile(
            name: "\(number).jpg", kind: .jpeg, width: 900, height: 600,
            content: KeptContent(digest: [UInt8](repeating: number, count: 32), bytes: bytes, thumbBytes: 10))
    }

    private func hold(_ cast: Cast, _ account: String, _ files: [TakenFile]) async throws -> [FileID] {
        let held = Captured<[FileID]>()
        _ = try await cast.store.write(cast.yunshan.entry(account), .member, form: cast.form()) { tx in
            held.set(try await tx.hold(files))
            return "/"
        }
        return held.value ?? []
    }

    private func hang(_ cast: Cast, _ account: String, _ files: [FileID], on ticket: TicketID) async throws {
        _ = try await cast.store.write(cast.yunshan.entry(account), .member, form: cast.form()) { tx in
            try await tx.hang(files, try await tx.access(ticket, for: HangFiles.self))
            return "/"
        }
    }

    /// As if everything had been brought so much earlier; the sessions of the cast do not live that long.
    private func age(_ cast: Cast, hours: Int) async throws {
        _ = try await cast.database.administer {
            try await $0.execute(script: "UPDATE file SET created_at = created_at - interval '\(hours) hours'")
        }
    }

    private func sees(_ cast: Cast, _ account: String, _ file: FileID, in tenant: CastTenant? = nil) async throws -> Bool {
        do {
            _ = try await cast.store.read((tenant ?? cast.yunshan).entry(account), .member) { try await $0.file(file) }
            return true
        } catch StoreError.notFound, StoreError.refused {
            return false
        }
    }

    @Test func `8.2.2: a held file is its bringer's; a hung one is seen by who sees the ticket`() async throws {
        let cast = try await Cast.assemble()
        let ticket = try await cast.record()
        let file = try #require(try await hold(cast, "jy-spring", [taken()]).first)
        #expect(try await sees(cast, "jy-spring", file))
        #expect(try await !sees(cast, "jy-spring-2", file))
        #expect(try await !sees(cast, "hq", file))
        try await hang(cast, "jy-spring", [file], on: ticket.id)
        for account in ["jy-spring", "jy-spring-2", "jy", "bj", "bj-spring", "hq"] {
            #expect(try await sees(cast, account, file) == (try await ticket.isVisible(to: account)), "\(account)")
        }
        #expect(try await !sees(cast, "nh", file))
        #expect(try await !sees(cast, "admin", file, in: cast.haitang))
        let page = try await ticket.file(as: "jy-spring")
        #expect(page.files.map(\.id) == [file] && page.files.first?.subject == .ticket(ticket.id))
        try await cast.end()
    }

    @Test func `somebody else's held file, a hung one and a made-up one cannot be hung`() async throws {
        let cast = try await Cast.assemble()
        let ticket = try await cast.record()
        let (own, other) = (try await hold(cast, "jy-spring", [taken()]), try await hold(cast, "jy-spring-2", [taken(2)]))
        for forged in [other[0], FileID(999_999_999)] {
            await #expect(throws: StoreError.self, "\(forged)") { try await self.hang(cast, "jy-spring", [own[0], forged], on: ticket.id) }
        }
        #expect(try await ticket.file(as: "jy-spring").files.isEmpty, "all or nothing")
        try await hang(cast, "jy-spring", own, on: ticket.id)
        await #expect(throws: StoreError.self) { try await self.hang(cast, "jy-spring", own, on: ticket.id) }
        try await cast.end()
    }

    @Test func `B5: nine files a row, two hundred MiB a person and day`() async throws {
        let cast = try await Cast.assemble()
        let ticket = try await cast.record()
        try await hang(cast, "jy-spring", try await hold(cast, "jy-spring", (1...8).map { taken($0) }), on: ticket.id)
        let more = try await hold(cast, "jy-spring", [taken(9), taken(10)])
        await #expect(throws: StoreError.self) { try await self.hang(cast, "jy-spring", more, on: ticket.id) }
        try await hang(cast, "jy-spring", [more[0]], on: ticket.id)
        #expect(try await ticket.file(as: "jy-spring").files.count == 9)
        _ = try await hold(cast, "jy-spring", [taken(11, bytes: FileRule.bytesPerDay - 10_000)])
        await #expect(throws: StoreError.self) { _ = try await self.hold(cast, "jy-spring", [self.taken(12)]) }
        _ = try await hold(cast, "jy-spring-2", [taken(12)])
        try await age(cast, hours: 24)
        _ = try await hold(cast, "jy-spring", [taken(12)])
        try await cast.end()
    }

    @Test func `who brought a file takes it off with a reason; the line stays, the place is free`() async throws {
        let cast = try await Cast.assemble()
        let ticket = try await cast.record()
        let files = try await hold(cast, "jy-spring", [taken(1), taken(2)])
        try await hang(cast, "jy-spring", files, on: ticket.id)
        func remove(_ account: String) async throws {
            _ = try await cast.store.write(cast.yunshan.entry(account), .member, form: cast.form()) { tx in
                try await tx.remove(try await tx.access(files[0], for: RemoveFile.self), reason: "拍错了房间")
                return "/"
            }
        }
        await #expect(throws: StoreError.self) { try await remove("jy-spring-2") }
        try await remove("jy-spring")
        await #expect(throws: StoreError.self) { try await remove("jy-spring") }
        #expect(try await !sees(cast, "jy-spring", files[0]))
        let rows = try await ticket.file(as: "jy").files
        #expect(rows.count == 2 && rows[0].removeReason == "拍错了房间" && rows[0].removedAt != nil && rows[1].removedAt == nil)
        try await hang(cast, "jy-spring", try await hold(cast, "jy-spring", (3...10).map { taken($0) }), on: ticket.id)
        // Only what a row speaks of is known to the sweeper.
        let known = try await cast.store.outside(
            FileTidying.known((1...3).map { [UInt8](repeating: $0, count: 32) }, tenant: cast.yunshan.id))
        #expect(Set(known.map { $0.value[0] }) == [2, 3])
        try await cast.end()
    }

    @Test func `what was brought and never hung is forgotten after a day; the night's check finds what is gone`() async throws {
        try await Shelf.with { shelf in
            let cast = try await Cast.assemble()
            let ticket = try await cast.record()
            let intake = FileIntake(shelf.folder, shelf.vault)
            func take(_ name: String, _ bytes: [UInt8]) async throws -> TakenFile {
                try await intake.take(name, try shelf.upload(bytes), for: cast.yunshan.id)
            }
            let (photo, paper) = (try await take("a.jpg", SampleFiles.photo), try await take("a.pdf", SampleFiles.pdf))
            let held = try await hold(cast, "jy-spring", [photo, paper])
            try await hang(cast, "jy-spring", [held[0]], on: ticket.id)
            try await cast.store.tidyFiles(shelf.vault)
            #expect(try await sees(cast, "jy-spring", held[1]))
            try await age(cast, hours: 25)
            try await cast.store.tidyFiles(shelf.vault)
            #expect(try await !sees(cast, "jy-spring", held[1]))
            #expect(try await sees(cast, "jy-spring", held[0]))
            try await cast.end()
        }
    }
}
