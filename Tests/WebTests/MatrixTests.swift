import Domain
import Foundation
import HTTPTypes
import Postgres
import Store
import TestSupport
import Testing

@testable import Web

@Suite("Who may ask what") struct MatrixTests {
    /// One person of each built-in role, and nobody.
    static let people = [
        "nobody", "admin", "sec", "bj-admin", "jy-admin", "hq", "bj", "bj-spring", "bj-spring-manager", "jy", "jy-spring", "tech-spring",
        "audit", "interviewer", "assessor",
    ]

    @Test func `the routes are those of docs/routes.txt`() throws {
        let printed = Routes.all.map(\.line).joined(separator: "\n") + "\n"
        try Golden.expect(printed, "docs/routes.txt")
        #expect(Set(Routes.all.map { "\($0.method) \($0.pattern)" }).count == Routes.all.count)
    }

    @Test func `no route changes anything by GET, and every public door says why`() {
        for route in Routes.all {
            #expect(route.method == .get || route.method == .post)
            if case .public(let because) = route.needs { #expect(because.count > 10) }
        }
    }

    /// Every route is really asked by every role: GET with ids that exist, POST with an empty form.
    @Test func `ACCESS-R1: route by role is the golden matrix`() async throws {
        try await Ground.run { ground in
            let ticket = try await ground.cast.record()
            _ = try await ground.cast.record(in: ground.cast.haitang)
            try await Self.registerWithPapers(ground)
            let file = try await Self.bringFile(ground, ticket)
            let tables = try await Self.bringTables(ground)
            let survey = try await CastSurvey.issue(ground.cast)
            let interviewer = try await ground.cast.hire("interviewer", "访问员", as: .surveyInterviewer, at: "bj-spring")
            let response = try await survey.answer(
                "{\"service\":\"1\"}", texts: "{\"say\":\"我叫王小明，电话13812345678\"}", door: "1-101")
            for _ in 0..<12 { try await survey.answer("{\"service\":\"5\",\"repair\":\"4\"}") }
            try await survey.count()
            let assessor = try await ground.cast.hire("assessor", "评价员", as: .vendorAssessor, at: "bj-spring")
            let hired = ["interviewer": interviewer, "assessor": assessor]
            let room = try await VendorThings.make(ground.cast, assessor: assessor)
            let things = Things(
                ticket: ticket, tables: tables, wave: survey.wave, response: response, file: file, vendors: room,
                inspection: try await InspectionThings.make(ground.cast))
            var lines: [String: String] = [:]
            // Signing out ends the session that the other calls need.
            for route in Routes.all.sorted(by: { ($0.pattern == "/logout" ? 1 : 0) < ($1.pattern == "/logout" ? 1 : 0) }) {
                var cells: [String] = []
                for account in Self.people {
                    let visitor =
                        hired[account].map { ground.visitor($0) } ?? (account == "nobody" ? ground.stranger() : ground.visitor(account))
                    let answer = try await Self.ask(route, by: visitor, things, ground)
                    cells.append("\(account) \(answer.status)")
                    #expect(answer.status < 500, "\(route.line) \(account)")
                    for value in try Self.unmasked(in: answer.body, route, as: account, ground) {
                        Issue.record("\(value) unmasked: \(route.line) \(account)")
                    }
                    #expect(Self.isOwn(answer.body), "\(route.line) \(account)")
                }
                lines[route.line] = "\(route.method.rawValue) \(route.pattern)\n    \(cells.joined(separator: " | "))"
            }
            try Golden.expect(
                Routes.all.compactMap { lines[$0.line] }.joined(separator: "\n") + "\n", "Tests/WebTests/Golden/route-matrix.txt")
        }
    }

    private static func ask(
        _ route: Route, by visitor: Visitor, _ things: Things, _ ground: Ground
    ) async throws -> Answer {
        let customer = ground.cast.yunshan.customer("bj-spring/1-101")
        let owner = ground.cast.yunshan
        // The first room in the path says what its number means.
        let rooms: [(path: String, id: String)] = [
            ("/waves/", things.wave.description), ("/owners/", customer.description), ("/imports/", things.tables.bringing.description),
            ("/exports/", things.tables.taking.description), ("/houses/", owner.house("bj-spring/1-101").description),
            ("/people/", owner.person("bj-spring-2").id.description), ("/sessions/", "999999"),
            ("/org/units/", owner.unit("bj-spring").id.description), ("/roles/", "1"),
        ]
        let id = things.vendors.id(route.pattern) ?? rooms.first { route.pattern.contains($0.path) }?.id ?? things.ticket.id.description
        let path = things.inspection.fill(route.pattern).replacing("{tenant}", with: visitor.tenant).replacing("{unit}", with: visitor.unit)
            .replacing("{id}", with: id).replacing("{action}", with: "accept").replacing("{post}", with: "999999")
            .replacing("{other}", with: ground.cast.yunshan.customer("bj-spring/1-102").description).replacing("{field}", with: "phone")
            .replacing("{rule}", with: "keepReads").replacing("{request}", with: "999999").replacing("{contact}", with: "999999")
            .replacing("{relation}", with: "999999").replacing("{consent}", with: "999999").replacing("{merge}", with: "999999")
            .replacing("{kind}", with: "houses").replacing("{format}", with: "csv").replacing("{subject}", with: "houses")
            .replacing("{key}", with: route.pattern.contains("/vendors/") ? CastEvaluation.indicators[0] : "print.hotline").replacing(
                "{officer}", with: "999999"
            )
            .replacing("{response}", with: things.response.description).replacing("{file}", with: things.file)
            .replacing("{step}", with: "finish")
            .replacing("{appeal}", with: things.vendors.evaluation.appeal.description)
            .replacing("{consequence}", with: things.vendors.evaluation.consequence.description)
            .replacing("{text}", with: "999999")
            .replacing("{question}", with: "q1").replacing("{building}", with: "999999").replacing("{project}", with: "999999")
            .replacing("{year}", with: String(ground.cast.today.year)).replacing("{vendor}", with: owner.unit("jy").id.description)
            .replacing("{token}", with: "abcdefghijklmnopqrstuvwxyz")
        guard route.method == .post else { return try await visitor.get(path) }
        let page = try await visitor.get(visitor.jar.header == nil ? Paths.login : visitor.paths.sessions)
        var fields = ["csrf": page.hidden("csrf") ?? "", "key": page.hidden("key") ?? ""]
        if route.pattern.contains("/actions/") || route.pattern.contains("/inspections/") { fields["version"] = "1" }
        return try await visitor.post(path, fields)
    }
}

/// What must not be seen by accident: every number of every customer everywhere, names outside the project (research B10).
extension MatrixTests {
    private static let papers = ["name": "周密之", "phone": "13712349876", "identity": "110101199003071233", "contact": "13655554321"]

