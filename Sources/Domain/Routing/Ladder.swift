/// The two columns of the chart in source 000.
package enum Line: String, CaseCode {
    /// 地产线
    case developer
    /// 物业线
    case vendor
}

/// The levels of the ladder, lowest first (ROUTE-N1).
package enum Rung: String, CaseCode, Comparable {
    /// 项目
    case project
    /// 客服中心
    case centre
    /// 投资客服中心
    case group
    /// 诉讼
    case litigation

    package var level: Int {
        switch self {
        case .project: 1
        case .centre: 2
        case .group: 3
        case .litigation: 4
        }
    }

    /// The rung a "no" leads to; nil at the end of the chart.
    package var next: Rung? {
        switch self {
        case .project: .centre
        case .centre: .group
        case .group: .litigation
        case .litigation: nil
        }
    }

    package static func < (left: Rung, right: Rung) -> Bool { left.level < right.level }
}

/// The units around a project that a ladder is built from.
package struct LadderUnits: Hashable, Sendable {
    package let projectUnit: UnitID
    package let companyUnit: UnitID
    package let groupUnit: UnitID
    /// The vendor's site at the project and the vendor itself, while an engagement runs.
    package let vendorSiteUnit: UnitID?
    package let vendorUnit: UnitID?

    package init(projectUnit: UnitID, companyUnit: UnitID, groupUnit: UnitID, vendorSiteUnit: UnitID? = nil, vendorUnit: UnitID? = nil) {
        self.projectUnit = projectUnit
        self.companyUnit = companyUnit
        self.groupUnit = groupUnit
        self.vendorSiteUnit = vendorSiteUnit
        self.vendorUnit = vendorUnit
    }
}

/// Escalation presets (3.3.3) that can run; a ticket keeps the one it started with (SLA-R7).
package enum RoutePolicy: String, CaseCode {
    /// Tier ladder of source 000, with the defaults A1(a), A2(a), A5, A8 and A12 of section 4.5.
    case esc000
}

/// Why a ticket runs on its ladder: the because-text of the intake page.
package enum RoutingReason: String, CaseCode {
    case beforeHandover
    case afterHandover
    /// After hand-over, but no vendor is engaged for the project: the developer answers.
    case afterHandoverWithoutVendor

    /// The rules behind it.
    package var rules: [String] {
        switch self {
        case .beforeHandover: ["ROUTE-R1", "ROUTE-R3"]
        case .afterHandover: ["ROUTE-R1", "ROUTE-R4", "A1"]
        case .afterHandoverWithoutVendor: ["ROUTE-R1", "ORG-R15"]
        }
    }
}

/// The ordered levels that try to solve a ticket (the chart in source 000).
package struct Ladder: Hashable, Sendable {
    package let line: Line
    package let units: LadderUnits
    package let reason: RoutingReason

    /// The line is vendor only when units has both vendor units.
    package init?(line: Line, units: LadderUnits, reason: RoutingReason) {
        if line == .vendor, units.vendorSiteUnit == nil || units.vendorUnit == nil { return nil }
        self.line = line
        self.units = units
        self.reason = reason
    }

    private init(checked line: Line, units: LadderUnits, reason: RoutingReason) {
        self.line = line
        self.units = units
        self.reason = reason
    }

    /// ROUTE-R1, R3, R4: the developer's column before hand-over, the vendor's after.
    package static func build(policy: RoutePolicy = .esc000, stage: Stage, units: LadderUnits) -> Ladder {
        switch (policy, stage) {
        case (.esc000, .beforeHandover): Ladder(checked: .developer, units: units, reason: .beforeHandover)
        case (.esc000, .afterHandover):
            Ladder(line: .vendor, units: units, reason: .afterHandover)
                ?? Ladder(checked: .developer, units: units, reason: .afterHandoverWithoutVendor)
        }
    }

    /// The unit of a rung; litigation is led by the group (A7).
    package func unit(of rung: Rung) -> UnitID {
        switch (rung, line) {
        case (.project, .developer): units.projectUnit
        case (.project, .vendor): units.vendorSiteUnit ?? units.projectUnit
        case (.centre, .developer): units.companyUnit
        case (.centre, .vendor): units.vendorUnit ?? units.companyUnit
        case (.group, _), (.litigation, _): units.groupUnit
        }
    }

    /// The rung of a unit of this line; nil for a unit that is not on it.
    package func rung(of unit: UnitID) -> Rung? {
        [Rung.project, .centre, .group].first { self.unit(of: $0) == unit }
    }

    package var firstUnit: UnitID { unit(of: .project) }

    /// The other end of an exchange between the two centres (A2 reading a); nil for any other unit. Only on the vendor's line:
    /// a vendor sees the matters of its own line and nothing else (ROUTE-P1).
    package func exchangePartner(of unit: UnitID) -> UnitID? {
        guard line == .vendor, let vendor = units.vendorUnit else { return nil }
        if unit == units.companyUnit { return vendor }
        return unit == vendor ? units.companyUnit : nil
    }
}
