/// The kinds of file people may bring; anything else is refused (B5). Decided by content, never by the name alone.
package enum FileKind: String, CaseCode {
    case jpeg, png, webp, pdf, docx, xlsx, mp4

    /// What the name may end with, lower case.
    package var endings: [String] { self == .jpeg ? ["jpg", "jpeg"] : [rawValue] }

    package var mediaType: String {
        switch self {
        case .jpeg: "image/jpeg"
        case .png: "image/png"
        case .webp: "image/webp"
        case .pdf: "application/pdf"
        case .docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
        case .xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        case .mp4: "video/mp4"
        }
    }

    /// Bytes at most.
    package var limit: Int64 {
        switch self {
        case .jpeg, .png, .webp: 10 << 20
        case .pdf, .docx, .xlsx: 20 << 20
        case .mp4: 50 << 20
        }
    }

    package var isImage: Bool { self == .jpeg || self == .png || self == .webp }

    /// The kind a name promises; nil for a name that promises none of ours.
    package static func promised(by name: String) -> FileKind? {
        guard let dot = name.lastIndex(of: ".") else { return nil }
        let ending = name[name.index(after: dot)...].lowercased()
        return allCases.first { $0.endings.contains(ending) }
    }

    /// The largest limit: what a request may bring in one part before its kind is known.
    package static let largest: Int64 = allCases.map(\.limit).max() ?? 0
}

/// How much may be brought (B5).
package enum FileRule {
    /// Files on one row, such as a ticket.
    package static let perRow = 9
    /// Bytes a person brings in one day.
    package static let bytesPerDay: Int64 = 200 << 20
    /// Pixels of a picture, read from its head before anything else is.
    package static let pixels = 40_000_000
    /// Hours a file waits for the row it was brought for; also how long content without a row stays.
    package static let heldHours: Int64 = 24
}

/// Why a file is not taken. Each is said to the person in words, with the file's name, next to the field.
package enum FileFault: Error, Hashable, Sendable {
    case empty
    /// No kind of ours, by content.
    case unknownKind
    /// The name says one kind, the content is another.
    case lyingName(FileKind)
    /// Cut off, or not built as its kind demands.
    case damaged
    case tooLarge(FileKind)
    case tooManyPixels
    /// An office file or PDF protected by a password.
    case encrypted
    /// An office file with programs in it.
    case macros
    /// An archive that would unfold to more than the limits allow.
    case unfolds
    case tooMany(Int)
    /// The person has brought as much as one day allows.
    case dayIsFull

    package var code: String {
        switch self {
        case .empty: "empty"
        case .unknownKind: "unknownKind"
        case .lyingName: "lyingName"
        case .damaged: "damaged"
        case .tooLarge: "tooLarge"
        case .tooManyPixels: "tooManyPixels"
        case .encrypted: "encrypted"
        case .macros: "macros"
        case .unfolds: "unfolds"
        case .tooMany: "tooMany"
        case .dayIsFull: "dayIsFull"
        }
    }
}

extension FileRule {
    /// Whoever works on tickets in one of these ways may add files to them.
    package static let working: [Permission] = [
        .ticketRecord, .ticketAccept, .ticketHandle, .ticketExecute, .ticketVerify, .ticketVisit, .ticketClose,
    ]

    /// Every file is looked at each night; read whole, one in so many.
    package static let readWholeEvery = 7

    /// Whether a file is read whole on a day: each once in `readWholeEvery` days.
    package static func isReadWhole(_ id: FileID, on day: Day) -> Bool {
        (id.rawValue + Int64(day.daysSince1970)) % Int64(readWholeEvery) == 0
    }
}
