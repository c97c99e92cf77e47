import Domain
import HTTPTypes
import Store
import TestSupport
import Testing

@testable import Web

@Suite("A complaint from the counter to the archive") struct JourneyTests {
    /// The intake page from the search to the ticket.
    private func record(_ visitor: Visitor, _ fields: [String: String] = [:]) async throws -> Answer {
        let found = try await visitor.get("\(visitor.paths.intake)?q=1-101")
        let match = try #require(found.addresses.first { $0.contains("house=") && $0.contains("customer=") })
        return try await visitor.fill(match, Cast.intake(fields))
    }

    private func id(_ answer: Answer) throws -> TicketID {
        try #require(TicketID(text: answer.path.split(separator: "/").dropFirst(3).first ?? ""))
    }

    @Test func `ESC-000: tried on the first rung, escalated, planned by the centre, executed below, visited, closed, archived`()
        async throws
    {
        try await Ground.run { ground in
            let (site, centre, colleague) = (ground.visitor("jy-spring"), ground.visitor("jy"), ground.visitor("jy-2"))
            let recorded = try await record(site)
            #expect(recorded.status == 200 && recorded.body.contains("您仍是首问责任人") || recorded.body.contains("在此之前由您负责"))
            let ticket = try id(recorded)
            let steps: [(Visitor, ComplaintAction, [String: String], String)] = [
                (site, .accept, ["severity": "general"], "已接收"), (site, .recordFindings, ["text": "现场可见渗水"], "调查情况已记录"),
                (site, .proposePlan, ["text": "第三次注浆"], "方案已提交"), (site, .customerRejects, ["reason": "不接受第三次注浆"], "已记录客户不接受"),
                (site, .escalate, ["reason": "超出项目权限", "tried": "注浆两次"], "已上报 佳园物业"),
                (centre, .acceptEscalation, ["text": ""], "已接收上报"),
                (centre, .proposePlan, ["text": "拆除面层重做", "compensation": "500"], "方案已提交"),
                (centre, .customerAccepts, ["text": ""], "客户已认可"), (centre, .startExecution, ["text": ""], "已交 佳园春晓服务中心 执行"),
                (site, .completeExecution, ["text": "面层已重做"], "已完成"), (centre, .verify, ["text": "闭水试验通过"], "验证通过"),
                (
                    colleague, .recordVisit,
                    ["method": "phone", "outcome": "satisfied", "attitude": "5", "quality": "4", "efficiency": "4", "overall": "5"], "回访已记录"
                ),
                (centre, .close, ["reason": "客户满意"], "已办结"), (centre, .archive, ["text": ""], "已归档"),
            ]
            for (visitor, action, fields, said) in steps {
                let answer = try await visitor.act(action, on: ticket, fields)
                #expect(answer.status == 200, "\(action): \(answer.status)")
                #expect(answer.body.contains(said), "\(action) says what happened")
            }
            let page = try await centre.get(centre.paths.ticket(ticket))
            for text in ["现场可见渗水", "拆除面层重做", "闭水试验通过", "已归档", "138****"] { #expect(page.body.contains(text)) }
            #expect(try await centre.get(centre.paths.ticket(ticket)).body.contains("class=\"flash") == false)
            for path in [centre.paths.receipt(ticket), centre.paths.register(ticket), centre.paths.visitRecord(ticket)] {
                let print = try await centre.get(path)
                #expect(print.status == 200 && print.body.contains("BJ-2611-") && !print.body.contains("1380013"))
            }
        }
    }

    @Test func `a form sent twice has one effect and one answer`() async throws {
        try await Ground.run { ground in
            let ticket = try await ground.cast.record()
            let visitor = ground.visitor("jy-spring")
            let page = try await visitor.get(visitor.paths.ticket(ticket.id))
            let path = visitor.paths.action(.note, on: ticket.id)
            let first = try await visitor.post(path, ["text": "电话已回"], from: page)
            let second = try await visitor.post(path, ["text": "电话已回"], from: page)
            #expect(first.status == 303 && second.status == 303 && first.location == second.location)
            #expect(try await ticket.file(as: "jy-spring").events.count == 2)
            #expect(try await visitor.post(path, ["text": "另一句"], from: page).status == 409)
        }
    }

    @Test func `two complaints are not made by sending the intake form twice`() async throws {
        try await Ground.run { ground in
            let visitor = ground.visitor("jy-spring")
            let path =
                "\(visitor.paths.intake)?house=\(ground.cast.yunshan.house("bj-spring/1-102"))&customer=\(ground.cast.yunshan.customer("bj-spring/1-102"))"
            let page = try await visitor.get(path)
            let (first, second) = (
                try await visitor.post(path, Cast.intake(), from: page), try await visitor.post(path, Cast.intake(), from: page)
            )
            #expect(first.status == 303 && first.location == second.location)
            let printed = try await visitor.fill(path, Cast.intake(["then": "print"]))
            #expect(printed.path.hasSuffix("/receipt"))
        }
    }

    @Test func `somebody was faster: the typed text is kept and what changed is told`() async throws {
        try await Ground.run { ground in
            let ticket = try await ground.cast.record()
            let (visitor, other) = (ground.visitor("jy-spring"), ground.visitor("jy-spring-2"))
            let page = try await visitor.get(visitor.paths.ticket(ticket.id))
            _ = try await other.act(.accept, on: ticket.id, ["severity": "minor"])
            let note = try await visitor.post(visitor.paths.action(.note, on: ticket.id), ["text": "刚才客户又来电 <b>"], from: page)
            #expect(note.status == 409)
            #expect(note.body.contains("刚才客户又来电 &lt;b&gt;") && note.body.contains("朱红"))
            let again = try await visitor.post(visitor.paths.action(.note, on: ticket.id), ["text": "刚才客户又来电"], from: note)
            #expect(again.status == 303)
            let accept = try await visitor.post(visitor.paths.action(.accept, on: ticket.id), ["severity": "minor"], from: page)
            #expect(accept.status == 409)
        }
    }

    @Test func `what is wrong with a form is said next to its field, with the text as typed`() async throws {
        try await Ground.run { ground in
            let ticket = try await ground.cast.record()
            let visitor = ground.visitor("jy-spring")
            _ = try await visitor.act(.accept, on: ticket.id, ["severity": "minor"])
            let answer = try await visitor.act(.proposePlan, on: ticket.id, ["text": "补偿 <三百>", "compensation": "三百"])
            #expect(answer.status == 422)
            #expect(answer.body.contains("补偿 &lt;三百&gt;") && answer.body.contains("请填写数字") && answer.body.contains("aria-invalid"))
            let path = "\(visitor.paths.intake)?project=\(ground.cast.yunshan.unit("bj-spring").id)&new=1"
            let intake = try await visitor.fill(path, ["customerName": "张三", "wish": "尽快修好"])
            #expect(intake.status == 422 && intake.body.contains("张三") && intake.body.contains("尽快修好"))
        }
    }

    @Test func `ACCESS-P7: a number is shown once, after a reason, and never in an address`() async throws {
        try await Ground.run { ground in
            let ticket = try await ground.cast.record()
            let visitor = ground.visitor("jy-spring")
            let refused = try await visitor.fill(visitor.paths.ticket(ticket.id), post: visitor.paths.reveal(ticket.id), ["reason": ""])
            #expect(refused.status == 422 && !refused.body.contains("1380013"))
            let shown = try await visitor.fill(visitor.paths.ticket(ticket.id), post: visitor.paths.reveal(ticket.id), ["reason": "约上门时间"])
            #expect(shown.status == 200 && shown.body.contains("1380013") && shown.headers[.cacheControl] == "no-store")
            #expect(!(try await visitor.get(visitor.paths.ticket(ticket.id)).body.contains("1380013")))
        }
    }

    @Test func `lists, desk, search, visits and notices show what was recorded`() async throws {
        try await Ground.run { ground in
            let ticket = try await ground.cast.record()
            let visitor = ground.visitor("jy-spring")
            let pages = [
                "desk", "tickets", "tickets?waiting=true", "tickets?view=all&sort=newest&period=today", "search?q=渗水",
                "search?q=\(ticket.number)",
            ]
            for page in pages {
                let answer = try await visitor.get("\(visitor.paths.base)/\(page.replacing("渗水", with: PercentText.encode("渗水")))")
                #expect(answer.status == 200 && answer.body.contains(ticket.number), "\(page)")
            }
            for page in [
                "tickets?mine=true", "tickets?view=closed", "tickets?at=nonsense&state=nonsense&project=x", "search?q=x", "visits",
                "notices",
            ] {
                #expect(try await visitor.get("\(visitor.paths.base)/\(page)").status == 200, "\(page)")
            }
        }
    }
}
