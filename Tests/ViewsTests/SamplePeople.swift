import Domain
import Views

extension Samples {
    func people() -> [Sample] { peopleLists() + persons() + roles() + trials() }

    private var peopleFilters: [FieldModel] {
        [
            FieldModel(
                .select, form: "people", name: "role", label: text["field.role"], value: "2",
                options: [.init(value: "", label: text["filter.any"]), .init(value: "2", label: text.role("companyServiceCentre"))]),
            FieldModel(.search, form: "people", name: "q", label: text["people.words"], value: "李", maxLength: 40),
        ]
    }

    private func peopleLists() -> [Sample] {
        let row = PeopleListPage.Row(
            name: "李敏", path: "/yunshan/bj/org/people/4", account: "bj@yunshan", unit: "滨江置业",
            posts: ["客服主管 · \(text.role("companyServiceCentre"))"], chips: [Chip(text["people.deputy"], tone: .soon)])
        let bare = PeopleListPage.Row(
            name: "周洁", path: "/yunshan/bj/org/people/5", account: "zj@yunshan", unit: "滨江置业", posts: [], chips: [])
        let summary = text["org.summary", ["count": "2", "time": "14:10"]]
        let empty = EmptyState(
            title: text["people.none"], text: text["people.none.text"], link: Link(text["list.reset"], path: "/yunshan/bj/org/people"))
        let reports = [Link(text["report.access"], path: "/yunshan/bj/org/access")]
        let cell = OrgListPage.Row(cells: [
            .init(text["org.name"], link: Link("李敏", path: "/yunshan/bj/org/people/4")), .init(text["report.why"], text: "客服主管"),
            .init(text["org.note"], chip: Chip(text["org.disabled"], tone: .late)),
        ])
        return [
            Sample(
                "full",
                PeopleListPage(
                    filters: peopleFilters, sentence: "李", filterPath: "/yunshan/bj/org/people", resetPath: "/yunshan/bj/org/people",
                    rows: [row, bare], summary: summary, empty: empty, pager: Pager(previous: nil, next: "/yunshan/bj/org/people?after=5"),
                    adds: [Link(text["org.add.person"], path: "/yunshan/bj/org/people/new")], reports: reports)),
            Sample(
                "empty",
                PeopleListPage(
                    filters: peopleFilters, sentence: text["people.everybody"], filterPath: "/yunshan/bj/org/people", resetPath: nil,
                    rows: [],
                    summary: summary, empty: empty, pager: nil, adds: [], reports: reports)),
            Sample(
                "full",
                ReportPage(
                    title: text["report.access"], intro: text["report.access.text", ["time": "14:10"]],
                    back: Link(text["rail.people"], path: "/yunshan/bj/org/people"),
                    tables: [
                        .init(
                            title: text["report.matters"], note: text["report.count", ["count": "1"]],
                            columns: [text["org.name"], text["report.why"], text["org.note"]], rows: [cell], none: text["report.nobody"]),
                        .init(title: text["report.others"], columns: [], rows: [], none: text["report.nobody"]),
                    ])),
        ]
    }

