import Domain
import Foundation
import Postgres
import Store
import TestSupport
import Testing

@testable import Web

@Suite("Penalties and forced repairs in the browser") struct CompensationRoomTests {
    @Test func `COMPENSATE-R1, R5, P1: terms, a warning, the order within the limit, the charge, both sides accept`() async throws {
        try await Ground.run { ground in
            let company = ground.visitor("bj")
            let terms = company.paths.compensationTerms
            let vendor = ground.cast.yunshan.unit("jy").id.description
            let wrong = try await company.fill(
                terms, post: "\(terms)/clauses", ["trigger": "lateRepair", "title": "逾期维修", "text": "", "from": "2026-01-01"])
            #expect(wrong.status == 422 && wrong.body.contains("逾期维修"))
            let clause = try await company.fill(
                terms, post: "\(terms)/clauses",
                ["trigger": "lateRepair", "title": "逾期维修", "text": "每日 200 元", "amount": "200", "from": "2026-01-01", "vendor": vendor])
            #expect(clause.status == 200 && clause.body.contains("每日 200 元"))
            let warned = try await company.fill(
                company.paths.newForcedRepair,
                [
                    "project": ground.cast.yunshan.unit("bj-spring").id.description, "vendor": vendor, "matter": "地库漏水",
                    "answerBy": ground.cast.today.isoText,
                ])
            #expect(warned.status == 200 && warned.body.contains("地库漏水") && warned.body.contains("催告期限还没到"))
            let id = ForcedRepairID(Int64(try await ground.cast.number("SELECT max(id) FROM forced_repair")))
            let path = company.paths.forcedRepair(id)
            ground.cast.clock.advance(.days(2))
            let beyond = try await company.fill(
                path, post: company.paths.forcedRepairAction(.order, id), ["substitute": "安居防水", "amount": "1000", "note": "到期未修"])
            #expect(beyond.status == 422 && beyond.body.contains("安居防水"))
            #expect(
                try await company.fill(
                    path, post: company.paths.forcedRepairAction(.order, id), ["substitute": "安居防水", "amount": "900", "note": "到期未修"]
                ).status == 200)
            #expect(try await company.fill(path, post: company.paths.forcedRepairAction(.begin, id), [:]).status == 200)
            #expect(
                try await company.fill(path, post: company.paths.forcedRepairAction(.charge, id), ["amount": "888.80", "note": "发票"]).body
                    .contains("888.8"))
            #expect(try await company.fill(path, post: company.paths.forcedRepairAction(.accept, id), ["side": "developer"]).status == 200)
            let own = ground.visitor("jy")
            let seen = try await own.get(own.paths.forcedRepair(id))
            #expect(seen.status == 200 && seen.body.contains("888.8") && !seen.body.contains("id=\"do-close\""))
            #expect(
                try await own.fill(own.paths.forcedRepair(id), post: own.paths.forcedRepairAction(.accept, id), ["side": "responsible"])
                    .status == 200)
            let closed = try await company.fill(path, post: company.paths.forcedRepairAction(.close, id), [:])
            #expect(closed.status == 200 && closed.body.contains("结案"))
            #expect(try await ground.visitor("wx").get("/yunshan/wx/vendors/repairs/\(id)").status == 404)
        }
    }
}