    /// Pages of those who keep the file show its name at a company too; a request may show what was asked in the customer's words.
    private static func namesBelong(_ route: Route) -> Bool {
        route.pattern.contains("/owners/{id}") || route.pattern.contains("/requests/{request}")
    }

    static func registerWithPapers(_ ground: Ground) async throws {
        let desk = ground.visitor("bj-spring")
        let fields = [
            "kind": "person", "name": papers["name"] ?? "", "phone": papers["phone"] ?? "", "identityKind": "idCard",
            "identity": papers["identity"] ?? "", "classification": "key", "living": "selfOccupied", "door": "1-101", "relation": "tenant",
            "from": "2026-01-01",
        ]
        let page = try await desk.fill(desk.paths.newOwner, fields)
        #expect(page.status == 200 && page.body.contains("137****9876"), "the customer is registered")
        let contact = try await desk.fill(
            page.path, post: "\(page.path)/contacts", ["contactKind": "phone", "contact": papers["contact"] ?? "", "label": ""])
        #expect(contact.body.contains("136****4321"))
    }

    /// A photo on the ticket.
    static func bringFile(_ ground: Ground, _ ticket: CastTicket) async throws -> String {
        let site = ground.visitor("jy-spring")
        let page = try await site.bring(
            site.paths.addFiles(to: ticket.id), from: site.paths.ticket(ticket.id), [("a.jpg", SampleFiles.photo)])
        let link = try #require(page.addresses.sorted().first { $0.wholeMatch(of: /.*\/files\/\d+/) != nil })
        return String(link.split(separator: "/").last ?? "")
    }

