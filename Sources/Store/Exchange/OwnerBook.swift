internal import Domain
internal import Postgres
internal import Secrets

/// The marks under which the numbers of a batch can stand in the database, under every key of the ring.
struct OwnerMarks {
    private let phones: [[UInt8]: PhoneNumber]
    private let papers: [[UInt8]: String]

    init(phones: Set<PhoneNumber>, papers: Set<IdentityNumber>, sealer: Sealer, tenant: TenantID) {
        self.phones = Dictionary(
            phones.flatMap { phone in sealer.phones.candidates(phone.digits, tenant: tenant.rawValue).map { ($0, phone) } }
        ) { first, _ in first }
        self.papers = Dictionary(
            papers.flatMap { paper in sealer.identities.candidates(paper.number, tenant: tenant.rawValue).map { ($0, paper.number) } }
        ) { first, _ in first }
    }

    var phoneMarks: [[UInt8]] { Array(phones.keys) }
    var paperMarks: [[UInt8]] { Array(papers.keys) }

    /// The files with those of their numbers that stand in the batch.
    func files(_ byPhone: [KnownFile], _ byPaper: [KnownFile]) -> [OwnerBook.File] {
        let found = Dictionary((byPhone + byPaper).map { ($0.id, $0) }) { first, _ in first }
        return found.values.sorted { $0.id < $1.id }.map { file in
            OwnerBook.File(
                id: file.id, name: file.name, phone: file.phoneMark.flatMap { phones[$0] }, hasPhone: file.phoneMark != nil,
                paper: file.paperMark.flatMap { papers[$0] }, hasPaper: file.paperMark != nil)
        }
    }
}

/// Who is known, and who comes up in this batch: the same person at two houses is one file.
struct OwnerBook {
    enum Customer: Hashable, Sendable {
        case known(CustomerID)
        /// The index among the new files of the batch.
        case new(Int)
    }

    enum Place: Hashable, Sendable {
        case same
        case changed(RelationID, CustomerID)
        case new
    }

    struct Found: Hashable, Sendable {
        let customer: Customer
        let place: Place
        /// The row has a number that the file has none of.
        let fills: Bool
    }

    /// A file that is there; of its numbers those that the batch speaks of too.
    struct File {
        let id: CustomerID
        let name: String
        let phone: PhoneNumber?
        let hasPhone: Bool
        let paper: String?
        let hasPaper: Bool
    }

    private var byPhone: [PhoneNumber: File] = [:]
    private var byPaper: [String: File] = [:]
    private let relations: [HouseID: [KnownOwner]]
    private var fresh: [String: Int] = [:]
    private var filled: Set<CustomerID> = []
    private var placed: Set<[String]> = []
    private(set) var newFiles: [OwnerLine] = []

    init(files: [File], relations: [KnownOwner]) {
        for file in files {
            if let phone = file.phone { byPhone[phone] = byPhone[phone] ?? file }
            if let paper = file.paper { byPaper[paper] = byPaper[paper] ?? file }
        }
        self.relations = Dictionary(grouping: relations, by: \.house)
    }

    /// - Throws: what keeps the row from being taken.
    mutating func place(_ line: OwnerLine, at house: HouseAtDoor, today: Day) throws(LineProblems) -> Found {
        if let from = line.from, from > today { throw LineProblems([LineProblem(.from, .inTheFuture)]) }
        guard let file = try known(line, at: house.id) else {
            let index = try newFile(line, at: house.id)
            return Found(customer: .new(index), place: once("new \(index)", line, at: house.id), fills: false)
        }
        let misses = line.phone != nil && !file.hasPhone || line.identity != nil && !file.hasPaper
        let fills = misses && filled.insert(file.id).inserted
        return Found(customer: .known(file.id), place: try relation(line, of: file.id, at: house.id), fills: fills)
    }

    /// A relation that two rows speak of with and without a number is one.
    private mutating func once(_ customer: String, _ line: OwnerLine, at house: HouseID) -> Place {
        placed.insert([customer, house.description, line.relation.rawValue]).inserted ? .new : .same
    }

    private func known(_ line: OwnerLine, at house: HouseID) throws(LineProblems) -> File? {
        let (phone, paper) = (line.phone.flatMap { byPhone[$0] }, line.identity.flatMap { byPaper[$0.number] })
        if let phone, phone.name != line.name { throw LineProblems([LineProblem(.phone, .taken)]) }
        if let paper, paper.name != line.name { throw LineProblems([LineProblem(.identity, .taken)]) }
        if let phone, let paper, phone.id != paper.id { throw LineProblems([LineProblem(.identity, .taken)]) }
        let here = relations[house]?.first { $0.name == line.name && Self.fits($0, line) }
        guard let file = paper ?? phone ?? here.map(\.file) else { return nil }
        if line.phone != nil, file.hasPhone, phone == nil { throw LineProblems([.differs(.phone)]) }
        if line.identity != nil, file.hasPaper, paper == nil { throw LineProblems([.differs(.identity)]) }
        return file
    }

    /// Somebody of the name at the house is the one, unless both have numbers, which then would have led there.
    private static func fits(_ owner: KnownOwner, _ line: OwnerLine) -> Bool {
        (line.phone == nil || !owner.hasPhone) && (line.identity == nil || !owner.hasPaper)
    }

    private static func fits(_ other: OwnerLine, _ line: OwnerLine) -> Bool {
        (line.phone == nil || other.phone == nil) && (line.identity == nil || other.identity == nil)
    }

