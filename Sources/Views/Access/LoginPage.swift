/// The door: account, password, and one sentence when they do not fit. Which of the two was wrong is not said.
package struct LoginPage: Page {
    package static let template = Template.login

    package var form: FormModel
    package var notice: String?

    /// - Parameters:
    ///   - account: as typed, `account@tenant`.
    ///   - message: refusal in words, such as a wrong password or too many tries.
    ///   - notice: a neutral remark, such as "you have signed out".
    package init(
        messages: Messages, path: String, key: String, account: String = "", message: String? = nil, notice: String? = nil,
        next: String? = nil
    ) {
        var fields = [
            FieldModel(
                .text, form: "login", name: "account", label: messages["login.account"], value: account,
                hint: messages["login.account.hint"], required: true, autofocus: account.isEmpty, maxLength: 120,
                autocomplete: "username"
            ),
            FieldModel(
                .password, form: "login", name: "password", label: messages["login.password"], required: true,
                autofocus: !account.isEmpty, maxLength: 200, autocomplete: "current-password"
            ),
        ]
        if let next { fields.append(FieldModel(.hidden, form: "login", name: "next", label: "", value: next)) }
        form = FormModel(
            id: "login", path: path, groups: [FieldGroup(fields: fields)], submit: messages["login.submit"], key: key, message: message
        )
        self.notice = notice
    }
}
