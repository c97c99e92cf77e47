import Domain
import Views

extension Samples {
    func access() -> [Sample] {
        [
            Sample("first", LoginPage(messages: text, path: "/login", key: "k1")),
            Sample(
                "refused",
                LoginPage(
                    messages: text, path: "/login", key: "k1", account: "hq@yunshan", message: text["login.refused"],
                    notice: text["login.expired"], next: "/yunshan/bj/desk"
                )
            ),
            Sample(
                "full",
                SessionsPage(
                    rows: [session(current: true), session(current: false)], count: text["sessions.count", ["count": "2"]],
                    endOthers: .init(path: "/yunshan/bj/sessions/end-others", key: "k2"), links: [Link("x", path: "/yunshan/bj/password")])),
            Sample(
                "empty",
                SessionsPage(rows: [], count: text["sessions.count", ["count": "0"]], endOthers: nil, links: [])),
        ] + doors() + factors()
    }

    private func doors() -> [Sample] {
        [
            Sample(
                "own door",
                LoginPage(
                    messages: text, path: "/login", key: "k1",
                    face: .init(
                        name: "云杉投资", code: "yunshan", seal: seal("云杉投资"),
                        singleSignOn: Link(text["login.singleSignOn"], path: "/login/sso?tenant=yunshan"),
                        leave: "/login/sso/leave?tenant=yunshan"), notice: text["login.signedOut"])),
            Sample(
                "code",
                SecondStepPage(
                    messages: text, path: "/login/second", key: "k1", account: "lm@yunshan", seal: seal("云杉"), offer: nil,
                    back: "/login?tenant=yunshan", next: "/yunshan/bj/desk", error: text["factor.wrongCode"])),
            Sample(
                "set up",
                SecondStepPage(
                    messages: text, path: "/login/second/setup", key: "k1", account: "lm@yunshan", seal: nil, offer: offer,
                    back: "/login?tenant=yunshan")),
            Sample(
                "recovery",
                SecondStepPage(
                    messages: text, path: "/login/second", key: "k1", account: "lm@yunshan", seal: nil, offer: nil,
                    back: "/login?tenant=yunshan", recoveryError: text["factor.wrongCode"])),
            Sample(
                "codes",
                RecoveryCodesPage(
                    account: "lm@yunshan", codes: ["ABCD EFGH JKLM NPQR STUV WXYZ", "2345 67AB CDEF GHIJ KLMN OPQR"], next: "/yunshan")),
        ]
    }

    private func factors() -> [Sample] {
        let code = FieldModel.code(form: "set", messages: text, required: true)
        let set = ActionForm(
            id: "set", label: text["factor.set"], explain: text["factor.set.text"], path: "/yunshan/bj/second-factor", fields: [code],
            key: "k4")
        let remove = ActionForm(
            id: "remove", label: text["factor.remove"], explain: text["factor.remove.text"], path: "/yunshan/bj/second-factor/remove",
            fields: [code], key: "k5", danger: true, open: true, message: text["factor.wrongCode"])
        let back = Link(text["sessions.title"], path: "/yunshan/bj/sessions")
        let facts = [
            AccountPage.Fact(label: text["account.password"], text: "2026-08-02 09:12", note: text["account.expired"]),
            AccountPage.Fact(label: text["account.sessions"], text: "2"),
        ]
        return [
            Sample("off", FactorPage(back: back, forced: true, offer: offer, form: set)),
            Sample(
                "on",
                FactorPage(
                    back: back, forced: false, since: words.moment(Ground.now - .days(40)), left: text["factor.left", ["count": "2"]],
                    few: true, forms: [remove])),
            Sample(
                "full",
                SignInHistoryPage(
                    back: back, rows: lines, summary: text["history.summary", ["count": "2", "time": "14:10"]],
                    pager: Pager(previous: "/yunshan/bj/sessions/history", next: "/yunshan/bj/sessions/history?before=3"))),
            Sample("empty", SignInHistoryPage(back: back, rows: [], summary: "–", pager: nil)),
            Sample(
                "full",
                AccountPage(
                    back: Link("李敏", path: "/yunshan/bj/org/people/3"), name: "李敏", account: "lm@yunshan",
                    status: Chip(text["account.locked"], tone: .late), facts: facts, forms: [remove], rows: lines,
                    summary: text["history.summary", ["count": "2", "time": "14:10"]],
                    pager: Pager(previous: nil, next: "/yunshan/bj/org/people/3/account?before=3"))),
            Sample(
                "closed",
                AccountPage(
                    back: Link("李敏", path: "/yunshan/bj/org/people/3"), name: "李敏", account: "lm@yunshan",
                    status: Chip(text["org.disabled"], tone: .late), facts: facts, forms: [], rows: [], summary: "–", pager: nil)),
        ]
    }