    private func persons() -> [Sample] {
        let back = Link(text["rail.people"], path: "/yunshan/bj/org/people")
        let post = PersonPage.Post(
            title: "春晓项目客服（代王晓燕）", role: Link(text.role("projectService"), path: "/yunshan/bj/org/roles/3"), unit: "云杉·春晓",
            period: "2026-11-01 – 2026-12-01", chips: [Chip(text["people.deputyFor", ["name": "王晓燕"]], tone: .soon)],
            actions: [Link(text["org.endPost"], path: "/yunshan/bj/org/people/4/posts/9/end")])
        let matter = PersonPage.Matter(
            number: "BJ-2611-0427", state: Chip(text.word(ComplaintState.investigating)), part: text["hand.handler"],
            due: words.moment(words.now + .hours(2)).words)
        let facts = [
            Fact(text["people.home"], text: "滨江置业"), Fact(text["people.sessions"], text: "2"),
            Fact(text["people.seen"], text: words.moment(words.now).words),
        ]
        let powers = PersonPage.Powers(
            post: "客服主管 · 滨江置业", sees: text.word(Permission.ticketSee), does: text.word(Permission.ticketAccept))
        return [
            Sample(
                "full",
                PersonPage(
                    name: "李敏", account: "bj@yunshan", back: back, chips: [Chip(text["people.state.active"], tone: .good)], facts: facts,
                    posts: [
                        .init(heading: text["people.current"], rows: [post]),
                        .init(
                            heading: text["people.past"],
                            rows: [
                                .init(
                                    title: "前台", role: Link(text.role("projectService"), path: "/yunshan/bj/org/roles/3"), unit: "江湾",
                                    period: "2024-01-01 – 2025-01-01")
                            ]),
                    ], noPosts: text["people.noPosts"],
                    matters: [
                        .init(unit: "滨江置业", rows: [matter], more: text["people.more", ["count": "3"]]),
                        .init(
                            unit: "云杉·春晓",
                            rows: [
                                .init(
                                    number: "BJ-2611-0430", state: Chip(text.word(ComplaintState.recorded)),
                                    part: text["hand.firstReceiver"])
                            ]),
                    ], matterSummary: text["people.handsCount", ["count": "5"]], powers: [powers],
                    buttons: [Link(text["people.edit"], path: "/yunshan/bj/org/people/4/edit")],
                    dangers: [Link(text["org.disable"], path: "/yunshan/bj/org/people/4/disable")],
                    look: SmallForm(path: "/yunshan/bj/org/people/4/look", key: "k-look"))),
            Sample(
                "empty",
                PersonPage(
                    name: "新人", account: "new@yunshan", back: back, chips: [], facts: facts, posts: [], noPosts: text["people.noPosts"],
                    matters: [], matterSummary: text["people.handsHidden"],
                    powers: [.init(post: "岗", sees: nil, does: nil)], buttons: [], dangers: [], look: nil)),
            Sample(
                "full",
                InvitationPage(
                    title: text["invitation.first"], name: "李敏", account: "bj@yunshan",
                    link: "https://cs.example.cn/invitation/yunshan?token=abc", expires: words.moment(words.now + .hours(24)),
                    next: [Link("李敏", path: "/yunshan/bj/org/people/4")])),
            Sample(
                "full",
                RedeemPage(
                    messages: text, path: "/invitation/yunshan", key: "k-redeem", tenant: "云杉投资", name: "李敏", account: "bj@yunshan",
                    token: "abc", rule: text["password.rule.dengbao"], error: text["problem.predictable"])),
            Sample("gone", RedeemPage()),
        ]
    }

    private func groups(_ held: Set<Permission>) -> PermissionGroups {
        PermissionGroups(
            groups: PermissionGroup.allCases.map { group in
                let check = { (permission: Permission) in
                    PermissionGroups.Check(
                        value: permission.code, label: text.word(permission), checked: held.contains(permission),
                        duty: Duty.of([permission]).first.map { text.word($0) })
                }
                return .init(
                    name: text.word(group), sees: group.permissions.filter(\.isSeeing).map(check),
                    does: group.permissions.filter { !$0.isSeeing }.map(check))
            }, error: held.isEmpty ? text["problem.required"] : nil)
    }

