/// Splits `multipart/form-data` (RFC 7578) into its parts while it arrives. What comes in pieces may be cut anywhere; never more than a
/// delimiter and one part's headers are held back.
struct MultipartReader {
    /// What a part says about itself.
    struct Head: Hashable, Sendable {
        let name: String
        /// As the person's machine calls the file; nil for a plain field.
        let fileName: String?
    }

    enum Event: Equatable {
        case begin(Head)
        case data(ArraySlice<UInt8>)
        case end
    }

    private enum Place {
        case preamble, headers, body, afterDelimiter, done
    }

    /// Bytes of one part's headers at most.
    static let headBytes = 8 * 1024
    static let parts = 40

    private let delimiter: [UInt8]
    private var place = Place.preamble
    /// As if a line had ended before the first delimiter, so that it looks like the others.
    private var held: [UInt8] = [0x0D, 0x0A]
    private var parts = 0
    /// Bytes held in front of a body that are the end of its headers.
    private var lead = 0

    /// Nil for another type, or one without a usable boundary.
    init?(contentType: String) {
        let pieces = contentType.split(separator: ";").map { String($0).trimmingBlanks }
        guard pieces.first?.lowercased() == "multipart/form-data",
            let stated = pieces.dropFirst().first(where: { $0.lowercased().hasPrefix("boundary=") })?.dropFirst(9)
        else { return nil }
        let boundary = stated.hasPrefix("\"") && stated.hasSuffix("\"") && stated.count > 2 ? stated.dropFirst().dropLast() : stated
        guard (1...70).contains(boundary.utf8.count), boundary.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else { return nil }
        delimiter = Array("\r\n--\(boundary)".utf8)
    }

    /// - Throws: `WebFault.malformed`, `.tooLarge`, or what `emit` throws.
    mutating func feed(_ bytes: some Sequence<UInt8>, _ emit: (Event) throws -> Void) throws {
        held.append(contentsOf: bytes)
        while try step(emit) {}
    }

    /// - Throws: `WebFault.malformed` when the last delimiter has not come.
    func finish() throws(WebFault) {
        guard place == .done else { throw .malformed("multipart") }
    }

    /// One step as far as the held bytes reach; whether there may be another.
    private mutating func step(_ emit: (Event) throws -> Void) throws -> Bool {
        switch place {
        case .preamble, .body: return try passBody(emit)
        case .afterDelimiter: return try passLine()
        case .headers: return try passHeaders(emit)
        case .done:
            held.removeAll()
            return false
        }
    }

    private mutating func passBody(_ emit: (Event) throws -> Void) throws -> Bool {
        guard let found = held.firstRange(of: delimiter) else {
            let safe = held.count - delimiter.count + 1
            guard safe > 0 else { return false }
            // What cannot be the beginning of a delimiter goes on; a preamble is dropped.
            if place == .body, safe > lead { try emit(.data(held[lead..<safe])) }
            lead = max(0, lead - safe)
            held.removeFirst(safe)
            return false
        }
        if place == .body {
            if found.lowerBound > lead { try emit(.data(held[lead..<found.lowerBound])) }
            try emit(.end)
        }
        lead = 0
        held.removeFirst(found.upperBound)
        place = .afterDelimiter
        return true
    }

    /// Behind a delimiter: two dashes end it all, else the line ends.
    private mutating func passLine() throws -> Bool {
        guard held.count >= 2 else { return false }
        if held[0] == UInt8(ascii: "-"), held[1] == UInt8(ascii: "-") {
            place = .done
            return true
        }
        guard let end = held.firstRange(of: [0x0D, 0x0A]) else {
            guard held.count < 128 else { throw WebFault.malformed("multipart") }
            return false
        }
        // Blanks may stand between (RFC 2046), nothing else.
        guard held[..<end.lowerBound].allSatisfy({ $0 == 0x20 || $0 == 0x09 }) else { throw WebFault.malformed("multipart") }
        // The line's end stays: a part without any header begins with a blank line.
        held.removeFirst(end.lowerBound)
        place = .headers
        return true
    }

    private mutating func passHeaders(_ emit: (Event) throws -> Void) throws -> Bool {
        guard let end = held.firstRange(of: [0x0D, 0x0A, 0x0D, 0x0A]) else {
            guard held.count <= Self.headBytes else { throw WebFault.tooLarge }
            return false
        }
        guard end.lowerBound <= Self.headBytes else { throw WebFault.tooLarge }
        parts += 1
        guard parts <= Self.parts else { throw WebFault.tooLarge }
        let head = try MultipartReader.head(held[..<end.lowerBound])
        // The blank line's end stays: behind an empty body the delimiter begins with it.
        held.removeFirst(end.upperBound - 2)
        lead = 2
        place = .body
        try emit(.begin(head))
        return true
    }

    private static func head(_ bytes: ArraySlice<UInt8>) throws(WebFault) -> Head {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .malformed("multipart") }
        for line in text.split(separator: "\r\n", omittingEmptySubsequences: true) {
            guard let colon = line.firstIndex(of: ":"), line[..<colon].lowercased() == "content-disposition" else { continue }
            let values = parameters(String(line[line.index(after: colon)...]))
            guard values[""]?.lowercased() == "form-data", let name = values["name"], !name.isEmpty else { break }
            return Head(name: name, fileName: values["filename"])
        }
        throw .malformed("multipart")
    }

    /// `form-data; name="file"; filename="a \"b\".csv"`: the first word under the empty name. Browsers write quotes as %22.
    private static func parameters(_ text: String) -> [String: String] {
        var (values, name, value): ([String: String], String, String) = ([:], "", "")
        var (isValue, isQuoted, isEscaped) = (true, false, false)
        func put() { if values[name] == nil { values[name] = value.trimmingBlanks } }
        for character in text {
            if isEscaped {
                value.append(character)
                isEscaped = false
            } else if isQuoted {
                if character == "\\" { isEscaped = true } else if character == "\"" { isQuoted = false } else { value.append(character) }
            } else if character == ";" {
                put()
                (name, value, isValue) = ("", "", false)
            } else if character == "=", !isValue {
                (name, value, isValue) = (name.trimmingBlanks.lowercased(), "", true)
            } else if character == "\"" {
                isQuoted = true
            } else if isValue {
                value.append(character)
            } else {
                name.append(character)
            }
        }
        put()
        return values.mapValues { $0.replacing("%22", with: "\"").replacing("%0D%0A", with: " ") }
    }
}

extension String {
    fileprivate var trimmingBlanks: String {
        String(drop { $0 == " " || $0 == "\t" }.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
    }
}
