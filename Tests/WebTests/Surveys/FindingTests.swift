import Domain
import Foundation
import TestSupport
import Testing

@testable import Web

/// From figures to a signed report, as people's browsers see it.
@Suite("Findings of surveys") struct FindingTests {
    private func survey(_ ground: Ground) async throws -> (CastSurvey, ResponseID) {
        let survey = try await CastSurvey.issue(ground.cast)
        let low = try await survey.answer(
            "{\"service\":\"1\",\"repair\":\"2\",\"nps\":\"3\"}", texts: "{\"say\":\"报修太慢，电话13812345678\"}", door: "1-101")
        for index in 0..<18 {
            try await survey.answer("{\"service\":\"\(3 + index % 3)\",\"repair\":\"\(2 + index % 4)\",\"nps\":\"\(index % 11)\"}")
        }
        for _ in 0..<15 { try await survey.answer("{\"service\":\"4\",\"repair\":\"3\"}", at: "nh-lake") }
        for _ in 0..<3 { try await survey.answer("{\"service\":\"5\"}", at: "bj-river") }
        try await survey.count()
        return (survey, low)
    }

    @Test func `SURVEY-R8, research 18: figures stand with n and interval, small cells are hidden, the picture has its table`() async throws
    {
        try await Ground.run { ground in
            let (survey, _) = try await survey(ground)
            let group = ground.visitor("hq")
            let page = try await group.get(group.paths.results(survey.wave))
            #expect(page.status == 200)
            for text in ["满意率", "滨江公司", "南湖公司", "先改什么", "报修太慢", "***********", "区间"] {
                #expect(page.body.contains(text), "\(text)")
            }
            #expect(!page.body.contains("13812345678"))
            #expect(page.body.contains("<svg class=\"chart\"") && page.body.contains("<desc"))
            let company = ground.visitor("bj")
            let own = try await company.get(company.paths.results(survey.wave)).body
            #expect(own.contains("江湾") && own.contains("n&lt;10"))
            let other = ground.visitor("nh")
            let theirs = try await other.get(other.paths.results(survey.wave)).body
            #expect(theirs.contains("湖畔") && !theirs.contains("春晓") && !theirs.contains("报修太慢"))
            for path in [company.paths.resultQuestions(survey.wave), "\(company.paths.resultCuts(survey.wave))?by=channel"] {
                let answer = try await company.get(path)
                #expect(answer.status == 200 && answer.body.contains("客服") || answer.body.contains("service？"), "\(path)")
            }
            let vendor = ground.visitor("jy")
            #expect(try await vendor.get(vendor.paths.results(survey.wave)).status == 403)
        }
    }

    @Test func `SURVEY-R4, R7: a verbatim becomes a point, the point an action, and another person verifies it`() async throws {
        try await Ground.run { ground in
            let (survey, low) = try await survey(ground)
            let company = ground.visitor("bj")
            let texts = company.paths.resultTexts(survey.wave)
            let list = try await company.get("\(texts)?q=报修")
            let note = try #require(list.addresses.first { $0.hasSuffix("/points") && $0.hasPrefix(texts) })
            #expect(try await company.post(note, ["summary": ""], from: list).status == 422)
            #expect(try await company.fill(texts, post: note, ["summary": "报修响应慢"]).body.contains("登记为问题点"))
            let answer = try await company.get(company.paths.resultAnswer(low, of: survey.wave))
            let ticket = try #require(answer.addresses.first { $0.hasPrefix(company.paths.tickets + "/") })
            #expect(try await company.get(ticket).addresses.contains(company.paths.resultAnswer(low, of: survey.wave)))
            let points = company.paths.problemPoints(survey.wave)
            let page = try await company.get(points)
            let box = try #require(page.body.components(separatedBy: "name=\"points\" value=\"").dropFirst().first?.prefix { $0 != "\"" })
            let unit = ground.cast.yunshan.unit("bj-spring").id.description
            let empty = try await company.post(
                company.paths.newAction(survey.wave), ["title": "", "unit": unit, "dueOn": "2001-01-01"], from: page)
            #expect(empty.status == 422 && empty.body.contains("不能早于今天"))
            let opened = try await company.fill(
                points, post: company.paths.newAction(survey.wave),
                ["title": "缩短响应", "unit": unit, "dueOn": "2099-01-31", "points": String(box)])
            #expect(opened.body.contains("缩短响应") && opened.body.contains("待制定"))
            let project = ground.visitor("bj-spring")
            let action = opened.path.replacing("/bj/", with: "/bj-spring/")
            let planned = try await project.fill(
                action, post: "\(action)/plan", ["cause": "人手不足", "corrective": "补人", "preventive": "复核", "dueOn": "2099-02-01"])
            #expect(planned.body.contains("整改中"))
            #expect(try await project.fill(action, post: "\(action)/complete", ["evidence": "排班表"]).body.contains("待验证"))
            #expect(
                try await project.post("\(action)/verify", ["note": "好", "version": "3"], from: try await project.get(action)).status == 403
            )
            #expect(try await company.fill(opened.path, post: "\(opened.path)/verify", ["note": "抽查属实"]).body.contains("已验证"))
        }
    }

    @Test func `SURVEY-R10: a report is written, signed in its turn, frozen and printed; SURVEY-R8: the formula is the group's`()
        async throws
    {
        try await Ground.run { ground in
            let (survey, _) = try await survey(ground)
            let project = ground.visitor("bj-spring")
            let path = project.paths.specialReport(survey.wave)
            #expect(try await project.get(path).body.contains("尚未编写"))
            #expect(try await project.fill(path, ["findings": "维修响应慢", "opinion": "总体良好，维修须改进"]).body.contains("报告已保存"))
            let company = ground.visitor("bj")
            let early = try await company.get(path)
            #expect(!early.body.contains("action=\"\(path)/sign\""))
            #expect(try await project.fill(path, post: "\(path)/sign", ["note": ""]).body.contains("冻结"))
            #expect(try await company.fill(path, post: "\(path)/sign", ["note": "同意"]).body.contains("公司已签署"))
            let printed = try await company.get("\(path)/print")
            #expect(printed.status == 200 && printed.body.contains("总体良好") && printed.body.contains("同年投诉"))
            let group = ground.visitor("hq")
            let formula = group.paths.surveyFormula
            let choices = [
                "topBoxes": "1", "notApplicable": "neutral", "weighting": "answers", "confidence": "95", "floor": "20", "lowAt": "0",
            ]
            #expect(try await group.fill(formula, choices.merging(["floor": "3", "reason": "x"]) { $1 }).status == 422)
            #expect(try await group.fill(formula, choices.merging(["reason": "统计办法修订"]) { $1 }).body.contains("统计办法修订"))
            #expect(try await company.get(company.paths.surveyFormula).body.contains("统计办法修订"))
            #expect(
                try await company.post(company.paths.surveyFormula, choices, from: try await company.get(company.paths.surveyFormula))
                    .status == 403)
            let oversight = try await group.get(group.paths.surveyOversight)
            #expect(oversight.status == 200 && oversight.body.contains("滨江公司"))
            #expect(try await company.get(company.paths.surveyOversight).status == 404)
        }
    }
}