    private func roles() -> [Sample] {
        let back = Link(text["org.roles"], path: "/yunshan/hq/org/roles")
        let row = RoleListPage.Row(
            name: "项目观察员", path: "/yunshan/hq/org/roles/40", note: "只看不办", kinds: text.word(UnitKind.project), reach: text.word(Reach.unit),
            powers: text["role.powersCount", ["sees": "3", "does": "0"]],
            holders: Link(text["role.holdersCount", ["count": "2"]], path: "/yunshan/hq/org/people?role=40"),
            chip: Chip(text["role.retired"], tone: .late))
        let plain = RoleListPage.Row(
            name: text.role("auditor"), path: "/yunshan/hq/org/roles/9", note: nil, kinds: text.word(UnitKind.group),
            reach: text.word(Reach.subtree),
            powers: text["role.powersCount", ["sees": "7", "does": "0"]],
            holders: Link(text["role.holdersCount", ["count": "1"]], path: "/yunshan/hq/org/people?role=9"), chip: nil)
        let duties = Duty.allCases.map {
            RoleListPage.Duty(
                name: text.word($0), text: text["duty.\($0.code).text"], holders: $0 == .security ? [] : ["沈国栋"],
                vacant: text["duty.vacant"])
        }
        let fields = [
            FieldModel(
                .text, form: "role", name: "name", label: text["role.name"], value: "项目观察员", required: true, half: true, maxLength: 30),
            FieldModel(
                .radios, form: "role", name: "reach", label: text["role.reach"], value: "unit",
                options: Reach.allCases.map { .init(value: $0.code, label: text.word($0)) }),
        ]
        let form = FormModel(
            id: "role", path: "/yunshan/hq/org/roles/40/edit", groups: [FieldGroup(fields: fields)], submit: text["form.save"],
            key: "k-role",
            version: "2", message: text["form.problems"])
        let person = FieldModel(
            .select, form: "role", name: "person", label: text["role.tryOn"], half: true,
            options: [.init(value: "", label: text["form.choose"]), .init(value: "4", label: "李敏")])
        let summary = text["org.summary", ["count": "2", "time": "14:10"]]
        return [
            Sample(
                "full",
                RoleListPage(
                    duties: duties, rows: [row, plain], summary: summary,
                    buttons: [Link(text["role.compare"], path: "/yunshan/hq/org/role-comparison")],
                    add: Link(text["role.add"], path: "/yunshan/hq/org/roles/new"))),
            Sample("reader", RoleListPage(duties: duties, rows: [plain], summary: summary, buttons: [], add: nil)),
            Sample(
                "full",
                RolePage(
                    name: "项目观察员", note: "只看不办", back: back, chips: [Chip(text["role.builtIn"])],
                    facts: [Fact(text["role.reach"], text: text.word(Reach.unit), note: text["reach.unit.text"])],
                    permissions: groups([.ticketSee]),
                    holders: [
                        .init(cells: [
                            .init(text["org.name"], link: Link("李敏", path: "/yunshan/hq/org/people/4")),
                            .init(text["field.unit"], text: "滨江"),
                        ])
                    ],
                    holderSummary: text["role.holdersCount", ["count": "1"]],
                    buttons: [Link(text["role.edit"], path: "/yunshan/hq/org/roles/40/edit")],
                    retire: SmallForm(path: "/yunshan/hq/org/roles/40/retire", key: "k-retire"))),
            Sample(
                "empty",
                RolePage(
                    name: "空", note: nil, back: back, chips: [], facts: [], permissions: groups([.deskSee]), holders: [],
                    holderSummary: text["role.holdersCount", ["count": "0"]], buttons: [], retire: nil)),
            Sample(
                "full",
                RoleEditorPage(
                    title: text["role.edit"], intro: text["role.editor.text"], back: back, form: form, permissions: groups([]),
                    tryPath: "/yunshan/hq/org/roles/40/try", person: person)),
            Sample(
                "new",
                RoleEditorPage(
                    title: text["role.add"], intro: nil, back: back,
                    form: FormModel(
                        id: "role", path: "/yunshan/hq/org/roles/new", groups: [FieldGroup(fields: fields)], submit: text["form.save"],
                        key: "k-new"),
                    permissions: groups([.ticketSee]), tryPath: "/yunshan/hq/org/roles/new/try", person: nil)),
        ]
    }

    private func trials() -> [Sample] {
        let back = Link(text["org.roles"], path: "/yunshan/hq/org/roles/40/edit")
        let choices = ["left", "right"].map {
            FieldModel(
                .select, form: "compare", name: $0, label: text["role.\($0)"], value: "9",
                options: [.init(value: "9", label: text.role("auditor"))])
        }
        return [
            Sample(
                "full",
                RoleComparePage(
                    back: back, path: "/yunshan/hq/org/role-comparison", choices: choices, left: text.role("auditor"), right: "项目观察员",
                    groups: [
                        .init(
                            name: text["role.place"],
                            rows: [.init(fact: text["role.reach"], left: text.word(Reach.subtree), right: text.word(Reach.unit))]),
                        .init(
                            name: text.word(PermissionGroup.viewing),
                            rows: [
                                .init(permission: text.word(Permission.ticketSee), left: true),
                                .init(permission: text.word(Permission.sensitiveSee), left: false),
                            ]),
                    ], summary: text["role.differ", ["count": "3"]])),
            Sample("empty", RoleComparePage(back: back, path: "/yunshan/hq/org/role-comparison", choices: choices)),
            Sample(
                "full",
                PersonViewPage(
                    title: text["view.trial"], note: text["view.trial.text"], back: back, person: "李敏", unit: "滨江置业",
                    rooms: [.init(label: text["rail.desk"], icon: .desk, count: 4), .init(label: text["rail.notices"], icon: .notices)],
                    tiles: [Fact(text["view.held"], text: "12")], noDesk: text["view.noDesk"], units: ["滨江置业", "云杉·春晓"],
                    unitSummary: text["org.count", ["count": "2"]], gained: [text.word(Permission.ticketSee)],
                    lost: [text.word(Permission.deskSee)],
                    draft: .init(
                        path: "/yunshan/hq/org/roles/7/edit", tryPath: "/yunshan/hq/org/roles/7/try", key: "k-draft", version: "3",
                        values: [("name", "项目观察员"), ("permissions", "desk.see")]))),
            Sample(
                "empty",
                PersonViewPage(
                    title: text["view.now"], note: text["view.now.text"], back: back, person: "新人", unit: nil, rooms: [], tiles: [],
                    noDesk: text["view.noDesk"], units: [], unitSummary: text["org.count", ["count": "0"]])),
        ]
    }
}
