internal import Synchronization

/// What a unit's statements do to transactions: decides whether a lost connection leaves the outcome unknown.
struct UnitShape {
    /// Index of the statement after which effects may be lasting: a COMMIT, or the end of the unit when it runs outside an explicit transaction.
    private(set) var firstCommit: Int?
    /// True while the statements so far leave a READ ONLY transaction open.
    private(set) var isReadOnly: Bool

    init(_ statements: [SQL], transactionIsOpen: Bool, isReadOnly: Bool) {
        var isOpen = transactionIsOpen
        var isReading = transactionIsOpen && isReadOnly
        for (index, statement) in statements.enumerated() {
            switch TransactionWord(statement.text) {
            case .begin(let readOnly):
                isOpen = true
                isReading = readOnly
            case .commit:
                if firstCommit == nil && isOpen && !isReading { firstCommit = index }
                isOpen = false
                isReading = false
            case .rollback:
                isOpen = false
                isReading = false
            case nil:
                if !isOpen && firstCommit == nil { firstCommit = statements.count }
            }
        }
        self.isReadOnly = isOpen && isReading
    }
}

/// The word a transaction statement begins with.
enum TransactionWord: Equatable {
    case begin(readOnly: Bool)
    case commit
    case rollback

    init?(_ text: String) {
        guard let first = text.utf8.first(where: { $0 > 0x20 }) else { return nil }
        switch first | 0x20 {
        case UInt8(ascii: "b"), UInt8(ascii: "s"), UInt8(ascii: "c"), UInt8(ascii: "e"), UInt8(ascii: "r"), UInt8(ascii: "a"): break
        default: return nil
        }
        guard text.utf8.count < 200 else { return nil }
        let words = text.uppercased().split(whereSeparator: { $0 == " " || $0 == "\n" || $0 == ";" || $0 == "," })
        switch words.first {
        case "BEGIN": self = .begin(readOnly: Self.readsOnly(words))
        case "START" where words.dropFirst().first == "TRANSACTION": self = .begin(readOnly: Self.readsOnly(words))
        case "COMMIT", "END": self = .commit
        case "ROLLBACK" where !words.contains("TO"), "ABORT": self = .rollback
        default: return nil
        }
    }

    private static func readsOnly(_ words: [Substring]) -> Bool {
        zip(words, words.dropFirst()).contains { $0 == "READ" && $1 == "ONLY" }
    }
}

/// One trip to the server: statements, the time they have, and whoever waits for the answer.
final class Unit: Sendable {
    enum Purpose: Sendable {
        case execute
        case describe
    }

    typealias Answer = Result<[QueryResult], PostgresError>

    let statements: [SQL]
    let purpose: Purpose
    let deadline: Moment
    private let waiter: UnsafeContinuation<Answer, Never>?
    private let cancelled: Cancelled?

    /// Set by the waiting task's cancellation, read by the connection thread.
    final class Cancelled: Sendable {
        let flag = Atomic<Bool>(false)
    }

    init(
        _ statements: [SQL], purpose: Purpose = .execute, deadline: Moment,
        waiter: UnsafeContinuation<Answer, Never>? = nil, cancelled: Cancelled? = nil,
    ) {
        self.statements = statements
        self.purpose = purpose
        self.deadline = deadline
        self.waiter = waiter
        self.cancelled = cancelled
    }

    var isCancelled: Bool { cancelled?.flag.load(ordering: .relaxed) ?? false }

    /// Resumes the waiter; called once.
    func answer(_ answer: Answer) {
        waiter?.resume(returning: answer)
    }
}
