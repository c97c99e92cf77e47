internal import Domain
internal import HTTPTypes
internal import Store

/// The one route table; nothing else registers a route. Printed by `shouwen routes`, compared with `docs/routes.txt` by a test.
package enum Routes {
    package static let all: [Route] = doors + own + work + tickets + org + operations

    private static let doors: [Route] = [
        .open(.get, "/", because: "leads to the person's own page or to the door", Home.root),
        .open(.get, "/livez", because: "tells the supervisor that the process answers", Health.live),
        .open(.get, "/readyz", because: "tells the load balancer whether this server can serve", Health.ready),
        .open(.get, "/metrics", because: "answers the monitoring system that shows its token, nobody else", MetricsRoom.show),
        .open(.get, "/login", because: "one signs in here", Login.show),
        .open(.post, "/login", because: "one signs in here", Login.open),
        .open(.post, "/logout", because: "ends the session of the cookie; without one there is nothing to end", Leaving.signOut),
        .open(.post, "/language", because: "the sign-in page has two languages too", LanguageSwitch.choose),
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
            .get("/org/people", .permission(.peopleSee), OrgLists.people),
            .get("/org/people/{id}", .permission(.peopleSee), OrgLists.person),
            .get("/org/people/{id}/disable", .permission(.peopleManage), PeopleEnding.showDisable),
            .post("/org/people/{id}/disable", .permission(.peopleManage), PeopleEnding.disable),
            .get("/org/people/{id}/posts/{post}/end", .permission(.peopleManage), PeopleEnding.showEnd),
            .post("/org/people/{id}/posts/{post}/end", .permission(.peopleManage), PeopleEnding.end),
            .get("/org/roles", .permission(.roleSee), OrgLists.roles),
        ]
        + OrgForm.units.flatMap { forms($0, "/org/units/new/\($0.rawValue)", .orgManage) }
        + forms(.building, "/org/buildings/new", .orgManage)
        + forms(.houses, "/org/houses/new", .orgManage)
        + forms(.person, "/org/people/new", .peopleManage)
        + forms(.post, "/org/people/{id}/posts/new", .peopleManage)

    private static let operations: [Route] = [
        .get("/operations", .permission(.operatorSee), OperationsRoom.overview),
        .get("/operations/system", .permission(.operatorSee), OperationsRoom.system),
        .get("/operations/jobs", .permission(.operatorSee), JobRoom.list),
        .get("/operations/jobs/{id}", .permission(.operatorSee), JobRoom.show),
        .post("/operations/jobs/{id}/retry", .permission(.operatorManage), JobRoom.decide(.retry)),
        .post("/operations/jobs/{id}/discard", .permission(.operatorManage), JobRoom.decide(.discard)),
        .get("/operations/sessions", .permission(.operatorSee), OpenSessionRoom.list),
        .get("/operations/sessions/{id}/end", .permission(.operatorManage), OpenSessionRoom.showEnd),
        .post("/operations/sessions/{id}/end", .permission(.operatorManage), OpenSessionRoom.end),
    ]

    private static func forms(_ form: OrgForm, _ path: String, _ needs: Permission) -> [Route] {
        [.get(path, .permission(needs), OrgFormRoom.show(form)), .post(path, .permission(needs), OrgFormRoom.save(form))]
    }
}
