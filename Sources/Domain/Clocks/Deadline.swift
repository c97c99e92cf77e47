/// The promises of a complaint.
package enum ClockKind: String, CaseCode {
    /// 接收: the unit it waits for takes it
    case accept
    /// 方案: a plan is put to the customer
    case plan
    /// 办结
    case resolve
    /// 回访
    case visit
}

/// One promise with its first due time kept for good.
package struct Deadline: Hashable, Sendable {
    package let kind: ClockKind
    package let startedAt: Instant
    /// As first promised; never changed.
    package let firstDueAt: Instant
    /// As it stands now.
    package var dueAt: Instant
    package var metAt: Instant?
    /// When the sweep found it missed; the state of the promise itself is `isBreached(at:)`.
    package var breachedAt: Instant?
    /// The rule the promise comes from: "COMPLAINT-N8".
    package let rule: String

    package init(
        kind: ClockKind, startedAt: Instant, firstDueAt: Instant, dueAt: Instant? = nil, metAt: Instant? = nil, breachedAt: Instant? = nil,
        rule: String
    ) {
        self.kind = kind
        self.startedAt = startedAt
        self.firstDueAt = firstDueAt
        self.dueAt = dueAt ?? firstDueAt
        self.metAt = metAt
        self.breachedAt = breachedAt
        self.rule = rule
    }

    /// Time left, negative when overdue; a met promise keeps what was left when it was met.
    package func remaining(at now: Instant) -> Span { dueAt - (metAt ?? now) }

    package func isBreached(at now: Instant) -> Bool { (metAt ?? now) > dueAt }
}
