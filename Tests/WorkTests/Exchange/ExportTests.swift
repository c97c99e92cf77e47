import Domain
import Foundation
import Postgres
import Sheets
import Store
import TestSupport
import Testing
import Work

@Suite("Taking tables out") struct ExportTests {
    private static let owner: [ExportColumn] = [.ownerHouse, .ownerName, .ownerPhone, .ownerRelation]

    /// Customers with a relation each to the first house of a project.
    private static func crowd(_ count: Int, _ stage: ExchangeStage) async throws {
        let project = stage.yunshan.unit("bj-spring")
        let house = stage.yunshan.house("bj-spring/1-101")
        _ = try await stage.cast.database.administer { connection in
            try await connection.query(
                """
                WITH added AS (
                    INSERT INTO customer (tenant_id, company_id, project_id, name, state, created_at)
                    SELECT \(project.tenant), \(project.company), \(project.id), '=众' || n, 'resident', '2026-01-01'
                    FROM generate_series(1, \(Int32(count))) n RETURNING id
                )
                INSERT INTO house_customer (tenant_id, company_id, project_id, house_id, customer_id, relation, from_on, created_at)
                SELECT \(project.tenant), \(project.company), \(project.id), \(house), id, 'user', '2026-01-01', '2026-01-01' FROM added
                """)
        }
    }

    @Test(arguments: SheetFormat.allCases) func `an export is complete, says who took it, and holds what its reader may see and no more`(
        _ format: SheetFormat
    ) async throws {
        try await ExchangeStage.run { stage in
            let columns: [ExportColumn] = [.houseProject, .houseBuilding, .houseRoom, .houseHandedOver]
            let group = try await stage.export(.houses, columns, format, by: "admin")
            let company = try await stage.export(.houses, columns, format, by: "bj")
            try await stage.drain("a", "b")
            let all = try await stage.exported(group, "admin")
            #expect(all.state == .done && all.rows == 18 && all.bytes > 0)
            let own = try stage.content(try await stage.exported(company, "bj"))
            #expect(own.rows.count == 12 && !own.rows.contains { $0[0] == "湖畔" })
            #expect(own.mark.contains("李敏") && own.mark.contains("E-0000"))
            #expect(try await stage.notices("bj").contains(.exportReady))
        }
    }

    @Test func `CUSTDATA-P2: above a thousand rows personal data waits for a second person, who is told and is not the same`() async throws
    {
        try await ExchangeStage.run { stage in
            try await Self.crowd(1_050, stage)
            let id = try await stage.export(.owners, Self.owner, by: "bj")
            try await stage.drain()
            let waiting = try await stage.exported(id, "bj")
            #expect(waiting.state == .waiting)
            #expect(try await stage.notices("bj-2").contains(.exportWaiting))
            #expect(try await !stage.notices("bj").contains(.exportWaiting))
            func answer(_ account: String, _ approves: Bool) async throws {
                try await stage.write(account, "bj") { tx in
                    try await tx.enter()
                    let permit = try await tx.access(id, for: ApproveExport.self)
                    try await tx.answer(approves, note: "看过", version: waiting.version, permit)
                    return "/"
                }
            }
            await #expect(throws: StoreError.self) { try await answer("bj", true) }
            try await answer("bj-2", true)
            await #expect(throws: StoreError.self, "an old page") { try await answer("hq", false) }
            try await stage.drain("a", "b")
            let done = try await stage.exported(id, "bj")
            #expect(done.state == .done && done.rows == 1_062 && done.approvedByName == "孙悦")
            let content = try stage.content(done)
            #expect(Set(content.rows.map { $0[1] }).count == 1_062)
            let raw = try String(contentsOfFile: stage.folder.file(.exports, done.token, "csv"), encoding: .utf8)
            #expect(raw.contains(",'=众1,") && !raw.contains(",=众"))
        }
    }

