internal import Domain
internal import Store

/// What the administrator's forms do. Each looks its unit up for the purpose first; ids of another tenant are not found.
extension OrgForm {
    /// A command that is complete, or what is wrong with each field.
    enum Command: Sendable {
        case company(NewCompany, under: UnitID)
        case project(NewProject)
        case vendor(NewVendor, under: UnitID)
        case site(NewSite)
        case building(NewBuilding)
        case houses(NewHouses)
        case person(NewPerson, hash: String)
        case post(NewPost)
    }

    /// - Throws: `StoreError.invalid`, `busy` when a password cannot be hashed now.
    func command(_ values: [String: String], group: UnitID?, hasher: PasswordHasher) async throws -> Command {
        switch self {
        case .company: return .company(try NewCompany.read(values).orInvalid(), under: try group.orNotFound())
        case .project: return .project(try NewProject.read(values).orInvalid())
        case .vendor: return .vendor(try NewVendor.read(values).orInvalid(), under: try group.orNotFound())
        case .vendorSite: return .site(try NewSite.read(values).orInvalid())
        case .building: return .building(try NewBuilding.read(values).orInvalid())
        case .houses: return .houses(try NewHouses.read(values).orInvalid())
        case .person:
            let person = try NewPerson.read(values).orInvalid()
            return .person(person, hash: try await hasher.hash(person.password))
        case .post: return .post(try NewPost.read(values).orInvalid())
        }
    }
}

extension OrgForm.Command {
    /// - Returns: the path to go on from.
    func save(_ tx: WriteTransaction, _ paths: UnitPaths) async throws -> String {
        switch self {
        case .company(let company, let group):
            _ = try await tx.add(company, try await tx.access(group, for: ManageOrg.self))
        case .project(let project):
            _ = try await tx.add(project, try await tx.access(project.company, for: ManageOrg.self))
        case .vendor(let vendor, let group):
            _ = try await tx.add(vendor, try await tx.access(group, for: ManageOrg.self))
        case .site(let site):
            let vendor = try await tx.access(site.vendor, for: ManageOrg.self)
            _ = try await tx.add(site, vendor: vendor, project: try await tx.access(site.project, for: ManageOrg.self))
        case .building(let building):
            _ = try await tx.add(building, try await tx.access(building.project, for: ManageOrg.self))
            return paths.houses
        case .houses(let houses):
            guard let building = try await tx.fetchFirst(BuildingRow.one(tenant: tx.tenant, houses.building)) else {
                throw StoreError.notFound
            }
            try await tx.add(houses, try await tx.access(building.project, for: ManageOrg.self))
            return paths.houses
        case .person(let person, let hash):
            return paths.person(try await tx.add(person, passwordHash: hash, try await tx.access(person.unit, for: ManagePeople.self)))
        case .post(let post):
            _ = try await tx.add(post, try await tx.access(post.unit, for: ManagePeople.self))
            return paths.person(post.person)
        }
        return paths.units
    }
}

extension Result where Failure == FieldErrors {
    func orInvalid() throws -> Success {
        switch self {
        case .success(let value): return value
        case .failure(let errors): throw StoreError.invalid(errors)
        }
    }
}

extension Optional {
    fileprivate func orNotFound() throws -> Wrapped {
        guard let self else { throw StoreError.notFound }
        return self
    }
}