    /// What the ids in the paths name.
    struct Things {
        let ticket: CastTicket
        let tables: Tables
        let wave: WaveID
        let response: ResponseID
        let file: String
        let vendors: VendorThings
        let inspection: InspectionThings
    }

    /// A table of somebody's on its way in, with numbers in it, and one on its way out.
    struct Tables {
        let bringing: ImportID
        let taking: ExportID
    }

    /// The rows that can be taken have numbers; the one that cannot has none, because it comes back as it was.
    static func bringTables(_ ground: Ground) async throws -> Tables {
        let bj = ground.visitor("bj")
        let table =
            "项目,房屋,姓名,电话,证件号码,关系\r\nbj-spring,1-102,周密之,\(papers["phone"] ?? ""),\(papers["identity"] ?? ""),租户\r\nbj-spring,9-909,无房,,,业主\r\n"
        let mapping = try await bj.upload(bj.paths.newImport(.owners), Array(table.utf8), name: "客户.csv")
        let bringing = ImportID(Int64(mapping.path.split(separator: "/").last ?? "") ?? 0)
        #expect(mapping.body.contains("137****76"), "the preview masks numbers")
        let columns = ["project": "0", "house": "1", "name": "2", "phone": "3", "identity": "4", "relation": "5"]
        let purpose = ["ground": "contract", "noticeVersion": "2026-1"]
        let checking = try await bj.fill(
            bj.paths.importRun(bringing), post: bj.paths.importColumns(bringing), columns.merging(purpose) { $1 })
        #expect(checking.status == 200)
        let taking = try await bj.ask(.owners, ["owners.house", "owners.relation"]).location ?? ""
        try await ground.work()
        return Tables(bringing: bringing, taking: ExportID(Int64(taking.split(separator: "/").last ?? "") ?? 0))
    }

    /// Nothing of the other tenant, and no text without its translation.
    private static func isOwn(_ body: String) -> Bool { body.withCString { strstr($0, "海棠") == nil && strstr($0, "⟦") == nil } }

    static func unmasked(in body: String, _ route: Route, as account: String, _ ground: Ground) throws -> [String] {
        let numbers = (0..<18).flatMap { ["1380013\(1000 + $0)", "1390013\(1000 + $0)"] }
        // The last two were written into a survey answer.
        let written = ["13812345678", "王小明"]
        // Bytes, not characters: a page is looked through for each of fifty texts.
        func holds(_ text: String) -> Bool { body.withCString { page in strstr(page, text) != nil } }
        var found = (numbers + written + ["phone", "identity", "contact"].compactMap { papers[$0] }).filter(holds)
        let spaced = ["137 1234 9876", "137-1234-9876", "138 0013"]
        found += spaced.filter(holds)
        if ["hq", "bj", "jy", "audit"].contains(account), !namesBelong(route) {
            let names = (0..<18).map { "业主\($0)" } + [papers["name"] ?? ""]
            found += names.filter { name in name != "业主" && holds(name) }
        }
        return found
    }
}

/// Files that a test compares with what it made; `SHOUWEN_WRITE_GOLDEN=1` writes them.
enum Golden {
    static func expect(_ text: String, _ path: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let file = TestSources.path(path)
        if ProcessInfo.processInfo.environment["SHOUWEN_WRITE_GOLDEN"] == "1" {
            try text.write(toFile: file, atomically: true, encoding: .utf8)
        }
        let golden = try String(contentsOfFile: file, encoding: .utf8)
        let (made, kept) = (text.components(separatedBy: "\n"), golden.components(separatedBy: "\n"))
        let differing = zip(made, kept).first { $0 != $1 }
        #expect(
            text == golden, "\(path): \(differing.map { "made \($0), kept \($1)" } ?? "another length")", sourceLocation: sourceLocation)
    }
}

