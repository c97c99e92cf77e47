internal import Synchronization

/// Carries a count out of a transaction's body; nothing where the form was sent before and the body did not run again.
final class Counted: Sendable {
    private let box = Mutex<Int?>(nil)

    var value: Int? {
        get { box.withLock { $0 } }
        set { box.withLock { $0 = newValue } }
    }

    /// - Parameter otherwise: what is said where nothing was counted.
    func flash(_ key: String, otherwise: String) -> Flash {
        value.map { Flash(key, ["count": String($0)]) } ?? Flash(otherwise)
    }
}
