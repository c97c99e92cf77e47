/// One point of a round on a phone: each item with its big answers, and under it what it asks for.
package struct InspectionPointPage: Page {
    package static let template = Template.inspectionPoint

    /// One item, to be judged; a form of its own, so that each is sent once and by itself.
    package struct Check: Encodable, Sendable {
        package struct Answer: Encodable, Sendable {
            /// A result, or `measured` where the value decides.
            package var value: String
            package var label: String
            package var selected: Bool

            package init(value: String, label: String, selected: Bool) {
                self.value = value
                self.label = label
                self.selected = selected
            }
        }

        /// What a browser without a connection needs to find a fault before the entry is kept there.
        package struct Rule: Encodable, Sendable {
            /// When a photo is asked for, and how many hang on it.
            package var photo: String
            package var photos: Int
            /// Ends of the range, digits and a point; nil is open.
            package var low: String?
            package var high: String?

            package init(photo: String, photos: Int = 0, low: String? = nil, high: String? = nil) {
                self.photo = photo
                self.photos = photos
                self.low = low
                self.high = high
            }
        }

        package var id: String
        package var text: String
        /// The range and whether a photo is asked for.
        package var hint: String
        package var rule: Rule
        package var path: String
        package var key: String
        package var answers: [Answer]
        package var value: FieldModel?
        package var comment: FieldModel
        package var photoLabel: String
        package var kept: [FileField.Kept]
        /// What hangs on it already.
        package var files: [FileList.Item]
        /// What was entered, by whom and when.
        package var done: Chip?
        package var by: String?
        /// The order to mend that it became.
        package var order: Link?
        package var errors: [String]
        var hasErrors: Bool
        var hasFiles: Bool
        var isOpen: Bool

        package init(
            id: String, text: String, hint: String, rule: Rule, path: String, key: String, answers: [Answer], value: FieldModel?,
            comment: FieldModel, photoLabel: String, kept: [FileField.Kept] = [], files: [FileList.Item] = [], done: Chip? = nil,
            by: String? = nil, order: Link? = nil, errors: [String] = []
        ) {
            self.id = id
            self.text = text
            self.hint = hint
            self.rule = rule
            self.path = path
            self.key = key
            self.answers = answers
            self.value = value
            self.comment = comment
            self.photoLabel = photoLabel
            self.kept = kept
            self.files = files
            self.done = done
            self.by = by
            self.order = order
            self.errors = errors
            hasErrors = !errors.isEmpty
            hasFiles = !files.isEmpty
            isOpen = done == nil || !errors.isEmpty
        }
    }

    package var title: String
    package var eyebrow: String
    /// The address of this page, for what is kept without a connection.
    package var here: String
    /// Where one is on the route, and how much of the point and of the round is done.
    package var progress: String
    package var done: Int
    package var all: Int
    package var back: Link
    package var previous: Link?
    package var next: Link?
    package var checks: [Check]
    /// Nothing may be entered any more.
    package var closed: String?

    package init(
        title: String, eyebrow: String, here: String, progress: String, done: Int, all: Int, back: Link, previous: Link?, next: Link?,
        checks: [Check], closed: String? = nil
    ) {
        self.title = title
        self.eyebrow = eyebrow
        self.here = here
        self.progress = progress
        self.done = done
        self.all = all
        self.back = back
        self.previous = previous
        self.next = next
        self.checks = checks
        self.closed = closed
    }
}

/// A round at a desk, for those who come back with paper: one line an item.
package struct InspectionGridPage: Page {
    package static let template = Template.inspectionGrid

    package struct Line: Encodable, Sendable {
        package var point: String
        package var text: String
        package var hint: String
        package var result: FieldModel
        package var value: FieldModel?
        package var comment: FieldModel
        package var path: String
        package var photos: String
        package var error: String?

        package init(
            point: String, text: String, hint: String, result: FieldModel, value: FieldModel?, comment: FieldModel, path: String,
            photos: String,
            error: String? = nil
        ) {
            self.point = point
            self.text = text
            self.hint = hint
            self.result = result
            self.value = value
            self.comment = comment
            self.path = path
            self.photos = photos
            self.error = error
        }
    }

    package var title: String
    package var eyebrow: String
    package var back: Link
    package var path: String
    package var key: String
    package var lines: [Line]
    package var problem: String?
    package var pager: Pager?

    package init(
        title: String, eyebrow: String, back: Link, path: String, key: String, lines: [Line], problem: String? = nil, pager: Pager? = nil
    ) {
        self.title = title
        self.eyebrow = eyebrow
        self.back = back
        self.path = path
        self.key = key
        self.lines = lines
        self.problem = problem
        self.pager = pager
    }
}

/// The QR codes of a route, to be cut out and put up.
package struct InspectionCodesPrint: Page {
    package static let template = Template.inspectionCodes

    package struct Point: Encodable, Sendable {
        package var name: String
        package var place: String
        package var address: String
        let side: Int
        let path: String

        /// Nil when the address is longer than a code holds.
        package init?(name: String, place: String, address: String) {
            guard let code = QRCode(address) else { return nil }
            self.name = name
            self.place = place
            self.address = address
            (side, path) = (code.size + 8, code.path)
        }
    }

    package var tenant: String
    package var unit: String
    package var number: String
    package var route: String
    package var points: [Point]
    package var printed: Moment
    package var ticketPath: String

    package init(tenant: String, unit: String, number: String, route: String, points: [Point], printed: Moment, backPath: String) {
        self.tenant = tenant
        self.unit = unit
        self.number = number
        self.route = route
        self.points = points
        self.printed = printed
        ticketPath = backPath
    }
}