    @Test func `personal columns need their permission and a reason`() async throws {
        try await ExchangeStage.run { stage in
            await #expect(throws: StoreError.self) { try await stage.export(.owners, Self.owner, reason: "", by: "bj") }
            await #expect(throws: StoreError.self) { try await stage.export(.owners, Self.owner, by: "audit") }
            await #expect(throws: StoreError.self) { try await stage.export(.owners, Self.owner, by: "jy") }
            await #expect(throws: StoreError.self) { try await stage.export(.owners, [.ownerHouse], by: "admin") }
            let plain = try await stage.export(.owners, [.ownerHouse, .ownerRelation], reason: "", by: "audit")
            try await stage.drain()
            #expect(try await stage.exported(plain, "audit").rows == 18)
        }
    }

    @Test func `ACCESS-P8: an export stops when the post has ended, and leaves no file`() async throws {
        try await ExchangeStage.run { stage in
            try await Self.crowd(2_500, stage)
            let id = try await stage.export(.owners, [.ownerHouse, .ownerRelation], by: "bj")
            try await stage.worker("w").round()
            let token = try await stage.exported(id, "bj").token
            #expect(FileManager.default.fileExists(atPath: stage.folder.file(.exports, token, "rows")))
            _ = try await stage.cast.database.administer { connection in
                try await connection.query(
                    "UPDATE person SET disabled_at = '2026-01-01' WHERE tenant_id = \(stage.yunshan.id) AND account = 'bj'")
            }
            try await stage.drain()
            let run = try await stage.exported(id, "bj-2")
            #expect(run.state == .stopped && run.endedAs == .rightEnded)
            #expect(!FileManager.default.fileExists(atPath: stage.folder.file(.exports, token, "rows")))
        }
    }

    @Test func `a killed worker's page is neither twice in the file nor missing`() async throws {
        try await ExchangeStage.run { stage in
            try await Self.crowd(3_300, stage)
            let id = try await stage.export(.owners, [.ownerHouse, .ownerFrom, .ownerRelation], by: "hq")
            for round in 1...3 {
                try await stage.worker("w\(round)").round()
                #expect(try await stage.cast.store.claim(worker: "dead\(round)").count == 1)
                // Half a page that the dead one had written already.
                let run = try await stage.exported(id, "hq")
                let torn = try RowWriter(stage.folder.file(.exports, run.token, "rows"), at: run.cursorByte)
                try torn.append(SheetRow(number: 1, cells: ["torn"]))
                try torn.sync()
                stage.cast.clock.advance(Store.lease + .seconds(1))
            }
            try await stage.drain("a", "b")
            let run = try await stage.exported(id, "hq")
            let content = try stage.content(run)
            #expect(run.rows == 3_318 && content.rows.count == 3_318 && !content.rows.contains { $0[0] == "torn" })
        }
    }

    @Test func `a file is gone after its day, and whoever fetched it stands in the list`() async throws {
        try await ExchangeStage.run { stage in
            let id = try await stage.export(.people, [.personName, .personRole], by: "admin")
            try await stage.drain()
            let run = try await stage.exported(id, "admin")
            @Sendable func fetch() async throws {
                try await stage.write("admin") { tx in
                    try await tx.enter()
                    try await tx.download(try await tx.access(id, for: RunExport.self))
                    return "/"
                }
            }
            try await fetch()
            #expect(try await stage.count("SELECT count(*) FROM export_download") == 1)
            stage.cast.clock.advance(.hours(25))
            #expect(try await stage.cast.store.expireExchange(stage.folder) == 1)
            #expect(try await stage.exported(id, "admin").state == .expired)
            #expect(!FileManager.default.fileExists(atPath: stage.folder.file(.exports, run.token, "csv")))
            await #expect(throws: StoreError.self) { try await fetch() }
        }
    }

    @Test func `tickets leave by the filter of the list, and only as far as their reader sees`() async throws {
        try await ExchangeStage.run { stage in
            _ = try await stage.cast.record()
            _ = try await stage.cast.record(in: stage.cast.haitang)
            let columns: [ExportColumn] = [.ticketNumber, .ticketState]
            let open = try await stage.export(.tickets, columns, by: "bj", filter: .open)
            let closed = try await stage.export(.tickets, columns, by: "bj", filter: TicketFilter(progress: .closed))
            try await stage.drain()
            #expect(try await stage.exported(open, "bj").rows == 1)
            #expect(try await stage.exported(closed, "bj").rows == 0)
        }
    }
}
