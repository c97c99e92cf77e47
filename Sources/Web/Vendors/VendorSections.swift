internal import Domain
internal import Store
internal import Views

extension PageFrame {
    /// The parts of the vendors' room that this person may enter here. The developer's line chooses, judges and inspects; a vendor
    /// reads what concerns it (VENDOR-P1).
    var vendorSections: [Tab] {
        let judges = member.place.unit.vendor == nil
        let parts: [(label: String, path: String, open: Bool)] = [
            ("register", paths.vendors, may(.vendorSee)),
            ("selections", paths.selections, judges && may(.selectionSee)),
            ("cards", paths.scoreCards, may(.cardSee) || may(.cardOwn)),
            ("ranking", paths.scoreRanking, judges && may(.cardSee)),
            ("forms", paths.assessments, may(.assess)),
            ("rounds", paths.rounds, judges && may(.cardSee)),
            ("templates", paths.scoreTemplates, judges && may(.cardSee)),
            ("inspections", paths.inspections, may(.inspectSee)),
            ("orders", paths.rectifications, may(.cardSee) || may(.rectificationDo)),
            ("repairs", paths.forcedRepairs, may(.compensateSee)),
            ("terms", paths.compensationTerms, may(.compensateSee)),
        ]
        let here = member.incoming.path
        // The register's address begins all others.
        let current = parts.dropFirst().first { here == $0.path || here.hasPrefix("\($0.path)/") }?.label ?? "register"
        return parts.filter(\.open).map { Tab(label: t["vendor.section.\($0.label)"], path: $0.path, current: $0.label == current) }
    }
}
