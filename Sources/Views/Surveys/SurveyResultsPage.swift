/// The figures of one wave seen from a unit: what came back, units over dimensions, what to mend first, how it went over waves, what was said.
package struct SurveyResultsPage: Page {
    package static let template = Template.surveyResults

    /// One field of the heat table.
    package struct Heat: Encodable, Sendable {
        package var heading: String
        package var text: String
        /// Leads to the answers, for those who may open them.
        package var path: String?
        /// n and interval.
        package var detail: String
        /// "good", "bad", "plain" or "hidden".
        package var tone: String

        package init(heading: String, text: String, path: String? = nil, detail: String, tone: String) {
            self.heading = heading
            self.text = text
            self.path = path
            self.detail = detail
            self.tone = tone
        }
    }

    package struct Row: Encodable, Sendable {
        package var name: String
        package var path: String?
        package var n: String
        package var cells: [Heat]
        package var rate: String
        package var interval: String

        package init(name: String, path: String? = nil, n: String, cells: [Heat], rate: String, interval: String) {
            self.name = name
            self.path = path
            self.n = n
            self.cells = cells
            self.rate = rate
            self.interval = interval
        }
    }

    package var head: SurveyHead
    /// Something to know before reading: still collecting, answers not counted yet, projects without an answer.
    package var notices: [String]
    package var kpis: [KPI]
    package var heatTitle: String
    package var heatNote: String
    package var columns: [String]
    package var rows: [Row]
    package var empty: EmptyState?
    package var quadrant: Chart?
    package var noQuadrant: String?
    package var trend: Chart?
    package var quotes: [SurveyQuote]
    package var quotesNote: String
    package var quotesPath: String?
    package var events: SurveyTable?

    package init(
        head: SurveyHead, notices: [String] = [], kpis: [KPI] = [], heatTitle: String, heatNote: String, columns: [String], rows: [Row],
        empty: EmptyState? = nil, quadrant: Chart? = nil, noQuadrant: String? = nil, trend: Chart? = nil, quotes: [SurveyQuote] = [],
        quotesNote: String = "", quotesPath: String? = nil, events: SurveyTable? = nil
    ) {
        self.head = head
        self.notices = notices
        self.kpis = kpis
        self.heatTitle = heatTitle
        self.heatNote = heatNote
        self.columns = columns
        self.rows = rows
        self.empty = rows.isEmpty ? empty : nil
        self.quadrant = quadrant
        self.noQuadrant = quadrant == nil ? noQuadrant : nil
        self.trend = trend
        self.quotes = quotes
        self.quotesNote = quotesNote
        self.quotesPath = quotesPath
        self.events = events
    }
}

/// Everything else about a wave, its actions and its report: tables, pictures, quotes, texts and forms under one head.
package struct SurveySheetPage: Page {
    package static let template = Template.surveySheet

    package var head: SurveyHead
    package var notices: [String]
    package var facts: [Fact]
    var hasFacts: Bool
    /// Fields of a GET form over what follows; the sentence says what is shown.
    package var filters: [FieldModel]
    var hasFilters: Bool
    package var filterPath: String
    package var blocks: [SurveyBlock]
    package var charts: [Chart]
    package var tables: [SurveyTable]
    package var quotes: [SurveyQuote]
    var hasQuotes: Bool
    package var form: FormModel?
    package var actions: [ActionForm]
    var hasActions: Bool
    /// Evidence.
    package var files: FileList?
    package var empty: EmptyState?
    package var pager: Pager?

    package init(
        head: SurveyHead, notices: [String] = [], facts: [Fact] = [], filters: [FieldModel] = [], filterPath: String = "",
        blocks: [SurveyBlock] = [], charts: [Chart] = [], tables: [SurveyTable] = [], quotes: [SurveyQuote] = [], form: FormModel? = nil,
        actions: [ActionForm] = [], files: FileList? = nil, empty: EmptyState? = nil, pager: Pager? = nil
    ) {
        self.head = head
        self.files = files
        self.notices = notices
        self.facts = facts
        hasFacts = !facts.isEmpty
        self.filters = filters
        hasFilters = !filters.isEmpty
        self.filterPath = filterPath
        self.blocks = blocks
        self.charts = charts
        self.tables = tables
        self.quotes = quotes
        hasQuotes = !quotes.isEmpty
        self.form = form
        self.actions = actions
        hasActions = !actions.isEmpty
        self.empty = empty
        self.pager = pager
    }
}

/// The special report on paper: figures as they were frozen, texts, opinion, signatures.
package struct SurveyReportPrint: Page {
    package static let template = Template.surveyReport

    package var tenant: String
    package var unit: String
    package var number: String
    package var title: String
    package var facts: [Fact]
    package var tables: [SurveyTable]
    package var blocks: [SurveyBlock]
    package var opinion: SurveyBlock?
    package var signatures: [Fact]
    package var printed: Moment
    package var ticketPath: String

    package init(
        tenant: String, unit: String, number: String, title: String, facts: [Fact], tables: [SurveyTable], blocks: [SurveyBlock],
        opinion: SurveyBlock? = nil, signatures: [Fact], printed: Moment, backPath: String
    ) {
        self.tenant = tenant
        self.unit = unit
        self.number = number
        self.title = title
        self.facts = facts
        self.tables = tables
        self.blocks = blocks
        self.opinion = opinion
        self.signatures = signatures
        self.printed = printed
        ticketPath = backPath
    }
}
