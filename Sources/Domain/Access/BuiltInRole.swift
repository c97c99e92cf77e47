/// The roles every tenant starts with. Stored as data; this is where that data comes from.
package struct BuiltInRole: Hashable, Sendable {
    /// Stable key, also the message key of its name.
    package let key: String
    /// Kinds of unit a post with this role may sit at.
    package let unitKinds: Set<UnitKind>
    package let permissions: Set<Permission>
    package let compensation: CompensationLimit

    package static let all: [BuiltInRole] = [
        groupServiceCentre, companyServiceCentre, projectService, projectManager, vendorServiceCentre, vendorSiteService, vendorTechnician,
        tenantAdministrator, companyAdministrator, vendorAdministrator, securityAdministrator, auditor, surveyInterviewer,
        vendorAssessor, ownersCommittee,
    ]

    package static func named(_ key: String) -> BuiltInRole? { all.first { $0.key == key } }

    /// 投资客服中心: last level inside the house; guides, inspects, steps in (ORG-P1).
    package static let groupServiceCentre = BuiltInRole(
        key: "groupServiceCentre", unitKinds: [.group],
        permissions: service.union(centre).union(exchange).union(measuring).union(engaging).union(evaluating).union(inspecting).union([
            .cardRule, .consequenceOverride, .ticketIntervene, .ticketLitigate, .auditSee, .customerFormer, .privacyManage,
        ]),
        compensation: .unlimited
    )
    /// 地产客服中心: second instance of the developer's line.
    package static let companyServiceCentre = BuiltInRole(
        key: "companyServiceCentre", unitKinds: [.company],
        permissions: service.union(centre).union(keeper).union(exchange).union(measuring).union(engaging).union(evaluating).union(
            inspecting
        ).union([
            .ticketExecute, .ticketEscalate, .ticketExchange, .customerMerge, .customerFormer, .identityReveal, .privacyManage,
            .houseManage,
        ]), compensation: .centre
    )
    /// 地产项目客服: first instance before hand-over.
    package static let projectService = BuiltInRole(
        key: "projectService", unitKinds: [.project],
        permissions: service.union(keeper).union(inspecting).union([
            .ticketExecute, .ticketEscalate, .houseManage, .surveySee, .surveyAnswers, .surveyDesign, .surveyRun, .surveyEnter,
            .surveyCorrect, .surveySign,
            // Vendors
            .vendorSee, .selectionSee, .selectionScore, .compensateSee, .compensateKeep, .cardSee, .assess, .rectificationVerify,
        ]), compensation: .none
    )
    /// 项目经理, at the developer's project or at the vendor's service centre there.
    package static let projectManager = BuiltInRole(
        key: "projectManager", unitKinds: [.project, .vendorSite],
        permissions: service.union(keeper).union([
            .ticketExecute, .ticketEscalate, .ticketRate, .peopleSee, .orgSee, .customerMerge, .customerFormer, .identityReveal,
            .houseManage, .surveySee, .surveyAnswers, .surveyResults, .surveyCorrect, .surveySign,
            // Vendors
            .vendorSee, .compensateSee, .compensateApprove, .compensateAccept, .cardSee, .cardOwn, .assess, .rectificationDo, .inspectSee,
        ]), compensation: .project
    )
    /// 物业客服中心: second instance of the vendor's line.
    package static let vendorServiceCentre = BuiltInRole(
        key: "vendorServiceCentre", unitKinds: [.vendor],
        permissions: service.union(centre).union(keeper).union([
            .ticketExecute, .ticketEscalate, .ticketExchange, .customerMerge, .surveyResults, .surveyCorrect,
            // Vendors: the own file, the own cards, and what is charged to the own side.
            .vendorSee, .compensateSee, .compensateAccept, .cardOwn, .cardAppeal, .rectificationDo, .inspectSee,
        ]),
        compensation: .centre
    )
    /// 物业项目客服: first instance after hand-over.
    package static let vendorSiteService = BuiltInRole(
        key: "vendorSiteService", unitKinds: [.vendorSite],
        permissions: service.union(keeper).union([
            .ticketExecute, .ticketEscalate, .surveyResults, .surveyCorrect, .cardOwn, .rectificationDo, .inspectSee,
        ]),
        compensation: .none
    )
    /// 维修人员: sees and works on what is in the own hands, never the inner matters around it (ACCESS-P9).
    package static let vendorTechnician = BuiltInRole(
        key: "vendorTechnician", unitKinds: [.vendorSite], permissions: [.deskSee, .noticeSee, .ticketSeeAssigned, .ticketExecute],
        compensation: .none
    )
    /// 系统管理员: keeps units, people and posts; sees no ticket and reveals no telephone number (ACCESS-P1). Defines no role and reads no
    /// audit trail (`Duty`).
    package static let tenantAdministrator = BuiltInRole(
        key: "tenantAdministrator", unitKinds: [.group],
        permissions: [
            .noticeSee, .orgSee, .orgManage, .peopleSee, .peopleManage, .roleSee, .signInManage, .operatorSee, .operatorManage,
            .importRun, .exportRun,
        ],
        compensation: .none
    )
    /// 公司管理员: keeps projects, people and posts of one company, and no more (`Entrusted`).
    package static let companyAdministrator = BuiltInRole(
        key: "companyAdministrator", unitKinds: [.company],
        permissions: [.noticeSee, .orgSee, .orgManage, .peopleSee, .peopleManage, .roleSee, .importRun], compensation: .none
    )
    /// 物业管理员: keeps people and posts of one vendor and its sites.
    package static let vendorAdministrator = BuiltInRole(
        key: "vendorAdministrator", unitKinds: [.vendor], permissions: [.noticeSee, .orgSee, .peopleSee, .peopleManage, .roleSee],
        compensation: .none
    )
    /// 安全管理员: defines what each role may do; gives no role to anybody (`Duty`).
    package static let securityAdministrator = BuiltInRole(
        key: "securityAdministrator", unitKinds: [.group], permissions: [.noticeSee, .orgSee, .peopleSee, .roleSee, .roleManage],
        compensation: .none
    )
    /// Sees, does nothing (ACCESS-P4, ACCESS-P7).
    package static let auditor = BuiltInRole(
        key: "auditor", unitKinds: [.group, .company],
        permissions: [
            .ticketSee, .sensitiveSee, .customerSee, .customerFormer, .orgSee, .peopleSee, .roleSee, .auditSee, .exportRun, .surveySee,
            .vendorSee, .selectionSee, .compensateSee, .cardSee,
        ],
        compensation: .none
    )
    /// 外聘访问员: enters the answers of the households given to the person, sees nothing else (SURVEY-P1).
    package static let surveyInterviewer = BuiltInRole(
        key: "surveyInterviewer", unitKinds: [.company, .project], permissions: [.noticeSee, .surveyEnterAssigned], compensation: .none
    )

    /// 评价员: an outside evaluator; fills in the own forms until their last day, sees nothing else (VENDOR-P2).
    package static let vendorAssessor = BuiltInRole(
        key: "vendorAssessor", unitKinds: [.company, .project], permissions: [.noticeSee, .assess], compensation: .none
    )
    /// 业主委员会委员: judges the vendor of the own project like an outside evaluator, and sees as little.
    package static let ownersCommittee = BuiltInRole(
        key: "ownersCommittee", unitKinds: [.project], permissions: [.noticeSee, .assess], compensation: .none
    )

    private static let service: Set<Permission> = [
        .deskSee, .noticeSee, .ticketSee, .sensitiveSee, .ticketRecord, .ticketAccept, .ticketAssign, .ticketHandle, .ticketVerify,
        .ticketVisit, .ticketClose, .ticketReopen, .ticketArchive, .ticketRegrade, .customerSee, .customerRecord, .phoneReveal,
    ]
    /// Who keeps customers' files: the developer's and the vendor's desks, not the group, which only checks them (CUSTDATA-R3, R4).
    private static let keeper: Set<Permission> = [.customerManage]
    /// Tables in and out. Vendors have none of it: what a group entrusts does not leave through them (ACCESS-P5).
    private static let exchange: Set<Permission> = [.importRun, .exportRun, .exportPersonal, .exportApprove]
    private static let centre: Set<Permission> = [.ticketRate, .ticketReceiveEscalation, .orgSee, .peopleSee, .roleSee]
    /// Who plans and walks inspections (VENDOR-R4, INSPECT-R7).
    private static let inspecting: Set<Permission> = [.inspectSee, .inspect, .inspectPlan]
    /// Who judges vendors (VENDOR-R4).
    private static let evaluating: Set<Permission> = [
        .cardSee, .templateKeep, .roundRun, .assess, .cardConfirm, .rectificationVerify,
    ]
    /// Who plans, runs and judges satisfaction surveys (SURVEY-R1, R3, R5).
    private static let measuring: Set<Permission> = [
        .surveySee, .surveyAnswers, .surveyDesign, .surveyRun, .surveyApprove, .surveyEnter, .surveyCorrect, .surveyVerify, .surveySign,
    ]
    /// Who keeps vendors and chooses among them (VENDOR-R1, R2, R12; COMPENSATE-R1).
    private static let engaging: Set<Permission> = [
        .vendorSee, .vendorKeep, .selectionSee, .selectionRun, .selectionScore, .selectionDecide, .compensateSee, .compensateKeep,
        .compensateApprove, .compensateAccept,
    ]
}
