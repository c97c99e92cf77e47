/// A group of fields under one legend.
package struct FieldGroup: Encodable, Sendable {
    package var legend: String?
    package var note: String?
    package var fields: [FieldModel]

    package init(_ legend: String? = nil, note: String? = nil, fields: [FieldModel]) {
        self.legend = legend
        self.note = note
        self.fields = fields
    }
}

/// What is wrong with a form, on top of it; takes the focus and leads to each field.
package struct ErrorSummary: Encodable, Sendable {
    package struct Item: Encodable, Sendable {
        package var text: String
        package var href: String
    }

    package var items: [Item]
    /// Whether there are fields to correct.
    var fixable: Bool
    /// A refusal that belongs to no field.
    package var message: String?

    /// Collects the errors of the fields; nil when there are none and nothing is said.
    package init?(fields: [FieldModel], message: String? = nil) {
        items = fields.compactMap { field in field.error.map { Item(text: "\(field.label): \($0)", href: "#\(field.id)") } }
        self.message = message
        fixable = !items.isEmpty
        if items.isEmpty && message == nil { return nil }
    }
}

/// A page's own form. `method` is POST; `csrf` comes from the frame, `key` makes a double submit have one effect.
package struct FormModel: Encodable, Sendable {
    package var id: String
    package var path: String
    package var groups: [FieldGroup]
    package var submit: String
    package var key: String
    /// The version of the row the person looked at; sent back as `version`.
    package var version: String?
    package var errors: ErrorSummary?

    package init(
        id: String, path: String, groups: [FieldGroup], submit: String, key: String, version: String? = nil, message: String? = nil
    ) {
        self.id = id
        self.path = path
        self.groups = groups
        self.submit = submit
        self.key = key
        self.version = version
        self.errors = ErrorSummary(fields: groups.flatMap(\.fields), message: message)
    }
}

/// A button that posts, without fields.
package struct SmallForm: Encodable, Sendable {
    package var path: String
    package var key: String

    package init(path: String, key: String) {
        self.path = path
        self.key = key
    }
}

/// One permitted action on a ticket: a button, and under it the few fields it needs. The server decides which exist.
package struct ActionForm: Encodable, Sendable {
    /// Unique on the page, such as the action's name.
    package var id: String
    package var label: String
    /// What the button says; the form's name where nothing else is said.
    package var button: String
    /// What happens next, in one sentence.
    package var explain: String?
    package var path: String
    package var fields: [FieldModel]
    package var key: String
    package var version: String?
    /// Refuses, ends or moves upward: drawn in cinnabar.
    package var danger: Bool
    /// Opened on arrival, as after an error.
    package var open: Bool
    package var errors: ErrorSummary?
    /// What the action brings along: photos, papers.
    package var files: FileField?

    package init(
        id: String, label: String, button: String? = nil, explain: String? = nil, path: String, fields: [FieldModel] = [],
        files: FileField? = nil, key: String, version: String? = nil, danger: Bool = false, open: Bool = false, message: String? = nil
    ) {
        self.id = id
        self.label = label
        self.button = button ?? label
        self.explain = explain
        self.path = path
        self.fields = fields
        self.key = key
        self.version = version
        self.danger = danger
        self.files = files
        self.errors = ErrorSummary(fields: fields, message: message)
        self.open = open || self.errors != nil
    }
}
