import Domain
import Views

/// Pages of customers, houses and privacy.
extension Samples {
    func owners() -> [Sample] { ownerLists() + ownerPages() + privacyPages() }

    private func step(_ id: String, open: Bool = false) -> ActionForm {
        let fields = Fields(form: id, wording: words, errors: open ? FieldErrors("reason", .required) : FieldErrors())
        return ActionForm(
            id: id, label: text["owners.addRelation"], explain: text["reveal.explain"], path: "/yunshan/bj-spring/owners/7/\(id)",
            fields: [fields.field(.text, "reason", required: true, max: 300)], key: "k-\(id)", danger: open, open: open)
    }

    private var day: Moment { Moment(words: "6月18日", exact: "2024-06-18", iso: "2024-06-18") }

    private func relation(_ number: Int, ended: Bool = false) -> OwnerPage.Relation {
        OwnerPage.Relation(
            from: day, tone: ended ? .plain : .developer, relation: text.word(CustomerRelation.owner),
            house: Link("3幢2单元1102", path: "/yunshan/bj-spring/org/houses/\(number)"),
            period: text["relation.since", ["from": "2024-06-18"]],
            chip: ended ? Chip(text["relation.ended"]) : nil, actions: ended ? [] : [step("end-\(number)")])
    }

    private func person(_ number: Int, former: Bool) -> OwnerPage.Relation {
        OwnerPage.Relation(
            from: day, tone: former ? .plain : .vendor, relation: text.word(CustomerRelation.tenant),
            person: former ? nil : Link("张三", path: "/yunshan/bj-spring/owners/\(number)"), name: former ? "李**" : nil,
            phone: former ? nil : "138****1234", period: text["relation.period", ["from": "2020-01-01", "to": "2024-06-17"]])
    }

    private var history: TicketPage.History {
        TicketPage.History(
            number: "BJ-2611-0427", path: "/yunshan/bj-spring/tickets/427", title: "地下车库渗水", state: Chip(text.word(ComplaintState.closed)),
            at: day)
    }

    private func ownerLists() -> [Sample] {
        let row = OwnerListPage.Row(
            name: "张**", path: "/yunshan/bj/owners/7", phone: "138****1234", house: "3幢2单元1102",
            relation: text.word(CustomerRelation.owner),
            state: Chip(text.word(CustomerState.owner), tone: .developer), marks: [Chip(text["owners.member"], tone: .group)],
            project: "云杉·春晓")
        let empty = EmptyState(title: text["owners.empty.title"], text: text["owners.empty.text"])
        let views = [
            OwnerListPage.View(text["owners.all"], path: "/yunshan/bj/owners", current: true),
            OwnerListPage.View(text.word(CustomerState.owner), path: "/yunshan/bj/owners?state=owner", current: false),
        ]
        let page = OwnerListPage(
            query: "1234", path: "/yunshan/bj/owners", views: views, rows: [row, row],
            summary: text["owners.summary", ["count": "2", "time": "14:10"]], empty: empty,
            pager: Pager(previous: nil, next: "/yunshan/bj/owners?after=7"),
            adds: [Link(text["owners.add"], path: "/yunshan/bj/owners/new")],
            tools: [Link(text["reads.title"], path: "/yunshan/bj/owners/reads")])
        return [
            Sample("full", page),
            Sample(
                "empty",
                OwnerListPage(
                    query: "", path: "/yunshan/bj/owners", views: views, rows: [],
                    summary: text["owners.found", ["count": "0", "time": "14:10"]],
                    empty: empty, pager: nil, adds: [], tools: [])),
        ]
    }

