/// The public form: one page of a questionnaire for a phone, its end, or the one answer to every token that opens nothing.
package struct AnswerPage: Page {
    package static let template = Template.answer

    package struct Form: Encodable, Sendable {
        package var path: String
        package var page: String
        /// Keys of the questions on the page, for the server to know what stood there.
        package var shown: String
        package var questions: [QuestionModel]
        package var previous: String?
        package var submit: String
        package var step: String
        package var done: Int
        package var pages: Int
        package var errors: ErrorSummary?

        package init(
            path: String, page: Int, shown: [String], questions: [QuestionModel], previous: String?, submit: String, step: String,
            done: Int,
            pages: Int
        ) {
            self.path = path
            self.page = String(page)
            self.shown = shown.joined(separator: ",")
            self.questions = questions
            self.previous = previous
            self.submit = submit
            self.step = step
            self.done = done
            self.pages = pages
            errors = ErrorSummary(
                fields: questions.filter { $0.error != nil && !$0.isSection }.map {
                    FieldModel(.text, form: "q", name: String($0.id.dropFirst(2)), label: $0.text, error: $0.error)
                })
        }
    }

    package var title: String
    package var tenant: String?
    package var place: String?
    /// Whether it is known who answers.
    package var promise: String?
    package var intro: String?
    package var form: Form?
    /// What is said instead of a form.
    package var message: String?

    package init(
        title: String, tenant: String? = nil, place: String? = nil, promise: String? = nil, intro: String? = nil, form: Form? = nil,
        message: String? = nil
    ) {
        self.title = title
        self.tenant = tenant
        self.place = place
        self.promise = promise
        self.intro = intro
        self.form = form
        self.message = message
    }
}

/// A questionnaire on A4 with boxes to tick.
package struct PaperSurveyPage: Page {
    package static let template = Template.paperSurvey

    package var tenant: String
    package var unit: String
    package var number: String
    package var title: String
    package var intro: String?
    package var questions: [QuestionModel]
    package var thanks: String?
    package var printed: Moment
    package var ticketPath: String

    package init(
        tenant: String, unit: String, number: String, title: String, intro: String?, questions: [QuestionModel], thanks: String?,
        printed: Moment, ticketPath: String
    ) {
        self.tenant = tenant
        self.unit = unit
        self.number = number
        self.title = title
        self.intro = intro
        self.questions = questions
        self.thanks = thanks
        self.printed = printed
        self.ticketPath = ticketPath
    }
}

/// Letters with a code each, one a sheet, in the order they are put into letter boxes.
package struct SurveyLettersPage: Page {
    package static let template = Template.surveyLetters

    package struct Letter: Encodable, Sendable {
        package var label: String
        package var address: String
        /// The code: dark modules as a path, and the side of its view box.
        package var path: String
        package var side: Int

        /// Nil for an address that no code holds.
        package init?(label: String, address: String) {
            guard let code = QRCode(address) else { return nil }
            self.label = label
            self.address = address
            path = code.path
            side = code.size + 8
        }
    }

    package var tenant: String
    package var unit: String
    package var number: String
    package var wave: String
    package var promise: String
    package var until: String
    package var letters: [Letter]
    package var walk: [String]
    package var walkTitle: String
    package var printed: Moment
    package var ticketPath: String

    package init(
        tenant: String, unit: String, number: String, wave: String, promise: String, until: String, letters: [Letter], walk: [String],
        walkTitle: String, printed: Moment, ticketPath: String
    ) {
        self.tenant = tenant
        self.unit = unit
        self.number = number
        self.wave = wave
        self.promise = promise
        self.until = until
        self.letters = letters
        self.walk = walk
        self.walkTitle = walkTitle
        self.printed = printed
        self.ticketPath = ticketPath
    }
}

/// The grid in which paper and telephone answers are typed: one line a household, one narrow box a question.
package struct EntryPage: Page {
    package static let template = Template.surveyEntry

    package struct Cell: Encodable, Sendable {
        package var name: String
        package var label: String
        package var value: String
        package var wrong: Bool
        package var wide: Bool

        package init(name: String, label: String, value: String = "", wrong: Bool = false, wide: Bool = false) {
            self.name = name
            self.label = label
            self.value = value
            self.wrong = wrong
            self.wide = wide
        }
    }

    package struct Line: Encodable, Sendable {
        package var cells: [Cell]
        package var note: String?

        package init(cells: [Cell], note: String? = nil) {
            self.cells = cells
            self.note = note
        }
    }

    package struct Column: Encodable, Sendable {
        package var number: String
        package var text: String
        package var codes: String

        package init(number: String, text: String, codes: String) {
            self.number = number
            self.text = text
            self.codes = codes
        }
    }

    package var title: String
    package var back: Link
    package var links: [Link]
    package var summary: String
    package var path: String
    package var key: String
    package var channel: FieldModel
    package var columns: [Column]
    package var lines: [Line]
    package var message: String?
    package var submit: String

    package init(
        title: String, back: Link, links: [Link] = [], summary: String, path: String, key: String, channel: FieldModel, columns: [Column],
        lines: [Line], message: String?, submit: String
    ) {
        self.title = title
        self.back = back
        self.links = links
        self.summary = summary
        self.path = path
        self.key = key
        self.channel = channel
        self.columns = columns
        self.lines = lines
        self.message = message
        self.submit = submit
    }
}
