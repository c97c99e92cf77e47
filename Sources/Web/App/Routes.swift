internal import Domain
internal import HTTPTypes
internal import Store

/// The one route table; nothing else registers a route. Printed by `shouwen routes`, compared with `docs/routes.txt` by a test.
package enum Routes {
    package static let all: [Route] =
        doors + answering + own + work + tickets + customers + surveys + vendors + evaluations + inspections + org + keeping + people
        + roles + exchange + operations + files

    private static let doors: [Route] = [
        .open(.get, "/", because: "leads to the person's own page or to the door", Home.root),
        .open(.get, "/livez", because: "tells the supervisor that the process answers", Health.live),
        .open(.get, "/readyz", because: "tells the load balancer whether this server can serve", Health.ready),
        .open(.get, "/metrics", because: "answers the monitoring system that shows its token, nobody else", MetricsRoom.show),
        .open(.get, "/login", because: "one signs in here", Login.show),
        .open(.post, "/login", because: "one signs in here", Login.open),
        .open(.get, "/{tenant}/login", because: "the short address of a group's own door", Login.tenant),
        .open(.get, "/login/second", because: "asks whoever gave the first proof for the second", SecondStep.show),
        .open(.post, "/login/second", because: "takes the second proof", SecondStep.confirm),
        .open(.post, "/login/second/setup", because: "sets the second factor up that a role asks for", SecondStep.setUp),
        .open(.get, "/login/sso", because: "leads to the group's own sign-in service", SignOnRoom.begin),
        .open(.get, "/login/sso/back", because: "where that service sends people back to", SignOnRoom.end),
        .open(.get, "/login/sso/leave", because: "leads to the sign-out of that service", SignOnRoom.leave),
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
        .get("/sessions/history", .own, HistoryRoom.show),
        .get("/second-factor", .own, FactorRoom.show),
        .post("/second-factor", .own, FactorRoom.setUp),
        .post("/second-factor/codes", .own, FactorRoom.renew),
        .post("/second-factor/remove", .own, FactorRoom.remove),
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
        .post("/tickets/{id}/reveal", seeing, Reveals.show),
    ]

    private static let customers: [Route] = [
        .get("/owners", .permission(.customerSee), OwnerList.show),
        .get("/owners/new", .permission(.customerRecord), OwnerForms.showNew),
        .post("/owners/new", .permission(.customerRecord), OwnerForms.register),
        .get("/owners/requests", .permission(.privacyManage), DataRequestRoom.list),
        .get("/owners/requests/{request}", .permission(.privacyManage), DataRequestRoom.show),
        .post("/owners/requests/{request}/answer", .permission(.privacyManage), DataRequestRoom.answer),
        .post("/owners/requests/{request}/extract", .permission(.privacyManage), DataRequestRoom.extract),
        .get("/owners/reads", .anyOf([.privacyManage, .auditSee]), DataRequestRoom.reads),
        .get("/owners/privacy", .permission(.privacyManage), PrivacyRoom.show),
        .post("/owners/privacy/{rule}", .permission(.privacyManage), PrivacyRoom.set),
        .get("/owners/{id}", .permission(.customerSee), OwnerRoom.show),
        .get("/owners/{id}/edit", .permission(.customerManage), OwnerForms.showEdit),
        .post("/owners/{id}/edit", .permission(.customerManage), OwnerForms.save),
        .post("/owners/{id}/reveal/{field}", .permission(.customerSee), OwnerReveals.show),
        .post("/owners/{id}/contacts", .permission(.customerManage), OwnerRoom.addContact),
        .post("/owners/{id}/contacts/{contact}/remove", .permission(.customerManage), OwnerRoom.removeContact),
        .post("/owners/{id}/relations", .permission(.customerManage), OwnerRoom.addRelation),
        .post("/owners/{id}/relations/{relation}/end", .permission(.customerManage), OwnerRoom.endRelation),
        .post("/owners/{id}/consents", .permission(.customerManage), OwnerRoom.addConsent),
        .post("/owners/{id}/consents/{consent}/withdraw", .permission(.customerManage), OwnerRoom.withdrawConsent),
        .post("/owners/{id}/requests", .permission(.customerManage), OwnerRoom.request),
        .post("/owners/{id}/state", .permission(.customerManage), OwnerRoom.drop),
        .get("/owners/{id}/merge/{other}", .permission(.customerMerge), MergeRoom.show),
        .post("/owners/{id}/merge/{other}", .permission(.customerMerge), MergeRoom.merge),
        .post("/owners/{id}/merges/{merge}/undo", .permission(.customerMerge), MergeRoom.undo),
    ]

    private static let houses: [Route] = [
        .get("/org/houses/{id}", .anyOf([.orgSee, .customerSee]), HouseRoom.show),
        .get("/org/houses/{id}/edit", .permission(.houseManage), HouseRoom.showEdit),
        .post("/org/houses/{id}/edit", .permission(.houseManage), HouseRoom.save),
        .post("/org/houses/{id}/hand-over", .permission(.houseManage), HouseRoom.handOver),
        .get("/org/houses/{id}/transfer", .permission(.customerManage), HouseRoom.showTransfer),
        .post("/org/houses/{id}/transfer", .permission(.customerManage), HouseRoom.transfer),
        .get("/org/areas", .anyOf([.orgSee, .customerSee]), SharedAreaRoom.list),
        .get("/org/areas/new", .permission(.houseManage), SharedAreaRoom.showNew),
        .post("/org/areas/new", .permission(.houseManage), SharedAreaRoom.add),
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
        .post("/exchange/imports/{id}/links", .permission(.importRun), ImportRunRoom.invite),
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
            .get("/org/houses", .anyOf([.orgSee, .customerSee]), HouseList.show),
            .get("/org/sign-in", .permission(.signInManage), SignInPolicyRoom.show),
            .post("/org/sign-in", .permission(.signInManage), SignInPolicyRoom.save),
        ]
        + OrgForm.units.flatMap { forms($0, "/org/units/new/\($0.rawValue)", .orgManage) }
        + forms(.building, "/org/buildings/new", .orgManage)
        + forms(.houses, "/org/houses/new", .orgManage)
        + forms(.post, "/org/people/{id}/posts/new", .peopleManage) + houses

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
        .get("/org/people/{id}/account", .permission(.peopleManage), AccountRoom.show),
        .post("/org/people/{id}/account/lock", .permission(.peopleManage), AccountRoom.lock),
        .post("/org/people/{id}/account/unlock", .permission(.peopleManage), AccountRoom.unlock),
        .post("/org/people/{id}/account/reset-factor", .permission(.peopleManage), AccountRoom.resetFactor),
        .post("/org/people/{id}/account/link", .permission(.peopleManage), AccountRoom.link),
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
        .get("/org/duty-areas", .permission(.orgSee), AreaRoom.list),
        .get("/org/duty-areas/new", .permission(.orgManage), AreaRoom.ask),
        .post("/org/duty-areas/new", .permission(.orgManage), AreaRoom.add),
        .get("/org/duty-areas/{id}", .permission(.orgSee), AreaRoom.show),
        .post("/org/duty-areas/{id}/edit", .permission(.orgManage), AreaRoom.edit),
        .post("/org/duty-areas/{id}/close", .permission(.orgManage), AreaRoom.close),
        .post("/org/duty-areas/{id}/officers", .permission(.orgManage), AreaRoom.appoint),
        .post("/org/duty-areas/{id}/officers/{officer}/end", .permission(.orgManage), AreaRoom.relieve),
    ]

    /// Agreements are for those who carry them out too; row security shows each the own ones.
    private static let agreeing: Requirement = .anyOf([.orgSee, .ticketSee])

    private static func forms(_ form: OrgForm, _ path: String, _ needs: Permission) -> [Route] {
        [.get(path, .permission(needs), OrgFormRoom.show(form)), .post(path, .permission(needs), OrgFormRoom.save(form))]
    }
}
