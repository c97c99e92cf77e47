/// One thing a person may see or do, held through a post (ACCESS-R1). Seeing and doing are apart.
package enum Permission: String, CaseCode {
    case deskSee = "desk.see"
    case noticeSee = "notice.see"

    case ticketSee = "ticket.see"
    /// Sees a ticket only while it is in the person's own hands (technicians, ACCESS-P9).
    case ticketSeeAssigned = "ticket.seeAssigned"
    /// Sees complaints flagged media, litigation or collective (COMPLAINT-P1), if the level suffices.
    case sensitiveSee = "sensitive.see"

    case ticketRecord = "ticket.record"
    case ticketAccept = "ticket.accept"
    case ticketAssign = "ticket.assign"
    /// Findings, plan, the customer's answer, explanation.
    case ticketHandle = "ticket.handle"
    case ticketExecute = "ticket.execute"
    case ticketVerify = "ticket.verify"
    case ticketVisit = "ticket.visit"
    case ticketClose = "ticket.close"
    case ticketReopen = "ticket.reopen"
    case ticketArchive = "ticket.archive"
    case ticketRegrade = "ticket.regrade"
    /// Rates a complaint invalid or non-responsible (COMPLAINT-R15).
    case ticketRate = "ticket.rate"

    case ticketEscalate = "ticket.escalate"
    case ticketReceiveEscalation = "ticket.receiveEscalation"
    case ticketExchange = "ticket.exchange"
    case ticketIntervene = "ticket.intervene"
    case ticketLitigate = "ticket.litigate"

    case customerSee = "customer.see"
    case customerRecord = "customer.record"
    /// Keeps files up to date: values, relations, contacts, grounds (CUSTDATA-R3, ARCHIVE-R4).
    case customerManage = "customer.manage"
    /// Joins files of one customer and takes that back.
    case customerMerge = "customer.merge"
    /// Opens files of former owners, which are kept apart from the new owner's (004).
    case customerFormer = "customer.former"
    case phoneReveal = "phone.reveal"
    case identityReveal = "identity.reveal"
    /// Answers what customers ask about their data, reads the read log, sets how long data is kept.
    case privacyManage = "privacy.manage"
    /// Facts, keys and owners of single houses; shared areas.
    case houseManage = "house.manage"

    case importRun = "import.run"
    case exportRun = "export.run"
    /// Takes out names, telephone and identity numbers of customers.
    case exportPersonal = "export.personal"
    /// Lets somebody else's export of personal data go.
    case exportApprove = "export.approve"

    /// Questionnaires, waves and their figures.
    case surveySee = "survey.see"
    /// Opens what single households answered, and the tickets made of it.
    case surveyAnswers = "survey.answers"
    /// Confirmed results of the own projects (SURVEY-P1): what a vendor gets to see.
    case surveyResults = "survey.results"
    /// Writes and publishes questionnaires.
    case surveyDesign = "survey.design"
    /// Plans and runs waves: draw, letters, opening, closing.
    case surveyRun = "survey.run"
    case surveyApprove = "survey.approve"
    /// Enters answers given on paper or by telephone.
    case surveyEnter = "survey.enter"
    /// As an outside interviewer: only the forms that were given to the person.
    case surveyEnterAssigned = "survey.enterAssigned"
    /// Cause, corrective and preventive measure (SURVEY-R4).
    case surveyCorrect = "survey.correct"
    case surveyVerify = "survey.verify"
    /// Writes the special report and signs it for the own unit (SURVEY-R3, SURVEY-R10).
    case surveySign = "survey.sign"

    // Evaluation of vendors (VENDOR).
    /// Templates, rounds, cards and ranking on the developer's line.
    case cardSee = "card.see"
    /// A vendor's own confirmed cards (VENDOR-P1).
    case cardOwn = "card.own"
    /// Writes and publishes evaluation templates.
    case templateKeep = "template.keep"
    /// Plans and runs rounds: assessors, deadlines, scoring.
    case roundRun = "round.run"
    /// Fills in the forms given to the person, nothing else.
    case assess = "card.assess"
    /// Moderates and confirms cards.
    case cardConfirm = "card.confirm"
    case cardAppeal = "card.appeal"
    /// Rules on appeals against cards of the tier below.
    case cardRule = "card.rule"
    /// Mends what an order asks for, with evidence.
    case rectificationDo = "rectification.do"
    /// Re-checks, sends back, drops.
    case rectificationVerify = "rectification.verify"
    /// Takes a consequence back, on record.
    case consequenceOverride = "consequence.override"
    // Vendors: register, selection, compensation
    /// Vendors' qualifications, contacts, contracts: a vendor's people their own.
    case vendorSee = "vendor.see"
    case vendorKeep = "vendor.keep"
    /// Selections of a property company (VENDOR-R1).
    case selectionSee = "selection.see"
    case selectionRun = "selection.run"
    /// Sits in a committee and scores.
    case selectionScore = "selection.score"
    /// Decides who is chosen, and reviews the contract (VENDOR-R2).
    case selectionDecide = "selection.decide"
    /// Penalty terms, loss standards, forced repairs (COMPENSATE-R1).
    case compensateSee = "compensate.see"
    case compensateKeep = "compensate.keep"
    /// Approves amounts within the limits of the post (COMPENSATE-P1).
    case compensateApprove = "compensate.approve"
    /// Accepts an amount for the own side.
    case compensateAccept = "compensate.accept"
    // Inspections
    /// Rounds and what they found; who is inspected sees what was released.
    case inspectSee = "inspect.see"
    /// Enters what is found on the spot.
    case inspect = "inspect.do"
    /// Keeps routes, plans rounds, lets reports go out.
    case inspectPlan = "inspect.plan"

    case orgSee = "org.see"
    case orgManage = "org.manage"
    case peopleSee = "people.see"
    case peopleManage = "people.manage"
    case roleSee = "role.see"
    /// Makes and changes the roles of the whole tenant.
    case roleManage = "role.manage"
    /// How the group's people sign in: rules for passwords, second factors, single sign-on.
    case signInManage = "signIn.manage"
    case auditSee = "audit.see"
    case operatorSee = "operator.see"
    /// Tries dead jobs again or gives them up, ends sessions.
    case operatorManage = "operator.manage"

    package var group: PermissionGroup {
        switch self {
        case .deskSee, .noticeSee: .desk
        case .ticketSee, .ticketSeeAssigned, .sensitiveSee: .viewing
        case .ticketRecord, .ticketAccept, .ticketAssign, .ticketHandle, .ticketExecute, .ticketVerify, .ticketVisit, .ticketClose,
            .ticketReopen, .ticketArchive, .ticketRegrade, .ticketRate:
            .handling
        case .ticketEscalate, .ticketReceiveEscalation, .ticketExchange, .ticketIntervene, .ticketLitigate: .levels
        case .customerSee, .customerRecord, .customerManage, .customerMerge, .customerFormer, .phoneReveal, .identityReveal, .privacyManage,
            .houseManage:
            .customers
        case .importRun, .exportRun, .exportPersonal, .exportApprove: .exchange
        case .surveySee, .surveyAnswers, .surveyResults, .surveyDesign, .surveyRun, .surveyApprove, .surveyEnter, .surveyEnterAssigned,
            .surveyCorrect, .surveyVerify, .surveySign:
            .surveys
        case .vendorSee, .vendorKeep, .selectionSee, .selectionRun, .selectionScore, .selectionDecide, .compensateSee, .compensateKeep,
            .compensateApprove, .compensateAccept, .cardSee, .cardOwn, .templateKeep, .roundRun, .assess, .cardConfirm, .cardAppeal,
            .cardRule,
            .rectificationDo, .rectificationVerify, .consequenceOverride, .inspectSee, .inspect, .inspectPlan:
            .vendors
        case .orgSee, .orgManage, .peopleSee, .peopleManage, .roleSee, .roleManage, .signInManage: .organisation
        case .auditSee, .operatorSee, .operatorManage: .supervision
        }
    }

    /// Whoever holds one of these changes what others may see or do.
    package static let administering: Set<Permission> = [.orgManage, .peopleManage, .roleManage, .signInManage]

    /// Whether holding it changes nothing.
    package var isSeeing: Bool {
        switch self {
        case .deskSee, .noticeSee, .ticketSee, .ticketSeeAssigned, .sensitiveSee, .customerSee, .customerFormer, .orgSee, .peopleSee,
            .roleSee, .auditSee, .operatorSee, .surveySee, .surveyAnswers, .surveyResults, .cardSee, .cardOwn, .exportRun,
            .vendorSee, .selectionSee, .compensateSee, .inspectSee:
            // A table of what one may see changes nothing either.
            true
        default: false
        }
    }
}

/// Headings of the permission matrix.
package enum PermissionGroup: String, CaseCode {
    case desk, viewing, handling, levels, customers, surveys, vendors, exchange, organisation, supervision

    package var permissions: [Permission] { Permission.allCases.filter { $0.group == self } }
}
