extension TicketPage {
    /// One round of the plan and what the customer said to it.
    package struct Plan: Encodable, Sendable {
        package var round: String
        package var text: String
        package var compensation: String?
        package var proposed: Moment
        package var by: String
        package var answer: Chip
        package var reason: String?

        package init(
            round: String, text: String, compensation: String?, proposed: Moment, by: String, answer: Chip, reason: String? = nil
        ) {
            self.round = round
            self.text = text
            self.compensation = compensation
            self.proposed = proposed
            self.by = by
            self.answer = answer
            self.reason = reason
        }
    }

    /// An information exchange between the company's centre and the vendor's.
    package struct Exchange: Encodable, Sendable {
        package struct Word: Encodable, Sendable {
            package var at: Moment
            package var by: String
            package var text: String

            package init(at: Moment, by: String, text: String) {
                self.at = at
                self.by = by
                self.text = text
            }
        }

        /// Id on the page; the ladder's bridge leads to it.
        package var anchor: String
        package var topic: String
        package var state: Chip
        package var words: [Word]
        package var actions: [ActionForm]

        package init(anchor: String, topic: String, state: Chip, words: [Word], actions: [ActionForm] = []) {
            self.anchor = anchor
            self.topic = topic
            self.state = state
            self.words = words
            self.actions = actions
        }
    }

    /// One return visit: method, result, scores.
    package struct Visit: Encodable, Sendable {
        package var at: Moment
        package var by: String
        package var method: String
        package var result: Chip
        package var scores: [Fact]
        package var text: String?
        package var print: Link?

        package init(at: Moment, by: String, method: String, result: Chip, scores: [Fact], text: String?, print: Link? = nil) {
            self.at = at
            self.by = by
            self.method = method
            self.result = result
            self.scores = scores
            self.text = text
            self.print = print
        }
    }

    /// A clock with its chip, its first promise, and why it is due then.
    package struct Deadline: Encodable, Sendable {
        package var name: String
        /// The unit that promised.
        package var owner: String
        package var chip: DeadlineChip
        /// The first promise in words; differs from the chip after an extension.
        package var promise: String
        /// Why it is this time: rule, start, target.
        package var because: String

        package init(name: String, owner: String, chip: DeadlineChip, promise: String, because: String) {
            self.name = name
            self.owner = owner
            self.chip = chip
            self.promise = promise
            self.because = because
        }
    }

    /// The promises that were met in time, under one line that says how many.
    package struct Kept: Encodable, Sendable {
        package var label: String
        package var deadlines: [Deadline]

        /// Nil when there are none.
        package init?(_ label: String, deadlines: [Deadline]) {
            guard !deadlines.isEmpty else { return nil }
            self.label = label
            self.deadlines = deadlines
        }
    }

    /// An earlier ticket of the same house.
    package struct History: Encodable, Sendable {
        package var number: String
        package var path: String
        package var title: String
        package var state: Chip
        package var at: Moment

        package init(number: String, path: String, title: String, state: Chip, at: Moment) {
            self.number = number
            self.path = path
            self.title = title
            self.state = state
            self.at = at
        }
    }
}
