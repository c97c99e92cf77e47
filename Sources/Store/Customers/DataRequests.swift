package import Domain
internal import Postgres
internal import Secrets

/// Purpose of a permit: to answer what a customer asked.
package enum AnswerRequest {}

/// A request with what its answer depends on.
package struct DataRequestFile: Sendable {
    package let request: DataRequestRow
    /// For an anonymisation: what would happen.
    package let plan: AnonymisationPlan?
}

/// Everything held about a customer, in the clear: what the law says the customer may have.
package struct Extract: Sendable {
    package let file: OwnerFile
    package let phone: String?
    package let identity: String?
    package let contacts: [(ContactKind, String, String)]
}

extension Transaction {
    /// - Throws: `notFound`; `refused(.privacyManage)`.
    package func dataRequest(_ id: DataRequestID) async throws -> DataRequestFile {
        guard let viewpoint else { throw StoreError.notFound }
        guard let row = try await fetchFirst(DataRequestRow.find(id, tenant: tenant, viewpoint: viewpoint, today: today)) else {
            throw StoreError.notFound
        }
        guard try actor.covers(viewpoint, with: .privacyManage) else { throw StoreError.refused(.privacyManage) }
        let plan =
            row.kind == .anonymisation && row.state.isOpen
            ? try await fetchFirst(AnonymisationPlan.of(row.customer, tenant: tenant, today: today)) : nil
        return DataRequestFile(request: row, plan: plan)
    }

    /// Open ones by due time, then answered ones, newest first.
    /// - Throws: `refused(.privacyManage)`.
    package func dataRequests() async throws -> (open: [DataRequestRow], answered: [DataRequestRow]) {
        guard let viewpoint else { throw StoreError.notFound }
        return try await fetch(
            DataRequestRow.at(viewpoint, open: true, tenant: tenant, today: today),
            DataRequestRow.at(viewpoint, open: false, tenant: tenant, today: today))
    }

    /// The read log at the viewpoint, newest first.
    package func reads(after: Int64?) async throws -> [ReadRow] {
        guard let viewpoint else { throw StoreError.notFound }
        return try await fetch(ReadRow.page(after: after, tenant: tenant, viewpoint: viewpoint, today: today))
    }
}

extension WriteTransaction {
    /// - Throws: `notFound` for a request that is answered already; `refused(.privacyManage)`.
    package func access(_ request: DataRequestID, for purpose: AnswerRequest.Type) async throws -> Permit<AnswerRequest, DataRequestFile> {
        let file = try await dataRequest(request)
        guard file.request.state == .received else { throw StoreError.notFound }
        return Permit(file)
    }

    /// Says that it was done, or why not. An anonymisation is handed to the worker.
    /// - Throws: `invalid` with field `answer`: a refusal needs its reason, and so does what a correction changed; with field `decision`
    ///   (`notAChoice`) when the data is still needed.
    package func answer(_ permit: Permit<AnswerRequest, DataRequestFile>, done: Bool, _ typed: String) async throws {
        let request = permit.thing.request
        let answer: String
        do throws(FieldProblem) {
            let text = try BoundedText.optional(typed, max: 1_000, multiline: true) ?? ""
            if text.isEmpty, !done || request.kind == .correction { throw .required }
            answer = text
        } catch {
            throw StoreError.invalid(FieldErrors("answer", error))
        }
        let name = try actor.name
        audit(.requestAnswered, .customer(request.customer), at: viewpoint, ["kind": request.kind.code, "to": done ? "done" : "refused"])
        guard done, request.kind == .anonymisation else {
            try await change([DataRequestRow.answer(request.id, done ? .done : .refused, answer, by: name, tenant: tenant, now: now)])
            return
        }
        guard permit.thing.plan?.isPossible == true else { throw StoreError.invalid(FieldErrors("decision", .notAChoice)) }
        let job = try Anonymise.job(request.customer, request: request.id, by: name, now: now)
        try await change([
            DataRequestRow.answer(request.id, .running, answer, by: name, tenant: tenant, now: now), job.enqueue(tenant: tenant, now: now),
        ])
    }
}

extension Store {
    /// Everything held about the customer of an open access request, with a line in the read log.
    /// - Throws: `notFound`; `refused(.privacyManage)`.
    package func extract(of request: DataRequestID, _ entry: Entry, form: FormKey, path: String) async throws -> Extract {
        let found = Captured<CustomerID>()
        _ = try await write(entry, .permission(.privacyManage), form: form) { tx in
            let asked = try await tx.dataRequest(request).request
            guard asked.kind == .access else { throw StoreError.notFound }
            let file = try await tx.owner(asked.customer).file
            let line = RevealLine(
                company: file.company, project: file.project, customer: file.id, actor: try tx.actor, field: .extract, basis: .request,
                reason: "")
            _ = try await tx.log(line)
            found.set(file.id)
            return path
        }
        return try await read(entry, .permission(.privacyManage)) { tx in
            let customer: CustomerID
            if let id = found.value { customer = id } else { customer = try await tx.dataRequest(request).request.customer }
            let logged = try await tx.fetchFirst(
                RevealRow.logged(.extract, of: customer, tenant: tx.tenant, since: tx.now - RevealRule.stays))
            guard logged != nil else { throw StoreError.notFound }
            return try await tx.extract(customer)
        }
    }
}

extension Transaction {
    fileprivate func extract(_ customer: CustomerID) async throws -> Extract {
        let file = try await owner(customer)
        let phone = try file.file.sealedPhone.map { try sealer.open($0, .customerPhone, tenant: tenant, row: customer.rawValue) }
        let identity = try file.file.sealedIdentity.map { try sealer.open($0, .customerIdentity, tenant: tenant, row: customer.rawValue) }
        let contacts = try file.contacts.map {
            ($0.kind, $0.label, try sealer.open($0.sealed, .contactValue, tenant: tenant, row: $0.id.rawValue))
        }
        return Extract(file: file, phone: phone, identity: identity, contacts: contacts)
    }
}
