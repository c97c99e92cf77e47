/// A seed to set up: as a QR code for the authenticator app, and as text for whoever cannot scan.
package struct FactorModel: Encodable, Sendable {
    /// Of the dark modules, for an SVG path.
    var path: String
    /// Side of the view box.
    var side: Int
    package var secret: String
    /// The sealed seed, sent back as `offer`.
    package var offer: String

    /// - Parameter address: `otpauth://…`, a few hundred bytes at most.
    package init(address: String, secret: String, offer: String) {
        let code = QRCode(address)
        path = code?.path ?? ""
        side = (code?.size ?? 0) + 8
        self.secret = secret
        self.offer = offer
    }
}

/// The second step at the door: a code, or setting the second factor up.
package struct SecondStepPage: Page {
    package static let template = Template.secondStep

    package var form: FormModel
    package var account: String
    package var seal: SealModel?
    /// Nil when the factor is set up already.
    package var offer: FactorModel?
    /// Where another account signs in.
    package var back: String

    package init(
        messages: Messages, path: String, key: String, account: String, seal: SealModel?, offer: FactorModel?, back: String,
        next: String? = nil, error: String? = nil
    ) {
        var fields = [
            FieldModel(
                .text, form: "second", name: "code", label: messages["factor.code"],
                hint: messages[offer == nil ? "factor.code.hint" : "factor.code.first"], error: error, required: true, autofocus: true,
                maxLength: 40, autocomplete: "one-time-code")
        ]
        if let offer { fields.append(FieldModel(.hidden, form: "second", name: "offer", label: "", value: offer.offer)) }
        if let next { fields.append(FieldModel(.hidden, form: "second", name: "next", label: "", value: next)) }
        form = FormModel(id: "second", path: path, groups: [FieldGroup(fields: fields)], submit: messages["factor.confirm"], key: key)
        self.account = account
        self.seal = seal
        self.offer = offer
        self.back = back
    }
}

/// Ten codes on paper, shown once.
package struct RecoveryCodesPage: Page {
    package static let template = Template.recoveryCodes

    package var account: String
    package var codes: [String]
    package var next: String

    package init(account: String, codes: [String], next: String) {
        self.account = account
        self.codes = codes
        self.next = next
    }
}
