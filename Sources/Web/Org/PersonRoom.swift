internal import Domain
internal import Hummingbird
internal import Store
internal import Views

/// One person: who it is, which posts, what is in the hands, what may be done with it.
enum PersonRoom {
    private struct Found: Sendable {
        let person: PersonFacts
        let posts: [PostRow]
        let roles: [RoleRow]
        let seen: LastSeenRow?
        let invitation: InvitationRow?
        let hands: [HandfulRow]
        let manages: Bool
    }

    static func show(_ member: MemberContext) async throws -> Response {
        let id = PersonID(try member.incoming.number("id"))
        let (found, frame) = try await member.read { tx in
            let (people, posts, roles, seen, invitations) = try await tx.fetch(
                PersonFacts.find(id, at: member.place.unit), PostRow.of(id, tenant: tx.tenant),
                RoleRow.all(tenant: tx.tenant, today: try tx.today), LastSeenRow.of(id, tenant: tx.tenant, now: tx.now),
                InvitationRow.latest(of: id, tenant: tx.tenant))
            guard let person = people.first else { throw StoreError.notFound }
            // Numbers of matters are for those who may have to hand them over.
            let manages = try await tx.mayManage(id)
            return Found(
                person: person, posts: posts, roles: roles, seen: seen.first, invitation: invitations.first,
                hands: manages ? try await tx.hands(of: id) : [], manages: manages)
        }
        return try frame.page(page(found, frame), room: .people)
    }

    private static func page(_ found: Found, _ frame: PageFrame) -> PersonPage {
        let (person, t, paths) = (found.person, frame.t, frame.paths)
        let isActive = person.disabledAt == nil
        var buttons = [Link(t["report.sees"], path: paths.access(of: person.id))]
        var dangers: [Link] = []
        if found.manages, isActive {
            buttons += [
                Link(t["people.edit"], path: paths.editPerson(person.id)), Link(t["people.reset"], path: paths.invite(person.id)),
                Link(t["org.add.post"], path: paths.newPost(for: person.id)),
            ]
            if !found.hands.isEmpty { buttons.append(Link(t["people.handOver"], path: paths.handOver(person.id))) }
            dangers = [Link(t["org.disable"], path: paths.disable(person.id))]
        } else if frame.may(.peopleManage), isActive, person.id != frame.session.actor.person {
            buttons.append(Link(t["org.add.post"], path: paths.newPost(for: person.id)))
        }
        if frame.may(.peopleManage) { buttons.append(Link(t["account.title"], path: paths.account(person.id))) }
        let matters = found.hands.reduce(0) { $0 + $1.matters.count }
        return PersonPage(
            name: person.name, account: "\(person.account)@\(frame.member.place.tenantCode)",
            back: Link(t["rail.people"], path: paths.people), chips: chips(found, frame), facts: facts(found, frame),
            posts: posts(found, frame), noPosts: t["people.noPosts"], matters: found.hands.map { self.matters($0, frame) },
            matterSummary: found.manages ? t["people.handsCount", ["count": String(matters)]] : t["people.handsHidden"],
            powers: powers(found, frame), buttons: buttons, dangers: dangers,
            look: found.manages && isActive ? SmallForm(path: paths.look(as: person.id), key: frame.newKey) : nil)
    }

    private static func chips(_ found: Found, _ frame: PageFrame) -> [Chip] {
        let t = frame.t
        if found.person.disabledAt != nil { return [Chip(t["org.disabled"], tone: .late)] }
        var chips: [Chip] = []
        if let invitation = found.invitation, invitation.usedAt == nil {
            let isOpen = invitation.endedAt == nil && invitation.expiresAt > frame.now
            chips.append(Chip(t[isOpen ? "people.invited" : "people.inviteExpired"], tone: isOpen ? .soon : .late))
        }
        if !found.posts.contains(where: { $0.isCurrent(on: frame.today) }) { chips.append(Chip(t["people.noPost"], tone: .soon)) }
        return chips.isEmpty ? [Chip(t["people.state.active"], tone: .good)] : chips
    }

