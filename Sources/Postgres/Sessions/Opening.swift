internal import CLibpq

/// Opens a connection; blocks, so only threads of our own call it.
/// - Parameter connectionString: a libpq connection string or URI; its own `options` stay in force behind ours.
/// - Throws: `.cannotConnect` with libpq's reason.
func openConnection(_ connectionString: String, parameters: [(String, String)], options: String) throws(PostgresError) -> OpaquePointer {
    // A second `options` would replace the first one, so both are joined.
    let ownOptions = try ConnectionString(connectionString).options ?? ""
    var keywords = ["dbname"] + parameters.map(\.0)
    var values = [connectionString] + parameters.map(\.1)
    if !options.isEmpty || !ownOptions.isEmpty {
        keywords.append("options")
        values.append(ownOptions.isEmpty ? options : options + " " + ownOptions)
    }
    let connection = withCStrings(keywords) { keywords in
        withCStrings(values) { values in PQconnectdbParams(keywords, values, 1) }
    }
    guard let connection else { throw PostgresError(.cannotConnect, "out of memory") }
    guard PQstatus(connection) == CONNECTION_OK else {
        let reason = PostgresError.firstLine(PQerrorMessage(connection))
        PQfinish(connection)
        throw PostgresError(.cannotConnect, reason)
    }
    shouwen_silence_notices(connection)
    return connection
}

private func withCStrings<T>(_ strings: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> T) -> T {
    var memory: [CChar] = []
    var offsets: [Int] = []
    for string in strings {
        offsets.append(memory.count)
        memory.append(contentsOf: string.utf8CString)
    }
    return memory.withUnsafeBufferPointer { memory in
        let pointers: [UnsafePointer<CChar>?] = offsets.map { memory.baseAddress! + $0 } + [nil]
        return pointers.withUnsafeBufferPointer { body($0.baseAddress!) }
    }
}
