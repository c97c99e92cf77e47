/// Two files side by side before they are joined: what differs and which wins, what moves, what stays.
package struct MergePage: Page {
    package static let template = Template.ownerMerge

    package struct Side: Encodable, Sendable {
        package var title: String
        package var name: Link
        package var facts: [Fact]

        package init(title: String, name: Link, facts: [Fact]) {
            self.title = title
            self.name = name
            self.facts = facts
        }
    }

    package var back: Link
    package var kept: Side
    package var merged: Side
    package var swap: Link
    /// What goes over, counted.
    package var moves: [Fact]
    package var form: FormModel

    package init(back: Link, kept: Side, merged: Side, swap: Link, moves: [Fact], form: FormModel) {
        self.back = back
        self.kept = kept
        self.merged = merged
        self.swap = swap
        self.moves = moves
        self.form = form
    }
}
