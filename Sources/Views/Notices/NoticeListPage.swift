/// One notice: something came to me, was sent back, is overdue.
package struct NoticeRow: Encodable, Sendable {
    package var at: Moment
    package var text: String
    package var path: String
    package var unread: Bool
    package var tone: Tone
    var icon: String

    package init(at: Moment, text: String, path: String, unread: Bool, tone: Tone = .plain) {
        self.at = at
        self.text = text
        self.path = path
        self.unread = unread
        self.tone = tone
        self.icon = tone.icon
    }
}

/// All notices of a person, newest first.
package struct NoticeListPage: Page {
    package static let template = Template.noticeList

    package var notices: [NoticeRow]
    package var summary: String
    package var empty: EmptyState?
    package var pager: Pager?
    /// Marks all as read; nil when nothing is unread.
    package var readAll: SessionsPage.Row.End?

    package init(notices: [NoticeRow], summary: String, empty: EmptyState? = nil, pager: Pager? = nil, readAll: SessionsPage.Row.End? = nil)
    {
        self.notices = notices
        self.summary = summary
        self.empty = notices.isEmpty ? empty : nil
        self.pager = pager
        self.readAll = readAll
    }
}
