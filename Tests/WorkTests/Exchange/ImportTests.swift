import Domain
import Foundation
import Postgres
import Store
import TestSupport
import Testing
import Work

@Suite("Bringing tables in") struct ImportTests {
    private static let houses = ["项目", "楼栋", "单元", "房号", "建筑面积", "户型", "交付日期"]

    private static func many(_ count: Int, project: String = "bj-spring") -> [[String]] {
        (0..<count).map { [project, "\(20 + $0 / 400)号楼", "\($0 / 100 % 4 + 1)", "\($0 % 100 + 1)01", "89.5", "三室", "2026-01-01"] }
    }

    @Test func `a dry run counts and writes nothing; the run writes what was counted; the same file again changes nothing`() async throws {
        try await ExchangeStage.run { stage in
            let rows = Self.many(1_234) + [["bj-spring", "1号楼", "", "101", "", "四室", ""], ["bj-spring", "1", "", "102", "", "", ""]]
            let before = try await stage.count("SELECT count(*) FROM house")
            let id = try await stage.upload(.houses, Self.houses, rows)
            try await stage.choose(id)
            try await stage.drain()
            let checked = try await stage.run(id)
            #expect(checked.state == .checked && checked.counts == ImportCounts(fresh: 1_234, changed: 1, same: 1))
            #expect(try await stage.count("SELECT count(*) FROM house") == before)
            try await stage.start(id)
            try await stage.drain()
            let done = try await stage.run(id)
            #expect(done.state == .done && done.counts == checked.counts)
            #expect(try await stage.count("SELECT count(*) FROM house") == before + 1_234)
            #expect(
                try await stage.count("SELECT count(*) FROM house WHERE area = 8950 AND storey = '' AND handed_over_on = '2026-01-01'")
                    == 1_234)
            #expect(try await stage.count("SELECT count(*) FROM building WHERE code IN ('20', '23')") == 2)
            #expect(try await stage.count("SELECT count(*) FROM house WHERE label = '20号楼1单元101'") == 1)
            let again = try await stage.bring(try await stage.upload(.houses, Self.houses, rows))
            #expect(again.state == .done && again.counts == ImportCounts(same: 1_236))
            #expect(try await stage.notices("admin").filter { $0 == .importDone }.count == 2)
        }
    }

    @Test func `rows that cannot be taken are left out with their reason; a row that stands twice is refused the second time`() async throws
    {
        try await ExchangeStage.run { stage in
            var rows = Self.many(700)
            rows[3] = ["bj-spring", "", "", "", "x", "", "2026-02-30"]
            rows[4] = ["nirgends", "1", "", "9", "", "", ""]
            rows[5] = ["", "1", "", "9", "", "", ""]
            rows[699] = rows[0]
            let run = try await stage.bring(try await stage.upload(.houses, Self.houses, rows))
            #expect(run.counts == ImportCounts(fresh: 696, wrong: 4))
            let problems = try await stage.problems(run.id)
            #expect(
                problems.map { "\($0.rowNumber) \($0.problem.field.rawValue) \($0.problem.code) \($0.problem.number)" } == [
                    "5 area notANumber 0", "5 building required 0", "5 handedOverOn notADate 0", "5 room required 0",
                    "6 project notFound 0",
                    "7 project required 0", "701 room repeated 2",
                ])
        }
    }

    @Test func `a worker killed between two batches, and one killed inside one, leave nothing twice and nothing out`() async throws {
        try await ExchangeStage.run { stage in
            let id = try await stage.upload(.houses, Self.houses, Self.many(3_000))
            try await stage.choose(id)
            try await stage.drain("a", "b")
            try await stage.start(id)
            let before = try await stage.count("SELECT count(*) FROM house")
            for round in 1...4 {
                try await stage.worker("w\(round)").round()
                // Takes the next batch and dies with it.
                #expect(try await stage.cast.store.claim(worker: "dead\(round)").count == 1)
                stage.cast.clock.advance(Store.lease + .seconds(1))
            }
            try await stage.drain("c", "d")
            let run = try await stage.run(id)
            #expect(run.state == .done && run.counts == ImportCounts(fresh: 3_000))
            #expect(try await stage.count("SELECT count(*) FROM house") == before + 3_000)
        }
    }

    @Test func `ACCESS-P8: an import stops when the post of whoever asked has ended, at the next batch`() async throws {
        try await ExchangeStage.run { stage in
            let id = try await stage.upload(.houses, Self.houses, Self.many(1_500))
            try await stage.choose(id)
            try await stage.drain()
            try await stage.start(id)
            try await stage.worker("w").round()
            _ = try await stage.cast.database.administer { connection in
                try await connection.query(
                    "UPDATE post SET to_on = '2020-01-01', from_on = '2019-01-01' WHERE tenant_id = \(stage.yunshan.id) AND person_id = \(stage.yunshan.person("admin").id)"
                )
            }
            try await stage.drain()
            let row = try await stage.cast.database.administer { connection in
                try await connection.query("SELECT state, ended_as, new_rows::bigint FROM import_run WHERE id = \(id)")[0]
            }
            #expect(
                try row.get(0, as: String.self) == "stopped" && row.get(1, as: String.self) == "rightEnded"
                    && row.get(2, as: Int64.self) == 500)
        }
    }

    @Test func `an import whose file is gone fails and says so`() async throws {
        try await ExchangeStage.run { stage in
            let id = try await stage.upload(.houses, Self.houses, Self.many(10))
            try await stage.choose(id)
            try await stage.folder.remove(try await stage.run(id).token)
            try await stage.drain()
            let run = try await stage.run(id)
            #expect(run.state == .failed && run.endedAs == .fileGone)
            #expect(try await stage.notices("admin").contains(.importStopped))
        }
    }

    @Test func `ACCESS-R1: an import reaches no further than its unit and the person's posts`() async throws {
        try await ExchangeStage.run { stage in
            await #expect(throws: StoreError.self) { try await stage.upload(.houses, Self.houses, [["", "1", "", "1"]], by: "hq") }
            await #expect(throws: StoreError.self) { try await stage.upload(.owners, ["房屋"], [["1-101"]], by: "hq") }
            await #expect(throws: StoreError.self) { try await stage.upload(.owners, ["房屋"], [["1-101"]], by: "admin") }
            await #expect(throws: StoreError.self) { try await stage.upload(.owners, ["房屋"], [["1-101"]], by: "jy") }
            let headings = ["项目", "房屋", "姓名", "电话", "关系"]
            let rows = [["bj-spring", "1-101", "赵一", "13700000001", "业主"], ["nh-lake", "1-101", "钱二", "13700000002", "业主"]]
            let id = try await stage.upload(.owners, headings, rows, by: "bj")
            let run = try await stage.bring(id, by: "bj")
            #expect(run.counts == ImportCounts(fresh: 1, wrong: 1))
            #expect(try await stage.problems(id, "bj").map(\.problem) == [LineProblem(.project, .notFound)])
            // Somebody else's import is nobody else's.
            await #expect(throws: StoreError.self) { try await stage.choose(id, by: "bj-2") }
            await #expect(throws: StoreError.self) { try await stage.choose(id, by: "hq", at: "bj") }
        }
    }
}
