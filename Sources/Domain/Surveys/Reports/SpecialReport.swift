/// How far a special report 专题报告 has been signed (SURVEY-R3, R10; research 23).
package enum ReportState: String, CaseCode {
    case draft
    case projectSigned
    case companySigned
    case groupSigned
}

/// Where a report is signed; from below.
package enum SigningLevel: String, CaseCode, Comparable {
    case project, company, group

    package static func < (left: SigningLevel, right: SigningLevel) -> Bool { left.rank < right.rank }
    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }

    /// The state its signature brings.
    package var state: ReportState {
        switch self {
        case .project: .projectSigned
        case .company: .companySigned
        case .group: .groupSigned
        }
    }

    package init?(_ kind: UnitKind) {
        switch kind {
        case .project: self = .project
        case .company: self = .company
        case .group: self = .group
        case .vendor, .vendorSite: return nil
        }
    }
}

package enum SigningDecision: String, CaseCode {
    case signed, returned
}

/// A signature as it counts for the next one.
package struct ReportSignature: Hashable, Sendable {
    package let level: SigningLevel
    package let decision: SigningDecision
    package let person: PersonID

    package init(level: SigningLevel, decision: SigningDecision, person: PersonID) {
        self.level = level
        self.decision = decision
        self.person = person
    }
}

package enum SigningRefusal: Error, Hashable, Sendable {
    /// Signed to the end.
    case complete
    /// The level whose turn it is.
    case notYourTurn(SigningLevel)
    /// One person does not sign for two levels.
    case signedBelow
    /// An opinion is part of the report (SURVEY-R3).
    case opinionMissing
    case lacksPermission
}

/// Who signs next, and what a signature does. Figures freeze with the first one; sent back, the report is a draft again and freezes anew.
package struct SigningProcess: Hashable, Sendable {
    package let state: ReportState
    /// The units that sign, from the report's own up to the group.
    package let units: [SigningLevel: UnitRef]
    /// All signatures, oldest first.
    package let signatures: [ReportSignature]
    package let hasOpinion: Bool

    package init(state: ReportState, units: [SigningLevel: UnitRef], signatures: [ReportSignature], hasOpinion: Bool) {
        self.state = state
        self.units = units
        self.signatures = signatures
        self.hasOpinion = hasOpinion
    }

    /// The level whose turn it is; nil at the end.
    package var next: SigningLevel? {
        let reached: SigningLevel? = SigningLevel.allCases.first { $0.state == state }
        return units.keys.sorted().first { level in reached.map { level > $0 } ?? true }
    }

    /// Signatures since the report was last sent back.
    private var standing: ArraySlice<ReportSignature> {
        let start = signatures.lastIndex { $0.decision == .returned }.map { $0 + 1 } ?? 0
        return signatures[start...]
    }

    /// - Returns: the level signed for and the state afterwards.
    /// - Throws: `SigningRefusal`.
    package func apply(_ decision: SigningDecision, by actor: Actor) throws(SigningRefusal) -> (level: SigningLevel, state: ReportState) {
        guard let level = next else { throw .complete }
        guard let unit = units[level], actor.sits(at: unit.id, with: .surveySign) else {
            throw actor.holds(.surveySign) ? .notYourTurn(level) : .lacksPermission
        }
        if decision == .returned { return (level, .draft) }
        if !hasOpinion { throw .opinionMissing }
        if standing.contains(where: { $0.person == actor.person }) { throw .signedBelow }
        return (level, level.state)
    }

    /// Text and opinion are written until the first signature.
    package var isWritable: Bool { state == .draft }
}
