/// One attempt to sign in.
package struct SignInLine: Encodable, Sendable {
    package var at: Moment
    package var outcome: Chip
    package var method: String
    package var device: String
    package var address: String

    package init(at: Moment, outcome: Chip, method: String, device: String, address: String) {
        self.at = at
        self.outcome = outcome
        self.method = method
        self.device = device
        self.address = address
    }
}

/// The own attempts, newest first.
package struct SignInHistoryPage: Page {
    package static let template = Template.signInHistory

    package var back: Link
    package var rows: [SignInLine]
    package var summary: String
    package var pager: Pager?

    package init(back: Link, rows: [SignInLine], summary: String, pager: Pager?) {
        self.back = back
        self.rows = rows
        self.summary = summary
        self.pager = pager
    }
}

/// How somebody signs in, for administrators: state, what can be done about it, attempts.
package struct AccountPage: Page {
    package static let template = Template.account

    package struct Fact: Encodable, Sendable {
        package var label: String
        package var text: String
        package var note: String?

        package init(label: String, text: String, note: String? = nil) {
            self.label = label
            self.text = text
            self.note = note
        }
    }

    package var back: Link
    package var name: String
    package var account: String
    package var status: Chip
    package var facts: [Fact]
    package var forms: [ActionForm]
    package var rows: [SignInLine]
    package var summary: String
    package var pager: Pager?

    package init(
        back: Link, name: String, account: String, status: Chip, facts: [Fact], forms: [ActionForm], rows: [SignInLine], summary: String,
        pager: Pager?
    ) {
        self.back = back
        self.name = name
        self.account = account
        self.status = status
        self.facts = facts
        self.forms = forms
        self.rows = rows
        self.summary = summary
        self.pager = pager
    }
}