    private mutating func relation(
        _ line: OwnerLine, of customer: CustomerID, at house: HouseID
    ) throws(LineProblems) -> Place {
        let here = (relations[house] ?? []).filter { $0.customer == customer && $0.relation == line.relation }
        // A relation that has ended may begin anew: then the table says since when.
        guard let found = here.first(where: { $0.to == nil || line.from == nil || $0.from == line.from }) else {
            return once(customer.description, line, at: house)
        }
        if let to = line.to ?? found.to, to < line.from ?? found.from { throw LineProblems([.endsFirst(.to)]) }
        let differs = line.from != nil && line.from != found.from || line.to != nil && line.to != found.to
        return differs ? .changed(found.id, customer) : .same
    }

    /// One file for a number, whatever houses it comes with; without a number two people of one name at two houses are two.
    private mutating func newFile(_ line: OwnerLine, at house: HouseID) throws(LineProblems) -> Int {
        let phone = line.phone.map { "p\($0.digits)" }
        let paper = line.identity.map { "i\($0.number)" }
        let name = "n\(house)|\(line.name)"
        let here = fresh[name].flatMap { Self.fits(newFiles[$0], line) ? $0 : nil }
        if let index = paper.flatMap({ fresh[$0] }) ?? phone.flatMap({ fresh[$0] }) ?? here {
            let other = newFiles[index]
            let isPaper = paper.map { fresh[$0] != nil } ?? false
            guard other.name == line.name else { throw LineProblems([LineProblem(isPaper ? .identity : .phone, .taken)]) }
            if let identity = line.identity, let known = other.identity, identity != known { throw LineProblems([.differs(.identity)]) }
            if let number = line.phone, let known = other.phone, number != known { throw LineProblems([.differs(.phone)]) }
            newFiles[index] = other.joined(with: line)
            note(index, phone, paper, name)
            return index
        }
        newFiles.append(line)
        note(newFiles.count - 1, phone, paper, name)
        return newFiles.count - 1
    }

    private mutating func note(_ index: Int, _ phone: String?, _ paper: String?, _ name: String) {
        for key in [phone, paper, name].compactMap(\.self) where fresh[key] == nil { fresh[key] = index }
    }
}

struct HouseAtDoor: RowDecodable, Hashable {
    let id: HouseID
    let door: String
    let handedOverOn: Day?
    let household: Int

    init(row: inout RowCursor) throws {
        id = try row.next()
        door = try row.next()
        handedOverOn = try row.next()
        household = try row.next()
    }

    static func at(_ doors: [String], project: UnitID, tenant: TenantID) -> Query<HouseAtDoor> {
        Query(
            """
            SELECT id, door, handed_over_on, household FROM house
            WHERE tenant_id = \(tenant) AND project_id = \(project) AND door = ANY (\(doors))
            """)
    }
}

/// A customer's file found by the mark of a number.
struct KnownFile: RowDecodable, Hashable {
    let id: CustomerID
    let name: String
    let phoneMark: [UInt8]?
    let paperMark: [UInt8]?

    init(row: inout RowCursor) throws {
        id = try row.next()
        name = try row.next()
        phoneMark = try row.next()
        paperMark = try row.next()
    }

    static func withPhones(_ marks: [[UInt8]], project: UnitID, tenant: TenantID) -> Query<KnownFile> {
        Query("\(selection(project, tenant)) AND phone_blind = ANY (\(marks)) ORDER BY id")
    }

    static func withPapers(_ marks: [[UInt8]], project: UnitID, tenant: TenantID) -> Query<KnownFile> {
        Query("\(selection(project, tenant)) AND identity_blind = ANY (\(marks)) ORDER BY id")
    }

    private static func selection(_ project: UnitID, _ tenant: TenantID) -> SQL {
        """
        SELECT id, name, phone_blind, identity_blind FROM customer
        WHERE tenant_id = \(tenant) AND project_id = \(project) AND merged_into IS NULL AND anonymised_at IS NULL
        """
    }
}

/// Who is what to a house under its present ownership.
struct KnownOwner: RowDecodable, Hashable {
    let id: RelationID
    let house: HouseID
    let customer: CustomerID
    let name: String
    let hasPhone: Bool
    let hasPaper: Bool
    let relation: CustomerRelation
    let from: Day
    let to: Day?

    var file: OwnerBook.File {
        OwnerBook.File(id: customer, name: name, phone: nil, hasPhone: hasPhone, paper: nil, hasPaper: hasPaper)
    }

    init(row: inout RowCursor) throws {
        id = try row.next()
        house = try row.next()
        customer = try row.next()
        name = try row.next()
        hasPhone = try row.next()
        hasPaper = try row.next()
        relation = try row.next()
        from = try row.next()
        to = try row.next()
    }

    static func of(_ houses: [HouseID], tenant: TenantID) -> Query<KnownOwner> {
        Query(
            """
            SELECT r.id, r.house_id, r.customer_id, c.name, c.phone_blind IS NOT NULL, c.identity_blind IS NOT NULL, r.relation, r.from_on, r.to_on
            FROM house_customer r
            JOIN customer c ON c.tenant_id = r.tenant_id AND c.id = r.customer_id AND c.merged_into IS NULL AND c.anonymised_at IS NULL
            JOIN house h ON h.tenant_id = r.tenant_id AND h.id = r.house_id AND h.household = r.household
            WHERE r.tenant_id = \(tenant) AND r.house_id = ANY (\(houses)) AND r.ended_as IS DISTINCT FROM 'mistake'
            ORDER BY r.to_on IS NULL DESC, r.id
            """)
    }
}