    private func seal(_ name: String) -> SealModel { SealModel(TenantSeal(name) ?? TenantSeal(name: name)) }

    private var offer: FactorModel {
        FactorModel(
            address: "otpauth://totp/Yunshan:lm@yunshan?secret=JBSWY3DPEHPK3PXP&issuer=Yunshan", secret: "JBSW Y3DP EHPK 3PXP",
            offer: "sealed")
    }

    private var lines: [SignInLine] {
        [
            SignInLine(
                at: words.moment(Ground.now - .minutes(9)), outcome: Chip(text.word(SignInOutcome.opened), tone: .good),
                method: text.word(SignInMethod.password), device: "Chrome · Windows", address: "10.2.0.14"),
            SignInLine(
                at: words.moment(Ground.now - .days(2)), outcome: Chip(text.word(SignInOutcome.wrongPassword), tone: .late),
                method: text.word(SignInMethod.password), device: "Safari · iPhone", address: "203.0.113.9"),
        ]
    }

    private func session(current: Bool) -> SessionsPage.Row {
        SessionsPage.Row(
            device: current ? "Chrome · Windows" : "Safari · iPhone", started: words.moment(Ground.now - .hours(26)),
            seen: words.moment(Ground.now - .minutes(1)), current: current,
            end: current ? nil : .init(path: "/yunshan/bj/sessions/2/end", key: "k3")
        )
    }

    func desk() -> [Sample] {
        let notices = [
            NoticeRow(
                at: words.moment(Ground.now - .minutes(4)),
                text: text["noticeKind.cameToMe", ["number": "BJ-2611-0427", "title": "地下车库渗水"]], path: "/yunshan/bj/tickets/427",
                unread: true, tone: .soon),
            NoticeRow(
                at: words.moment(Ground.now - .days(1)), text: text["noticeKind.overdue", ["number": "BJ-2611-0391", "title": "外墙空鼓"]],
                path: "/yunshan/bj/tickets/391", unread: false, tone: .late),
        ]
        let empty = EmptyState(
            title: text["desk.empty.title"], text: text["desk.empty.text"], link: Link(text["list.title"], path: "/yunshan/bj/tickets"))
        let kpis = [("accept", 3, false), ("today", 9, false), ("overdue", 4, true), ("visits", 5, false), ("returned", 1, false)].map {
            KPI(
                label: text["kpi.\($0.0)"], value: $0.1, note: text["kpi.\($0.0).note"], path: "/yunshan/bj/tickets?view=\($0.0)",
                late: $0.2)
        }
        let summary = text["desk.summary", ["count": "17", "time": "14:10"]]
        return [
            Sample(
                "full",
                DeskPage(
                    greeting: words.greeting(name: "李敏"), date: words.dayWithWeekday(Ground.now), kpis: kpis, rows: rows(),
                    summary: summary,
                    empty: empty, more: Link(text["desk.more", ["count": "17"]], path: "/yunshan/bj/tickets"), notices: notices,
                    noticesPath: "/yunshan/bj/notices",
                    ends: [
                        DeskEnd(
                            path: "/yunshan/bj/vendors/7", vendor: "佳园物业", title: "\(text.word(VendorDueKind.qualification)) · 营业执照",
                            state: Chip(text["vendor.ends", ["on": "2026-12-31"]], tone: .soon))
                    ]
                )
            ),
            Sample(
                "empty",
                DeskPage(
                    greeting: words.greeting(name: "李敏"), date: words.dayWithWeekday(Ground.now),
                    kpis: kpis.map { KPI(label: $0.label, value: 0, path: $0.path, late: true) }, rows: [], summary: summary, empty: empty,
                    notices: [], noticesPath: "/yunshan/bj/notices"
                )
            ),
            Sample(
                "full",
                NoticeListPage(
                    notices: notices, summary: text["notices.summary", ["count": "2", "unread": "1"]],
                    pager: Pager(previous: nil, next: "/yunshan/bj/notices?after=2"),
                    readAll: .init(path: "/yunshan/bj/notices/read", key: "k9"))),
            Sample(
                "full",
                AuditPage(
                    summary: text["trail.summary", ["count": "2", "time": "09:30"]], anchored: text["trail.unanchored"],
                    filters: [
                        FieldModel(
                            .select, form: "filter", name: "subject", label: text["trail.filter.subject"], value: "ticket",
                            options: [
                                .init(value: "", label: text["filter.any"]), .init(value: "ticket", label: text["auditSubject.ticket"]),
                            ]),
                        FieldModel(.date, form: "filter", name: "from", label: text["trail.filter.from"], value: "2026-11-01"),
                        FieldModel(.hidden, form: "filter", name: "actor", label: "", value: "7"),
                    ], sentence: text["auditSubject.ticket"], filterPath: "/yunshan/hq/audit", resetPath: "/yunshan/hq/audit",
                    rows: [
                        AuditPage.Row(
                            at: words.moment(words.now), actor: "李敏 · 滨江公司客服", actorPath: "/yunshan/hq/org/people/3",
                            action: Chip(text.word(AuditAction.ticketStep)), object: "BJ-2611-0427", objectPath: "/yunshan/hq/tickets/427",
                            place: "云杉·春晓", details: [.init(name: text["auditField.action"], value: text.word(ComplaintAction.escalate))],
                            line: "7-42"),
                        AuditPage.Row(
                            at: words.moment(words.now), actor: text["trail.system"],
                            action: Chip(text.word(AuditAction.accessRefused), tone: .late), object: "org.manage",
                            place: text["trail.everything"], details: [], line: "0-3"),
                    ], pager: Pager(previous: nil, next: "/yunshan/hq/audit?at=1~2~3"))),
            Sample(
                "empty",
                AuditPage(
                    summary: text["trail.summary", ["count": "0", "time": "09:30"]], anchored: text["trail.unanchored"], filters: [],
                    sentence: "", filterPath: "/yunshan/hq/audit", rows: [],
                    empty: EmptyState(title: text["trail.empty.title"], text: text["trail.empty.text"]))),
            Sample(
                "empty",
                NoticeListPage(
                    notices: [], summary: text["notices.summary", ["count": "0", "unread": "0"]],
                    empty: EmptyState(title: text["notices.empty.title"], text: text["notices.empty.text"]))),
        ]
    }