    private static func facts(_ found: Found, _ frame: PageFrame) -> [Fact] {
        let (person, t) = (found.person, frame.t)
        let seen = [person.seenAt, found.seen?.seenAt].compactMap { $0 }.max()
        var facts = [
            Fact(t["people.home"], text: person.home.name), Fact(t["people.since"], text: frame.wording.moment(person.createdAt).exact),
            Fact(t["people.seen"], text: seen.map { frame.wording.moment($0).words } ?? t["people.never"]),
            Fact(t["people.sessions"], text: String(found.seen?.sessions ?? 0)),
        ]
        if let invitation = found.invitation {
            let state =
                invitation.usedAt.map { t["people.inviteUsed", ["time": frame.wording.exact($0)]] }
                ?? t["people.inviteOpen", ["time": frame.wording.exact(invitation.expiresAt)]]
            facts.append(Fact(t["people.invitation.\(invitation.kind.code)"], text: state))
        }
        if let disabled = person.disabledAt { facts.append(Fact(t["org.disabled"], text: frame.wording.exact(disabled))) }
        return facts
    }

    private static func posts(_ found: Found, _ frame: PageFrame) -> [PersonPage.Posts] {
        let today = frame.today
        let current = found.posts.filter { $0.isCurrent(on: today) }
        return [
            .init(heading: frame.t["people.current"], rows: current.map { post($0, found, frame) }),
            .init(heading: frame.t["people.future"], rows: found.posts.filter { $0.from > today }.map { post($0, found, frame) }),
            .init(
                heading: frame.t["people.past"],
                rows: found.posts.filter { $0.to.map { $0 < today } ?? false }.map { post($0, found, frame) }),
        ]
    }

    private static func post(_ post: PostRow, _ found: Found, _ frame: PageFrame) -> PersonPage.Post {
        let (t, paths, person) = (frame.t, frame.paths, found.person)
        var actions: [Link] = []
        let isOver = post.to.map { $0 < frame.today } ?? false
        if found.manages, person.disabledAt == nil, !isOver {
            actions.append(Link(t["org.endPost"], path: paths.endPost(post.id, of: person.id)))
            if post.absentName == nil { actions.append(Link(t["people.addDeputy"], path: paths.deputy(for: post.id, of: person.id))) }
        }
        return PersonPage.Post(
            title: post.title, role: Link(frame.roleName(post), path: paths.role(post.role)), unit: post.unitName,
            period: "\(post.from.isoText) – \(post.to?.isoText ?? t["people.open"])",
            chips: post.absentName.map { [Chip(t["people.deputyFor", ["name": $0]], tone: .soon)] } ?? [], actions: actions)
    }

    private static let shownMatters = 20

    private static func matters(_ handful: HandfulRow, _ frame: PageFrame) -> PersonPage.Matters {
        let t = frame.t
        let rows = handful.matters.prefix(shownMatters).map { hand in
            let late = hand.dueAt.map { $0 < frame.now } ?? false
            return PersonPage.Matter(
                number: hand.number, state: Chip(t.word(hand.state), tone: late ? .late : .plain), part: t["hand.\(hand.part.code)"],
                due: hand.dueAt.map { frame.wording.moment($0).words })
        }
        let rest = handful.matters.count - rows.count
        return PersonPage.Matters(
            unit: handful.unitName, rows: Array(rows), more: rest > 0 ? t["people.more", ["count": String(rest)]] : nil)
    }

    private static func powers(_ found: Found, _ frame: PageFrame) -> [PersonPage.Powers] {
        let roles = Dictionary(found.roles.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
        return found.posts.filter { $0.isCurrent(on: frame.today) }.compactMap { post in
            guard let role = roles[post.role] else { return nil }
            return PersonPage.Powers(
                post: "\(post.title) · \(post.unitName) · \(frame.t.word(role.reach))",
                sees: frame.words(role.permissions.filter(\.isSeeing)),
                does: frame.words(role.permissions.filter { !$0.isSeeing }))
        }
    }
}
