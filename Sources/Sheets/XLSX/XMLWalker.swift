internal import CExpat

/// Walks through XML that comes in pieces. No DOCTYPE, so no entity and nothing from outside; elements only so deep.
final class XMLWalker {
    /// Local name of an element, without the prefix, and its attributes.
    var onStart: (_ name: String, _ attributes: Attributes) throws -> Void = { _, _ in }
    var onText: (UnsafeRawBufferPointer) throws -> Void = { _ in }
    var onEnd: (_ name: String) throws -> Void = { _ in }

    struct Attributes {
        fileprivate let pairs: UnsafeMutablePointer<UnsafePointer<CChar>?>?

        /// By local name.
        subscript(_ name: String) -> String? {
            guard let pairs else { return nil }
            var index = 0
            while let key = pairs[index] {
                if XMLWalker.local(key) == name { return pairs[index + 1].map { String(cString: $0) } }
                index += 2
            }
            return nil
        }
    }

    private let parser: XML_Parser
    private let limits: SheetLimits
    private var depth = 0
    private var failure: (any Error)?

    init(limits: SheetLimits) throws(SheetFault) {
        guard let parser = XML_ParserCreate(nil) else { throw .damaged }
        self.parser = parser
        self.limits = limits
        XML_SetUserData(parser, Unmanaged.passUnretained(self).toOpaque())
        XML_SetElementHandler(
            parser, { data, name, pairs in XMLWalker.of(data)?.start(name, pairs) }, { data, name in XMLWalker.of(data)?.end(name) })
        XML_SetCharacterDataHandler(parser) { data, text, count in XMLWalker.of(data)?.text(text, count) }
        XML_SetStartDoctypeDeclHandler(parser) { data, _, _, _, _ in XMLWalker.of(data)?.stop(SheetFault.damaged) }
    }

    deinit { XML_ParserFree(parser) }

    /// - Throws: `damaged` for what is not well formed, or what a handler threw.
    func feed(_ bytes: UnsafeRawBufferPointer, isLast: Bool = false) throws {
        let start = bytes.bindMemory(to: CChar.self).baseAddress
        let status = XML_Parse(parser, start, Int32(bytes.count), isLast ? 1 : 0)
        if let failure { throw failure }
        guard status == XML_STATUS_OK else { throw SheetFault.damaged }
    }

    func finish() throws { try feed(UnsafeRawBufferPointer(start: nil, count: 0), isLast: true) }

    private static func of(_ data: UnsafeMutableRawPointer?) -> XMLWalker? {
        data.map { Unmanaged<XMLWalker>.fromOpaque($0).takeUnretainedValue() }
    }

    private static func local(_ name: UnsafePointer<CChar>) -> String {
        var start = name
        var place = name
        while place.pointee != 0 {
            if place.pointee == 0x3A { start = place + 1 }
            place += 1
        }
        return String(cString: start)
    }

    private func start(_ name: UnsafePointer<CChar>?, _ pairs: UnsafeMutablePointer<UnsafePointer<CChar>?>?) {
        guard failure == nil, let name else { return }
        depth += 1
        guard depth <= limits.depth else { return stop(SheetFault.tooLarge) }
        do { try onStart(XMLWalker.local(name), Attributes(pairs: pairs)) } catch { stop(error) }
    }

    private func end(_ name: UnsafePointer<CChar>?) {
        guard failure == nil, let name else { return }
        depth -= 1
        do { try onEnd(XMLWalker.local(name)) } catch { stop(error) }
    }

    private func text(_ text: UnsafePointer<CChar>?, _ count: Int32) {
        guard failure == nil, let text else { return }
        do { try onText(UnsafeRawBufferPointer(start: text, count: Int(count))) } catch { stop(error) }
    }

    private func stop(_ error: any Error) {
        if failure == nil { failure = error }
        XML_StopParser(parser, 0)
    }
}

extension ZipArchive {
    /// Walks through one entry from its first to its last byte.
    func walk(_ entry: Entry, limits: SheetLimits, _ prepare: (XMLWalker) -> Void) throws {
        let walker = try XMLWalker(limits: limits)
        prepare(walker)
        try read(entry) { try walker.feed($0) }
        try walker.finish()
    }
}
