import Domain
import Foundation
import HTTPTypes
import Store
import TestSupport
import Testing

@testable import Web

@Suite("Vendors judged through the pages") struct EvaluationJourneyTests {
    /// Works off the jobs of a round.
    private static func work(_ ground: Ground) async throws {
        while true {
            let claims = try await ground.cast.store.claim(worker: "score")
            if claims.isEmpty { return }
            for claim in claims {
                try await ground.cast.store.job(claim, worker: "score") { tx, job in
                    if job.kind == ComputeRound.kind { try await ComputeRound.run(tx, job) }
                }
            }
        }
    }

    private func last(_ path: String) -> String { String(path.split(separator: "/").last ?? "") }

    @Test func `from the built-in template to an appeal and version 2, each by who may`() async throws {
        try await Ground.run { ground in
            let (bj, colleague, project) = (ground.visitor("bj"), ground.visitor("bj-2"), ground.visitor("bj-spring"))
            let (vendor, group) = (ground.visitor("jy"), ground.visitor("hq"))
            let selection = try await CastSelection.begin(ground.cast)
            try await selection.add(["vendor": ground.cast.yunshan.unit("jy").id.description])
            let made = try await bj.fill(
                bj.paths.newScoreTemplate, ["from": "preset-residential", "name": "住宅考核", "nameEnglish": "Residential", "about": ""])
            #expect(made.status == 200 && made.path.contains("/vendors/template-versions/"), "\(made.status) \(made.path)")
            let published = try await bj.fill(made.path, post: "\(made.path)/publish", [:])
            #expect(published.status == 200 && published.body.contains("第 1 版"))
            let template = try #require(published.addresses.first { $0.contains("/vendors/templates/") && Int(self.last($0)) != nil })
            let round = try await bj.fill(
                bj.paths.newRound,
                ["template": last(template), "name": "十月考核", "month": "2026-10", "assessUntil": "2026-11-30"])
            #expect(round.status == 200 && round.path.contains("/vendors/rounds/"), "\(round.status)")
            for (account, role) in [("bj-spring", "project"), ("bj", "company")] {
                let person = ground.cast.yunshan.person(account).id.description
                let given = try await bj.fill(round.path, post: "\(round.path)/assessors", ["person": person, "role": role, "project": ""])
                #expect(given.status == 200, "\(given.status)")
            }
            #expect(try await bj.fill(round.path, post: "\(round.path)/actions/start", [:]).status == 200)
            for visitor in [project, bj] {
                let list = try await visitor.get(visitor.paths.assessments)
                let form = try #require(list.addresses.first { $0.contains("/vendors/forms/") && Int(self.last($0)) != nil })
                let wrong = try await visitor.fill(
                    form, ["score.service": "11", "score.order": "3", "score.grounds": "3", "note.service": "首问不清", "step": "submit"])
                #expect(wrong.status == 422 && wrong.body.contains("首问不清"), "what was typed is still there")
                let sent = try await visitor.fill(
                    form, ["score.service": "3", "score.order": "3", "score.grounds": "3", "note.service": "首问不清", "step": "submit"])
                #expect(sent.status == 200, "\(sent.status)")
            }
            #expect(try await bj.fill(round.path, post: "\(round.path)/actions/score", [:]).status == 200)
            try await Self.work(ground)
            let same = try await bj.fill(round.path, post: "\(round.path)/actions/confirm", [:])
            #expect(same.status == 422 && same.body.contains("结束评分的人不能确认"))
            let scored = try await colleague.get(round.path)
            let card = try #require(scored.addresses.first { $0.contains("/vendors/cards/") && Int(self.last($0)) != nil })
            let own = vendor.paths.scoreCard(CardID(Int64(last(card)) ?? 0))
            #expect(try await vendor.get(own).status == 404, "VENDOR-P1")
            #expect(try await colleague.fill(round.path, post: "\(round.path)/actions/confirm", [:]).status == 200)
            let shown = try await vendor.get(own)
            #expect(shown.status == 200 && shown.body.contains("第 1 版") && !shown.body.contains("首问不清"), "VENDOR-P2")
            let bare = try await vendor.bring(
                "\(own)/appeal", from: own, [], fields: [("line", "service"), ("text", "当周改造"), ("evidence", "")])
            #expect(bare.status == 422 && bare.body.contains("当周改造"), "an appeal rests on something")
            let spoilt = try await vendor.bring(
                "\(own)/appeal", from: own, [("改造通知.pdf", SampleFiles.pdf), ("b.svg", [1])],
                fields: [("line", "service"), ("text", "当周改造"), ("evidence", "")])
            #expect(spoilt.status == 422 && spoilt.body.contains("“b.svg”未收下"))
            let kept = try #require(spoilt.hidden("kept"))
            let appealed = try await vendor.bring(
                "\(own)/appeal", on: spoilt, [], fields: [("line", "service"), ("text", "当周改造"), ("evidence", ""), ("kept", kept)])
            #expect(appealed.status == 200 && appealed.body.contains("当周改造") && appealed.body.contains("改造通知.pdf"))
            let paper = try #require(appealed.addresses.first { $0.wholeMatch(of: /.*\/files\/\d+/) != nil })
            let upper = group.paths.scoreCard(CardID(Int64(last(card)) ?? 0))
            let waiting = try await group.get(upper)
            #expect(waiting.body.contains("改造通知.pdf"), "who rules sees what the appeal rests on")
            #expect(try await group.get("\(group.paths.files)/\(last(paper))").status == 200)
            let other = ground.visitor("wx")
            #expect(try await other.get("\(other.paths.files)/\(last(paper))").status == 404, "ACCESS-P5")
            let form = try #require(waiting.addresses.first { $0.contains("/appeals/") })
            let ruled = try await group.fill(upper, post: form, ["step": "uphold", "points": "30", "ruling": "属实"])
            #expect(ruled.status == 200 && ruled.body.contains("第 2 版"), "\(ruled.status)")
            #expect(try await vendor.get("\(own)?version=1").body.contains("较早版本"))
            #expect(try await vendor.get("\(own)/print?version=1").status == 200)
            #expect(try await bj.get(bj.paths.scoreRanking).status == 200)
            #expect(try await vendor.get(vendor.paths.rectifications).status == 200)
            // Whoever chooses a company reads how it was judged before.
            let choosing = try await bj.get(bj.paths.selection(selection.id))
            #expect(choosing.addresses.contains(bj.paths.scoreCard(CardID(Int64(last(card)) ?? 0))))
        }
    }

