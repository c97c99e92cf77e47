/// A masked phone number and the form that asks why it is needed. After the reveal `number` holds the whole of it.
package struct RevealBlock: Encodable, Sendable {
    package var masked: String
    package var number: String?
    package var form: ActionForm?

    package init(masked: String, number: String? = nil, form: ActionForm? = nil) {
        self.masked = masked
        self.number = number
        self.form = form
    }
}
