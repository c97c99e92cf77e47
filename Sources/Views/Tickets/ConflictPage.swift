/// Somebody was faster (409): what changed since the page was opened, and what one had typed, kept.
package struct ConflictPage: Page {
    package static let template = Template.conflict

    package var number: String
    package var title: String
    package var ticketPath: String
    /// What happened in the meantime, oldest first.
    package var changes: [BatonEntry]
    /// What was typed, field by field.
    package var typed: [Fact]
    /// The same action with the text in it and the new version, when it is still allowed.
    package var again: ActionForm?
    /// Why the action is no longer possible, when it is not.
    package var refusal: String?

    package init(
        number: String, title: String, ticketPath: String, changes: [BatonEntry], typed: [Fact], again: ActionForm?, refusal: String?
    ) {
        self.number = number
        self.title = title
        self.ticketPath = ticketPath
        self.changes = changes
        self.typed = typed
        self.again = again
        self.refusal = refusal
    }
}