    @Test func `VENDOR-P2: an outside assessor lands on the own forms, hands one in, and reaches nothing else`() async throws {
        try await Ground.run { ground in
            let person = try await ground.cast.hire("assessor", "评价员", as: .vendorAssessor, at: "bj-spring")
            let evaluation = try await CastEvaluation.make(ground.cast, assessors: [person])
            let outside = ground.visitor(person)
            let home = try await outside.open("/yunshan")
            #expect(home.status == 200 && home.path == outside.paths.assessments, "\(home.path)")
            let form = outside.paths.assessment(try await evaluation.form(of: person.id))
            #expect(home.addresses.contains(form))
            #expect(try await outside.get(form).status == 200)
            for path in [outside.paths.scoreCard(evaluation.card), outside.paths.round(evaluation.round), outside.paths.scoreRanking] {
                #expect([403, 404].contains(try await outside.get(path).status), "\(path)")
            }
            let own = ground.visitor("bj")
            let theirs = own.paths.assessment(try await evaluation.form(of: person.id))
            #expect(try await own.get(theirs).status == 404, "nobody reads what another gives")
            let sent = try await outside.fill(form, ["score.order": "7", "score.service": "6", "step": "submit"])
            #expect(sent.status == 200, "\(sent.status)")
            let reached = try await ground.reached(by: outside, wave: WaveID(0))
            #expect(
                reached.isSubset(of: [
                    "/vendors/forms", "/notices", "/sessions", "/password", "/second-factor", "/sessions/history", "/sign-ins",
                ]), "\(reached.sorted())")
            // The last day is over.
            ground.cast.clock.advance(.days(6))
            #expect(try await outside.get(form).status == 404)
        }
    }

    @Test func `notices of an evaluation lead the vendor to its card, the assessor to the forms, whoever rules to the appeal`() async throws
    {
        try await Ground.run { ground in
            let evaluation = try await CastEvaluation.make(ground.cast)
            try await ground.work()
            let (vendor, project, group) = (ground.visitor("jy"), ground.visitor("bj-spring"), ground.visitor("hq"))
            let card = try await vendor.get(vendor.paths.notices)
            #expect(card.status == 200 && card.addresses.contains(vendor.paths.scoreCard(evaluation.card)))
            #expect(card.addresses.contains(vendor.paths.rectification(evaluation.order)))
            #expect(try await project.get(project.paths.notices).addresses.contains(project.paths.assessments))
            #expect(try await group.get(group.paths.notices).addresses.contains(group.paths.scoreCard(evaluation.card)))
        }
    }
}
