/// The audit trail, newest first: who did what to what, where and when.
package struct AuditPage: Page {
    package static let template = Template.audit

    package struct Detail: Encodable, Sendable {
        package var name: String
        package var value: String

        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    package struct Row: Encodable, Sendable {
        package var at: Moment
        /// "李敏 · 滨江公司客服", or the system.
        package var actor: String
        package var actorPath: String?
        package var action: Chip
        package var object: String
        package var objectPath: String?
        package var place: String
        package var details: [Detail]
        /// "7-42": chain and line, as the check names them.
        package var line: String

        package init(
            at: Moment, actor: String, actorPath: String? = nil, action: Chip, object: String, objectPath: String? = nil, place: String,
            details: [Detail], line: String
        ) {
            self.at = at
            self.actor = actor
            self.actorPath = actorPath
            self.action = action
            self.object = object
            self.objectPath = objectPath
            self.place = place
            self.details = details
            self.line = line
        }
    }

    package var summary: String
    package var anchored: String
    package var filters: [FieldModel]
    package var sentence: String
    package var filterPath: String
    package var resetPath: String?
    package var rows: [Row]
    package var empty: EmptyState?
    package var pager: Pager?

    package init(
        summary: String, anchored: String, filters: [FieldModel], sentence: String, filterPath: String, resetPath: String? = nil,
        rows: [Row], empty: EmptyState? = nil, pager: Pager? = nil
    ) {
        self.summary = summary
        self.anchored = anchored
        self.filters = filters
        self.sentence = sentence
        self.filterPath = filterPath
        self.resetPath = resetPath
        self.rows = rows
        self.empty = rows.isEmpty ? empty : nil
        self.pager = pager
    }
}
