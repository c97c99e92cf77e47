/// The own second factor.
package struct FactorPage: Page {
    package static let template = Template.secondFactor

    /// One that is set up.
    struct On: Encodable, Sendable {
        var since: Moment
        /// How many recovery codes are left, in words.
        var left: String
        var few: Bool
        var forms: [ActionForm]
    }

    /// One that could be.
    struct Off: Encodable, Sendable {
        var offer: FactorModel
        var form: ActionForm
    }

    package var back: Link
    /// A role of the person asks for it.
    package var forced: Bool
    var on: On?
    var off: Off?

    package init(back: Link, forced: Bool, since: Moment, left: String, few: Bool, forms: [ActionForm]) {
        self.back = back
        self.forced = forced
        on = On(since: since, left: left, few: few, forms: forms)
    }

    /// - Parameter form: takes the first code.
    package init(back: Link, forced: Bool, offer: FactorModel, form: ActionForm) {
        var form = form
        form.fields.append(FieldModel(.hidden, form: form.id, name: "offer", label: "", value: offer.offer))
        self.back = back
        self.forced = forced
        off = Off(offer: offer, form: form)
    }
}
