import Domain
import Views

extension Samples {
    func tickets() -> [Sample] { lists() + [ticketFull(), ticketWaiting()] + intake() + conflicts() }

    private func lists() -> [Sample] {
        let fields = Fields(form: "filter", wording: words, values: ["severity": "top"])
        let filters = [
            fields.field(.select, "state", label: "filter.state", options: fields.options(ComplaintState.self)),
            fields.field(.select, "severity", label: "filter.severity", options: fields.options(Severity.self)),
            fields.field(.date, "from", label: "field.from"),
            fields.field(.checkbox, "overdue", label: "filter.overdue", value: "true"),
            fields.hidden("view", value: "open"),
        ]
        let views = ["open", "mine", "overdue", "waiting", "closed"].map {
            TicketListPage.View(
                label: text["view.\($0)"], path: "/yunshan/bj/tickets?view=\($0)", current: $0 == "open", count: $0 == "open" ? 38 : 0)
        }
        let summary = text["list.summary", ["count": "38", "sort": text["sort.due"], "time": "14:10"]]
        let none = EmptyState(
            title: text["list.empty.title"], text: text["list.empty.text"], link: Link(text["list.reset"], path: "/yunshan/bj/tickets"))
        let pager = Pager(previous: "/yunshan/bj/tickets?before=1", next: "/yunshan/bj/tickets?after=25")
        let bare = TicketRow(
            path: "/yunshan/bj/tickets/1", number: "BJ-2611-0001", title: "无时限事项", kind: "投诉", house: "公共区域",
            state: text.word(ComplaintState.archived))
        return [
            Sample(
                "full",
                TicketListPage(
                    title: text["list.title"], views: views, filters: filters, sentence: "重大 · 仅超期", filterPath: "/yunshan/bj/tickets",
                    resetPath: "/yunshan/bj/tickets", rows: rows() + [bare], summary: summary, pager: pager,
                    intakePath: "/yunshan/bj/intake", exportPath: "/yunshan/bj/exchange/exports/new/tickets")),
            Sample(
                "empty",
                TicketListPage(
                    title: text["list.title"], views: views, filters: filters, sentence: "重大 · 仅超期", filterPath: "/yunshan/bj/tickets",
                    rows: [],
                    summary: summary, empty: none)),
            Sample(
                "full",
                SearchResultsPage(
                    query: "1234", path: "/yunshan/bj/search", rows: rows(matched: true),
                    summary: text["search.summary", ["count": "6", "time": "14:10"]], pager: pager)),
            Sample(
                "short",
                SearchResultsPage(
                    query: "1", path: "/yunshan/bj/search", rows: [],
                    empty: EmptyState(title: text["search.short.title"], text: text["search.short.text"]))),
            Sample("full", VisitListPage(rows: rows(), summary: text["visits.summary", ["count": "6", "time": "14:10"]], pager: pager)),
            Sample(
                "empty",
                VisitListPage(
                    rows: [], summary: text["visits.summary", ["count": "0", "time": "14:10"]],
                    empty: EmptyState(title: text["visits.empty.title"], text: text["visits.empty.text"]))),
        ]
    }

    func ladder(both: Bool = false, bridged: Bool = false) -> LadderModel {
        let vendor = LadderModel.Line(
            name: text.word(Line.vendor), tone: .vendor,
            rungs: [
                .init(
                    name: "春晓物业服务中心", progress: .done, note: text["ladder.held", ["span": words.duration(.hours(28))]],
                    spoken: text["ladder.done"]),
                .init(
                    name: "佳园物业客服中心", progress: .waiting, note: text["ladder.waits", ["span": words.duration(.minutes(26))]],
                    spoken: text["ladder.waiting"]),
                .init(name: "云杉投资客服中心", progress: .ahead, spoken: text["ladder.ahead"]),
                .init(name: text["ladder.litigation"], progress: .ahead, end: true, spoken: text["ladder.ahead"]),
            ]
        )
        let developer = LadderModel.Line(
            name: text.word(Line.developer), tone: .developer,
            rungs: [
                .init(name: "春晓项目客服", progress: .ahead, spoken: text["ladder.ahead"]),
                .init(
                    name: "滨江置业客服中心", progress: .now, note: text["ladder.since", ["span": words.duration(.hours(2))]],
                    spoken: text["ladder.now"]),
            ]
        )
        return LadderModel(
            lines: both ? [vendor, developer] : [vendor],
            bridges: !bridged ? [] : [.init(text: "滨江置业客服中心 · 质量缺陷通报（\(text["exchange.open"])）", href: "#exchange-1", open: true)],
            because: both ? [text.word(RoutingReason.afterHandover)] : []
        )
    }

