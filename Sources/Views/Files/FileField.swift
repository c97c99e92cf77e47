/// Where a form takes files: works as it is; `upload.js` sends each file as soon as it is chosen and shows how far it is.
package struct FileField: Encodable, Sendable {
    /// A file that the server has already: stays unless its box is cleared.
    package struct Kept: Encodable, Sendable {
        package var id: String
        package var name: String
        package var note: String

        package init(id: String, name: String, note: String) {
            self.id = id
            self.name = name
            self.note = note
        }
    }

    package let id: String
    package var label: String
    package var hint: String
    /// Endings and types the browser offers.
    package var accept: String
    /// Where one file is sent by itself.
    package var uploadPath: String
    /// Files at most.
    package var most: Int
    package var kept: [Kept]
    package var error: String?
    package var required: Bool
    let describedBy: String
    let errorID: String

    /// - Parameter form: prefix that keeps ids unique when several forms stand on one page.
    package init(
        form: String, label: String, hint: String, accept: String, uploadPath: String, most: Int, kept: [Kept] = [], error: String? = nil,
        required: Bool = false
    ) {
        id = "\(form)-files"
        self.label = label
        self.hint = hint
        self.accept = accept
        self.uploadPath = uploadPath
        self.most = most
        self.kept = kept
        self.error = error
        self.required = required
        errorID = "\(id)-error"
        describedBy = error == nil ? "\(id)-hint" : "\(id)-hint \(id)-error"
    }
}

/// A form that brings files and nothing else.
package struct FileForm: Encodable, Sendable {
    package var id: String
    package var label: String
    package var path: String
    package var key: String
    package var field: FileField
    /// Opened on arrival, as after an error.
    package var open: Bool

    package init(id: String, label: String, path: String, key: String, field: FileField) {
        self.id = id
        self.label = label
        self.path = path
        self.key = key
        self.field = field
        open = field.error != nil || !field.kept.isEmpty
    }
}

/// The files that hang on a row.
package struct FileList: Encodable, Sendable {
    /// The small picture that stands for a picture.
    package struct Picture: Encodable, Sendable {
        package var path: String
        package var width: Int
        package var height: Int

        package init(path: String, width: Int, height: Int) {
            self.path = path
            self.width = width
            self.height = height
        }
    }

    package struct Item: Encodable, Sendable {
        /// Nil for one whose content is gone.
        package var path: String?
        package var name: String
        /// Kind and size.
        package var note: String
        package var by: String
        package var at: Moment
        package var picture: Picture?
        /// Why it was taken off, and by whom.
        package var removed: String?
        /// What the nightly check found.
        package var fault: String?
        package var remove: ActionForm?
        let isGone: Bool

        package init(
            path: String?, name: String, note: String, by: String, at: Moment, picture: Picture? = nil, removed: String? = nil,
            fault: String? = nil, remove: ActionForm? = nil
        ) {
            self.path = path
            self.name = name
            self.note = note
            self.by = by
            self.at = at
            self.picture = picture
            self.removed = removed
            self.fault = fault
            self.remove = remove
            isGone = path == nil
        }
    }

    package var items: [Item]
    /// Said when there are none.
    package var none: String
    package var add: FileForm?
    let hasItems: Bool

    package init(items: [Item], none: String, add: FileForm? = nil) {
        self.items = items
        self.none = none
        self.add = add
        hasItems = !items.isEmpty
    }
}
