package import Domain
internal import Postgres

/// The day after a vendor's last one its open matters at the project go to whoever serves it then, or to the developer (ORG-R15). The
/// log of the time before stays with the vendor that wrote it.
package enum HandOverTickets {
    package static let kind = "handOverTickets"

    struct Payload: Codable {
        let engagement: Int64
    }

    /// The worker's effect. Nothing happens when the end was put off or taken back meanwhile, or when it was done before.
    /// - Throws: `unreadable` for a payload this release does not know.
    package static func run(_ tx: WriteTransaction, _ job: Job) async throws {
        guard let payload = try? EventDetail.decode(Payload.self, from: job.payload) else { throw StoreError.unreadable("job.payload") }
        let id = EngagementID(payload.engagement)
        let (before, tenants) = try await tx.fetch(EngagementCard.one(id, tenant: tx.tenant), TenantRow.own(tenant: tx.tenant))
        guard let project = before.first?.project, let tenant = tenants.first else { return }
        let today = Day(tx.now, offsetMinutes: tenant.offsetMinutes)
        try await tx.takeTime()
        let (_, cards, following, units) = try await tx.fetch(
            UnitStatements.lock(tenant: tx.tenant, project.id), EngagementCard.one(id, tenant: tx.tenant),
            EngagementCard.serving(project.id, on: today, tenant: tx.tenant), UnitCard.all(tenant: tx.tenant))
        guard let card = cards.first, let plan = card.handover, plan.doneAt == nil, plan.on <= today, let last = card.to, last < today
        else { return }
        let names = Dictionary(units.map { ($0.unit.id, $0.unit.name) }, uniquingKeysWith: { $1 })
        let developer = Target(developer: units.first { $0.unit.id == project.id }?.unit ?? project)
        let target = following.first.map(Target.init(follower:)) ?? developer
        // The same vendor goes on: nothing changes hands.
        let tickets =
            target.vendor == card.vendor
            ? [] : try await tx.fetch(CarriedTicket.seen(by: card.vendor, at: project.id, tenant: tx.tenant))
        for line in Line.allCases {
            // What the developer handles anyway was only heard by the old vendor; the new one has nothing to do with it.
            let taker = line == .developer ? developer : target
            let carrier = TicketCarrier(
                carrying: .vendor(site: card.site, centre: card.vendor, toFirst: taker.first, toCentre: taker.centre),
                action: .changeVendor, by: plan.plannedBy, named: plan.plannedByName, names: names)
            try await carrier.carry(tickets.filter { $0.line == line }, tx) { ticket in
                CarriedPlace(company: ticket.company, vendor: taker.vendor, line: taker.line)
            } detail: { _ in
                ["from": card.vendorName, "to": taker.name]
            }
        }
        let readers = [project.id, developer.centre, card.vendor, card.site, target.vendor, target.first].compactMap(\.self)
        try await tx.change([
            HandoverStatements.done(
                plan.id, tickets: tickets.count, to: target.first, readers: readers, tenant: tx.tenant, now: tx.now)
        ])
        tx.audit(
            .leftoversHandedOver, .engagement(card.id, label: card.siteCode), at: project,
            ["tickets": String(tickets.count), "to": target.code, "by": plan.plannedByName])
    }

    /// Who takes the matters.
    private struct Target {
        let first: UnitID
        let centre: UnitID
        let vendor: UnitID?
        let line: Line
        let name: String
        let code: String

        init(follower: EngagementCard) {
            (first, centre, vendor, line) = (follower.site, follower.vendor, follower.vendor, .vendor)
            (name, code) = (follower.vendorName, follower.siteCode)
        }

        /// Project for site and company for centre.
        init(developer project: UnitRef) {
            (first, centre, vendor, line) = (project.id, project.company ?? project.id, nil, .developer)
            (name, code) = (project.name, project.code)
        }
    }
}