    func rows(matched: Bool = false) -> [TicketRow] {
        let now = words.now
        let list: [(String, String, Severity, Span, String, Tone, String, ComplaintState, ComplaintAction?)] = [
            ("BJ-2611-0391", "外墙空鼓迟迟未修，业主称将联系媒体", .top, -.hours(30), "春晓 5 幢", .developer, "滨江置业客服中心", .investigating, .proposePlan),
            ("BJ-2611-0415", "交付延期违约金计算有误", .general, -.hours(2), "江湾 2 幢 801", .developer, "滨江置业客服中心", .planRejected, .escalate),
            ("BJ-2611-0427", "地下车库渗水反复维修三次", .top, .minutes(4), "春晓 3 幢 2 单元 1102", .vendor, "佳园物业客服中心", .escalated, .acceptEscalation),
            ("BJ-2611-0430", "电梯困人后多次异响", .top, .minutes(38), "春晓 1 幢", .vendor, "春晓物业服务中心", .executing, nil),
            ("BJ-2611-0402", "样板间与交付标准不一致", .minor, .hours(3), "江湾 6 幢 302", .developer, "江湾项目客服", .planProposed, .contactCustomer),
            ("BJ-2611-0421", "产权证办理进度", .minor, .hours(20), "湖畔 9 幢 1801", .group, "云杉投资客服中心", .assigned, nil),
        ]
        return list.map { number, title, severity, left, house, line, holder, state, action in
            TicketRow(
                path: "/yunshan/bj/tickets/\(number.suffix(4))", number: number, title: title, kind: text.word(TicketKind.complaint),
                severity: Chip(text.word(severity), tone: severity == .top ? .late : .plain), deadline: words.deadline(due: now + left),
                house: house, holder: Chip(holder, tone: line), state: text.word(state), handler: "陈涛",
                marks: number == "BJ-2611-0391" ? [Chip(text["ticket.repeat"], tone: .soon)] : [],
                matched: matched ? text["search.matched.phone"] : nil,
                action: TicketRow.Action(
                    label: action.map { text.word($0) } ?? text["list.open"], path: "/yunshan/bj/tickets/\(number.suffix(4))",
                    primary: action != nil
                )
            )
        }
    }
}
