/// The contracts and covenants between developer, vendor and owners (VENDOR-F1 to F4).
package enum VendorContractKind: String, CaseCode {
    /// 《前期物业服务委托合同》 with the chosen company (VENDOR-R12, VENDOR-F3).
    case commission
    /// 《前期物业服务合同》, annex of the sales contract (VENDOR-R11, VENDOR-F1).
    case preStage
    /// 《业主规约》 or its temporary form, annex of the sales contract (VENDOR-R9, VENDOR-R11, VENDOR-F2).
    case covenant
    /// 《物业服务协议》 (VENDOR-F4)
    case agreement

    /// Whether it is an annex of the sales contract and says when it was published as one (VENDOR-R11).
    package var isAnnex: Bool { self == .preStage || self == .covenant }
    /// Whether it says what is served and what it costs (VENDOR-R10, VENDOR-R12).
    package var hasFee: Bool { self != .covenant }
}

/// How the vendor is paid.
package enum FeeBasis: String, CaseCode {
    /// 包干制: profit and loss are the vendor's.
    case lumpSum
    /// 酬金制: costs are the owners', the vendor gets a share.
    case commission
}

/// The level of service as standards name it.
package enum ServiceLevel: String, CaseCode {
    case one, two, three, four, five, special
}

/// The days of a contract. Everything but the first one may still be open.
package struct ContractDays: Hashable, Sendable {
    package var signed: Day?
    package var from: Day
    package var to: Day?
    /// 早期介入 begins (VENDOR-R8).
    package var early: Day?
    /// 验收接管 done (VENDOR-R13).
    package var takenOver: Day?
    /// A third party has calculated the fees (VENDOR-R10).
    package var assessed: Day?
    /// Fee standard and level were filed with the district committee (VENDOR-R10).
    package var filed: Day?
    /// Published as annex of the sales contract (VENDOR-R11).
    package var annexed: Day?

    package init(
        signed: Day? = nil, from: Day, to: Day? = nil, early: Day? = nil, takenOver: Day? = nil, assessed: Day? = nil, filed: Day? = nil,
        annexed: Day? = nil
    ) {
        self.signed = signed
        self.from = from
        self.to = to
        self.early = early
        self.takenOver = takenOver
        self.assessed = assessed
        self.filed = filed
        self.annexed = annexed
    }

    /// What does not fit together, at the field that says it: an end before the beginning; early involvement after the take-over
    /// (VENDOR-R8: it comes before full hand-over); a take-over, an assessment, a filing or a signature in the future; a filing before the
    /// fees were assessed (VENDOR-R10).
    package func faults(today: Day) -> FieldErrors {
        var errors = FieldErrors()
        if let to, to < from { errors.add("until", .tooEarly(from)) }
        if let early, let takenOver, takenOver < early { errors.add("takenOver", .tooEarly(early)) }
        if let assessed, let filed, filed < assessed { errors.add("filed", .tooEarly(assessed)) }
        for (name, day) in [("signed", signed), ("takenOver", takenOver), ("assessed", assessed), ("filed", filed), ("annexed", annexed)] {
            if let day, day > today, errors[name] == nil { errors.add(name, .inTheFuture) }
        }
        return errors
    }

    /// Whether a contract of the same kind for the same engagement would hold on the same day.
    package func overlaps(_ other: ContractDays) -> Bool { EngagementState.overlap((from, to), (other.from, other.to)) }
}
