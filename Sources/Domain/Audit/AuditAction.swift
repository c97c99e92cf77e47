/// What the audit trail speaks of (ACCESS-P7). The raw value is stored for good: never change one, never give one a second meaning.
/// Its message key is `audit.` and the raw value.
package enum AuditAction: String, CaseCode {
    // Doors
    case signedIn = "session.open"
    case signInFailed = "session.fail"
    case signInBlocked = "session.block"
    case signedOut = "session.close"
    case sessionsEnded = "session.end"
    case passwordChanged = "password.change"
    case secondFactorSet = "factor.set"
    case secondFactorRemoved = "factor.remove"
    case secondFactorReset = "factor.reset"
    case recoveryCodesRenewed = "factor.codes"
    case recoveryCodeUsed = "factor.recover"
    case identityLinked = "identity.link"
    case identityUnlinked = "identity.unlink"
    case accountLocked = "account.lock"
    case accountUnlocked = "account.unlock"
    case signInPolicyChanged = "signIn.policy"
    /// A door that stayed shut: the permission was missing (403).
    case accessRefused = "access.refuse"

    // Tickets
    /// One transition; the detail names it and carries the digest of its line in the ticket's own log.
    case ticketStep = "ticket.step"
    case phoneRevealed = "phone.reveal"

    // Customers and houses
    case customerRegistered = "customer.register"
    case customerChanged = "customer.change"
    case customerRelated = "customer.relate"
    case relationEnded = "customer.unrelate"
    case customersMerged = "customer.merge"
    case mergeUndone = "customer.unmerge"
    case customerAnonymised = "customer.anonymise"
    case consentNoted = "customer.consent"
    case consentWithdrawn = "customer.withdraw"
    case valueRevealed = "customer.reveal"
    case extractGiven = "customer.extract"
    case houseChanged = "house.change"
    case houseHandedOver = "house.handOver"
    case ownerChanged = "house.transfer"
    case sharedAreaAdded = "house.area"
    case requestReceived = "privacy.request"
    case requestAnswered = "privacy.answer"
    case privacyRuleSet = "privacy.set"
    /// The looks of an hour were used up.
    case revealsLocked = "privacy.lock"
    case retentionApplied = "privacy.retain"
    case keysRotated = "privacy.rotate"

    // Organisation
    case unitAdded = "unit.add"
    case engagementAdded = "engagement.add"
    case handedOver = "unit.handOver"
    case buildingAdded = "building.add"
    case housesAdded = "house.add"

    // Keeping the tree
    case unitRenamed = "unit.rename"
    case holdingChanged = "unit.holding"
    case unitClosed = "unit.close"
    case unitReopened = "unit.reopen"
    case movePlanned = "unit.planMove"
    case moveCancelled = "unit.cancelMove"
    case projectMoved = "unit.move"
    case engagementDated = "engagement.date"
    case engagementDropped = "engagement.drop"
    case vendorChanged = "engagement.changeOver"
    case leftoversHandedOver = "engagement.handOver"
    case handoverRecorded = "engagement.record"
    case agreementIssued = "document.issue"
    case agreementChecked = "document.check"
    case areaAdded = "area.add"
    case areaChanged = "area.change"
    case areaClosed = "area.close"
    case officerAppointed = "area.appoint"
    case officerRelieved = "area.relieve"
    case settingChanged = "setting.change"
    case settingInherited = "setting.inherit"

    // People
    case personAdded = "person.add"
    case personDisabled = "person.disable"
    case postAdded = "post.add"
    case postEnded = "post.end"
    case deputyAdded = "post.deputy"
    case personChanged = "person.change"
    /// A one-time link was issued: for somebody new, or because of a forgotten password.
    case personInvited = "person.invite"
    case invitationUsed = "person.redeem"
    case mattersHandedOver = "person.handOver"
    /// An administrator looked as the person.
    case personViewed = "person.view"

    // Roles
    case roleAdded = "role.add"
    case roleChanged = "role.change"
    case roleRetired = "role.retire"
    case roleTried = "role.try"

    // Surveys
    case formAdded = "survey.form"
    case formRetired = "survey.retire"
    case draftChanged = "survey.draft"
    case versionPublished = "survey.publish"
    case wavePlanned = "survey.plan"
    case waveChanged = "survey.change"
    /// One transition of a wave; the detail names it.
    case waveStep = "survey.step"
    case sampleDrawn = "survey.draw"
    case linksMade = "survey.links"
    case linkRevoked = "survey.revoke"
    case answersEntered = "survey.enter"
    case answersChecked = "survey.check"
    case answersVoided = "survey.void"
    case interviewerAssigned = "survey.assign"
    case optOutNoted = "survey.optOut"
    /// Households that had not answered were asked once more.
    case surveyReminded = "survey.remind"
    /// A unit's plan for a year was written, handed in, approved or sent back.
    case yearPlanKept = "survey.yearPlan"
    case surveyRuleSet = "survey.rule"
    /// How satisfaction is computed from now on (SURVEY-R8).
    case surveyFormulaSet = "survey.formula"
    case verbatimTagged = "survey.tag"
    case problemPointNoted = "survey.point"
    /// One step of a corrective action; the detail names it.
    case correctionStep = "survey.correct"
    case reportWritten = "survey.write"
    case reportSigned = "survey.sign"
    case resultsConfirmed = "survey.confirm"
    /// A household's answers became a ticket.
    case surveyCaseMade = "survey.case"

    // Files
    case filesAdded = "file.add"
    case fileRemoved = "file.remove"
    // Evaluations of vendors
    case templateAdded = "evaluation.template"
    case templateRetired = "evaluation.retire"
    case templateChanged = "evaluation.draft"
    case templatePublished = "evaluation.publish"
    case roundPlanned = "evaluation.plan"
    /// One transition of a round; the detail names it.
    case roundStep = "evaluation.step"
    case assessorsGiven = "evaluation.assign"
    case assessmentSubmitted = "evaluation.assess"
    case inspectionNoted = "evaluation.inspect"
    case cardModerated = "evaluation.moderate"
    case appealFiled = "evaluation.appeal"
    case appealRuled = "evaluation.rule"
    case consequenceOverridden = "evaluation.override"
    case vendorSuspended = "evaluation.suspend"
    case suspensionLifted = "evaluation.lift"
    /// One step of a rectification order; the detail names it.
    case rectificationStep = "evaluation.rectify"
    // Vendors: register, selection, compensation
    case vendorFiled = "vendor.file"
    case qualificationAdded = "vendor.qualify"
    case qualificationEnded = "vendor.disqualify"
    case vendorContactAdded = "vendor.contact"
    case vendorContactEnded = "vendor.uncontact"
    case contractEntered = "vendor.contract"
    case contractChanged = "vendor.amend"
    case selectionBegun = "selection.begin"
    case selectionChanged = "selection.change"
    /// One transition of a selection; the detail names it.
    case selectionStep = "selection.step"
    case candidateAdded = "selection.candidate"
    case candidateDropped = "selection.drop"
    /// A suspended vendor was let in all the same.
    case candidateAdmitted = "selection.override"
    case committeeChanged = "selection.committee"
    case conflictDeclared = "selection.declare"
    /// Sealed scores were handed in; the line says nothing of what they are.
    case ballotSealed = "selection.ballot"
    case ballotsOpened = "selection.open"
    case contractReviewed = "selection.review"
    case dossierSealed = "selection.dossier"
    case penaltyClauseSet = "compensation.clause"
    case lossStandardSet = "compensation.standard"
    case forcedRepairBegun = "compensation.warn"
    /// One transition of a forced repair; the detail names it.
    case forcedRepairStep = "compensation.step"

    // Inspections
    /// Routes, points, items and plans; the detail names what.
    case inspectionKept = "inspection.keep"
    /// A round was drawn or took a step; the detail names it.
    case inspectionStep = "inspection.step"

    // Operations
    case jobRetried = "job.retry"
    case jobDiscarded = "job.discard"

    // Tables in and out
    case importUploaded = "import.upload"
    case importStarted = "import.start"
    case importDone = "import.finish"
    /// Given up, or ended because a right or a file was gone.
    case importStopped = "import.stop"
    case exportRequested = "export.request"
    case exportApproved = "export.approve"
    case exportRefused = "export.refuse"
    /// The file was fetched.
    case exportFetched = "export.fetch"
    case exportStopped = "export.stop"

    /// What stands before the point: what a filter offers.
    package var subject: String { String(rawValue.prefix { $0 != "." }) }

    /// The subjects in the order of their first action.
    package static let subjects: [String] = allCases.reduce(into: []) { subjects, action in
        if !subjects.contains(action.subject) { subjects.append(action.subject) }
    }

    package static func about(_ subject: String) -> [AuditAction] { allCases.filter { $0.subject == subject } }
}
