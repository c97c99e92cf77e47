/// Why a command was not applied.
package enum Refusal: Error, Hashable, Sendable {
    case notAllowedInState(ComplaintAction, ComplaintState)
    /// It waits for somebody else: this unit.
    case notYours(waitingFor: UnitID)
    case lacksPermission(Permission)
    case factMissing(Guard)
}
