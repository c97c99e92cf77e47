import Domain
import Foundation
import HTTPTypes
import Postgres
import Store
import TestSupport
import Testing

@testable import Web

@Suite("Answers of a third party through the pages") struct AnswerImportTests {
    private static let columns: [String: String] = [
        "reference": "0", "project": "1", "house": "2", "a.q-overall": "3", "a.q-attitude": "4", "a.t-remarks": "5",
    ]

    private static func table(_ rows: [String]) -> [UInt8] {
        let form = PresetForm.afterRepair.questionnaire
        let asked = ["overall", "attitude", "remarks"].map { form[$0]?.text.chinese ?? "" }
        return Array((["样本编号,项目,房屋,\(asked.joined(separator: ","))"] + rows).joined(separator: "\r\n").utf8)
    }

    private static func run(_ answer: Answer) -> ImportID { ImportID(Int64(answer.path.split(separator: "/").last ?? "") ?? 0) }

    @Test
    func `SURVEY-P1: a firm's table is tried, its wrong rows come back with the question, the others count once however often it comes`()
        async throws
    {
        try await Ground.run { ground in
            let wave = try await SurveyJourneyTests.collecting(ground)
            let id = WaveID(text: String(wave.split(separator: "/").last ?? "")) ?? WaveID(0)
            let bj = ground.visitor("bj")
            let (new, paths) = (bj.paths.newAnswerImport(id), bj.paths)
            #expect(try await bj.get(wave).addresses.contains(new))
            let template = try await bj.get(Paths.query(paths.importTemplate(.answers, "csv"), [("wave", id.description)]))
            #expect(template.status == 200 && template.body.contains("您对这次维修总体满意吗"))
            let best = PresetForm.afterRepair.questionnaire["overall"]?.options.last?.text ?? ""
            let rows = [
                "A-1,bj-spring,1-101,\(best),4,谢谢", "A-2,bj-spring,1-102,9,4,", "A-3,春晓,,2,3,电话13812345678", "A-1,bj-spring,,5,5,",
                "A-4,bj-spring,1-101,5,5,", "A-5,nh-lake,,5,5,", "A-6,bj-spring,77-777,5,5,",
            ]
            let mapping = try await bj.upload(new, Self.table(rows), name: "第三方.csv")
            #expect(mapping.status == 200 && mapping.body.contains("<option value=\"3\" selected>"), "found by the question's own words")
            let run = Self.run(mapping)
            let none = try await bj.fill(paths.importRun(run), post: paths.importColumns(run), ["reference": "0"])
            #expect(none.status == 422)
            #expect(try await bj.fill(paths.importRun(run), post: paths.importColumns(run), Self.columns).status == 200)
            try await ground.work()
            let checked = try await bj.get(paths.importRun(run))
            #expect(checked.body.contains("确认导入 2 行"), "\(checked.body)")
            #expect(try await ground.answers() == 0, "a dry run writes nothing")
            let wrong = try await bj.get(paths.importProblems(run, "csv"))
            #expect(wrong.body.contains("A-2,bj-spring,1-102,9,4,,") && wrong.body.contains("您对这次维修总体满意吗"))
            for reference in ["A-4", "A-5", "A-6"] { #expect(wrong.body.contains(reference), "\(reference)") }
            #expect(try await bj.fill(paths.importRun(run), post: paths.startImport(run), [:]).status == 200)
            try await ground.work()
            #expect(try await bj.get(paths.importRun(run)).body.contains("导入完成"))
            #expect(try await ground.imported() == ["A-1 import 5 1", "A-3 import 2 0"])

            // The same table again changes nothing; a corrected one brings the row up to date.
            let again = Self.run(
                try await bj.upload(new, Self.table(["A-1,bj-spring,1-101,5,4,谢谢", "A-3,春晓,,4,3,电话13812345678"]), name: "2.csv"))
            _ = try await bj.fill(paths.importRun(again), post: paths.importColumns(again), Self.columns)
            try await ground.work()
            #expect(try await bj.get(paths.importRun(again)).body.contains("确认导入 1 行"))
            _ = try await bj.fill(paths.importRun(again), post: paths.startImport(again), [:])
            try await ground.work()
            #expect(try await ground.imported() == ["A-1 import 5 1", "A-3 import 4 0"])
        }
    }

    @Test
    func `answers come in for a wave that collects, by who runs it; an anonymous wave takes no rooms; a wave that ends stops its table`()
        async throws
    {
        try await Ground.run { ground in
            let wave = try await SurveyJourneyTests.collecting(ground, anonymous: true)
            let id = WaveID(text: String(wave.split(separator: "/").last ?? "")) ?? WaveID(0)
            let bj = ground.visitor("bj")
            #expect(try await bj.get(bj.paths.newImport(.answers)).status == 404, "of no wave")
            for account in ["nh", "jy", "bj-spring", "admin", "audit"] {
                let visitor = ground.visitor(account)
                #expect([403, 404].contains(try await visitor.get(visitor.paths.newAnswerImport(id)).status), "\(account)")
            }
            let rows = ["B-1,bj-spring,1-101,5,5,", "B-2,bj-spring,,5,5,"]
            let run = Self.run(try await bj.upload(bj.paths.newAnswerImport(id), Self.table(rows), name: "x.csv"))
            _ = try await bj.fill(bj.paths.importRun(run), post: bj.paths.importColumns(run), Self.columns)
            try await ground.work()
            let checked = try await bj.get(bj.paths.importRun(run))
            #expect(checked.body.contains("确认导入 1 行") && checked.body.contains("匿名批次不接受房号"))
            _ = try await bj.fill(wave, post: "\(wave)/actions/close", ["note": "提前结束"])
            _ = try await bj.fill(bj.paths.importRun(run), post: bj.paths.startImport(run), [:])
            try await ground.work()
            #expect(try await bj.get(bj.paths.importRun(run)).body.contains("已不接收答卷"))
            #expect(try await ground.answers() == 0)
        }
    }
}

extension Ground {
    fileprivate func imported() async throws -> [String] {
        try await cast.database.administer {
            try await $0.query(
                """
                SELECT source_ref || ' ' || channel || ' ' || (answers ->> 'overall') || ' ' || (sample_id IS NOT NULL)::integer
                FROM survey_response ORDER BY source_ref
                """
            ).values()
        }
    }
}
