/// Why penalty rules exist (COMPENSATE-R2).
package enum PenaltyTrigger: String, CaseCode {
    /// 推诿
    case buckPassing
    /// 效率低下
    case slowness
    /// 维修不及时
    case lateRepair
    /// 维修质量差、重复维修
    case repeatedRepair
    /// 损失争议
    case lossDispute
    /// 考核不达标: what a poor card costs by contract.
    case evaluation
    case other
}

/// What a clause costs, where it says so in numbers.
package enum PenaltyMeasure: Hashable, Sendable {
    case amount(Fen)
    /// Hundredths of a per cent of the period's fee.
    case share(Int)

    package var amount: Fen? { if case .amount(let amount) = self { amount } else { nil } }
    package var share: Int? { if case .share(let share) = self { share } else { nil } }
}

/// What a customer may lose (COMPENSATE-R1, LossStandard).
package enum LossKind: String, CaseCode {
    /// 装修及家具受损
    case furnishing
    /// 财物受损
    case belongings
    /// 无法居住
    case lodging
    /// 误工、交通
    case time
    case other
}

package enum LossSide: String, CaseCode {
    case developer, responsible
}

/// COMPENSATE-P1 as the settings of a unit say it.
package struct ApprovalLimits: Hashable, Sendable {
    /// A project's post, up to and including.
    package let project: Fen
    /// A company centre's post, below; from here on the leader in charge.
    package let centre: Fen

    /// Inferred from who owns each grade in 003: 300 and 1000 yuan.
    package static let usual = ApprovalLimits(project: .yuan(300), centre: .yuan(1_000))

    package init(project: Fen, centre: Fen) {
        self.project = project
        self.centre = centre
    }

    /// What the person may approve at the unit: by the level of the posts that carry the permission, and never more than the role grants.
    package func limit(of actor: Actor, at unit: UnitRef) -> CompensationLimit {
        let posts = actor.posts(with: .compensateApprove).filter { $0.covers(unit) }
        return posts.map { Swift.min($0.compensation, level($0.unit.kind)) }.max() ?? .none
    }

    private func level(_ kind: UnitKind) -> CompensationLimit {
        switch kind {
        case .project, .vendorSite: CompensationLimit(highest: project)
        case .company, .vendor: CompensationLimit(below: centre)
        case .group: .unlimited
        }
    }
}
