/// What somebody wrote, for others to read: numbers and names by which a person could be found are replaced (research B10). The original stays
/// with the answer; pages of results only ever see this.
package enum Verbatim {
    /// Longest text kept for reading, in code points.
    package static let limit = 2_000

    /// Numbers of six digits and more, also with spaces or dashes between; mail addresses; number plates; doors such as 3-2-1102; what follows
    /// 微信, QQ and the like; the name after 我叫, 我是 and 姓名.
    package static func masked(_ text: String) -> String {
        let typed = Array(text.unicodeScalars.prefix(limit))
        // Full-width digits are digits; what is not masked stays as it was typed.
        let plain = typed.map { BoundedText.halfWidth(String($0)).unicodeScalars.first ?? $0 }
        var scalars = plain
        maskAddresses(&scalars)
        maskNumbers(&scalars)
        for mark in handles { maskRun(after: mark, in: &scalars, where: isHandle, atMost: 30, atLeast: 4) }
        for mark in introductions { maskName(after: mark, in: &scalars) }
        return String(String.UnicodeScalarView(typed.indices.map { scalars[$0] == plain[$0] ? typed[$0] : scalars[$0] }))
    }

    private static let star: Unicode.Scalar = "*"
    private static let handles = ["微信号", "微信", "wechat", "WeChat", "QQ", "qq"]
    private static let introductions = ["我叫", "我的名字是", "我的名字叫", "姓名是", "姓名:", "姓名", "业主叫", "my name is "]

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }
    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool { ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) }
    private static func isHandle(_ scalar: Unicode.Scalar) -> Bool { isDigit(scalar) || isLetter(scalar) || scalar == "_" || scalar == "-" }
    private static func isHan(_ scalar: Unicode.Scalar) -> Bool { (0x4E00...0x9FFF).contains(scalar.value) }

    /// a…@…: everything around the sign that belongs to an address.
    private static func maskAddresses(_ text: inout [Unicode.Scalar]) {
        func belongs(_ scalar: Unicode.Scalar) -> Bool { isHandle(scalar) || scalar == "." || scalar == "+" }
        for at in text.indices where text[at] == "@" {
            var (start, end) = (at, at + 1)
            while start > 0, belongs(text[start - 1]) { start -= 1 }
            while end < text.count, belongs(text[end]) { end += 1 }
            if start < at, end > at + 1 { for index in start..<end { text[index] = star } }
        }
    }

    /// Runs with six digits and more, or three parts such as 3-2-1102; single separators inside belong to the run, letters that touch it too
    /// (identity cards, plates).
    private static func maskNumbers(_ text: inout [Unicode.Scalar]) {
        func joins(_ scalar: Unicode.Scalar) -> Bool { [" ", "-", "－", "–", ".", "/"].contains(scalar) }
        var index = 0
        while index < text.count {
            guard isDigit(text[index]) || isLetter(text[index]) else {
                index += 1
                continue
            }
            var (end, digits, parts) = (index, 0, 1)
            while end < text.count {
                if isDigit(text[end]) || isLetter(text[end]) {
                    if isDigit(text[end]) { digits += 1 }
                    end += 1
                } else if joins(text[end]), end + 1 < text.count, isDigit(text[end + 1]), isDigit(text[end - 1]) {
                    parts += text[end] == "-" ? 1 : 0
                    end += 1
                } else {
                    break
                }
            }
            let isPlate = index > 0 && isHan(text[index - 1]) && isLetter(text[index]) && (5...7).contains(end - index) && digits >= 3
            if digits >= 6 || parts >= 3 || isPlate { for place in index..<end { text[place] = star } }
            index = end
        }
    }

    private static func maskRun(
        after mark: String, in text: inout [Unicode.Scalar], where belongs: (Unicode.Scalar) -> Bool, atMost: Int, atLeast: Int
    ) {
        for start in starts(of: mark, in: text) {
            let from = skip(text, start)
            let end = text[from...].prefix(atMost).prefix { belongs($0) }.endIndex
            if end - from >= atLeast { for place in from..<end { text[place] = star } }
        }
    }

    /// Two or three Han characters, or two Latin words; the first stays, as everywhere.
    private static func maskName(after mark: String, in text: inout [Unicode.Scalar]) {
        for start in starts(of: mark, in: text) {
            let from = skip(text, start)
            guard from < text.count else { continue }
            let end: Int
            if isHan(text[from]) {
                end = text[from...].prefix(3).prefix { isHan($0) }.endIndex
            } else {
                end = text[from...].prefix(40).prefix { isLetter($0) || $0 == " " }.endIndex
            }
            if end - from >= 2 { for place in (from + 1)..<end { text[place] = star } }
        }
    }

    private static func skip(_ text: [Unicode.Scalar], _ start: Int) -> Int {
        start + text[start...].prefix { [" ", ":", "：", "是", "叫", "号"].contains($0) }.count
    }

    /// Where the text goes on after each occurrence.
    private static func starts(of mark: String, in text: [Unicode.Scalar]) -> [Int] {
        let mark = Array(mark.unicodeScalars)
        guard text.count > mark.count else { return [] }
        return (0...(text.count - mark.count)).filter { text[$0..<($0 + mark.count)].elementsEqual(mark) }.map { $0 + mark.count }
    }
}
