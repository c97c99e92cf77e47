package import Domain
internal import Store

extension UnitPaths {
    package var vendors: String { "\(base)/vendors" }
    package func vendor(_ id: UnitID) -> String { "\(vendors)/\(id)" }
    package func vendorStep(_ step: String, _ id: UnitID) -> String { "\(vendor(id))/\(step)" }
    package func contract(_ id: ContractID) -> String { "\(vendors)/contracts/\(id)" }
    package func addFiles(to id: ContractID) -> String { "\(contract(id))/files" }
    package func amendContract(_ id: ContractID) -> String { "\(contract(id))/amend" }
    package func newContract(for id: EngagementID) -> String { "\(vendors)/engagements/\(id)/contracts/new" }
    package var selections: String { "\(vendors)/selections" }
    package var newSelection: String { "\(selections)/new" }
    package func selection(_ id: SelectionID) -> String { "\(selections)/\(id)" }
    package func selectionStep(_ step: String, _ id: SelectionID) -> String { "\(selection(id))/\(step)" }
    package func selectionAction(_ action: SelectionAction, _ id: SelectionID) -> String { "\(selection(id))/actions/\(action.code)" }
    package func ballot(_ id: SelectionID) -> String { "\(selection(id))/ballot" }
    package func dossier(_ id: SelectionID) -> String { "\(selection(id))/dossier" }
    package func dossierFile(_ id: SelectionID) -> String { "\(dossier(id))/file" }
    package var forcedRepairs: String { "\(vendors)/repairs" }
    package var newForcedRepair: String { "\(forcedRepairs)/new" }
    package func forcedRepair(_ id: ForcedRepairID) -> String { "\(forcedRepairs)/\(id)" }
    package func forcedRepairAction(_ action: ForcedRepairAction, _ id: ForcedRepairID) -> String {
        "\(forcedRepair(id))/actions/\(action.code)"
    }
    package var compensationTerms: String { "\(vendors)/terms" }
    package func compensationStep(_ step: String) -> String { "\(compensationTerms)/\(step)" }
    package func handOverSheet(_ id: EngagementID) -> String { "\(vendors)/engagements/\(id)/hand-over" }

    /// The form of a new wave about a vendor's leaving, filled in.
    func milestoneSurvey(_ card: EngagementCard) -> String {
        Paths.query(newWave, [("kind", WaveKind.milestone.code), ("name", "\(card.project.name) · \(card.vendorName)")])
    }
}
