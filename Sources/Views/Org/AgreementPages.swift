/// One side of an agreement with what it has to do.
package struct AgreementSide: Encodable, Sendable {
    package var label: String
    package var name: String
    package var kind: String
    package var duties: [String]

    package init(label: String, name: String, kind: String, duties: [String]) {
        self.label = label
        self.name = name
        self.kind = kind
        self.duties = duties
    }
}

/// An agreement between units as it is read on screen.
package struct AgreementPage: Page {
    package static let template = Template.agreement

    package struct Check: Encodable, Sendable {
        package var on: String
        package var by: String
        package var finding: String

        package init(on: String, by: String, finding: String) {
            self.on = on
            self.by = by
            self.finding = finding
        }
    }

    package var title: String
    package var number: String
    package var back: Link
    package var printPath: String
    package var chips: [Chip]
    package var facts: [Fact]
    package var sides: [AgreementSide]
    package var workflow: String?
    package var checks: [Check]
    package var versions: OrgRecordPage.Section
    package var links: [Link]
    package var actions: [ActionForm]

    package init(
        title: String, number: String, back: Link, printPath: String, chips: [Chip], facts: [Fact], sides: [AgreementSide],
        workflow: String?, checks: [Check], versions: OrgRecordPage.Section, links: [Link], actions: [ActionForm]
    ) {
        self.title = title
        self.number = number
        self.back = back
        self.printPath = printPath
        self.chips = chips
        self.facts = facts
        self.sides = sides
        self.workflow = workflow
        self.checks = checks
        self.versions = versions
        self.links = links
        self.actions = actions
    }
}

/// The same on A4, with a line for each side's signature.
package struct AgreementSheet: Page {
    package static let template = Template.agreementSheet

    package var tenant: String
    package var unit: String
    package var number: String
    package var title: String
    package var facts: [Fact]
    package var sides: [AgreementSide]
    package var workflow: String?
    package var printed: Moment
    /// Where the sheet's "back" leads.
    package var ticketPath: String

    package init(
        tenant: String, unit: String, number: String, title: String, facts: [Fact], sides: [AgreementSide], workflow: String?,
        printed: Moment, backPath: String
    ) {
        self.tenant = tenant
        self.unit = unit
        self.number = number
        self.title = title
        self.facts = facts
        self.sides = sides
        self.workflow = workflow
        self.printed = printed
        self.ticketPath = backPath
    }
}
