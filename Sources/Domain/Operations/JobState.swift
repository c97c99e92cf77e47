/// Where a job stands.
package enum JobState: String, CaseCode {
    /// Used up its tries; only an operator moves it.
    case dead
    /// Waits for its time or for a worker.
    case ready
    /// In a worker's hands.
    case leased
    case done
}

/// What the operator may do with a dead job. Both ask for a reason.
package enum JobDecision: String, CaseCode {
    case retry, discard
}

/// Backups and the drills that prove them.
package enum BackupKind: String, CaseCode { case backup, drill }

package enum BackupOutcome: String, CaseCode { case good, bad }
