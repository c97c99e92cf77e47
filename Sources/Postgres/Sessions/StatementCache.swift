/// The statements prepared on one connection, by text and parameter types. Names are numbers of the connection, so two texts can never share one.
struct StatementCache {
    struct Entry {
        let name: String
        let oids: [UInt32]
        var isPrepared = false
        var lastUse = 0

        func fits(_ binds: [Bind]) -> Bool {
            oids.count == binds.count && zip(oids, binds).allSatisfy { $0 == $1.oid }
        }
    }

    static let limit = 256

    private var entries: [String: [Entry]] = [:]
    private(set) var count = 0
    private var nextNumber = 0
    private var clock = 0

    /// Name under which the statement is, or is about to be, prepared.
    mutating func name(for sql: SQL) -> (name: String, isPrepared: Bool) {
        clock += 1
        if let index = entries[sql.text]?.firstIndex(where: { $0.fits(sql.binds) }) {
            entries[sql.text]![index].lastUse = clock
            let entry = entries[sql.text]![index]
            return (entry.name, entry.isPrepared)
        }
        nextNumber += 1
        let entry = Entry(name: "s\(nextNumber)", oids: sql.binds.map(\.oid), lastUse: clock)
        entries[sql.text, default: []].append(entry)
        count += 1
        return (entry.name, false)
    }

    mutating func markPrepared(_ sql: SQL) {
        guard let index = entries[sql.text]?.firstIndex(where: { $0.fits(sql.binds) }) else { return }
        entries[sql.text]![index].isPrepared = true
    }

    /// Forgets the statement. Its name is never used again, so what is left on the server does no harm.
    @discardableResult
    mutating func forget(_ sql: SQL) -> String? {
        guard let index = entries[sql.text]?.firstIndex(where: { $0.fits(sql.binds) }) else { return nil }
        let entry = entries[sql.text]!.remove(at: index)
        if entries[sql.text]!.isEmpty { entries[sql.text] = nil }
        count -= 1
        return entry.isPrepared ? entry.name : nil
    }

    /// Forgets the least recently used statements until three quarters of the limit are left; the names to deallocate.
    mutating func evict() -> [String] {
        guard count > Self.limit else { return [] }
        let ages = entries.values.joined().map(\.lastUse).sorted()
        let oldestKept = ages[count - Self.limit * 3 / 4]
        var names: [String] = []
        for (text, list) in entries {
            let kept = list.filter { $0.lastUse >= oldestKept }
            names += list.filter { $0.lastUse < oldestKept && $0.isPrepared }.map(\.name)
            entries[text] = kept.isEmpty ? nil : kept
        }
        count = entries.values.reduce(0) { $0 + $1.count }
        return names
    }
}
