internal import Domain
internal import HTTPTypes
internal import Store

/// The one route table; nothing else registers a route. Printed by `shouwen routes`, compared with `docs/routes.txt` by a test.
package enum Routes {
    package static let all: [Route] = doors + own + work + tickets + org + exchange

    private static let doors: [Route] = [
        .open(.get, "/", because: "leads to the person's own page or to the door", Home.root),
        .open(.get, "/livez", because: "tells the supervisor that the process answers", Health.live),
        .open(.get, "/readyz", because: "tells the load balancer whether the database answers", Health.ready),
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

    private static let exchange: [Route] = [
        .get("/exchange", ExchangeRoom.entrance, ExchangeRoom.show),
        .get("/exchange/templates/{kind}/{format}", .permission(.importRun), ImportRoom.template),
        .get("/exchange/imports/new/{kind}", .permission(.importRun), ImportRoom.showNew),
        .post("/exchange/imports/new/{kind}", .permission(.importRun), ImportRoom.upload),
        .get("/exchange/imports/{id}", .permission(.importRun), ImportRunRoom.show),
        .post("/exchange/imports/{id}/columns", .permission(.importRun), ImportRunRoom.choose),
        .post("/exchange/imports/{id}/start", .permission(.importRun), ImportRunRoom.start),
        .post("/exchange/imports/{id}/stop", .permission(.importRun), ImportRunRoom.giveUp),
        .get("/exchange/imports/{id}/problems/{format}", .permission(.importRun), ImportRunRoom.problems),
        .get("/exchange/exports/new/{subject}", .permission(.exportRun), ExportRoom.showNew),
        .post("/exchange/exports/new/{subject}", .permission(.exportRun), ExportRoom.request),
        .get("/exchange/exports/{id}", .anyOf([.exportRun, .exportApprove]), ExportRunRoom.show),
        .post("/exchange/exports/{id}/answer", .permission(.exportApprove), ExportRunRoom.answer),
        .post("/exchange/exports/{id}/stop", .permission(.exportRun), ExportRunRoom.giveUp),
        .post("/exchange/exports/{id}/download", .permission(.exportRun), ExportRunRoom.download),
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

    private static func forms(_ form: OrgForm, _ path: String, _ needs: Permission) -> [Route] {
        [.get(path, .permission(needs), OrgFormRoom.show(form)), .post(path, .permission(needs), OrgFormRoom.save(form))]
    }
}
