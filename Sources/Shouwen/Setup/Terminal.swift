import Foundation

/// The terminal: answers on stdout, everything else on stderr.
enum Terminal {
    static func say(_ text: String) { FileHandle.standardOutput.write(Data("\(text)\n".utf8)) }
    static func note(_ text: String) { FileHandle.standardError.write(Data("\(text)\n".utf8)) }

    static var isInteractive: Bool { isatty(STDIN_FILENO) == 1 }

    /// Asks until there is an answer; nil at the end of the input.
    static func ask(_ question: String, hidden: Bool = false) -> String? {
        while true {
            FileHandle.standardError.write(Data("\(question): ".utf8))
            guard let answer = hidden ? readHidden() : readLine() else { return nil }
            let trimmed = answer.trimmingCharacters(in: .whitespaces)
            if !trimmed.isEmpty { return trimmed }
        }
    }

    private static func readHidden() -> String? {
        var before = termios()
        guard tcgetattr(STDIN_FILENO, &before) == 0 else { return readLine() }
        var silent = before
        silent.c_lflag &= ~tcflag_t(ECHO)
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent)
        defer {
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &before)
            note("")
        }
        return readLine()
    }

    /// Columns as wide as their widest cell; Han characters count twice.
    static func table(_ rows: [[String]]) -> String {
        let widths = (0..<(rows.map(\.count).max() ?? 0)).map { column in
            rows.map { $0.count > column ? width($0[column]) : 0 }.max() ?? 0
        }
        return rows.map { row in
            row.enumerated().map { index, cell in
                index + 1 == row.count ? cell : cell + String(repeating: " ", count: widths[index] - width(cell) + 2)
            }.joined()
        }.joined(separator: "\n")
    }

    private static func width(_ text: String) -> Int { text.unicodeScalars.reduce(0) { $0 + ($1.value >= 0x2e80 ? 2 : 1) } }
}
