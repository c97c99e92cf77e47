import Testing

@testable import Domain

@Suite struct AccessTests {
    @Test func `a permission counts only where its post is`() {
        #expect(Cast.companyOfficer.covers(Cast.site, with: .ticketSee))
        #expect(!Cast.companyOfficer.covers(Cast.otherProject, with: .ticketSee))
        #expect(!Cast.companyOfficer.covers(Cast.site, with: .ticketIntervene))
        #expect(Cast.companyOfficer.sits(at: Cast.company.id, with: .ticketAccept))
        #expect(!Cast.companyOfficer.sits(at: Cast.project.id, with: .ticketAccept))
        #expect(Cast.companyOfficer.holds(.ticketEscalate))
    }

    @Test func `posts of another tenant are dropped`() {
        let actor = Actor(
            tenant: Cast.tenant, person: PersonID(1), name: "x",
            posts: [ActorPost(unit: Cast.foreignCompany, role: .companyServiceCentre, title: "x")]
        )
        #expect(actor.posts.isEmpty)
        #expect(actor.permissions.isEmpty)
    }

    @Test func `ACCESS-P1: the administrator sees no ticket and reveals no number`() {
        let permissions = BuiltInRole.tenantAdministrator.permissions
        #expect(permissions.isDisjoint(with: PermissionGroup.viewing.permissions))
        #expect(permissions.isDisjoint(with: PermissionGroup.customers.permissions))
        #expect(permissions.isDisjoint(with: PermissionGroup.handling.permissions))
        #expect(permissions.isSuperset(of: [.orgManage, .peopleManage]))
    }

    @Test func `ACCESS-P7: the auditor sees and does nothing`() {
        #expect(BuiltInRole.auditor.permissions.filter { !$0.isSeeing }.isEmpty)
        #expect(BuiltInRole.auditor.permissions.contains(.auditSee))
    }

    @Test func `ACCESS-P9: a technician sees only what is in the own hands`() {
        #expect(!BuiltInRole.vendorTechnician.permissions.contains(.ticketSee))
        #expect(BuiltInRole.vendorTechnician.permissions.contains(.ticketSeeAssigned))
        #expect(!BuiltInRole.vendorTechnician.permissions.contains(.customerSee))
    }

    @Test func `ORG-R1, ORG-P1: only the group intervenes and litigates, and it never escalates`() {
        for role in BuiltInRole.all where role != .groupServiceCentre {
            #expect(role.permissions.isDisjoint(with: [.ticketIntervene, .ticketLitigate]), "\(role.key)")
        }
        #expect(!BuiltInRole.groupServiceCentre.permissions.contains(.ticketEscalate))
    }

    @Test func `ROUTE-R7: only the two centres exchange`() {
        let roles = BuiltInRole.all.filter { $0.permissions.contains(.ticketExchange) }.map(\.key)
        #expect(roles == ["companyServiceCentre", "vendorServiceCentre"])
    }

    @Test(arguments: [
        (BuiltInRole.projectService, 0 as Int64, true), (.projectService, 1, false), (.projectManager, 30_000, true),
        (.projectManager, 30_001, false), (.companyServiceCentre, 99_999, true), (.companyServiceCentre, 100_000, false),
        (.vendorServiceCentre, 99_999, true), (.vendorServiceCentre, 100_000, false), (.groupServiceCentre, 100_000_000, true),
    ])
    func `section 2_38, COMPLAINT-N5, N6, N7: compensation by role`(_ role: BuiltInRole, _ fen: Int64, _ allowed: Bool) {
        #expect(role.compensation.allows(Fen(fen)) == allowed)
        #expect(CompensationLimit(below: role.compensation.below) == role.compensation)
    }

    @Test func `the widest post at the unit counts, not one elsewhere`() {
        let actor = Actor(
            tenant: Cast.tenant, person: PersonID(1), name: "x",
            posts: [
                ActorPost(unit: Cast.project, role: .projectService, title: "x"),
                ActorPost(unit: Cast.project, role: .projectManager, title: "x"),
                ActorPost(unit: Cast.company, role: .companyServiceCentre, title: "x"),
            ]
        )
        #expect(actor.compensation(at: Cast.project.id) == .project)
        #expect(actor.compensation(at: Cast.vendor.id) == .none)
    }

    @Test func `keys and raw values are unique and every permission has a group and a holder`() {
        #expect(Set(BuiltInRole.all.map(\.key)).count == BuiltInRole.all.count)
        #expect(Set(PermissionGroup.allCases.flatMap(\.permissions)) == Set(Permission.allCases))
        for permission in Permission.allCases {
            #expect(BuiltInRole.all.contains { $0.permissions.contains(permission) }, "\(permission.code)")
        }
    }
}
