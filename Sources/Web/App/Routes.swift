internal import Domain
internal import HTTPTypes
internal import Store

/// The one route table; nothing else registers a route. Printed by `shouwen routes`, compared with `docs/routes.txt` by a test.
package enum Routes {
    package static let all: [Route] = doors + own + work + tickets + org + people + roles

    private static let doors: [Route] = [
        .open(.get, "/", because: "leads to the person's own page or to the door", Home.root),
        .open(.get, "/livez", because: "tells the supervisor that the process answers", Health.live),
        .open(.get, "/readyz", because: "tells the load balancer whether the database answers", Health.ready),
        .open(.get, "/login", because: "one signs in here", Login.show),
        .open(.post, "/login", because: "one signs in here", Login.open),
        .open(.post, "/logout", because: "ends the session of the cookie; without one there is nothing to end", Leaving.signOut),
        .open(.post, "/language", because: "the sign-in page has two languages too", LanguageSwitch.choose),
        .open(.get, "/invitation/{tenant}", because: "whoever was given a one-time link chooses the own password here", Redeem.show),
        .open(.post, "/invitation/{tenant}", because: "whoever was given a one-time link chooses the own password here", Redeem.choose),
        .open(.get, "/{tenant}", because: "leads a signed-in person to the own first post, anybody else to the door", Home.tenant),
    ]

    private static let own: [Route] = [
        .get("", .member, Home.unit),
        .get("/sessions", .own, SessionRoom.show),
        .post("/sessions/end-others", .own, SessionRoom.endOthers),
        .post("/sessions/{id}/end", .own, SessionRoom.end),
        .get("/password", .own, PasswordRoom.show),
        .post("/password", .own, PasswordRoom.change),
        .get("/notices", .permission(.noticeSee), NoticeRoom.show),
        .post("/notices/read", .permission(.noticeSee), NoticeRoom.read),
    ]

    private static let seeing: Requirement = .anyOf([.ticketSee, .ticketSeeAssigned])

    private static let work: [Route] = [
        .get("/desk", .permission(.deskSee), DeskRoom.show),
        .get("/intake", .permission(.ticketRecord), IntakeRoom.show),
        .post("/intake", .permission(.ticketRecord), IntakeRoom.record),
        .get("/tickets", seeing, TicketListing.show),
        .get("/search", seeing, SearchRoom.show),
        .get("/visits", .permission(.ticketVisit), VisitRoom.show),
        .get("/audit", .permission(.auditSee), AuditRoom.show),
    ]

    private static let tickets: [Route] = [
        .get("/tickets/{id}", seeing, TicketRoom.show),
        .post("/tickets/{id}/actions/{action}", seeing, TicketRoom.act),
        .get("/tickets/{id}/receipt", seeing, PrintRoom.receipt),
        .get("/tickets/{id}/register", seeing, PrintRoom.register),
        .get("/tickets/{id}/visit-record", seeing, PrintRoom.visits),
        .post("/tickets/{id}/reveal", .permission(.phoneReveal), Reveals.show),
    ]

    private static let org: [Route] =
        [
            .get("/org", .anyOf([.orgSee, .peopleSee]), Home.org),
            .get("/org/units", .permission(.orgSee), OrgLists.units),
            .get("/org/houses", .permission(.orgSee), HouseList.show),
        ]
        + OrgForm.units.flatMap { forms($0, "/org/units/new/\($0.rawValue)", .orgManage) }
        + forms(.building, "/org/buildings/new", .orgManage)
        + forms(.houses, "/org/houses/new", .orgManage)
        + forms(.post, "/org/people/{id}/posts/new", .peopleManage)

    private static let people: [Route] = [
        .get("/org/people", .permission(.peopleSee), PeopleList.show),
        .get("/org/people/new", .permission(.peopleManage), OrgFormRoom.show(.person)),
        .post("/org/people/new", .permission(.peopleManage), InvitationRoom.add),
        .get("/org/people/{id}", .permission(.peopleSee), PersonRoom.show),
        .get("/org/people/{id}/access", .permission(.peopleSee), AccessReports.person),
        .post("/org/people/{id}/look", .permission(.peopleManage), PersonViewRoom.look),
        .get("/org/people/{id}/edit", .permission(.peopleManage), PersonForms.showEdit),
        .post("/org/people/{id}/edit", .permission(.peopleManage), PersonForms.edit),
        .get("/org/people/{id}/invite", .permission(.peopleManage), InvitationRoom.show),
        .post("/org/people/{id}/invite", .permission(.peopleManage), InvitationRoom.invite),
        .get("/org/people/{id}/hand-over", .permission(.peopleManage), PeopleEnding.show(.handOver)),
        .post("/org/people/{id}/hand-over", .permission(.peopleManage), PeopleEnding.take(.handOver)),
        .get("/org/people/{id}/disable", .permission(.peopleManage), PeopleEnding.show(.disable)),
        .post("/org/people/{id}/disable", .permission(.peopleManage), PeopleEnding.take(.disable)),
        .get("/org/people/{id}/posts/{post}/end", .permission(.peopleManage), PeopleEnding.show(.end)),
        .post("/org/people/{id}/posts/{post}/end", .permission(.peopleManage), PeopleEnding.take(.end)),
        .get("/org/people/{id}/posts/{post}/deputy", .permission(.peopleManage), PersonForms.showDeputy),
        .post("/org/people/{id}/posts/{post}/deputy", .permission(.peopleManage), PersonForms.deputy),
        .get("/org/idle-accounts", .permission(.peopleSee), AccessReports.idle),
        .get("/org/access", .permission(.peopleSee), AccessReports.unit),
    ]

    private static let roles: [Route] = [
        .get("/org/roles", .permission(.roleSee), RoleRoom.list),
        .get("/org/role-matrix", .permission(.roleSee), OrgLists.roles),
        .get("/org/role-comparison", .permission(.roleSee), RoleRoom.compare),
        .get("/org/roles/new", .permission(.roleManage), RoleEditor.showNew),
        .post("/org/roles/new", .permission(.roleManage), RoleEditor.add),
        .post("/org/roles/new/try", .permission(.roleManage), PersonViewRoom.tryNew),
        .get("/org/roles/{id}", .permission(.roleSee), RoleRoom.show),
        .get("/org/roles/{id}/edit", .permission(.roleManage), RoleEditor.showEdit),
        .post("/org/roles/{id}/edit", .permission(.roleManage), RoleEditor.change),
        .post("/org/roles/{id}/try", .permission(.roleManage), PersonViewRoom.tryOut),
        .post("/org/roles/{id}/retire", .permission(.roleManage), RoleEditor.retire),
    ]

    private static func forms(_ form: OrgForm, _ path: String, _ needs: Permission) -> [Route] {
        [.get(path, .permission(needs), OrgFormRoom.show(form)), .post(path, .permission(needs), OrgFormRoom.save(form))]
    }
}
