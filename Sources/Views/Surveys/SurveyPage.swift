/// A page about one thing of the survey room: what it is, what may be done with it, and tables about it.
package struct SurveyPage: Page {
    package static let template = Template.survey

    package var title: String
    package var intro: String?
    package var back: Link?
    package var chips: [Chip]
    package var buttons: [Link]
    package var facts: [Fact]
    /// What keeps it from going on, said before anything is tried.
    package var faults: [String]
    package var actions: [ActionForm]
    package var tables: [OperationsPage.Table]
    /// What shows that it was done, where files may.
    package var files: FileList?
    var hasFaults: Bool
    var hasFacts: Bool

    package init(
        title: String, intro: String? = nil, back: Link? = nil, chips: [Chip] = [], buttons: [Link] = [], facts: [Fact] = [],
        faults: [String] = [],
        actions: [ActionForm] = [], tables: [OperationsPage.Table] = [], files: FileList? = nil
    ) {
        self.title = title
        self.intro = intro
        self.back = back
        self.chips = chips
        self.buttons = buttons
        self.facts = facts
        self.faults = faults
        self.actions = actions
        self.tables = tables
        self.files = files
        hasFaults = !faults.isEmpty
        hasFacts = !facts.isEmpty
    }
}
