import Domain
import Foundation
import Postgres
import Secrets
import Store
import TestSupport
import Testing
import Work

@Suite("Bringing customers in") struct OwnerImportTests {
    private static let headings = ["房屋", "姓名", "手机", "证件号码", "关系", "起始日期", "截止日期"]
    private static let card = "11010519491231002X"

    private func bring(_ rows: [[String]], _ stage: ExchangeStage, headings: [String] = headings) async throws -> ImportRun {
        try await stage.bring(
            try await stage.upload(.owners, headings, rows, by: "bj", at: "bj-spring"), by: "bj", at: "bj-spring")
    }

    private func problems(_ run: ImportRun, _ stage: ExchangeStage) async throws -> [String] {
        try await stage.problems(run.id, "bj").map {
            "\($0.rowNumber) \($0.problem.field.rawValue) \($0.problem.code)" + ($0.problem.number > 0 ? " \($0.problem.number)" : "")
        }
    }

    @Test func `CUSTDATA-R6: owners come with their relations; a person at two houses is one file; dates of a known relation follow`()
        async throws
    {
        try await ExchangeStage.run { stage in
            let rows = [
                ["1-101", "孙三", "137 0000 0003", "", "业主", "2026-01-01", ""], ["1-102", "孙三", "13700000003", "", "共有人", "", ""],
                ["1-101", "孙小", "", "", "家属", "", ""], ["9-909", "无房", "13700000004", "", "业主", "", ""],
                ["1-101", "坏号", "12", "", "业主", "", ""], ["1-101", "将来", "", "", "租户", "2099-01-01", ""],
            ]
            let run = try await bring(rows, stage)
            #expect(run.counts == ImportCounts(fresh: 3, wrong: 3))
            #expect(try await problems(run, stage) == ["5 house notFound", "6 phone notAPhoneNumber", "7 from inTheFuture"])
            #expect(try await stage.count("SELECT count(*) FROM customer WHERE name = '孙三' AND state = 'owner'") == 1)
            #expect(try await stage.count("SELECT count(*) FROM customer WHERE name = '孙小' AND state = 'resident'") == 1)
            #expect(
                try await stage.count(
                    "SELECT count(*) FROM house_customer r JOIN customer c ON c.tenant_id = r.tenant_id AND c.id = r.customer_id WHERE c.name = '孙三'"
                ) == 2)
            var later = Array(rows.prefix(3))
            later[0][6] = "2026-10-01"
            let second = try await bring(later, stage)
            #expect(second.counts == ImportCounts(changed: 1, same: 2))
            #expect(try await stage.count("SELECT count(*) FROM house_customer WHERE to_on = '2026-10-01'") == 1)
            // The relation ended, the other house's goes on.
            #expect(try await stage.count("SELECT count(*) FROM customer WHERE name = '孙三' AND state = 'owner'") == 1)
        }
    }

    @Test func `CUSTDATA-P1: numbers are sealed for their row, found again by their mark, and the ground they are held on is written down`()
        async throws
    {
        try await ExchangeStage.run { stage in
            let rows = [
                ["1-101", "孙三", "13700000003", Self.card, "业主", "2026-01-01", ""],
                ["1-102", "滨江茶社", "13700000005", "91350100M000100Y43", "租户", "", ""], ["1-102", "无号", "", "", "家属", "", ""],
            ]
            let run = try await bring(rows, stage)
            #expect(run.counts == ImportCounts(fresh: 3) && run.ground == .contract && run.noticeVersion == "2026-1")
            #expect(
                try await stage.count(
                    """
                    SELECT count(*) FROM customer WHERE name IN ('孙三', '滨江茶社') AND phone = '' AND phone_tail IN ('0003', '0005')
                        AND phone_sealed IS NOT NULL AND phone_blind IS NOT NULL AND identity_sealed IS NOT NULL AND registered_by_name = '李敏'
                        AND position(convert_to('13700000003', 'UTF8') IN phone_sealed) = 0
                        AND position(convert_to('11010519491231002X', 'UTF8') IN identity_sealed) = 0
                    """) == 2)
            #expect(try await stage.count("SELECT count(*) FROM customer WHERE name = '滨江茶社' AND kind = 'organisation'") == 1)
            #expect(
                try await stage.count(
                    "SELECT count(*) FROM consent WHERE ground = 'contract' AND notice_version = '2026-1' AND item IN ('contact', 'identity')"
                )
                    == 4)
            let found = try await stage.cast.store.read(stage.yunshan.entry("bj", at: "bj-spring"), .member) { tx in
                try await tx.customers(matching: "13700000003").rows.map(\.name)
            }
            #expect(found == ["孙三"])
            #expect(try await bring(rows, stage).counts == ImportCounts(same: 3))
            // The row binds the number: it comes out whole again, for who may uncover it.
            let id = try await stage.export(.owners, [.ownerName, .ownerPhone, .ownerIdentity], by: "bj", at: "bj-spring")
            try await stage.drain()
            let content = try stage.content(try await stage.exported(id, "bj"))
            #expect(content.rows.contains(["孙三", "13700000003", Self.card]))
            await #expect(throws: StoreError.self, "the group's centre reveals no papers") {
                try await stage.export(.owners, [.ownerIdentity], by: "hq")
            }
        }
    }

    @Test func `CUSTDATA-R9: a number that is somebody else's is refused, in the system, in the batch and anywhere in the file`()
        async throws
    {
        try await ExchangeStage.run { stage in
            _ = try await bring([["1-101", "孙三", "13700000003", Self.card, "业主", "", ""]], stage)
            let others = [
                ["1-102", "李四", "13700000003", "", "业主", "", ""], ["1-102", "王五", "13700000006", Self.card, "业主", "", ""],
            ]
            #expect(try await problems(try await bring(others, stage), stage) == ["2 phone taken", "3 identity taken"])
            var rows = [
                ["1-102", "孙三", "13700000003", "E1234567", "租户", "", ""], ["1-102", "孙三", "13700000007", Self.card, "租户", "", ""],
                ["1-102", "赵六", "13700000008", "110105194912310021", "业主", "", ""],
                ["1-102", "钱七", "13700000009", "", "业主", "", ""], ["1-102", "周八", "13700000009", "", "家属", "", ""],
            ]
            let run = try await bring(rows, stage)
            #expect(
                try await problems(run, stage) == [
                    "2 identity differs", "3 phone differs", "4 identity notAnIdentity", "6 phone repeated 5",
                ])
            #expect(run.counts == ImportCounts(fresh: 1, wrong: 4))
            // Six hundred rows apart, in another batch than the first.
            rows = (0..<600).map { ["1-101", "众\($0)", "1360000\(1_000 + $0)", "", "物业使用人", "", ""] }
            rows.append(["1-101", "他人", "13600001000", "", "物业使用人", "", ""])
            #expect(try await problems(try await bring(rows, stage), stage) == ["602 phone repeated 2"])
        }
    }

    @Test func `a file without numbers takes those of the table, once`() async throws {
        try await ExchangeStage.run { stage in
            _ = try await bring([["1-101", "孙三", "", "", "业主", "", ""]], stage)
            let with = [["1-101", "孙三", "13700000003", Self.card, "业主", "", ""]]
            #expect(try await bring(with, stage).counts == ImportCounts(changed: 1))
            #expect(try await bring(with, stage).counts == ImportCounts(same: 1))
            #expect(try await stage.count("SELECT count(*) FROM customer WHERE name = '孙三' AND phone_tail = '0003'") == 1)
            let trail = try await stage.count("SELECT count(*) FROM audit_event WHERE action = 'customer.change'")
            #expect(trail == 1)
        }
    }

    @Test func `ORG: keys given by a table make buyers owners, as by the form; an administrator of units may not say so`() async throws {
        try await ExchangeStage.run { stage in
            let relation = ["3-2-1101", "孙三", "13700000003", "", "购房人", "2026-01-01", ""]
            let relations = ["房屋", "姓名", "手机", "证件号码", "关系", "起始日期", "截止日期"]
            #expect(try await bring([relation], stage, headings: relations).counts.fresh == 1)
            let headings = ["楼栋", "单元", "房号", "交付日期"]
            let table = [["3号楼", "2", "1101", "2026-06-01"], ["3号楼", "2", "1102", "2099-01-01"]]
            let refused = try await stage.bring(
                try await stage.upload(.houses, headings, table, at: "bj-spring"), at: "bj-spring")
            #expect(refused.counts == ImportCounts(wrong: 2))
            let run = try await stage.bring(
                try await stage.upload(.houses, headings, table, by: "bj", at: "bj-spring"), by: "bj", at: "bj-spring")
            #expect(run.counts == ImportCounts(changed: 1, wrong: 1))
            #expect(
                try await stage.count(
                    """
                    SELECT count(*) FROM house_customer r JOIN customer c ON c.tenant_id = r.tenant_id AND c.id = r.customer_id
                    WHERE c.name = '孙三' AND c.state = 'owner' AND (r.relation = 'owner' AND r.from_on = '2026-06-01'
                        OR r.relation = 'buyer' AND r.to_on = '2026-05-31' AND r.ended_as = 'handedOver')
                    """) == 2)
        }
    }

    @Test func `an import runs beside people's work: a ticket about a house of the batch does not wait for it`() async throws {
        try await ExchangeStage.run { stage in
            let rows = (0..<2_000).map { ["1-101", "众\($0)", "1360001\(1_000 + $0 % 9_000)", "", "物业使用人", "", ""] }
            let id = try await stage.upload(.owners, Self.headings, rows, by: "bj", at: "bj-spring")
            try await stage.choose(id, by: "bj", at: "bj-spring")
            try await stage.drain()
            try await stage.start(id, by: "bj", at: "bj-spring")
            async let drained: Void = stage.drain("a", "b")
            for _ in 0..<3 { _ = try await stage.cast.record() }
            try await drained
            let run = try await stage.run(id, "bj")
            #expect(run.state == .done && run.counts.fresh == 2_000)
        }
    }
}
