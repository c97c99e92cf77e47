/// The first thing a person does here: choosing the own password, by a link that is good once.
package struct RedeemPage: Page {
    package static let template = Template.redeem

    package var tenant: String?
    package var name: String?
    package var account: String?
    package var form: FormModel?

    /// A link that is used, ended or too old.
    package init() {}

    /// - Parameters:
    ///   - account: `name@tenant`.
    ///   - rule: what the group asks of a password.
    ///   - error: what is wrong with the chosen password.
    package init(
        messages: Messages, path: String, key: String, tenant: String, name: String, account: String, token: String, rule: String,
        error: String? = nil
    ) {
        self.tenant = tenant
        self.name = name
        self.account = account
        let fields = [
            FieldModel(
                .password, form: "redeem", name: "new", label: messages["password.new"], hint: rule, error: error, required: true,
                autofocus: error == nil, maxLength: 200, autocomplete: "new-password"),
            FieldModel(.hidden, form: "redeem", name: "token", label: "", value: token),
        ]
        form = FormModel(id: "redeem", path: path, groups: [FieldGroup(fields: fields)], submit: messages["redeem.submit"], key: key)
    }
}
