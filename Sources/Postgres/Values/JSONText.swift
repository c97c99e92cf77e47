/// A JSON document as text. Binds as `jsonb`; columns of `json` and `jsonb` read into it.
package struct JSONText: Sendable, Hashable {
    package var text: String

    package init(_ text: String) {
        self.text = text
    }
}
