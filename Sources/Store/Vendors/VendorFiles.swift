package import Domain
internal import Postgres

extension Transaction {
    /// Reads what a file of the vendors' room hangs on as its page does.
    /// - Throws: `notFound`; `refused` without the right to open that page.
    func check(vendors subject: FileSubject, at viewpoint: UnitRef) async throws {
        let actor = try actor
        func needs(_ permissions: Permission...) throws {
            guard permissions.contains(where: { actor.covers(viewpoint, with: $0) }) else { throw StoreError.refused(permissions[0]) }
        }
        switch subject {
        case .contract(let id):
            try needs(.vendorSee)
            _ = try await contract(id)
        case .appeal(_, let card):
            try needs(.cardSee, .cardOwn)
            guard let row = try await fetchFirst(CardRow.one(card, tenant: tenant)), viewpoint.shows(row) else { throw StoreError.notFound }
        case .rectification(let id):
            try needs(.cardSee, .rectificationDo)
            _ = try await rectification(id)
        case .ticket, .correctiveAction, .check: throw StoreError.notFound
        }
    }

    /// A contract, to hang its paper on it: whoever keeps contracts of the project.
    /// - Throws: `notFound`; `refused(.vendorKeep)`, also for the vendor, which reads it only.
    package func access(_ id: ContractID, for purpose: HangFiles.Type) async throws -> Permit<HangFiles, FilePlace> {
        let row = try await contract(id)
        guard viewpoint?.vendor == nil, try actor.covers(row.project, with: .vendorKeep),
            let card = try await fetchFirst(EngagementCard.one(row.engagement, tenant: tenant))
        else { throw StoreError.refused(.vendorKeep) }
        return Permit(
            FilePlace(
                .contract(id), unit: card.site, company: row.project.company, project: row.project.id, vendor: row.vendor,
                label: .document(id.rawValue, label: row.terms.number)))
    }

    /// An appeal, to hang evidence on it: the vendor, within the window, while nobody has ruled.
    /// - Throws: `notFound`; `refused(.cardAppeal)`.
    package func access(_ id: AppealID, of card: CardID, for purpose: HangFiles.Type) async throws -> Permit<HangFiles, FilePlace> {
        let file = try await self.card(card)
        guard file.appeals.contains(where: { $0.id == id && $0.state.isOpen }) else { throw StoreError.notFound }
        guard file.mayAppeal else { throw StoreError.refused(.cardAppeal) }
        return Permit(FilePlace(appeal: id, of: file.card))
    }

    /// An order, to hang on it what shows that it was mended: whoever mends, until it is said to be done.
    /// - Throws: `notFound`; `refused(.rectificationDo)`.
    package func access(_ id: RectificationID, for purpose: HangFiles.Type) async throws -> Permit<HangFiles, FilePlace> {
        let order = try await rectification(id)
        guard order.state.waitsForVendor else { throw StoreError.notFound }
        guard try actor.covers(order.unit, with: .rectificationDo) else { throw StoreError.refused(.rectificationDo) }
        return Permit(
            FilePlace(
                .rectification(id), unit: order.unit.id, company: order.unit.company, project: order.unit.project,
                vendor: order.unit.vendor, released: true, label: AuditObject(.scorecard, id: id.rawValue, label: order.title)))
    }
}

extension FilePlace {
    init(appeal: AppealID, of card: CardRow) {
        self.init(
            .appeal(appeal, of: card.id), unit: card.site.id, company: card.company, project: card.project, vendor: card.vendor,
            released: true, label: .card(card.id, label: card.roundName))
    }
}
