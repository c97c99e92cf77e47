/// A sheet of the vendors' room on A4: the list of a hand-over, the dossier of a selection.
package struct VendorSheetPrint: Page {
    package static let template = Template.vendorSheet

    package var tenant: String
    package var unit: String
    package var number: String
    package var title: String
    package var facts: [Fact]
    package var tables: [SurveyTable]
    package var blocks: [SurveyBlock]
    /// Each with a line to sign on.
    package var signatures: [Fact]
    package var printed: Moment
    /// Where the sheet's "back" leads.
    package var ticketPath: String

    package init(
        tenant: String, unit: String, title: String, number: String, facts: [Fact], tables: [SurveyTable] = [], blocks: [SurveyBlock] = [],
        signatures: [Fact], printed: Moment, backPath: String
    ) {
        self.tenant = tenant
        self.unit = unit
        self.number = number
        self.title = title
        self.facts = facts
        self.tables = tables
        self.blocks = blocks
        self.signatures = signatures
        self.printed = printed
        ticketPath = backPath
    }
}
