/// The square while it is drawn: fixed patterns first, then data in the free modules, then the format around the corners.
struct QRMatrix: Sendable {
    private(set) var dark: [[Bool]]
    /// Modules that carry no data.
    private var fixed: [[Bool]]
    private let size: Int

    init(_ version: QRVersion) {
        size = version.size
        dark = Array(repeating: Array(repeating: false, count: size), count: size)
        fixed = dark
        for index in 0..<size {
            set(6, index, index % 2 == 0)
            set(index, 6, index % 2 == 0)
        }
        for (x, y) in [(3, 3), (size - 4, 3), (3, size - 4)] { finder(x, y) }
        let centres = version.alignment
        for (row, y) in centres.enumerated() {
            for (column, x) in centres.enumerated() {
                let isCorner = row == 0 && column == 0 || row == 0 && column == centres.count - 1 || row == centres.count - 1 && column == 0
                if !isCorner { square(x, y) }
            }
        }
        placeFormat(mask: 0)
        if version.number >= 7 { placeVersion(version.number) }
    }

    private mutating func set(_ x: Int, _ y: Int, _ isDark: Bool) {
        dark[y][x] = isDark
        fixed[y][x] = true
    }

    /// A corner's pattern with its light margin, around the given centre.
    private mutating func finder(_ x: Int, _ y: Int) {
        for dy in -4...4 {
            for dx in -4...4 where (0..<size).contains(x + dx) && (0..<size).contains(y + dy) {
                let distance = max(abs(dx), abs(dy))
                set(x + dx, y + dy, distance != 2 && distance != 4)
            }
        }
    }

    private mutating func square(_ x: Int, _ y: Int) {
        for dy in -2...2 { for dx in -2...2 { set(x + dx, y + dy, max(abs(dx), abs(dy)) != 1) } }
    }

    /// Level M and the mask, protected by a BCH code, twice.
    mutating func placeFormat(mask: Int) {
        var rest = mask
        for _ in 0..<10 { rest = rest << 1 ^ (rest >> 9) * 0x537 }
        let bits = (mask << 10 | rest) ^ 0x5412
        func isDark(_ index: Int) -> Bool { bits >> index & 1 == 1 }
        for index in 0...5 { set(8, index, isDark(index)) }
        set(8, 7, isDark(6))
        set(8, 8, isDark(7))
        set(7, 8, isDark(8))
        for index in 9..<15 { set(14 - index, 8, isDark(index)) }
        for index in 0..<8 { set(size - 1 - index, 8, isDark(index)) }
        for index in 8..<15 { set(8, size - 15 + index, isDark(index)) }
        set(8, size - 8, true)
    }

    /// From version 7 on the version itself is drawn, twice.
    private mutating func placeVersion(_ number: Int) {
        var rest = number
        for _ in 0..<12 { rest = rest << 1 ^ (rest >> 11) * 0x1f25 }
        let bits = number << 12 | rest
        for index in 0..<18 {
            let (a, b) = (size - 11 + index % 3, index / 3)
            set(a, b, bits >> index & 1 == 1)
            set(b, a, bits >> index & 1 == 1)
        }
    }

    /// Two columns at a time from the right, up and down in turn, past the vertical timing pattern.
    mutating func place(_ codewords: [UInt8], mask: Int) {
        var index = 0
        var right = size - 1
        while right >= 1 {
            if right == 6 { right = 5 }
            for step in 0..<size {
                let y = (right + 1) & 2 == 0 ? size - 1 - step : step
                for x in [right, right - 1] where !fixed[y][x] {
                    let bit = index < codewords.count * 8 && codewords[index >> 3] >> UInt8(7 - index & 7) & 1 == 1
                    dark[y][x] = bit != Self.flips(mask, x, y)
                    index += 1
                }
            }
            right -= 2
        }
    }

    private static func flips(_ mask: Int, _ x: Int, _ y: Int) -> Bool {
        switch mask {
        case 0: (x + y) % 2 == 0
        case 1: y % 2 == 0
        case 2: x % 3 == 0
        case 3: (x + y) % 3 == 0
        case 4: (x / 3 + y / 2) % 2 == 0
        case 5: x * y % 2 + x * y % 3 == 0
        case 6: (x * y % 2 + x * y % 3) % 2 == 0
        default: ((x + y) % 2 + x * y % 3) % 2 == 0
        }
    }
}

/// How hard a square would be to read; the mask with the least wins.
enum QRPenalty {
    static func total(_ dark: [[Bool]]) -> Int {
        let columns = dark.indices.map { x in dark.map { $0[x] } }
        return (dark + columns).reduce(0) { $0 + runs($1) + finders($1) } + blocks(dark) + balance(dark)
    }

    /// Five or more of one colour in a row.
    private static func runs(_ line: [Bool]) -> Int {
        var total = 0
        var length = 0
        for (index, module) in line.enumerated() {
            length = index > 0 && module == line[index - 1] ? length + 1 : 1
            if length == 5 { total += 3 } else if length > 5 { total += 1 }
        }
        return total
    }

    /// What looks like a corner's pattern.
    private static func finders(_ line: [Bool]) -> Int {
        let pattern = [true, false, true, true, true, false, true]
        let light = [false, false, false, false]
        return (0...(line.count - 11)).reduce(0) { total, start in
            let window = Array(line[start..<(start + 11)])
            return total + (window == pattern + light || window == light + pattern ? 40 : 0)
        }
    }

    /// Two by two of one colour.
    private static func blocks(_ dark: [[Bool]]) -> Int {
        var total = 0
        for y in 1..<dark.count {
            for x in 1..<dark.count where Set([dark[y][x], dark[y][x - 1], dark[y - 1][x], dark[y - 1][x - 1]]).count == 1 { total += 3 }
        }
        return total
    }

    /// How far the dark part is from a half.
    private static func balance(_ dark: [[Bool]]) -> Int {
        let count = dark.joined().filter { $0 }.count
        let total = dark.count * dark.count
        return abs(count * 20 - total * 10) / total * 10
    }
}
