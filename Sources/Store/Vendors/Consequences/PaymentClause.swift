package import Domain
package import Postgres

/// The clause of a vendor's contract by which a poor card costs something (COMPENSATE-R3): what a payment advice rests on.
package struct PaymentClause: RowDecodable, Hashable {
    package let id: ClauseID
    package let title: String
    package let text: String
    package let measure: PenaltyMeasure?
    package let contract: ContractID
    package let contractNumber: String
    package let contractTitle: String

    package init(row: inout RowCursor) throws {
        guard let clause = try PaymentClause(half: &row) else { throw StoreError.notFound }
        self = clause
    }

    /// The joined half of a row, where there may be none.
    init?(half row: inout RowCursor) throws {
        let (id, title, text): (ClauseID?, String?, String?) = (try row.next(), try row.next(), try row.next())
        let measure = PenaltyMeasure(amount: try row.next(), share: try row.next())
        let (contract, number, name): (ContractID?, String?, String?) = (try row.next(), try row.next(), try row.next())
        guard let id, let contract else { return nil }
        self.id = id
        self.title = title ?? ""
        self.text = text ?? ""
        self.measure = measure
        self.contract = contract
        contractNumber = number ?? ""
        contractTitle = name ?? ""
    }

    /// Of `penalty_clause c` and `vendor_contract k`.
    static let columns: SQL = "c.id, c.title, c.text, c.amount, c.share, k.id, k.number, k.title"

    /// The newest that holds on a day, in a contract that runs then. A company's own rule binds a vendor once it is a term of the contract.
    static func holding(vendor: UnitID, project: UnitID, on day: Day, tenant: TenantID) -> Query<PaymentClause> {
        Query(
            """
            SELECT \(columns) FROM vendor_contract k JOIN penalty_clause c ON c.tenant_id = k.tenant_id AND c.contract_id = k.id
            WHERE k.tenant_id = \(tenant) AND k.vendor_id = \(vendor) AND k.project_id = \(project) AND c.trigger = \(PenaltyTrigger.evaluation)
                AND k.from_on <= \(day) AND (k.to_on IS NULL OR k.to_on >= \(day))
                AND c.from_on <= \(day) AND (c.ended_on IS NULL OR c.ended_on >= \(day))
            ORDER BY c.from_on DESC, c.id DESC LIMIT 1
            """)
    }
}

extension PenaltyMeasure {
    /// - Parameter share: hundredths of a per cent.
    init?(amount: Fen?, share: Int?) {
        if let amount { self = .amount(amount) } else if let share { self = .share(share) } else { return nil }
    }
}
