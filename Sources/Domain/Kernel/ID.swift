/// A key of one kind of thing. The phantom `Entity` keeps a person's number from being passed for a ticket's.
package struct ID<Entity>: Hashable, Sendable, Comparable, CustomStringConvertible {
    package let rawValue: Int64

    package init(_ rawValue: Int64) {
        self.rawValue = rawValue
    }

    /// Reads a key from a path or a form field: decimal digits, greater than zero, nothing else. Anything else is nil.
    package init?(text: some StringProtocol) {
        guard !text.isEmpty, text.utf8.allSatisfy({ (48...57).contains($0) }), let value = Int64(text), value > 0 else { return nil }
        self.init(value)
    }

    package var description: String { String(rawValue) }

    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// What an `ID` can belong to. Never instantiated.
package enum Entity {
    package enum Tenant {}
    package enum Unit {}
    package enum Engagement {}
    package enum Building {}
    package enum House {}
    package enum Customer {}
    package enum Person {}
    package enum Role {}
    package enum Post {}
    package enum Session {}
    package enum Invitation {}
    package enum Ticket {}
    package enum Plan {}
    package enum Escalation {}
    package enum Exchange {}
    package enum Visit {}
    package enum Deadline {}
    package enum Notice {}
    package enum Job {}
    package enum SharedArea {}
    package enum Contact {}
    package enum Relation {}
    package enum Merge {}
    package enum Consent {}
    package enum DataRequest {}
    package enum SignInEvent {}
    package enum Move {}
    package enum Handover {}
    package enum Agreement {}
    package enum DutyArea {}
    package enum DutyOfficer {}
    package enum Import {}
    package enum Export {}
    package enum SurveyPlan {}
    package enum SurveyForm {}
    package enum SurveyVersion {}
    package enum Wave {}
    package enum Sample {}
    package enum SurveyLink {}
    package enum Response {}
    package enum Verbatim {}
    package enum SurveyCase {}
    package enum ProblemPoint {}
    package enum CorrectiveAction {}
    package enum SurveyReport {}
    package enum HouseholdContact {}
    package enum File {}
    // Inspections
    package enum InspectionRoute {}
    package enum InspectionPoint {}
    package enum CheckItem {}
    package enum InspectionPlan {}
    package enum Inspection {}
    package enum Check {}
    package enum ScoreTemplate {}
    package enum TemplateVersion {}
    package enum Round {}
    package enum Assessment {}
    package enum Card {}
    package enum Appeal {}
    package enum CardConsequence {}
    package enum Rectification {}
    package enum Suspension {}
    // Vendors: register, selection, compensation
    package enum VendorQualification {}
    package enum VendorContact {}
    package enum VendorContract {}
    package enum Selection {}
    package enum Candidate {}
    package enum Criterion {}
    package enum CommitteeMember {}
    package enum Ballot {}
    package enum PenaltyClause {}
    package enum LossStandard {}
    package enum ForcedRepair {}
}

package typealias TenantID = ID<Entity.Tenant>
package typealias UnitID = ID<Entity.Unit>
package typealias EngagementID = ID<Entity.Engagement>
package typealias BuildingID = ID<Entity.Building>
package typealias HouseID = ID<Entity.House>
package typealias CustomerID = ID<Entity.Customer>
package typealias PersonID = ID<Entity.Person>
package typealias RoleID = ID<Entity.Role>
package typealias PostID = ID<Entity.Post>
package typealias SessionID = ID<Entity.Session>
package typealias InvitationID = ID<Entity.Invitation>
package typealias TicketID = ID<Entity.Ticket>
package typealias PlanID = ID<Entity.Plan>
package typealias EscalationID = ID<Entity.Escalation>
package typealias ExchangeID = ID<Entity.Exchange>
package typealias VisitID = ID<Entity.Visit>
package typealias DeadlineID = ID<Entity.Deadline>
package typealias NoticeID = ID<Entity.Notice>
package typealias JobID = ID<Entity.Job>
package typealias SharedAreaID = ID<Entity.SharedArea>
package typealias ContactID = ID<Entity.Contact>
package typealias RelationID = ID<Entity.Relation>
package typealias MergeID = ID<Entity.Merge>
package typealias ConsentID = ID<Entity.Consent>
package typealias DataRequestID = ID<Entity.DataRequest>
package typealias SignInEventID = ID<Entity.SignInEvent>
package typealias MoveID = ID<Entity.Move>
package typealias HandoverID = ID<Entity.Handover>
package typealias AgreementID = ID<Entity.Agreement>
package typealias DutyAreaID = ID<Entity.DutyArea>
package typealias DutyOfficerID = ID<Entity.DutyOfficer>
package typealias ImportID = ID<Entity.Import>
package typealias ExportID = ID<Entity.Export>
package typealias SurveyPlanID = ID<Entity.SurveyPlan>
package typealias SurveyFormID = ID<Entity.SurveyForm>
package typealias SurveyVersionID = ID<Entity.SurveyVersion>
package typealias WaveID = ID<Entity.Wave>
package typealias SampleID = ID<Entity.Sample>
package typealias SurveyLinkID = ID<Entity.SurveyLink>
package typealias ResponseID = ID<Entity.Response>
package typealias VerbatimID = ID<Entity.Verbatim>
package typealias SurveyCaseID = ID<Entity.SurveyCase>
package typealias ProblemPointID = ID<Entity.ProblemPoint>
package typealias CorrectiveActionID = ID<Entity.CorrectiveAction>
package typealias SurveyReportID = ID<Entity.SurveyReport>
package typealias HouseholdContactID = ID<Entity.HouseholdContact>
package typealias FileID = ID<Entity.File>
// Inspections
package typealias RouteID = ID<Entity.InspectionRoute>
package typealias PointID = ID<Entity.InspectionPoint>
package typealias CheckItemID = ID<Entity.CheckItem>
package typealias InspectionPlanID = ID<Entity.InspectionPlan>
package typealias InspectionID = ID<Entity.Inspection>
package typealias CheckID = ID<Entity.Check>
package typealias ScoreTemplateID = ID<Entity.ScoreTemplate>
package typealias TemplateVersionID = ID<Entity.TemplateVersion>
package typealias RoundID = ID<Entity.Round>
package typealias AssessmentID = ID<Entity.Assessment>
package typealias CardID = ID<Entity.Card>
package typealias AppealID = ID<Entity.Appeal>
package typealias CardConsequenceID = ID<Entity.CardConsequence>
package typealias RectificationID = ID<Entity.Rectification>
package typealias SuspensionID = ID<Entity.Suspension>
// Vendors: register, selection, compensation
package typealias QualificationID = ID<Entity.VendorQualification>
package typealias VendorContactID = ID<Entity.VendorContact>
package typealias ContractID = ID<Entity.VendorContract>
package typealias SelectionID = ID<Entity.Selection>
package typealias CandidateID = ID<Entity.Candidate>
package typealias CriterionID = ID<Entity.Criterion>
package typealias MemberID = ID<Entity.CommitteeMember>
package typealias BallotID = ID<Entity.Ballot>
package typealias ClauseID = ID<Entity.PenaltyClause>
package typealias LossStandardID = ID<Entity.LossStandard>
package typealias ForcedRepairID = ID<Entity.ForcedRepair>
