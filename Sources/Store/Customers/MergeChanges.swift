package import Domain
internal import Postgres
internal import Secrets

/// What a merge keeps, sealed, so that it can be taken back exactly.
private struct Snapshot: Codable {
    let kept: ClearFile
    let merged: ClearFile
    /// What the kept file said right after the merge: a field that says something else by then was changed since and stays.
    let after: ClearFile
}

/// The rows that went from one file to the other, by their keys.
private struct MovedRows: Codable {
    var relations: [Int64] = []
    var contacts: [Int64] = []
    var consents: [Int64] = []
    var requests: [Int64] = []
    /// Files that had been joined to the merged one before.
    var files: [Int64] = []
    /// The number that did not win, kept as a further contact.
    var added: Int64?
}

extension WriteTransaction {
    /// The pair, held until the transaction ends.
    /// - Throws: as `mergePair`; `stale`.
    package func access(
        kept: CustomerID, merged: CustomerID, versions: (kept: Int, merged: Int), for purpose: MergeCustomers.Type
    ) async throws -> Permit<MergeCustomers, MergePair> {
        // In the order of their keys, so that two people who join the same two files the other way round do not block each other.
        for (id, version) in [(kept, versions.kept), (merged, versions.merged)].sorted(by: { $0.0 < $1.0 }) {
            _ = try await held(id, with: .customerMerge, version: version)
        }
        return Permit(try await mergePair(kept: kept, merged: merged))
    }

    /// Joins the second file to the first. Tickets stay where they were written and are found through the joined file.
    /// - Parameter taken: fields whose value comes from the second file.
    package func merge(_ permit: Permit<MergeCustomers, MergePair>, taking taken: Set<MergeField>, reason: String) async throws -> MergeID {
        let (kept, merged) = (permit.thing.kept.file, permit.thing.merged.file)
        let before = try ClearFile(kept, tenant, sealer)
        let other = try ClearFile(merged, tenant, sealer)
        var after = before
        for field in taken { after.take(field, from: other) }
        var moved = MovedRows()
        let doubles = permit.thing.merged.relations.filter { row in
            permit.thing.kept.relations.contains {
                $0.house == row.house && $0.dated.relation == row.dated.relation && $0.dated.to == row.dated.to
            }
        }
        let rows = try await fetch(
            MergeStatements.moveRelations(from: merged.id, to: kept.id, but: doubles.map(\.id), tenant: tenant),
            MergeStatements.moveContacts(from: merged.id, to: kept.id, tenant: tenant),
            MergeStatements.moveConsents(from: merged.id, to: kept.id, tenant: tenant),
            MergeStatements.moveRequests(from: merged.id, to: kept.id, tenant: tenant),
            MergeStatements.moveFiles(from: merged.id, to: kept.id, tenant: tenant), MergeStatements.next, CustomerStatements.nextContact)
        (moved.relations, moved.contacts, moved.consents) = (rows.0.map(\.value), rows.1.map(\.value), rows.2.map(\.value))
        (moved.requests, moved.files) = (rows.3.map(\.value), rows.4.map(\.value))
        guard let id = rows.5.first?.value, let contact = rows.6.first?.value else { throw StoreError.closed }
        var statements = [MergeStatements.close(merged.id, into: kept.id, tenant: tenant, now: now)]
        statements.append(after.update(kept.id, sealer: sealer, tenant: tenant, now: now))
        if let number = [before.phone, other.phone].compactMap(\.self).first(where: { $0 != after.phone }) {
            moved.added = contact.rawValue
            let further = NewContact(kind: .phone, value: number, label: "")
            statements.append(CustomerStatements.add(further, id: contact, to: kept, sealer: sealer, tenant: tenant, now: now))
        }
        let snapshot = try EventDetail.encode(Snapshot(kept: before, merged: other, after: after)).text
        statements.append(
            MergeStatements.insert(
                id, kept, merged.id, reason: reason, snapshot: sealer.seal(snapshot, .mergeSnapshot, tenant: tenant, row: id.rawValue),
                moved: try EventDetail.encode(moved), by: try actor, tenant: tenant, now: now))
        try await change(statements)
        try await settle([kept.id])
        note(.customersMerged, kept, ["from": merged.id.description, "count": String(taken.count)])
        return id
    }

