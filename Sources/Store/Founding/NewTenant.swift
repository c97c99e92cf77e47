package import Domain

/// An investment group to be founded with its root unit and its first administrator.
package struct NewTenant: Hashable, Sendable {
    package let code: String
    package let name: String
    package let nameEnglish: String
    package let offsetMinutes: Int
    /// Code and names of the group's own unit.
    package let groupCode: String
    package let groupName: String
    package let groupNameEnglish: String
    package let administrator: String
    package let administratorName: String
    package let administratorTitle: String
    package let password: String
    package let mustChange: Bool

    package init(
        code: String, name: String, nameEnglish: String, offsetMinutes: Int = 480, groupCode: String = "hq", groupName: String,
        groupNameEnglish: String, administrator: String = "admin", administratorName: String, administratorTitle: String, password: String,
        mustChange: Bool = true
    ) {
        self.code = code
        self.name = name
        self.nameEnglish = nameEnglish
        self.offsetMinutes = offsetMinutes
        self.groupCode = groupCode
        self.groupName = groupName
        self.groupNameEnglish = groupNameEnglish
        self.administrator = administrator
        self.administratorName = administratorName
        self.administratorTitle = administratorTitle
        self.password = password
        self.mustChange = mustChange
    }

    /// First segments of paths that are not tenants.
    package static let reservedCodes: Set<String> = [
        "login", "logout", "language", "invitation", "livez", "readyz", "assets", "favicon", "robots", "health", "metrics", "survey",
        "surveys", "static",
        "api",
    ]

    /// Everything wrong with it; empty when it can be founded.
    package var problems: FieldErrors {
        var errors = FieldErrors()
        if !UnitCode.isValid(code) { errors.add("code", .notACode) }
        if Self.reservedCodes.contains(code) { errors.add("code", .taken) }
        if !UnitCode.isValid(groupCode) { errors.add("groupCode", .notACode) }
        if !AccountName.isAccount(administrator) { errors.add("administrator", .notACode) }
        for (field, text) in [("name", name), ("groupName", groupName), ("administratorName", administratorName)] where text.isEmpty {
            errors.add(field, .required)
        }
        if let problem = PasswordRule.problem(with: password, account: administrator) { errors.add("password", problem) }
        if !(-720...840).contains(offsetMinutes) { errors.add("offsetMinutes", .notAChoice) }
        return errors
    }
}

/// What founding left behind.
package struct FoundedTenant: Hashable, Sendable {
    package let tenant: TenantID
    package let group: UnitID
    package let administrator: PersonID
    /// Role keys to ids.
    package let roles: [String: RoleID]
    /// False when the tenant was there before.
    package let isNew: Bool
}
