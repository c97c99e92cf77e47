internal import Domain
internal import HTTPTypes
internal import Store

/// The one route table; nothing else registers a route. Printed by `shouwen routes`, compared with `docs/routes.txt` by a test.
package enum Routes {
    package static let all: [Route] = doors + own + work + tickets + org + keeping

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

    /// Changing what stands in the tree.
    private static let keeping: [Route] = [
        .get("/org/units/{id}", .permission(.orgSee), UnitRoom.show),
        .post("/org/units/{id}/edit", .permission(.orgManage), UnitRoom.edit),
        .post("/org/units/{id}/close", .permission(.orgManage), UnitRoom.close),
        .post("/org/units/{id}/reopen", .permission(.orgManage), UnitRoom.reopen),
        .get("/org/units/{id}/move", .permission(.orgManage), MoveRoom.show),
        .post("/org/units/{id}/move", .permission(.orgManage), MoveRoom.plan),
        .post("/org/units/{id}/move/cancel", .permission(.orgManage), MoveRoom.cancel),
        .get("/org/units/{id}/settings", .permission(.orgSee), SettingsRoom.show),
        .post("/org/units/{id}/settings/{key}", .permission(.orgSee), SettingsRoom.decide),
        .post("/org/units/{id}/settings/{key}/inherit", .permission(.orgSee), SettingsRoom.inherit),
        .get("/org/engagements/{id}", .permission(.orgSee), EngagementRoom.show),
        .post("/org/engagements/{id}/end", .permission(.orgManage), EngagementRoom.end),
        .get("/org/engagements/{id}/change-over", .permission(.orgManage), ChangeOverRoom.show),
        .post("/org/engagements/{id}/change-over", .permission(.orgManage), ChangeOverRoom.save),
        .post("/org/engagements/{id}/drop", .permission(.orgManage), EngagementRoom.drop),
        .post("/org/engagements/{id}/hand-over", .permission(.orgManage), EngagementRoom.handOver),
        .post("/org/engagements/{id}/record", .permission(.orgManage), EngagementRoom.record),
        .get("/org/agreements", agreeing, AgreementRoom.list),
        .get("/org/agreements/new", .permission(.orgManage), AgreementForms.show),
        .post("/org/agreements/new", .permission(.orgManage), AgreementForms.issue),
        .get("/org/agreements/{id}", agreeing, AgreementRoom.show),
        .get("/org/agreements/{id}/print", agreeing, AgreementRoom.sheet),
        .get("/org/agreements/{id}/revise", .permission(.orgManage), AgreementForms.revise),
        .post("/org/agreements/{id}/revise", .permission(.orgManage), AgreementForms.supersede),
        .post("/org/agreements/{id}/checks", .permission(.orgManage), AgreementRoom.check),
        .get("/org/areas", .permission(.orgSee), AreaRoom.list),
        .get("/org/areas/new", .permission(.orgManage), AreaRoom.ask),
        .post("/org/areas/new", .permission(.orgManage), AreaRoom.add),
        .get("/org/areas/{id}", .permission(.orgSee), AreaRoom.show),
        .post("/org/areas/{id}/edit", .permission(.orgManage), AreaRoom.edit),
        .post("/org/areas/{id}/close", .permission(.orgManage), AreaRoom.close),
        .post("/org/areas/{id}/officers", .permission(.orgManage), AreaRoom.appoint),
        .post("/org/areas/{id}/officers/{officer}/end", .permission(.orgManage), AreaRoom.relieve),
    ]

    /// Agreements are for those who carry them out too; row security shows each the own ones.
    private static let agreeing: Requirement = .anyOf([.orgSee, .ticketSee])

    private static func forms(_ form: OrgForm, _ path: String, _ needs: Permission) -> [Route] {
        [.get(path, .permission(needs), OrgFormRoom.show(form)), .post(path, .permission(needs), OrgFormRoom.save(form))]
    }
}