/// Something of each kind in the vendors' room, for ids that exist.
struct VendorThings: Sendable {
    let selection: SelectionID
    let contract: ContractID
    let repair: ForcedRepairID
    let engagement: EngagementID
    let evaluation: CastEvaluation
    /// The assessor's own.
    let form: AssessmentID

    static func make(_ cast: Cast, assessor: CastPerson) async throws -> VendorThings {
        let selection = try await CastSelection.begin(cast)
        try await selection.prepare()
        let engagement = try await cast.engagement(of: "jy-spring")
        let terms = try ContractTerms.read(
            ["kind": "commission", "number": "WT-1", "title": "委托合同", "from": "2024-01-01"], today: cast.today
        ).get()
        let repair = try NewForcedRepair.read(
            [
                "project": cast.yunshan.unit("bj-spring").id.description, "vendor": cast.yunshan.unit("jy").id.description,
                "matter": "地库漏水",
                "answerBy": cast.today.isoText,
            ], today: cast.today
        ).get()
        try await cast.change(as: "bj") { tx in
            _ = try await tx.enter(terms, try await tx.access(engagement, for: KeepContract.self))
            _ = try await tx.warn(repair, try await tx.access(for: KeepTerms.self))
        }
        let evaluation = try await CastEvaluation.make(cast, assessors: [assessor])
        return VendorThings(
            selection: selection.id, contract: ContractID(Int64(try await cast.number("SELECT max(id) FROM vendor_contract"))),
            repair: ForcedRepairID(Int64(try await cast.number("SELECT max(id) FROM forced_repair"))), engagement: engagement,
            evaluation: evaluation, form: try await evaluation.form(of: assessor.id))
    }

    func id(_ pattern: String) -> String? {
        if pattern.contains("/vendors/templates/{id}") { return evaluation.template.description }
        if pattern.contains("/vendors/template-versions/") { return evaluation.version.description }
        if pattern.contains("/vendors/rounds/") { return evaluation.round.description }
        if pattern.contains("/vendors/cards/") { return evaluation.card.description }
        if pattern.contains("/vendors/forms/") { return form.description }
        if pattern.contains("/vendors/rectifications/") { return evaluation.order.description }
        if pattern.contains("/vendors/selections/") { return selection.description }
        if pattern.contains("/vendors/contracts/") { return contract.description }
        if pattern.contains("/vendors/repairs/") { return repair.description }
        return pattern.contains("/vendors/engagements/") ? engagement.description : nil
    }
}

/// An announced round that is under way at Spring, for ids that exist.
struct InspectionThings: Sendable {
    let drawn: CastInspection
    let point: InspectionPointRow
    let item: CheckItemID
    let check: CheckID

    static func make(_ cast: Cast) async throws -> InspectionThings {
        let drawn = try await CastInspection.draw(cast)
        let (route, checks) = (try await drawn.points(), try await drawn.file().checks)
        let (point, item) = (try #require(route.points.first), try #require(route.items.first))
        let check = try #require(checks.first)
        try await drawn.enter(check.id, .fail, comment: "堆放杂物")
        return InspectionThings(drawn: drawn, point: point, item: item.id, check: check.id)
    }

    func fill(_ pattern: String) -> String {
        guard pattern.contains("/vendors/inspections/") else { return pattern }
        return pattern.replacing("{plan}", with: drawn.plan.description).replacing("{route}", with: drawn.route.description)
            .replacing("{point}", with: point.id.description).replacing("{item}", with: item.description)
            .replacing("{code}", with: point.code).replacing("{inspection}", with: drawn.round.description)
            .replacing("{check}", with: check.description)
    }
}
