internal import Domain
internal import Store
internal import Views

extension PageFrame {
    func chromeMember(_ room: Room?, _ search: String) -> Chrome.Member {
        let place = member.place
        return Chrome.Member(
            tenant: name(place.tenantName, english: place.tenantNameEnglish), homePath: Paths.tenant(place.tenantCode),
            breadcrumb: breadcrumb.dropLast().map { Chrome.Crumb(name: name($0.name, english: $0.nameEnglish), path: path(to: $0, room)) },
            unit: name(place.unit.name, english: place.unitNameEnglish), units: choices(room), rail: rail(room),
            sections: room == .vendors ? vendorSections : [],
            find: may(.ticketSee) || may(.ticketSeeAssigned) ? Chrome.Find(path: paths.search, value: search) : nil,
            noticesPath: paths.notices, notices: counts?.unreadNotices ?? 0, person: person)
    }

    private var person: Chrome.Person {
        let post = session.actor.posts.first { $0.covers(member.place.unit) } ?? session.actor.posts.first
        let title = post.map { $0.title.isEmpty ? t.role($0.roleKey) : $0.title } ?? ""
        return Chrome.Person(
            key: "\(member.place.tenantCode)-\(session.actor.person)", name: session.actor.name, post: title, sessionsPath: paths.sessions,
            signOutPath: Paths.logout)
    }

    /// Another unit, in the same room where the person may enter it there.
    private func path(to unit: FrameUnit, _ room: Room?) -> String {
        let base = UnitPaths(tenant: member.place.tenantCode, unit: unit.code).base
        return Paths.query(base, [("room", room?.rawValue)])
    }

    /// The switcher's units in tree order.
    private func choices(_ room: Room?) -> [Chrome.UnitChoice] {
        let known = Set(switcher.map(\.id))
        let children = Dictionary(grouping: switcher) { unit in unit.parent.flatMap { known.contains($0) ? $0 : nil } }
        var choices: [Chrome.UnitChoice] = []
        func add(_ parent: UnitID?, depth: Int) {
            for unit in (children[parent] ?? []).sorted(by: { ($0.kind.level, $0.id) > ($1.kind.level, $1.id) ? false : true }) {
                choices.append(
                    Chrome.UnitChoice(
                        name: name(unit.name, english: unit.nameEnglish), kind: t.word(unit.kind), path: path(to: unit, room), depth: depth,
                        current: unit.id == member.place.unit.id))
                if depth < 4 { add(unit.id, depth: depth + 1) }
            }
        }
        add(nil, depth: 0)
        return choices
    }

    private func rail(_ room: Room?) -> [Chrome.RailItem] {
        RailRooms.of(session.actor, at: member.place.unit, counts).map { item in
            let isAside = [.vendors, .owners, .units, .agreements, .houses, .people, .roles, .audit, .operations].contains(item.room)
            return Chrome.RailItem(
                label: t["rail.\(item.room.rawValue)"], icon: item.icon, path: item.path(paths), count: item.count, hot: item.hot,
                current: item.room == room,
                // A narrow bar has no room for seven; whoever only assesses has room for the vendors.
                secondary: isAside && may(.deskSee) || item.room == .agreements, divided: item.room == .owners)
        }
    }
}

/// The rooms a person may enter at a unit, with what waits there.
struct RailRooms {
    let room: Room
    let icon: Chrome.RailItem.Icon
    let path: @Sendable (UnitPaths) -> String
    let needs: [Permission]
    var count = 0
    var hot = false

    static func of(_ actor: Actor, at unit: UnitRef, _ counts: RailCounts?) -> [RailRooms] {
        let may = { (permission: Permission) in actor.covers(unit, with: permission) }
        // Who sees only the own tickets would learn from a count how many others there are.
        let open = may(.ticketSee) ? counts?.open ?? 0 : 0
        let all = [
            RailRooms(room: .desk, icon: .desk, path: \.desk, needs: [.deskSee], count: counts?.waiting ?? 0, hot: true),
            RailRooms(room: .intake, icon: .intake, path: \.intake, needs: [.ticketRecord]),
            RailRooms(room: .tickets, icon: .tickets, path: \.tickets, needs: [.ticketSee, .ticketSeeAssigned], count: open),
            RailRooms(room: .visits, icon: .visits, path: \.visits, needs: [.ticketVisit], count: counts?.visitsDue ?? 0),
            RailRooms(
                room: .surveys, icon: .surveys, path: \.surveys,
                needs: [.company, .group, .project].contains(unit.kind) ? [.surveySee] : []),
            // An interviewer finds the forms that were given, and nothing else of the room (SURVEY-P1).
            RailRooms(
                room: .surveys, icon: .surveys, path: \.givenForms,
                needs: may(.surveySee) || unit.vendor != nil ? [] : [.surveyEnterAssigned]),
            // A vendor reads what was confirmed for it (SURVEY-P1).
            RailRooms(room: .surveys, icon: .surveys, path: \.confirmedResults, needs: unit.vendor == nil ? [] : [.surveyResults]),
            RailRooms(room: .vendors, icon: .vendors, path: \.vendors, needs: [.vendorSee]),
            // An assessor from outside finds the forms given, and nothing else of the room (VENDOR-P1).
            RailRooms(room: .vendors, icon: .vendors, path: \.assessments, needs: may(.vendorSee) || may(.cardOwn) ? [] : [.assess]),
            // Staff on the site read the cards that were confirmed.
            RailRooms(room: .vendors, icon: .vendors, path: \.scoreCards, needs: may(.vendorSee) ? [] : [.cardOwn]),
            RailRooms(room: .notices, icon: .notices, path: \.notices, needs: [.noticeSee], count: counts?.unreadNotices ?? 0, hot: true),
            RailRooms(room: .owners, icon: .owners, path: \.owners, needs: [.customerSee]),
            RailRooms(room: .units, icon: .units, path: \.units, needs: [.orgSee]),
            RailRooms(room: .agreements, icon: .agreements, path: \.agreements, needs: [.orgSee, .ticketSee]),
            RailRooms(room: .houses, icon: .houses, path: \.houses, needs: [.orgSee, .customerSee]),
            RailRooms(room: .people, icon: .people, path: \.people, needs: [.peopleSee]),
            RailRooms(room: .roles, icon: .roles, path: \.roles, needs: [.roleSee]),
            RailRooms(room: .audit, icon: .audit, path: \.audit, needs: [.auditSee]),
            RailRooms(room: .exchange, icon: .exchange, path: \.exchange, needs: [.importRun, .exportRun, .exportApprove]),
            RailRooms(room: .operations, icon: .operations, path: \.operations, needs: unit.kind == .group ? [.operatorSee] : []),
        ]
        return all.filter { $0.needs.contains(where: may) }
    }
}