    func entries() -> [BatonEntry] {
        [
            BatonEntry(
                at: words.moment(words.now - .minutes(4)), tone: .vendor, action: text.word(ComplaintAction.escalate),
                actor: "陈涛 · 春晓物业服务中心", to: "佳园物业客服中心", chip: Chip(text["ladder.waiting"], tone: .soon),
                said: "已注浆两次仍渗，需总包拆除面层重做，超出项目权限。业主不接受第三次注浆方案，要求赔偿 1,500 元。"),
            BatonEntry(
                at: words.moment(words.now - .minutes(32)), tone: .late, action: text.word(ComplaintAction.customerRejects),
                actor: "张** · 电话答复", note: "COMPLAINT-R5"),
            BatonEntry(
                at: words.moment(words.now - .hours(22)), tone: .good, action: text.word(ComplaintAction.proposePlan),
                actor: "陈涛 · 春晓物业服务中心", chip: Chip(text["deadline.met"], tone: .good)),
            BatonEntry(
                at: words.moment(words.now - .hours(28)), tone: .plain, action: text.word(ComplaintAction.record), actor: "周倩 · 春晓物业前台",
                note: text["intake.repeatedText", ["count": "2", "open": "1"]]),
        ]
    }

    func plans() -> [TicketPage.Plan] {
        [
            .init(
                round: text["plan.roundNumber", ["count": "2"]], text: "总包拆除面层，重做防水。\n补偿车辆清洗。", compensation: words.money(.yuan(1_500)),
                proposed: words.moment(words.now - .minutes(9)), by: "吴磊 · 佳园物业客服中心", answer: Chip(text["plan.waiting"], tone: .soon)),
            .init(
                round: text["plan.roundNumber", ["count": "1"]], text: "第三次注浆", compensation: words.money(.yuan(300)),
                proposed: words.moment(words.now - .hours(22)), by: "陈涛 · 春晓物业服务中心", answer: Chip(text["plan.rejected"], tone: .late),
                reason: "已经修过三次，不接受再注浆。"),
        ]
    }

    func visits() -> [TicketPage.Visit] {
        let scores = ["attitude", "quality", "efficiency", "overall"].map {
            Fact(text["visit.\($0)"], text: text["visit.score", ["score": "4"]])
        }
        return [
            .init(
                at: words.moment(words.now - .days(3)), by: "李敏 · 滨江公司客服", method: text.word(VisitMethod.onSite),
                result: Chip(text.word(VisitOutcome.dissatisfied), tone: .late), scores: scores, text: "当时修好了，过两周又漏。",
                print: Link(text["ticket.visitRecord"], path: "/yunshan/bj/tickets/427/visit-record"))
        ]
    }

    func action(_ action: ComplaintAction, primary: Bool = false, danger: Bool = false, fields: [FieldModel] = [], message: String? = nil)
        -> ActionForm
    {
        ActionForm(
            id: action.code, label: text.word(action), explain: text["explain.\(action.code)"],
            path: "/yunshan/bj/tickets/427/actions/\(action.code)", fields: fields, key: "k-\(action.code)", version: "7", danger: danger,
            message: message
        )
    }

    private func ticketFull() -> Sample {
        func fields(_ action: ComplaintAction, errors: FieldErrors = FieldErrors()) -> Fields {
            Fields(form: action.code, wording: words, errors: errors)
        }
        let visit = fields(.recordVisit)
        let reveal = Fields(form: "reveal", wording: words)
        return Sample(
            "full",
            ticketPage(
                primary: action(.acceptEscalation, primary: true, fields: [fields(.acceptEscalation).field(.textarea, "note", max: 2000)]),
                actions: [
                    action(
                        .sendBack, danger: true,
                        fields: [
                            fields(.sendBack, errors: FieldErrors("reason", .required)).field(
                                .textarea, "reason", required: true, max: 2000)
                        ], message: text["problem.required"]),
                    action(
                        .proposePlan,
                        fields: [
                            fields(.proposePlan).field(.textarea, "plan", required: true),
                            fields(.proposePlan).field(.money, "compensation", required: true),
                        ]),
                    action(
                        .recordVisit,
                        fields: [
                            visit.field(.radios, "method", value: "phone", required: true, options: visit.options(VisitMethod.self)),
                            FieldModel(
                                .checkbox, form: "recordVisit", name: "signed", label: text["field.signed"],
                                hint: text["print.signatureRule"]),
                            visit.field(.select, "outcome", required: true, options: visit.options(VisitOutcome.self)),
                            visit.hidden("round", value: "1"),
                        ]
                    ),
                ],
                waiting: nil,
                phone: RevealBlock(
                    masked: "138****1234",
                    form: ActionForm(
                        id: "reveal", label: text["reveal.show"], explain: text["reveal.explain"], path: "/yunshan/bj/tickets/427/reveal",
                        fields: [reveal.field(.text, "reason", required: true, max: 200)], key: "k-reveal")),
                full: true
            )
        )
    }

    private func ticketWaiting() -> Sample {
        Sample(
            "waiting",
            ticketPage(primary: nil, actions: [], waiting: text["ticket.waiting.accept", ["holder": "佳园物业客服中心"]], phone: nil, full: false))
    }

