import Domain

/// The columns that decide who sees a row. Nil where the table has no such column, or the row no such unit.
struct ScopeColumns: Hashable, Sendable {
    var id: Int64?
    var tenant: Int64?
    var company: Int64?
    var project: Int64?
    var vendor: Int64?
    var unit: Int64?
    var person: Int64?
    var actor: Int64?
    var floor: Int?
    /// Units whose posts may read the row, where the row itself names them.
    var readers: [Int64] = []
    /// A person, or below zero a respondent at the public form.
    var holder: Int64?
    /// Of a file: the kind of the rows it hangs on.
    var sight: String?
    /// Whether the vendor it is about may see it.
    var isReleased = false
}

/// Who sees what, told a second time: by posts and the tree, without SQL and without `app.*` settings. The database has to agree.
struct ScopeModel: Sendable {
    let tenant: Int64
    let person: Int64
    let isWorker: Bool
    private let posts: [World.Held]
    private let world: World

    init(_ human: World.Human, in world: World) {
        tenant = human.tenant
        person = human.id
        isWorker = false
        posts = human.posts.filter { $0.runs(on: world.today) }
        self.world = world
    }

    /// A job of the tenant: everything of the tenant, nothing of another.
    init(workerOf tenant: Int64, in world: World) {
        self.tenant = tenant
        person = 0
        isWorker = true
        posts = []
        self.world = world
    }

    func sees(_ row: ScopeColumns, kind: String) -> Bool {
        switch kind {
        case "self": return row.id == tenant
        case "none": return false
        default: break
        }
        guard row.tenant == tenant else { return false }
        switch kind {
        case "tenant": return true
        case "person": return isWorker || row.person == person
        case "org_unit": return anywhere || covered(row) || row.id.map(isKnown) == true
        case "unit": return anywhere || covered(row) || row.unit.map(told.contains) == true
        case "audit": return anywhere || covered(row) || row.unit.map(told.contains) == true || row.actor == person
        case "lineage": return anywhere || covered(row) || row.unit.map(isKnown) == true
        case "concerned": return anywhere || row.readers.contains(where: told.contains)
        case "place": return located(row, groupWide: anywhere)
        case "customer": return seesMatters && located(row, groupWide: groupMatters)
        case "ticket": return seesMatters && seesTicket(row)
        case "library":
            return anywhere || sits(.company, at: row.company) || sits(.project, at: row.project) || row.unit.map(isKnown) == true
        case "answer": return row.holder == person || seesMatters && developers(row, groupWide: groupMatters)
        case "survey": return seesMatters && developers(row, groupWide: groupMatters)
        // Seen by who sees the row it hangs on.
        case "file": return row.sight.map { sees(row, kind: $0) } ?? false
        case "inspection":
            if developers(row, groupWide: anywhere) { return true }
            let atSite = posts.contains { $0.unit.kind == .vendorSite && $0.unit.vendor == row.vendor && row.vendor != nil }
            return row.isReleased
                && (sits(.vendor, at: row.vendor) && serves(.vendor, row.project) || atSite && serves(.vendorSite, row.project))
        case "scorecard": return seesMatters && (developers(row, groupWide: groupMatters) || row.isReleased && isOwn(row))
        case "scorecardForm": return row.holder == person || seesMatters && developers(row, groupWide: groupMatters)
        case "figures": return developers(row, groupWide: anywhere)
        // The developer's line chooses among vendors; a vendor reads its own (ACCESS-P5).
        case "vendorFile": return anywhere || sits(.vendor, at: row.vendor) || row.vendor.map(isKnown) == true || choosesVendors
        default: return false
        }
    }

    private var anywhere: Bool { isWorker || posts.contains(where: isWide) }

    /// A post whose role reaches the whole tenant: from the group, or from anywhere when the role says so.
    private func isWide(_ post: World.Held) -> Bool { post.reach == .tenant || post.reach == .subtree && post.unit.kind == .group }

    private func goesDown(_ post: World.Held) -> Bool { post.reach == .subtree || post.reach == .tenant }

    /// A centre's post opens its company or vendor; one that sees no matters does not open them to a person who sees some elsewhere
    /// (ACCESS-P1). Then it is told by units.
    private func opensCentre(_ post: World.Held) -> Bool { goesDown(post) && (opensMatters(post) || !posts.contains(where: opensMatters)) }

