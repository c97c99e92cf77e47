/// The door: account, password, and one sentence when they do not fit. Which of the two was wrong is not said.
package struct LoginPage: Page {
    package static let template = Template.login

    /// The group whose own door it is.
    package struct Face: Encodable, Sendable {
        package var name: String
        package var code: String
        package var seal: SealModel
        /// To the group's own sign-in service, where it has one.
        package var singleSignOn: Link?
        /// After signing out: to that service's sign-out.
        package var leave: String?

        package init(name: String, code: String, seal: SealModel, singleSignOn: Link? = nil, leave: String? = nil) {
            self.name = name
            self.code = code
            self.seal = seal
            self.singleSignOn = singleSignOn
            self.leave = leave
        }
    }

    package var form: FormModel
    package var face: Face?
    package var notice: String?

    /// - Parameters:
    ///   - face: nil at the common door.
    ///   - account: as typed, `account@tenant`.
    ///   - message: refusal in words, such as a wrong password or too many tries.
    ///   - notice: a neutral remark, such as "you have signed out".
    package init(
        messages: Messages, path: String, key: String, face: Face? = nil, account: String = "", message: String? = nil,
        notice: String? = nil,
        next: String? = nil
    ) {
        var fields = [
            FieldModel(
                .text, form: "login", name: "account", label: messages["login.account"], value: account,
                hint: messages[face == nil ? "login.account.hint" : "login.account.here"], required: true, autofocus: account.isEmpty,
                maxLength: 120,
                autocomplete: "username"
            ),
            FieldModel(
                .password, form: "login", name: "password", label: messages["login.password"], required: true,
                autofocus: !account.isEmpty, maxLength: 200, autocomplete: "current-password"
            ),
        ]
        if let next { fields.append(FieldModel(.hidden, form: "login", name: "next", label: "", value: next)) }
        if let face { fields.append(FieldModel(.hidden, form: "login", name: "tenant", label: "", value: face.code)) }
        form = FormModel(
            id: "login", path: path, groups: [FieldGroup(fields: fields)], submit: messages["login.submit"], key: key, message: message
        )
        self.face = face
        self.notice = notice
    }
}
