import Domain
import Views

extension Samples {
    func prints() -> [Sample] {
        let facts = [
            Fact(text["fact.customer"], text: "张三"), Fact(text["fact.phone"], text: "138****1234"),
            Fact(text["fact.house"], text: "云杉·春晓 3 幢 2 单元 1102"), Fact(text["fact.receivedAt"], text: words.exact(words.now)),
            Fact(text["fact.happenedPlace"], text: "地下车库"), Fact(text["fact.persons"], text: "王师傅"),
        ]
        let event = "车库顶板渗水，10 月起修过三次仍漏。"
        let printed = words.moment(words.now)
        return [
            Sample(
                "full",
                ReceiptPage(
                    tenant: "云杉投资", unit: "春晓物业服务中心", number: "BJ-2611-0427", facts: facts, event: event, wish: "彻底修复，赔偿 1,500 元",
                    promise: text["print.promiseText", ["time": words.exact(words.now + .minutes(30))]], receiver: "周倩 · 春晓物业前台",
                    footer: [text["print.hotline", ["number": "400-820-1234"]], text["print.hours", ["hours": "8:30–18:00"]]],
                    printed: printed, ticketPath: "/yunshan/bj/tickets/427")),
            Sample(
                "short",
                ReceiptPage(
                    tenant: "云杉投资", unit: "春晓物业服务中心", number: "BJ-2611-0427", facts: facts, event: event, wish: nil, promise: "",
                    receiver: "周倩", printed: printed, ticketPath: "/yunshan/bj/tickets/427")),
            Sample(
                "full",
                ComplaintRegisterPage(
                    tenant: "云杉投资", unit: "春晓物业服务中心", number: "BJ-2611-0427", facts: facts, event: event, wish: "彻底修复", entries: entries(),
                    plans: plans(), printed: printed, ticketPath: "/yunshan/bj/tickets/427")),
            Sample(
                "short",
                ComplaintRegisterPage(
                    tenant: "云杉投资", unit: "春晓物业服务中心", number: "BJ-2611-0427", facts: facts, event: event, wish: nil, entries: [], plans: [],
                    printed: printed, ticketPath: "/yunshan/bj/tickets/427")),
            Sample(
                "full",
                VisitRecordPage(
                    tenant: "云杉投资", unit: "滨江置业", number: "BJ-2611-0427", facts: facts, visits: visits(), signature: true, printed: printed,
                    ticketPath: "/yunshan/bj/tickets/427")),
            Sample(
                "empty",
                VisitRecordPage(
                    tenant: "云杉投资", unit: "滨江置业", number: "BJ-2611-0427", facts: facts, visits: [], signature: false, printed: printed,
                    ticketPath: "/yunshan/bj/tickets/427")),
        ]
    }

    func org() -> [Sample] {
        let kinds: [(String, UnitKind, Tone, Int)] = [
            ("云杉投资", .group, .group, 0), ("滨江置业", .company, .developer, 1), ("云杉·春晓", .project, .developer, 2),
            ("佳园物业", .vendor, .vendor, 1),
        ]
        let units = kinds.map { name, kind, tone, depth in
            OrgTreePage.Row(
                name: name, kind: Chip(text.word(kind), tone: tone),
                marks: depth == 1 ? [Chip(text.word(Holding.reference), tone: .soon)] : [], code: "bj-spring",
                open: depth == 2 ? "38" : nil,
                note: depth == 2 ? text["org.handedOver", ["day": words.day(Day(2024, 6, 18)!)]] : nil,
                path: depth == 1 ? "/yunshan/bj/org/units/2" : nil, faded: depth == 0, depth: depth)
        }
        let adds = [
            Link(text["org.add.company"], path: "/yunshan/hq/org/units/new/company"),
            Link(text["org.add.project"], path: "/yunshan/hq/org/units/new/project"),
        ]
        let person = OrgListPage.Row(cells: [
            .init(text["field.name"], link: Link("李敏", path: "/yunshan/hq/org/people/1")), .init(text["field.account"], text: "bj@yunshan"),
            .init(text["field.role"], chip: Chip(text.role("companyServiceCentre"), tone: .developer)),
        ])
        let columns = [text["field.name"], text["field.account"], text["field.role"]]
        let fields = Fields(form: "unit", wording: words, values: ["code": "BJ!"], errors: FieldErrors("code", .notACode))
        let form = FormModel(
            id: "unit", path: "/yunshan/hq/org/units/new/project",
            groups: [
                FieldGroup(fields: [
                    fields.field(.text, "name", required: true, max: 60, autofocus: true),
                    fields.field(.text, "code", required: true, max: 31, half: true),
                    fields.field(.date, "handover", half: true),
                    fields.field(.select, "company", required: true, options: [FieldModel.Option(value: "2", label: "滨江置业")]),
                ])
            ], submit: text["form.save"], key: "k-unit", version: "3")
        let roles = BuiltInRole.all
        let groups = PermissionGroup.allCases.map { group in
            RoleMatrixPage.Group(
                name: text.word(group),
                permissions: Permission.allCases.filter { $0.group == group }.map { permission in
                    RoleMatrixPage.Permission(
                        name: text.word(permission), cells: roles.map { .init(role: $0.key, allowed: $0.permissions.contains(permission)) })
                })
        }
        let summary = text["org.summary", ["count": "4", "time": "14:10"]]
        return [
            Sample("full", OrgTreePage(rows: units, summary: summary, adds: adds)),
            Sample(
                "empty",
                OrgTreePage(
                    rows: [], summary: summary, adds: [],
                    empty: EmptyState(title: text["org.empty.title"], text: text["org.empty.text"]))),
            Sample(
                "full",
                OrgListPage(
                    title: text["org.people"], columns: columns, rows: [person, person], summary: summary,
                    pager: Pager(previous: "/yunshan/hq/org/people?before=1", next: nil), adds: adds)),
            Sample(
                "empty",
                OrgListPage(
                    title: text["org.houses"], columns: columns, rows: [], summary: summary,
                    empty: EmptyState(title: text["org.empty.title"], text: text["org.empty.text"]))),
            Sample(
                "full",
                OrgFormPage(
                    title: text["org.add.project"], intro: text["org.roles.text"],
                    back: Link(text["org.units"], path: "/yunshan/hq/org/units"), form: form)),
            Sample(
                "short",
                OrgFormPage(
                    title: text["org.add.company"], back: Link(text["org.units"], path: "/yunshan/hq/org/units"),
                    form: FormModel(
                        id: "company", path: "/yunshan/hq/org/units/new/company", groups: [], submit: text["form.save"], key: "k-company"))),
            Sample("full", RoleMatrixPage(roles: roles.map { text.role($0.key) }, groups: groups)),
        ]
    }

    func errors() -> [Sample] {
        ErrorPage.Kind.allCases.map {
            Sample(String($0.rawValue), ErrorPage($0, messages: text, requestID: $0 == .failed ? "a1b2c3" : nil))
        }
    }
}