    private var told: Set<Int64> {
        Set(
            posts.flatMap { post in
                guard goesDown(post), !opensCentre(post) else { return [post.unit.id] }
                let below = world.nodes.filter { node in
                    node.tenant == tenant
                        && (post.unit.kind == .company && node.company == post.unit.id
                            || post.unit.kind == .vendor && node.vendor == post.unit.id)
                }
                return [post.unit.id] + below.map(\.id)
            })
    }

    /// An administrator's post alone opens no customer's matter.
    private var seesMatters: Bool { isWorker || posts.contains(where: opensMatters) }

    /// Nor does it widen what another post of the same person opens (ACCESS-P1).
    private var groupMatters: Bool { isWorker || posts.contains { isWide($0) && opensMatters($0) } }

    private func opensMatters(_ post: World.Held) -> Bool {
        !post.role.permissions.isDisjoint(with: [.ticketSee, .ticketSeeAssigned, .ticketRecord, .customerSee])
    }

    private func sits(_ kind: UnitKind, at unit: Int64?) -> Bool {
        unit != nil && posts.contains { $0.unit.kind == kind && $0.unit.id == unit && (kind == .project || opensCentre($0)) }
    }

    private var choosesVendors: Bool {
        posts.contains { $0.unit.kind == .project || $0.unit.kind == .company && opensCentre($0) }
    }

    private func covered(_ row: ScopeColumns) -> Bool {
        sits(.company, at: row.company) || sits(.project, at: row.project) || sits(.vendor, at: row.vendor)
    }

    /// ORG-R15: a vendor's people see only projects of engagements that run today.
    private func serves(_ kind: UnitKind, _ project: Int64?) -> Bool {
        posts.contains { post in
            guard post.unit.kind == kind, kind == .vendorSite || opensCentre(post) else { return false }
            return world.servings.contains { serving in
                serving.tenant == tenant && serving.vendor == post.unit.vendor && serving.project == project
                    && serving.runs(on: world.today)
                    && (kind == .vendor || serving.project == post.unit.project)
            }
        }
    }

    private func located(_ row: ScopeColumns, groupWide: Bool) -> Bool {
        groupWide || sits(.company, at: row.company) || sits(.project, at: row.project) || serves(.vendor, row.project)
            || serves(.vendorSite, row.project)
    }

    /// What the developer's line sees and no vendor (SURVEY-P1: a vendor gets results that were confirmed for it).
    private func developers(_ row: ScopeColumns, groupWide: Bool) -> Bool {
        groupWide || sits(.company, at: row.company) || sits(.project, at: row.project)
    }

    /// VENDOR-P1: of itself, at the vendor's centre or at a site it serves today.
    private func isOwn(_ row: ScopeColumns) -> Bool {
        let atSite = posts.contains { $0.unit.kind == .vendorSite && $0.unit.vendor == row.vendor && row.vendor != nil }
        return sits(.vendor, at: row.vendor) || atSite && serves(.vendorSite, row.project)
    }

    /// COMPLAINT-P1: the floor is the lowest level that may see the row.
    private func seesTicket(_ row: ScopeColumns) -> Bool {
        let floor = row.floor ?? 1
        if groupMatters { return true }
        if floor <= 2, sits(.company, at: row.company) || sits(.vendor, at: row.vendor) && serves(.vendor, row.project) { return true }
        let atSite = posts.contains { $0.unit.kind == .vendorSite && $0.unit.vendor == row.vendor && row.vendor != nil }
        return floor <= 1 && (sits(.project, at: row.project) || atSite && serves(.vendorSite, row.project))
    }

    /// Names a person has to know: what is above the own units, what they serve, and who serves them.
    private func isKnown(_ unit: Int64) -> Bool {
        guard !posts.isEmpty else { return false }
        if told.contains(unit) { return true }
        if world.nodes.contains(where: { $0.id == unit && $0.tenant == tenant && $0.kind == .group }) { return true }
        return posts.contains { post in
            if [post.unit.id, post.unit.parent, post.unit.company, post.unit.project].contains(unit) { return true }
            return world.servings.contains { serving in
                guard serving.tenant == tenant else { return false }
                switch post.unit.kind {
                case .vendor, .vendorSite:
                    guard post.unit.kind == .vendorSite || goesDown(post) else { return false }
                    guard serving.vendor == post.unit.vendor, serving.runs(on: world.today) else { return false }
                    guard post.unit.kind == .vendor || serving.project == post.unit.project else { return false }
                    return serving.project == unit || serving.company == unit
                case .company: return serving.company == post.unit.id && serving.vendor == unit
                case .project: return serving.project == post.unit.id && serving.vendor == unit
                case .group: return false
                }
            }
        }
    }
}
