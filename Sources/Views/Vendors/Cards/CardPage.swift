/// 考核卡: every line with its bar, each opening what it was counted from; the total with its grade; what follows from it.
package struct CardPage: Page {
    package static let template = Template.scoreCard

    package struct Line: Encodable, Sendable {
        package var name: String
        /// Where the rows behind it are; nil where one may not open them.
        package var path: String?
        package var source: String
        package var evidence: String
        /// Interval, spread, what was corrected: said under the evidence.
        package var note: String?
        package var full: String
        package var points: String
        /// The same for the bar, in hundredths.
        package var bar: Int
        /// False without enough data: an empty bar would say zero points.
        var hasBar: Bool
        package var most: Int
        /// Colour of the bar: kind of source.
        package var tone: String

        package init(
            name: String, path: String?, source: String, evidence: String, note: String? = nil, full: String, points: String, bar: Int?,
            most: Int, tone: String
        ) {
            self.name = name
            self.path = path
            self.source = source
            self.evidence = evidence
            self.note = note
            self.full = full
            self.points = points
            self.bar = bar ?? 0
            hasBar = bar != nil
            self.most = max(most, 1)
            self.tone = tone
        }
    }

    /// What an appeal rests on.
    package struct Evidence: Encodable, Sendable {
        package var id: String
        package var title: String
        package var files: FileList

        package init(id: String, title: String, files: FileList) {
            self.id = id
            self.title = title
            self.files = files
        }
    }

    package var head: SurveyHead
    package var notices: [String]
    package var linesNote: String
    package var lines: [Line]
    package var total: String
    package var grade: Chip
    package var compared: String
    package var trend: Chart?
    package var facts: [Fact]
    package var tables: [OperationsPage.Table]
    package var evidence: [Evidence]
    package var actions: [ActionForm]

    package init(
        head: SurveyHead, notices: [String] = [], linesNote: String, lines: [Line], total: String, grade: Chip, compared: String,
        trend: Chart? = nil, facts: [Fact] = [], tables: [OperationsPage.Table] = [], evidence: [Evidence] = [],
        actions: [ActionForm] = []
    ) {
        self.head = head
        self.notices = notices
        self.linesNote = linesNote
        self.lines = lines
        self.total = total
        self.grade = grade
        self.compared = compared
        self.trend = trend
        self.facts = facts
        self.tables = tables
        self.evidence = evidence
        self.actions = actions
    }
}
