import Domain
import Foundation
import Postgres
import Secrets
import Store
import TestSupport
import Testing
import Work

@Suite("Bringing people in") struct PersonImportTests {
    private static let headings = ["账号", "姓名", "单位", "角色", "岗位", "任职日期", "截止日期"]

    private func problems(_ run: ImportRun, _ stage: ExchangeStage, _ account: String = "admin") async throws -> [String] {
        try await stage.problems(run.id, account).map { "\($0.rowNumber) \($0.problem.field.rawValue) \($0.problem.code)" }
    }

    /// Links for everybody of the import who waits for one.
    private func links(_ run: ImportID, _ stage: ExchangeStage, by account: String = "admin") async throws -> [HandedLink] {
        let invitations = try await Invitation.make(.first, count: 20, hasher: PasswordHasher(cost: .cheap))
        let handed = Handed()
        try await stage.write(account) { tx in
            try await tx.enter()
            await handed.put(try await tx.invite(try await tx.access(run, for: RunImport.self), invitations))
            return "/"
        }
        return await handed.links
    }

    @Test func `people come with their posts and without a password; what a form would refuse is refused, in the dry run too`() async throws
    {
        try await ExchangeStage.run { stage in
            let rows = [
                ["new.one", "新一", "滨江公司", "地产客服中心", "客服", "2026-01-01", ""],
                ["new.one", "新一", "bj-spring", "projectService", "驻场", "2026-01-01", "2027-01-01"],
                ["new.two", "新二", "bj", "auditor", "", "", ""], ["hq", "别人", "bj", "auditor", "", "", ""],
                ["new.three", "新三", "bj-spring", "auditor", "", "", ""], ["New five", "新五", "bj", "auditor", "", "", ""],
                ["admin", "管理员", "bj", "auditor", "", "", ""], ["sec", "程安", "bj", "auditor", "", "", ""],
                ["new.six", "新六", "bj", "auditor", "", "2026-02-01", "2026-01-01"],
            ]
            let expected = [
                "5 account taken", "6 role notAChoice", "7 account notACode", "8 account outOfReach", "9 role dutyConflict",
                "10 to endsFirst",
            ]
            let id = try await stage.upload(.people, Self.headings, rows)
            try await stage.choose(id)
            try await stage.drain()
            #expect(try await problems(try await stage.run(id), stage) == expected)
            #expect(try await stage.run(id).counts == ImportCounts(fresh: 2, changed: 1, wrong: 6))
            try await stage.start(id)
            try await stage.drain()
            let run = try await stage.run(id)
            #expect(try await problems(run, stage) == expected)
            #expect(run.counts.wrong == 6 && run.counts.taken == 3)
            #expect(
                try await stage.count(
                    "SELECT count(*) FROM post p JOIN person n ON n.tenant_id = p.tenant_id AND n.id = p.person_id WHERE n.account = 'new.one'"
                ) == 2)
            #expect(try await stage.count("SELECT count(*) FROM import_person") == 2)
            #expect(
                try await stage.count(
                    "SELECT count(*) FROM audit_event WHERE action = 'person.add' AND actor_name = '管理员' AND object_label LIKE 'new.%'")
                    == 2)
            let again = try await stage.bring(try await stage.upload(.people, Self.headings, Array(rows.prefix(3))))
            #expect(again.counts == ImportCounts(same: 3))
        }
    }

    @Test func `ASVS 6.4.1: new people get a link each, once; used up it is no more, unused it can be given anew when it is too old`()
        async throws
    {
        try await ExchangeStage.run { stage in
            let rows = [["new.one", "新一", "bj", "auditor", "", "", ""], ["new.two", "新二", "bj", "auditor", "", "", ""]]
            let run = try await stage.bring(try await stage.upload(.people, Self.headings, rows))
            let first = try await links(run.id, stage)
            #expect(first.map(\.invitee.account) == ["new.one", "new.two"] && Set(first.map(\.token)).count == 2)
            #expect(try await links(run.id, stage).isEmpty, "shown once")
            let signIn = SignIn(store: stage.cast.store, hasher: PasswordHasher(cost: .cheap), secret: Cast.secret)
            let token = try #require(first.first?.token)
            let redeemed = try await signIn.redeem(tenantCode: "yunshan", token: token, password: "Eine Brücke im 7. Regen")
            #expect(redeemed.account == "new.one")
            await #expect(throws: StoreError.self) {
                try await signIn.redeem(tenantCode: "yunshan", token: token, password: "Eine Brücke im 8. Regen")
            }
            #expect(try await stage.cast.store.isPassword("Eine Brücke im 7. Regen", of: "new.one", tenant: "yunshan"))
            stage.cast.clock.advance(.hours(25))
            #expect(try await links(run.id, stage).map(\.invitee.account) == ["new.two"])
            #expect(try await stage.count("SELECT count(*) FROM audit_event WHERE action = 'person.invite'") == 3)
        }
    }

    @Test func `somebody who holds more by now than the importer could give is left out of the list`() async throws {
        try await ExchangeStage.run { stage in
            let rows = [
                ["new.one", "新一", "bj", "companyServiceCentre", "", "", ""], ["new.two", "新二", "bj-spring", "projectService", "", "", ""],
            ]
            let id = try await stage.upload(.people, Self.headings, rows, by: "bj-admin")
            let run = try await stage.bring(id, by: "bj-admin")
            #expect(run.counts == ImportCounts(fresh: 2))
            let person = PersonID(Int64(try await stage.count("SELECT id FROM person WHERE account = 'new.one'")))
            try await stage.write("admin") { tx in
                let permit = try await tx.access(stage.yunshan.unit("hq").id, for: ManagePeople.self)
                let post = NewPost(
                    person: person, role: "auditor", unit: permit.thing.id, title: "审计", from: Day(2026, 1, 1) ?? Day(daysSince1970: 0),
                    to: nil)
                _ = try await tx.add(post, permit)
                return "/"
            }
            #expect(try await links(run.id, stage, by: "bj-admin").map(\.invitee.account) == ["new.two"])
        }
    }

    @Test func `ACCESS-P1: a company's administrator imports into the own company what the own post may give`() async throws {
        try await ExchangeStage.run { stage in
            let rows = [
                ["c.one", "一", "bj-spring", "projectService", "", "", ""], ["c.two", "二", "bj", "auditor", "", "", ""],
                ["c.three", "三", "nh", "companyServiceCentre", "", "", ""], ["c.four", "四", "hq", "groupServiceCentre", "", "", ""],
            ]
            let id = try await stage.upload(.people, Self.headings, rows, by: "bj-admin")
            let run = try await stage.bring(id, by: "bj-admin")
            #expect(run.counts == ImportCounts(fresh: 1, wrong: 3))
            #expect(try await problems(run, stage, "bj-admin") == ["3 role beyondOwnPosts", "4 unit notFound", "5 unit notFound"])
            await #expect(throws: StoreError.self) { try await stage.upload(.people, Self.headings, rows, by: "jy-admin") }
        }
    }

    @Test func `ACCESS-P8: a deputy's import goes by the absent person's post and stops when that one ends`() async throws {
        try await ExchangeStage.run { stage in
            let (deputy, absent) = (stage.yunshan.person("bj-spring").id, stage.yunshan.person("bj").id)
            _ = try await stage.cast.database.administer { connection in
                try await connection.query(
                    """
                    INSERT INTO post (tenant_id, person_id, role_id, unit_id, company_id, title, from_on, to_on, deputy_for, created_at)
                    SELECT tenant_id, \(deputy), role_id, unit_id, company_id, '代', from_on, '2099-01-01', id, created_at FROM post
                    WHERE tenant_id = \(stage.yunshan.id) AND person_id = \(absent)
                    """)
            }
            let headings = ["项目", "房屋", "姓名", "关系"]
            let rows = (0..<1_200).map { ["bj-spring", "1-101", "众\($0)", "物业使用人"] }
            let id = try await stage.upload(.owners, headings, rows, by: "bj-spring", at: "bj")
            try await stage.choose(id, by: "bj-spring", at: "bj")
            try await stage.drain()
            try await stage.start(id, by: "bj-spring", at: "bj")
            try await stage.worker("w").round()
            _ = try await stage.cast.database.administer { connection in
                try await connection.query(
                    "UPDATE post SET to_on = '2020-01-01', from_on = '2019-01-01' WHERE tenant_id = \(stage.yunshan.id) AND person_id = \(absent)"
                )
            }
            try await stage.drain()
            #expect(
                try await stage.count(
                    "SELECT count(*) FROM import_run WHERE state = 'stopped' AND ended_as = 'rightEnded' AND new_rows = 500") == 1)
        }
    }
}

/// What a writing transaction hands out beside its path.
private actor Handed {
    private(set) var links: [HandedLink] = []

    func put(_ links: [HandedLink]) { self.links = links }
}