    private func ticketPage(primary: ActionForm?, actions: [ActionForm], waiting: String?, phone: RevealBlock?, full: Bool) -> TicketPage {
        let now = words.now
        let exchange = TicketPage.Exchange(
            anchor: "exchange-1", topic: "质量缺陷通报", state: Chip(text["exchange.open"], tone: .soon),
            words: [.init(at: words.moment(now - .minutes(50)), by: "吴磊 · 佳园物业客服中心", text: "车库顶板渗水，疑似总包施工缺陷，请地产工程确认。")],
            actions: [action(.replyExchange, fields: [Fields(form: "reply-1", wording: words).field(.textarea, "text", required: true)])]
        )
        let shares = [("春晓物业前台", Int64(45), Tone.plain), ("春晓物业服务中心", 470, .vendor), ("业主", 166, .soon), ("滨江置业", 75, .developer)].map {
            ResponsibilityBar.Share(holder: $0.0, seconds: $0.1 * 60, tone: $0.2, words: words.duration(.minutes($0.1)))
        }
        let history = [
            TicketPage.History(
                number: "BJ-2610-0112", path: "/yunshan/bj/tickets/112", title: "车库渗水",
                state: Chip(text.word(ComplaintState.closed), tone: .good), at: words.moment(now - .days(40))),
            TicketPage.History(
                number: "BJ-2609-0055", path: "/yunshan/bj/tickets/55", title: "车库渗水，二次", state: Chip(text.word(ComplaintState.archived)),
                at: words.moment(now - .days(400))),
        ]
        let reason = text["stageReason.houseHandedOver", ["day": words.day(Day(2024, 6, 18)!)]]
        return TicketPage(
            number: "BJ-2611-0427", kind: text.word(TicketKind.complaint),
            channel: text["ticket.source", ["channel": text.word(Channel.phone), "source": text.word(ChannelSource.internal)]],
            chips: full
                ? [
                    Chip(text.word(Line.vendor), tone: .vendor), Chip(text.word(Severity.top), tone: .late),
                    Chip(text["ticket.repeat"], tone: .soon),
                ] : [],
            title: "地下车库渗水反复维修三次，业主要求赔偿",
            place: text["ticket.place", ["house": "云杉·春晓 3 幢 2 单元 1102", "stage": text.word(Stage.afterHandover), "reason": reason]],
            event: "车库顶板渗水，10 月起修过三次仍漏，车辆受损。物业工程王师傅到场过。\n业主情绪激动。",
            prints: full
                ? [
                    Link(text["ticket.receipt"], path: "/yunshan/bj/tickets/427/receipt"),
                    Link(text["ticket.register"], path: "/yunshan/bj/tickets/427/register"),
                ] : [],
            ladder: ladder(bridged: full), firstReceiver: FirstReceiverPin(person: "周倩 · 春晓物业前台", note: text["baton.pin.answers"]),
            entries: entries(),
            entryCount: text["baton.count", ["count": "4"]], plans: full ? plans() : [], exchanges: full ? [exchange] : [],
            visits: full ? visits() : [],
            responsibility: full
                ? ResponsibilityBar(
                    shares: shares, total: text["responsibility.total", ["span": words.duration(.minutes(756))]],
                    label: text["responsibility.label", ["shares": shares.map { "\($0.holder) \($0.words)" }.joined(separator: ", ")]])
                : nil,
            primary: primary, actions: actions, waiting: waiting,
            deadlines: full
                ? [
                    deadline(.accept, words.deadline(due: now + .minutes(4))),
                    deadline(.plan, words.deadline(due: now - .hours(4), metAt: now - .hours(5))),
                    deadline(.resolve, words.deadline(due: now - .days(1))),
                ] : [],
            kept: full
                ? TicketPage.Kept(
                    text["ticket.kept", ["count": "1"]],
                    deadlines: [deadline(.accept, words.deadline(due: now - .hours(27), metAt: now - .hours(28)))]) : nil,
            facts: [
                Fact(text["fact.customer"], text: "张** · \(text.word(CustomerRelation.owner))"),
                Fact(text["fact.wish"], text: "彻底修复，赔偿 1,500 元"),
                Fact(text["fact.severity"], chip: Chip(text.word(Severity.top), tone: .late), note: "COMPLAINT-N7"),
                Fact(text["fact.house"], link: Link("3 幢 2 单元 1102", path: "/yunshan/bj/org/houses")),
            ],
            phone: phone, history: full ? history : [], historySummary: text["ticket.historySummary", ["count": "12", "open": "2"]],
            files: files(full: full))
    }

    private func deadline(_ clock: ClockKind, _ chip: DeadlineChip) -> TicketPage.Deadline {
        .init(
            name: text.word(clock), owner: "佳园物业", chip: chip, promise: text["ticket.promise", ["time": chip.exact]],
            because: text[
                "ticket.because",
                [
                    "rule": text.word(ClockRule.acceptEscalated), "start": words.exact(words.now - .minutes(26)),
                    "span": words.duration(.minutes(30)),
                ]]
        )
    }
}