    /// Takes a merge back: both files are what they were. What was written to the kept file since stays with it.
    /// - Throws: `notFound` for a merge of another file, one taken back already, or one older than 30 days; `refused(.customerMerge)`.
    package func undo(_ merge: MergeID, of customer: CustomerID) async throws -> CustomerID {
        let file = try await held(customer, with: .customerMerge)
        guard let row = try await fetchFirst(MergeRow.take(merge, tenant: tenant)), row.kept == customer, row.canBeUndone(at: now),
            let sealed = row.snapshot
        else { throw StoreError.notFound }
        let text = try sealer.open(sealed, .mergeSnapshot, tenant: tenant, row: merge.rawValue)
        let snapshot = try EventDetail.decode(Snapshot.self, from: JSONText(text))
        let moved = try EventDetail.decode(MovedRows.self, from: row.moved)
        var restored = try ClearFile(file, tenant, sealer)
        for field in MergeField.allCases where restored[field] == snapshot.after[field] { restored.take(field, from: snapshot.kept) }
        restored.state = snapshot.kept.state
        var statements = MergeStatements.giveBack(
            row, moved.relations, moved.contacts, moved.consents, moved.requests, moved.files, tenant: tenant)
        if let added = moved.added { statements.append(CustomerStatements.remove(ContactID(added), of: customer, tenant: tenant)) }
        // The kept file first: a member number can stand in one file only.
        statements.append(restored.update(customer, sealer: sealer, tenant: tenant, now: now))
        statements.append(MergeStatements.reopen(row.merged, tenant: tenant, now: now))
        statements.append(snapshot.merged.update(row.merged, sealer: sealer, tenant: tenant, now: now))
        statements.append(MergeStatements.state(snapshot.kept.state, of: customer, tenant: tenant))
        statements.append(MergeStatements.state(snapshot.merged.state, of: row.merged, tenant: tenant))
        statements.append(MergeStatements.undone(merge, by: try actor, tenant: tenant, now: now))
        try await change(statements)
        try await settle([customer, row.merged])
        note(.mergeUndone, file, ["from": row.merged.description])
        return row.merged
    }
}

enum MergeStatements {
    static let next = Query<Single<MergeID>>("SELECT nextval('customer_merge_id_seq')")

    static func moveRelations(from: CustomerID, to: CustomerID, but doubles: [RelationID], tenant: TenantID) -> Query<Single<Int64>> {
        Query(
            """
            UPDATE house_customer SET customer_id = \(to)
            WHERE tenant_id = \(tenant) AND customer_id = \(from) AND NOT id = ANY (\(doubles)) RETURNING id
            """)
    }

    static func moveContacts(from: CustomerID, to: CustomerID, tenant: TenantID) -> Query<Single<Int64>> {
        Query("UPDATE customer_contact SET customer_id = \(to) WHERE tenant_id = \(tenant) AND customer_id = \(from) RETURNING id")
    }

    static func moveConsents(from: CustomerID, to: CustomerID, tenant: TenantID) -> Query<Single<Int64>> {
        Query("UPDATE consent SET customer_id = \(to) WHERE tenant_id = \(tenant) AND customer_id = \(from) RETURNING id")
    }

    static func moveRequests(from: CustomerID, to: CustomerID, tenant: TenantID) -> Query<Single<Int64>> {
        Query("UPDATE data_request SET customer_id = \(to) WHERE tenant_id = \(tenant) AND customer_id = \(from) RETURNING id")
    }

