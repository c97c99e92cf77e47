internal import Domain
internal import Postgres

extension StatementCatalogue {
    static let audit: [CataloguedStatement] = {
        let (tenant, now) = (TenantID(1), Instant(microseconds: 0))
        let filter = AuditFilter(
            subject: "ticket", actor: PersonID(1), object: .ticket, objectID: 1, from: Day(daysSince1970: 0), to: Day(daysSince1970: 1))
        let pages = UnitKind.allCases.map { kind in
            let unit = UnitRef(
                id: UnitID(1), tenant: tenant, kind: kind, code: "u", name: "u", company: UnitID(1), project: UnitID(1), vendor: UnitID(1))
            return CataloguedStatement.query(
                "audit trail of a \(kind.code)",
                AuditQueries.page(unit, filter, after: AuditCursor(at: now, chain: 0, seq: 1), offsetMinutes: 480))
        }
        let entry = AuditEntry(
            tenant: tenant, chain: 0, seq: 1, at: now, action: "a", actor: nil, actorName: "", actorPost: "", unit: nil, company: nil,
            project: nil, vendor: nil, objectKind: "unit", object: nil, objectLabel: "", detail: [:])
        let head = AuditHead(chain: 0, seq: 1, code: AuditEntry.origin)
        let line = try? AuditRow.insert(entry, previous: AuditEntry.origin, code: AuditEntry.origin)
        return pages + (line.map { [.change("insert audit line", $0)] } ?? []) + [
            .query("newest anchor", AuditQueries.anchoredAt(tenant: tenant)),
            .query("lock audit heads", AuditHead.lock([0, 1], tenant: tenant)),
            .change("begin audit chain", AuditHead.begin([0, 1], tenant: tenant)), .change("move audit head", head.move(tenant: tenant)),
            .query("person of an audit line", AuditPersonRow.find(PersonID(1), tenant: tenant)),
            .change("enqueue audit", Store.enqueueAudit(tenant, JSONText("{}"), key: nil, now: now)),
            .query("anchor audit", Store.anchor(now: now)), .query("anchors after", AuditAnchor.after(0)),
            .query("check audit lines", AuditLine.after(0, chain: 0, tenant: tenant, limit: 1)),
            .query("check anchors", AnchorRow.all(tenant: tenant)),
            .query("check ticket heads", TicketHead.after(0, tenant: tenant, limit: 1)),
            .query("check ticket lines", TicketLine.of(from: TicketID(1), to: TicketID(1), tenant: tenant)),
            .query("check steps", MissingStep.all(tenant: tenant)),
        ]
    }()
}
