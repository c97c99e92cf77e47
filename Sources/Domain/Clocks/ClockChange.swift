/// What a transition does to a clock, as written in the table.
package enum ClockEffect: Hashable, Sendable {
    /// Makes a new promise; a running one of the same kind is cancelled first.
    case start(ClockKind)
    /// Makes a promise unless one of that kind runs.
    case ensure(ClockKind)
    /// The promise was kept (or missed) now.
    case meet(ClockKind)
    /// The promise no longer applies.
    case cancel(ClockKind)
    /// Plan and resolve promises follow a new severity.
    case retarget
}

/// What to write about a deadline.
package enum ClockChange: Hashable, Sendable {
    /// A new deadline of `unit`, missed promises are also told to `upperUnit` (nil above the group).
    case start(Deadline, unit: UnitID, upperUnit: UnitID?)
    /// The running deadline of the kind ends now.
    case meet(ClockKind)
    case cancel(ClockKind)
    /// The running deadline is due at another time; its first promise stays.
    case move(ClockKind, dueAt: Instant)
}
