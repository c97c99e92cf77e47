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
            find: may(.ticketSee) || may(.ticketSeeAssigned) ? Chrome.Find(path: paths.search, value: search) : nil,
            noticesPath: paths.notices, notices: counts?.unreadNotices ?? 0, person: person)
    }

    private var person: Chrome.Person {
        let post = session.actor.posts.first { $0.unit.covers(member.place.unit) } ?? session.actor.posts.first
        let title = post.map { $0.title.isEmpty ? t.role($0.roleKey) : $0.title } ?? ""
        return Chrome.Person(
            name: session.actor.name, post: title, sessionsPath: paths.sessions, signOutPath: Paths.logout)
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
        // Who sees only the own tickets would learn from a count how many others there are.
        let open = may(.ticketSee) ? counts?.open ?? 0 : 0
        let items: [(Room, Chrome.RailItem.Icon, String, [Permission], Int, Bool)] = [
            (.desk, .desk, paths.desk, [.deskSee], counts?.waiting ?? 0, true),
            (.intake, .intake, paths.intake, [.ticketRecord], 0, false),
            (.tickets, .tickets, paths.tickets, [.ticketSee, .ticketSeeAssigned], open, false),
            (.visits, .visits, paths.visits, [.ticketVisit], counts?.visitsDue ?? 0, false),
            (.notices, .notices, paths.notices, [.noticeSee], counts?.unreadNotices ?? 0, true),
            (.units, .units, paths.units, [.orgSee], 0, false),
            (.houses, .houses, paths.houses, [.orgSee], 0, false),
            (.people, .people, paths.people, [.peopleSee], 0, false),
            (.roles, .roles, paths.roles, [.roleSee], 0, false),
            (.audit, .audit, paths.audit, [.auditSee], 0, false),
            (.exchange, .exchange, paths.exchange, [.importRun, .exportRun, .exportApprove], 0, false),
        ]
        return items.filter { $0.3.contains(where: may) }.map { item in
            let isOrg = [.units, .houses, .people, .roles, .audit, .exchange].contains(item.0)
            return Chrome.RailItem(
                label: t["rail.\(item.0.rawValue)"], icon: item.1, path: item.2, count: item.4, hot: item.5, current: item.0 == room,
                secondary: isOrg && may(.deskSee), divided: item.0 == .units)
        }
    }
}