    static func moveFiles(from: CustomerID, to: CustomerID, tenant: TenantID) -> Query<Single<Int64>> {
        Query("UPDATE customer SET merged_into = \(to) WHERE tenant_id = \(tenant) AND merged_into = \(from) RETURNING id")
    }

    static func close(_ merged: CustomerID, into kept: CustomerID, tenant: TenantID, now: Instant) -> SQL {
        """
        UPDATE customer SET merged_into = \(kept), member_number = NULL, version = version + 1, updated_at = \(now)
        WHERE tenant_id = \(tenant) AND id = \(merged)
        """
    }

    static func reopen(_ merged: CustomerID, tenant: TenantID, now: Instant) -> SQL {
        "UPDATE customer SET merged_into = NULL, updated_at = \(now) WHERE tenant_id = \(tenant) AND id = \(merged)"
    }

    static func state(_ state: String, of customer: CustomerID, tenant: TenantID) -> SQL {
        "UPDATE customer SET state = \(state) WHERE tenant_id = \(tenant) AND id = \(customer)"
    }

    static func insert(
        _ id: MergeID, _ kept: CustomerFile, _ merged: CustomerID, reason: String, snapshot: [UInt8], moved: JSONText, by actor: Actor,
        tenant: TenantID, now: Instant
    ) -> SQL {
        """
        INSERT INTO customer_merge (tenant_id, id, company_id, project_id, kept_id, merged_id, reason, snapshot_sealed, moved, merged_by,
            merged_by_name, merged_at)
        VALUES (\(tenant), \(id), \(kept.company), \(kept.project), \(kept.id), \(merged), \(reason), \(snapshot), \(moved),
            \(actor.person), \(actor.name), \(now))
        """
    }

    static func giveBack(
        _ row: MergeRow, _ relations: [Int64], _ contacts: [Int64], _ consents: [Int64], _ requests: [Int64], _ files: [Int64],
        tenant: TenantID
    ) -> [SQL] {
        [
            "UPDATE house_customer SET customer_id = \(row.merged) WHERE tenant_id = \(tenant) AND id = ANY (\(relations))",
            "UPDATE customer_contact SET customer_id = \(row.merged) WHERE tenant_id = \(tenant) AND id = ANY (\(contacts))",
            "UPDATE consent SET customer_id = \(row.merged) WHERE tenant_id = \(tenant) AND id = ANY (\(consents))",
            "UPDATE data_request SET customer_id = \(row.merged) WHERE tenant_id = \(tenant) AND id = ANY (\(requests))",
            "UPDATE customer SET merged_into = \(row.merged) WHERE tenant_id = \(tenant) AND id = ANY (\(files))",
        ]
    }

    static func undone(_ merge: MergeID, by actor: Actor, tenant: TenantID, now: Instant) -> SQL {
        """
        UPDATE customer_merge SET undone_at = \(now), undone_by_name = \(actor.name), snapshot_sealed = NULL
        WHERE tenant_id = \(tenant) AND id = \(merge)
        """
    }
}

extension CustomerScope {
    /// Open files of the same project with the same number, paper or name.
    func duplicates(of file: CustomerFile) -> Query<CustomerListRow> {
        matching(
            """
            c.project_id = \(file.project) AND c.id <> \(file.id) AND c.anonymised_at IS NULL AND c.id IN (
                SELECT x.id FROM customer o JOIN customer x ON x.tenant_id = o.tenant_id AND x.phone_blind = o.phone_blind
                    WHERE o.tenant_id = \(tenant) AND o.id = \(file.id)
                UNION SELECT x.id FROM customer o JOIN customer x ON x.tenant_id = o.tenant_id AND x.identity_blind = o.identity_blind
                    WHERE o.tenant_id = \(tenant) AND o.id = \(file.id)
                UNION SELECT x.id FROM customer x
                    WHERE x.tenant_id = \(tenant) AND x.project_id = \(file.project) AND x.name = \(file.name))
            """)
    }
}
