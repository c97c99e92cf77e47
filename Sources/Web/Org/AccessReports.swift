internal import Domain
internal import Hummingbird
internal import Store
internal import Views

/// Who can see this unit; what this person can see, and why; which accounts nobody uses (ACCESS-P7).
enum AccessReports {
    static func unit(_ member: MemberContext) async throws -> Response {
        let (unit, today) = (member.place.unit, member.today)
        let (rows, frame) = try await member.read { tx in try await tx.fetch(AccessRow.around(unit, today: today)) }
        let t = frame.t
        // Of the posts around, those whose role does see something; why is said per post.
        let seeing = rows.filter { row in row.shape.permissions.contains { $0.isSeeing && Permission.aboutMatters.contains($0) } }
        let others = rows.filter { row in !seeing.contains(row) }
        let table = { (title: String, rows: [AccessRow]) in
            ReportPage.Table(
                title: title, columns: [t["org.name"], t["report.why"], t["role.reach"], t["report.what"]],
                rows: rows.compactMap { row in
                    why(row, unit, frame).map { reason in
                        OrgListPage.Row(cells: [
                            .init(t["org.name"], link: Link(row.personName, path: frame.paths.person(row.person))),
                            .init(t["report.why"], text: reason), .init(t["role.reach"], text: t.word(row.shape.reach)),
                            .init(t["report.what"], text: frame.words(row.shape.permissions.filter(\.isSeeing)) ?? "–"),
                        ])
                    }
                }, none: t["report.nobody"])
        }
        let page = ReportPage(
            title: "\(t["report.access"]) · \(frame.name(unit.name, english: member.place.unitNameEnglish))",
            intro: t["report.access.text", ["time": frame.wording.clock(frame.now)]],
            back: Link(t["rail.people"], path: frame.paths.people),
            tables: [table(t["report.matters"], seeing), table(t["report.others"], others)])
        return try frame.page(page, room: .people)
    }

    /// Through which post the unit is seen; nil when the post does not look there.
    private static func why(_ row: AccessRow, _ unit: UnitRef, _ frame: PageFrame) -> String? {
        let post = "\(row.title) · \(frame.roleName(row)) · \(row.unit.name)"
        if row.shape.reach.covers(unit, from: row.unit) { return post }
        // A vendor's people see the project they serve without looking after it.
        let serves = [.vendor, .vendorSite].contains(row.unit.kind) && row.shape.reach != .unit && unit.kind == .project
        return serves ? "\(post) · \(frame.t["report.serving"])" : nil
    }

    static func person(_ member: MemberContext) async throws -> Response {
        let (id, today) = (PersonID(try member.incoming.number("id")), member.today)
        let (found, frame) = try await member.read { tx in
            try await tx.fetch(
                PersonFacts.find(id, at: member.place.unit), AccessRow.of(id, tenant: tx.tenant, today: today),
                UnitRow.all(tenant: tx.tenant), EngagementRow.all(tenant: tx.tenant))
        }
        let (people, posts, units, engagements) = found
        guard let person = people.first else { throw StoreError.notFound }
        let t = frame.t
        let columns = [t["field.unit"], t["report.why"], t["report.what"]]
        let tables = posts.map { post in
            let served = Set(
                engagements.filter { $0.from <= today && ($0.to ?? today) >= today && serves($0, post.unit, units) }.map(\.project))
            let seen = units.inTreeOrder().map(\.row).filter {
                post.shape.reach.covers($0.unit, from: post.unit) || served.contains($0.unit.id)
            }
            let what = frame.words(post.shape.permissions.filter(\.isSeeing)) ?? "–"
            return ReportPage.Table(
                title: "\(post.title) · \(frame.roleName(post))", note: "\(post.unit.name) · \(t.word(post.shape.reach))", columns: columns,
                rows: seen.map { row in
                    let why = row.unit.id == post.unit.id ? "report.here" : served.contains(row.unit.id) ? "report.serving" : "report.below"
                    return OrgListPage.Row(cells: [
                        .init(t["field.unit"], text: "\(frame.name(row.unit.name, english: row.nameEnglish)) · \(t.word(row.unit.kind))"),
                        .init(t["report.why"], text: t[why]), .init(t["report.what"], text: what),
                    ])
                }, none: t["report.nothing"])
        }
        let page = ReportPage(
            title: "\(t["report.sees"]) · \(person.name)", intro: t["report.sees.text", ["time": frame.wording.clock(frame.now)]],
            back: Link(person.name, path: frame.paths.person(id)),
            tables: tables.isEmpty
                ? [ReportPage.Table(title: t["people.noPost"], columns: [], rows: [], none: t["report.nothing"])] : tables)
        return try frame.page(page, room: .people)
    }

    private static func serves(_ engagement: EngagementRow, _ unit: UnitRef, _ units: [UnitRow]) -> Bool {
        guard unit.kind == .vendor || unit.kind == .vendorSite else { return false }
        if engagement.site == unit.id { return true }
        return unit.kind == .vendor && units.contains { $0.unit.id == engagement.site && $0.unit.vendor == unit.id }
    }

    static func idle(_ member: MemberContext) async throws -> Response {
        let (unit, today) = (member.place.unit, member.today)
        let (found, frame) = try await member.read { tx in
            let days = try await tx.settings(at: unit).number(.idleAccountDays)
            let rows = try await tx.fetch(
                IdleRow.all(at: unit, since: tx.now - .days(Int64(days)), today: today, now: tx.now), UnheldRow.all(at: unit, today: today))
            return (days, rows)
        }
        let (days, (idle, unheld)) = found
        let t = frame.t
        let tables = [
            ReportPage.Table(
                title: t["report.idle"], note: t["report.count", ["count": String(idle.count)]],
                columns: [t["org.name"], t["field.account"], t["field.unit"], t["people.seen"], t["people.posts"]],
                rows: idle.map { row in
                    OrgListPage.Row(cells: [
                        .init(t["org.name"], link: Link(row.name, path: frame.paths.person(row.id))),
                        .init(t["field.account"], text: "\(row.account)@\(member.place.tenantCode)"),
                        .init(t["field.unit"], text: row.unitName),
                        .init(t["people.seen"], text: row.seenAt.map { frame.wording.exact($0) } ?? t["people.never"]),
                        .init(t["people.posts"], text: String(row.posts)),
                    ])
                }, none: t["report.idle.none"]),
            ReportPage.Table(
                title: t["report.unheld"], note: t["report.unheld.text"], columns: [t["org.name"], t["field.unit"], t["report.matters"]],
                rows: unheld.map { row in
                    OrgListPage.Row(cells: [
                        .init(t["org.name"], link: Link(row.name, path: frame.paths.person(row.person))),
                        .init(t["field.unit"], text: row.unitName), .init(t["report.matters"], text: String(row.matters)),
                    ])
                }, none: t["report.unheld.none"]),
        ]
        let page = ReportPage(
            title: t["report.idle"], intro: t["report.idle.text", ["days": String(days)]],
            back: Link(t["rail.people"], path: frame.paths.people), tables: tables)
        return try frame.page(page, room: .people)
    }
}
