internal import Foundation

/// One numbered file of a migrations folder: `0007_name.sql`.
package struct Migration: Sendable, Hashable {
    package let number: Int
    package let name: String
    package let script: String
    package let checksum: [UInt8]

    package var fileName: String { padded(number, 4) + "_" + name + ".sql" }

    /// All migrations of `directory` in order.
    /// - Parameter digest: a cryptographic digest of a file's bytes, such as SHA-256.
    /// - Throws: `MigrationError` for files that cannot be read or are not named `NNNN_name.sql`, and for two of one number.
    package static func load(directory: String, digest: ([UInt8]) -> [UInt8]) throws(MigrationError) -> [Migration] {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: directory) else { throw .unreadable(directory) }
        var migrations: [Migration] = []
        for fileName in names.sorted() where fileName.hasSuffix(".sql") {
            let (number, name) = try parse(fileName)
            if let last = migrations.last, last.number == number { throw .sameNumber(last.fileName, fileName) }
            guard let data = FileManager.default.contents(atPath: directory + "/" + fileName),
                let script = String(data: data, encoding: .utf8)
            else { throw .unreadable(directory + "/" + fileName) }
            migrations.append(Migration(number: number, name: name, script: script, checksum: digest([UInt8](data))))
        }
        return migrations
    }

    private static func parse(_ fileName: String) throws(MigrationError) -> (Int, String) {
        let stem = fileName.dropLast(4)
        let digits = stem.prefix { $0.isASCII && $0.isNumber }
        guard digits.count == 4, let number = Int(digits), stem.dropFirst(4).first == "_", stem.count > 5 else {
            throw .badName(fileName)
        }
        return (number, String(stem.dropFirst(5)))
    }
}

/// Why migrations were not applied. Nothing of the named file has been applied; files before it have.
package enum MigrationError: Error, Sendable, Hashable {
    case unreadable(String)
    case badName(String)
    case sameNumber(String, String)
    /// Applied earlier with other content.
    case changed(String)
    /// Applied earlier, its file is gone.
    case missing(String)
    /// Numbered before a file that has been applied already.
    case late(String, applied: String)
    /// Contains COMMIT or ROLLBACK: each file is one transaction.
    case endsTransaction(String)
    case failed(String, PostgresError)
    case database(PostgresError)
}

extension MigrationError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unreadable(let path): "cannot read \(path)"
        case .badName(let file): "\(file) is not named NNNN_name.sql"
        case .sameNumber(let first, let second): "\(first) and \(second) have the same number"
        case .changed(let file): "\(file) was changed after it had been applied; write a new migration instead"
        case .missing(let file): "\(file) has been applied but its file is missing; is this an older release?"
        case .late(let file, let applied): "\(file) would come before \(applied), which has been applied; give it the next number"
        case .endsTransaction(let file): "\(file) ends its transaction; each migration is one transaction"
        case .failed(let file, let error): "\(file) failed: \(error)"
        case .database(let error): "\(error)"
        }
    }
}
