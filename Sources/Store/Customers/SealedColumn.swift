internal import Domain
internal import Postgres
internal import Secrets

/// Columns that hold a customer's values sealed. The raw value is part of what a value is bound to: never change one.
enum SealedColumn: String, CaseIterable, Sendable {
    case customerPhone = "customer.phone_sealed"
    case customerIdentity = "customer.identity_sealed"
    case contactValue = "customer_contact.value_sealed"
    case mergeSnapshot = "customer_merge.snapshot_sealed"
}

extension Sealer {
    func seal(_ text: String, _ column: SealedColumn, tenant: TenantID, row: Int64) -> [UInt8] {
        seal(Array(text.utf8), in: Slot(tenant: tenant.rawValue, column: column.rawValue, row: row))
    }

    /// - Throws: `StoreError.unreadable` naming the column: damaged, moved, or sealed by a key that was taken off the ring.
    func open(_ sealed: [UInt8], _ column: SealedColumn, tenant: TenantID, row: Int64) throws -> String {
        do {
            return String(decoding: try open(sealed, in: Slot(tenant: tenant.rawValue, column: column.rawValue, row: row)), as: UTF8.self)
        } catch {
            throw StoreError.unreadable(column.rawValue)
        }
    }

    /// Finds telephone numbers: a customer's first number and the further ones alike.
    var phones: BlindIndex { BlindIndex(ring, purpose: "phone") }
    var identities: BlindIndex { BlindIndex(ring, purpose: "identity") }
    /// Finds addresses that are no telephone numbers.
    var addresses: BlindIndex { BlindIndex(ring, purpose: "address") }
}

/// A telephone number as a row of `customer` holds it.
struct StoredPhone: Sendable {
    let sealed: [UInt8]
    let blind: [UInt8]
    let tail: String

    init(_ phone: PhoneNumber, of customer: CustomerID, tenant: TenantID, sealer: Sealer) {
        sealed = sealer.seal(phone.digits, .customerPhone, tenant: tenant, row: customer.rawValue)
        blind = sealer.phones.mark(phone.digits, tenant: tenant.rawValue)
        tail = phone.tail
    }
}

/// A row whose telephone number is still sealed when it leaves the database. It is opened inside the store, and leaves it masked.
protocol PhoneRow {
    var customer: CustomerID? { get }
    var sealedPhone: [UInt8]? { get }
    var phoneMasked: String { get set }
}

extension Transaction {
    func opened<Row: PhoneRow>(_ rows: [Row]) throws -> [Row] {
        try rows.map { row in
            guard let customer = row.customer, let sealed = row.sealedPhone else { return row }
            var row = row
            row.phoneMasked = try sealer.phone(sealed, of: customer, tenant: tenant)?.masked ?? ""
            return row
        }
    }
}

extension Sealer {
    /// - Throws: `StoreError.unreadable`.
    func phone(_ sealed: [UInt8], of customer: CustomerID, tenant: TenantID) throws -> PhoneNumber? {
        PhoneNumber(digits: try open(sealed, .customerPhone, tenant: tenant, row: customer.rawValue))
    }
}

/// An identity number as a row of `customer` holds it.
struct StoredIdentity: Sendable {
    let kind: IdentityKind
    let sealed: [UInt8]
    let blind: [UInt8]

    init(_ identity: IdentityNumber, of customer: CustomerID, tenant: TenantID, sealer: Sealer) {
        kind = identity.kind
        sealed = sealer.seal(identity.number, .customerIdentity, tenant: tenant, row: customer.rawValue)
        blind = sealer.identities.mark(identity.number, tenant: tenant.rawValue)
    }
}
