package import Domain

/// 所属公司. Fields: code, name, nameEnglish, prefix.
package struct NewCompany: Hashable, Sendable {
    package let code: String
    package let name: String
    package let nameEnglish: String
    /// Ticket numbers begin with it: 1 to 6 capital letters or digits.
    package let prefix: String

    package init(code: String, name: String, nameEnglish: String, prefix: String) {
        self.code = code
        self.name = name
        self.nameEnglish = nameEnglish
        self.prefix = prefix
    }

    package static func read(_ fields: [String: String]) -> Result<NewCompany, FieldErrors> {
        var form = FormReader(fields)
        let command = NewCompany(
            code: form.code("code"), name: form.text("name", max: 60), nameEnglish: form.optionalText("nameEnglish", max: 80),
            prefix: form.matching("prefix", max: 6) { $0.utf8.allSatisfy { (48...57).contains($0) || (65...90).contains($0) } })
        return form.result(command)
    }
}

/// 项目. Fields: company, code, name, nameEnglish, handedOverOn.
package struct NewProject: Hashable, Sendable {
    package let company: UnitID
    package let code: String
    package let name: String
    package let nameEnglish: String
    /// When its shared areas were handed over; nil before.
    package let handedOverOn: Day?

    package init(company: UnitID, code: String, name: String, nameEnglish: String, handedOverOn: Day?) {
        self.company = company
        self.code = code
        self.name = name
        self.nameEnglish = nameEnglish
        self.handedOverOn = handedOverOn
    }

    package static func read(_ fields: [String: String]) -> Result<NewProject, FieldErrors> {
        var form = FormReader(fields)
        let command = NewProject(
            company: form.id("company"), code: form.code("code"), name: form.text("name", max: 60),
            nameEnglish: form.optionalText("nameEnglish", max: 80), handedOverOn: form.optionalDay("handedOverOn"))
        return form.result(command)
    }
}

/// 物业公司. Fields: code, name, nameEnglish.
package struct NewVendor: Hashable, Sendable {
    package let code: String
    package let name: String
    package let nameEnglish: String

    package init(code: String, name: String, nameEnglish: String) {
        self.code = code
        self.name = name
        self.nameEnglish = nameEnglish
    }

    package static func read(_ fields: [String: String]) -> Result<NewVendor, FieldErrors> {
        var form = FormReader(fields)
        let command = NewVendor(
            code: form.code("code"), name: form.text("name", max: 60), nameEnglish: form.optionalText("nameEnglish", max: 80))
        return form.result(command)
    }
}

/// 物业项目服务中心 together with the engagement it exists for (ORG-R15). Fields: vendor, project, code, name, nameEnglish, from, to.
package struct NewSite: Hashable, Sendable {
    package let vendor: UnitID
    package let project: UnitID
    package let code: String
    package let name: String
    package let nameEnglish: String
    package let from: Day
    /// The last day of service; nil while it has no end.
    package let to: Day?

    package init(vendor: UnitID, project: UnitID, code: String, name: String, nameEnglish: String, from: Day, to: Day?) {
        self.vendor = vendor
        self.project = project
        self.code = code
        self.name = name
        self.nameEnglish = nameEnglish
        self.from = from
        self.to = to
    }

    package static func read(_ fields: [String: String]) -> Result<NewSite, FieldErrors> {
        var form = FormReader(fields)
        let command = NewSite(
            vendor: form.id("vendor"), project: form.id("project"), code: form.code("code"), name: form.text("name", max: 60),
            nameEnglish: form.optionalText("nameEnglish", max: 80), from: form.day("from"), to: form.optionalDay("to"))
        if let to = command.to, form.errors["from"] == nil, to < command.from { form.add("to", .notADate) }
        return form.result(command)
    }
}
