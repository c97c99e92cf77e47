import Testing

@testable import Domain

/// Who may give what to whom, and how far a role reaches.
@Suite struct DelegationTests {
    private let administrator = Cast.person(1, .tenantAdministrator, at: Cast.group)
    private let company = Cast.person(2, .companyAdministrator, at: Cast.company)
    private let vendor = Cast.person(3, .vendorAdministrator, at: Cast.vendor)

    private func custom(
        _ permissions: Set<Permission>, _ reach: Reach = .subtree, kinds: Set<UnitKind> = Set(UnitKind.allCases),
        compensation: CompensationLimit = .none
    ) -> RoleShape {
        RoleShape(unitKinds: kinds, permissions: permissions, reach: reach, compensation: compensation)
    }

    @Test(
        arguments: [
            (Reach.own, [Cast.company]), (.unit, [Cast.company]), (.subtree, [Cast.company, Cast.project, Cast.site]),
            (.tenant, Cast.units),
        ])
    func `ACCESS-R1: what a post at a company covers by the reach of its role`(_ reach: Reach, _ covered: [UnitRef]) {
        let post = ActorPost(unit: Cast.company, roleKey: "own-1", title: "x", permissions: [.orgSee], reach: reach)
        let actor = Actor(tenant: Cast.tenant, person: PersonID(1), name: "x", posts: [post])
        for unit in Cast.units { #expect(actor.covers(unit, with: .orgSee) == covered.contains(unit), "\(reach) \(unit.code)") }
        #expect(!actor.covers(Cast.foreignCompany, with: .orgSee))
    }

    @Test func `ACCESS-R1: the group's administrator appoints everywhere, a company's in the company, a vendor's at its sites`() {
        #expect(administrator.problem(giving: BuiltInRole.groupServiceCentre.shape, at: Cast.group) == nil)
        #expect(administrator.problem(giving: BuiltInRole.securityAdministrator.shape, at: Cast.group) == nil)
        #expect(company.problem(giving: BuiltInRole.companyServiceCentre.shape, at: Cast.company) == nil)
        #expect(company.problem(giving: BuiltInRole.projectManager.shape, at: Cast.project) == nil)
        #expect(vendor.problem(giving: BuiltInRole.vendorTechnician.shape, at: Cast.site) == nil)
        #expect(company.problem(giving: BuiltInRole.projectService.shape, at: Cast.otherProject)?.field == "unit")
        #expect(vendor.problem(giving: BuiltInRole.projectService.shape, at: Cast.project)?.field == "unit")
        #expect(company.problem(giving: BuiltInRole.tenantAdministrator.shape, at: Cast.group) != nil)
    }

    @Test func `ACCESS-P1: a company's administrator gives nothing that the own posts neither have nor are entrusted with`() {
        for permission in [Permission.auditSee, .roleManage, .operatorSee, .ticketIntervene, .ticketLitigate] {
            #expect(company.problem(giving: custom([permission]), at: Cast.company) == FieldError("role", .beyondOwnPosts), "\(permission)")
        }
        #expect(company.problem(giving: custom([.peopleManage]), at: Cast.company) == nil, "what it has itself")
        #expect(company.problem(giving: custom([.ticketSee], .tenant), at: Cast.company) == FieldError("role", .beyondOwnPosts))
        #expect(company.problem(giving: custom([.ticketHandle], compensation: .unlimited), at: Cast.company)?.problem == .beyondOwnPosts)
        #expect(company.problem(giving: custom([.ticketHandle], compensation: .centre), at: Cast.company) == nil)
        #expect(company.problem(giving: custom([.ticketSee], kinds: [.project]), at: Cast.company) == FieldError("role", .notAChoice))
    }

    @Test func `whoever keeps people by a role of the tenant's own gives only what the own posts have`() {
        let clerk = Actor(
            tenant: Cast.tenant, person: PersonID(9), name: "x",
            posts: [
                ActorPost(
                    unit: Cast.company, roleKey: "own-7", title: "x", permissions: [.peopleManage, .peopleSee, .noticeSee], reach: .unit)
            ])
        #expect(clerk.problem(giving: custom([.peopleSee], .unit), at: Cast.company) == nil)
        #expect(clerk.problem(giving: custom([.peopleSee], .subtree), at: Cast.company)?.problem == .beyondOwnPosts)
        #expect(clerk.problem(giving: custom([.deskSee], .unit), at: Cast.company)?.problem == .beyondOwnPosts)
        #expect(clerk.problem(giving: custom([.peopleSee], .unit), at: Cast.project)?.field == "unit")
        #expect(!clerk.coversTenant(with: .peopleManage))
        #expect(administrator.coversTenant(with: .peopleManage))
    }

    @Test func `the three administrators of 等保 are three roles, and no role holds two duties`() {
        #expect(Duty.of(BuiltInRole.tenantAdministrator.permissions) == [.system])
        #expect(Duty.of(BuiltInRole.securityAdministrator.permissions) == [.security])
        #expect(Duty.of(BuiltInRole.auditor.permissions) == [.audit])
        for role in BuiltInRole.all {
            #expect(Duty.of(role.permissions).count <= 1, "\(role.key)")
            #expect(role.shape.problems.isEmpty, "\(role.key)")
        }
        #expect(custom([.peopleManage, .auditSee]).problems["permissions"] == .dutyConflict)
    }

    @Test func `a role that reaches too little for what it does is refused`() {
        #expect(custom([.ticketSee], .own).problems["reach"] == .reachTooShort)
        #expect(custom([.ticketSeeAssigned, .ticketExecute, .deskSee], .own, kinds: [.vendorSite]).problems.isEmpty)
        #expect(custom([.ticketSee], .unit, kinds: [.project]).problems.isEmpty)
        #expect(custom([.ticketSee], .unit, kinds: [.company]).problems["reach"] == .reachTooShort)
        #expect(custom([], .unit).problems["permissions"] == .required)
        #expect(custom([.deskSee], .unit, kinds: []).problems["unitKinds"] == .required)
    }

    @Test func `ACCESS-P9: a deputy's hands are also those of the absent person, whoever that is`() {
        let post = ActorPost(
            unit: Cast.site, roleKey: BuiltInRole.vendorTechnician.key, title: "维修（代马工）",
            permissions: BuiltInRole.vendorTechnician.permissions, deputyFor: PersonID(53))
        let deputy = Actor(tenant: Cast.tenant, person: PersonID(60), name: "代", posts: [post])
        #expect(deputy.hands == [PersonID(53), PersonID(60)])
        #expect(Cast.technician.hands == [Cast.technician.person])
    }
}