    private func ownerPages() -> [Sample] {
        let value = OwnerPage.Value(
            text["reveal.phone"], block: RevealBlock(masked: "138****1234", form: step("reveal-phone")), note: "夜间",
            remove: step("remove-1"))
        let shown = OwnerPage.Value(text["field.identity"], block: RevealBlock(masked: "1****************X", number: "11010119900307123X"))
        let line = OwnerPage.Line(
            "2026-11-02", link: Link("BJ-2611-0427", path: "/yunshan/bj-spring/tickets/427"),
            chip: Chip(text.word(DataGround.contract), tone: .good),
            deadline: DeadlineChip(tone: .plain, words: "还剩 3 天", iso: "2026-12-01T00:00:00Z", exact: "2026-12-01 08:00"), note: "回电核实",
            actions: [step("withdraw-1")])
        let facts = [Fact(text["fact.living"], text: text.word(LivingSituation.selfOccupied))]
        let full = OwnerPage(
            name: "张三", chips: [Chip(text.word(CustomerState.owner), tone: .developer)], place: "云杉·春晓",
            links: [
                Link(text["owners.edit"], path: "/yunshan/bj-spring/owners/7/edit")
            ], frozen: nil, relations: [relation(1), relation(2, ended: true)], relationActions: [step("relation", open: true)],
            tickets: [history],
            ticketSummary: text["ticket.historySummary", ["count": "1", "open": "0"]], values: [value, shown], facts: facts,
            contactActions: [step("contact")], consents: [line], consentActions: [step("consent")], requests: [line],
            requestActions: [step("request")], duplicates: [line], merges: [line], reads: [line])
        let empty = OwnerPage(
            name: text["customer.anonymous"], chips: [], place: "云杉·春晓", links: [],
            frozen: text["owners.anonymised", ["time": "2026-11-02 10:00"]],
            relations: [], relationActions: [], tickets: [], ticketSummary: text["ticket.historySummary", ["count": "0", "open": "0"]],
            values: [],
            facts: facts, contactActions: [], consents: [], consentActions: [], requests: [], requestActions: [], duplicates: [],
            merges: [],
            reads: [])
        let house = HousePage(
            title: "3幢2单元1102", chips: [Chip(text.word(HouseUsage.residence))], place: "云杉·春晓 · 3幢",
            links: [Link(text["house.transfer"], path: "/yunshan/bj-spring/org/houses/1/transfer")], facts: facts,
            people: [person(7, former: false)],
            former: [person(8, former: true)], tickets: [history],
            ticketSummary: text["ticket.historySummary", ["count": "1", "open": "0"]],
            actions: [step("hand-over")])
        let bare = HousePage(
            title: "3幢2单元1102", chips: [], place: "云杉·春晓", links: [], facts: facts, people: [], former: [], tickets: [],
            ticketSummary: text["ticket.historySummary", ["count": "0", "open": "0"]], actions: [])
        let side = MergePage.Side(title: text["merge.kept"], name: Link("张三", path: "/yunshan/bj-spring/owners/7"), facts: facts)
        let choice = FieldModel(
            .radios, form: "merge", name: "take-name", label: text["mergeField.name"], value: "kept",
            options: [.init(value: "kept", label: "张三"), .init(value: "merged", label: "张叁")])
        let merge = MergePage(
            back: Link("张三", path: "/yunshan/bj-spring/owners/7"), kept: side, merged: side,
            swap: Link(text["merge.swap"], path: "/yunshan/bj-spring/owners/8/merge/7"),
            moves: [Fact(text["mergeMoves.contacts"], text: "1")],
            form: FormModel(
                id: "merge", path: "/yunshan/bj-spring/owners/7/merge/8",
                groups: [FieldGroup(note: text["merge.undo.explain"], fields: [choice])],
                submit: text["merge.submit"], key: "k-merge"))
        return [
            Sample("full", full), Sample("empty", empty), Sample("full", house), Sample("empty", bare), Sample("full", merge),
        ]
    }

    private func privacyPages() -> [Sample] {
        let facts = [Fact(text["forget.tickets"], text: "12", note: "李敏")]
        let back = Link(text["requests.title"], path: "/yunshan/bj/owners/requests")
        func request(_ plan: DataRequestPage.Plan?, open: Bool) -> DataRequestPage {
            DataRequestPage(
                title: text.word(DataRequestKind.anonymisation), back: back, customer: Link("张**", path: "/yunshan/bj/owners/7"),
                deadline: open ? DeadlineChip(tone: .soon, words: "还剩 2 天", iso: "2026-12-01T00:00:00Z", exact: "2026-12-01 08:00") : nil,
                chips: [Chip(text.word(DataRequestState.received), tone: .soon)], asked: "请删除我的信息", facts: facts, plan: plan,
                actions: open ? [step("done"), step("refused", open: true)] : [])
        }
        let rule = PrivacyPage.Rule(
            name: text.word(PrivacyRule.keepReads), explain: text["privacyExplain.keepReads"],
            value: text["privacy.months", ["count": "36"]],
            origin: Chip(text["privacy.own"], tone: .good), today: text["privacy.today", ["count": "12"]], form: step("keepReads"))
        let limit = PrivacyPage.Rule(
            name: text.word(PrivacyRule.revealsPerHour), explain: text["privacyExplain.revealsPerHour"],
            value: text["privacy.looks", ["count": "20"]], origin: Chip(text["privacy.standard"]), today: nil, form: nil)
        let printed = Moment(words: "今天 14:10", exact: "2026-11-21 14:10", iso: "2026-11-21T06:10:00Z")
        return [
            Sample(
                "full", request(.init(removed: facts, stays: facts, blocked: text["forget.blocked.tickets", ["count": "1"]]), open: true)),
            Sample("answered", request(nil, open: false)),
            Sample("full", PrivacyPage(summary: text["privacy.summary", ["time": "2026-11-21 14:10"]], rules: [rule, limit])),
            Sample(
                "full",
                ExtractPage(
                    tenant: "云杉投资", unit: "滨江置业", number: "#7", facts: facts, contacts: facts, relations: facts, consents: facts,
                    tickets: facts,
                    printed: printed, ticketPath: "/yunshan/bj/owners/requests/3")),
        ]
    }
}
