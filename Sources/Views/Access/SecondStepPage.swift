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
    /// The other way, for whoever has no telephone at hand; nil while the factor is being set up.
    package var recovery: FieldModel?
    /// Opened on arrival, as after an error.
    var recoveryOpen: Bool
    /// Nil when the factor is set up already.
    package var offer: FactorModel?
    /// Where another account signs in.
    package var back: String

    package init(
        messages: Messages, path: String, key: String, account: String, seal: SealModel?, offer: FactorModel?, back: String,
        next: String? = nil, error: String? = nil, recoveryError: String? = nil
    ) {
        let recovery = offer == nil ? FieldModel.recovery(form: "second", messages: messages, error: recoveryError) : nil
        var fields = [FieldModel.code(form: "second", messages: messages, error: error, required: offer != nil, autofocus: true)]
        if let offer { fields.append(FieldModel(.hidden, form: "second", name: "offer", label: "", value: offer.offer)) }
        if let next { fields.append(FieldModel(.hidden, form: "second", name: "next", label: "", value: next)) }
        form = FormModel(id: "second", path: path, groups: [FieldGroup(fields: fields)], submit: messages["factor.confirm"], key: key)
        form.errors = ErrorSummary(fields: fields + (recovery.map { [$0] } ?? []))
        self.recovery = recovery
        recoveryOpen = recoveryError != nil
        self.account = account
        self.seal = seal
        self.offer = offer
        self.back = back
    }
}

extension FieldModel {
    /// The six digits of the authenticator.
    package static func code(form: String, messages: Messages, error: String? = nil, required: Bool, autofocus: Bool = false) -> FieldModel
    {
        FieldModel(
            .code, form: form, name: "code", label: messages["factor.code"], hint: messages["factor.code.hint"], error: error,
            required: required, autofocus: autofocus, maxLength: 40, autocomplete: "one-time-code")
    }

    /// A recovery code has letters: it gets a field with the whole keyboard.
    package static func recovery(form: String, messages: Messages, error: String? = nil) -> FieldModel {
        FieldModel(
            .text, form: form, name: "recovery", label: messages["factor.recovery"], hint: messages["factor.recovery.hint"], error: error,
            maxLength: 60)
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
