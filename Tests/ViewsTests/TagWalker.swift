import Views

/// The union of what the samples of a page hold: names, lists, texts, gates.
final class Shape {
    var children: [String: Shape] = [:]
    var isGate = false
    /// Whether any sample had something here; an empty list has not.
    var isSeen = false

    func merge(_ value: Any) {
        if let rows = value as? [Any] { return rows.forEach(merge) }
        isSeen = true
        switch value {
        case let tree as PageTree:
            for (name, child) in tree.children {
                let shape = children[name] ?? Shape()
                children[name] = shape
                shape.merge(child)
            }
        case is Bool: isGate = true
        default: break
        }
    }
}

/// Follows every tag of a template through its layout and partials, whatever branch it stands in, and looks its name up.
struct TagWalker {
    private let files: [String: [Tag]]
    private(set) var unresolved: [String] = []
    /// Sections by place, and whether some page ever had something to open them with.
    private var opened: [String: Bool] = [:]
    var neverOpened: [String] { opened.filter { !$0.value }.keys.sorted() }

    init() throws {
        var files: [String: [Tag]] = [:]
        for path in try Ground.files(under: "Templates", ending: ".mustache") {
            let name = String(path.dropFirst("Templates/".count).dropLast(".mustache".count))
            files[name.hasPrefix("layouts/") ? String(name.dropFirst("layouts/".count)) : name] = TagScanner.tags(in: try Ground.text(path))
        }
        self.files = files
    }

    mutating func walk(_ file: String, shape: Shape) { run(file, files[file] ?? [], stack: [shape], blocks: [:]) }

    private typealias Blocks = [String: (file: String, tags: ArraySlice<Tag>)]

    private mutating func run(_ file: String, _ tags: some Collection<Tag>, stack: [Shape], blocks: Blocks) {
        let tags = Array(tags)
        var index = 0
        while index < tags.count {
            let tag = tags[index]
            let end = TagWalker.end(of: index, in: tags)
            let inside = end.map { tags[(index + 1)..<$0] } ?? []
            switch tag.kind {
            case .variable, .unescaped:
                if find(tag.name, stack) == nil { unresolved.append("\(file): {{\(tag.name)}}") }
            case .open:
                let place = "\(file): {{#\(tag.name)}} (\(index))"
                if let shape = find(tag.name, stack), shape.isSeen {
                    opened[place] = true
                    run(file, inside, stack: shape.isGate ? stack : stack + [shape], blocks: blocks)
                } else {
                    opened[place] = opened[place] ?? false
                }
            case .inverted: run(file, inside, stack: stack, blocks: blocks)
            case .block:
                if let override = blocks[tag.name] {
                    run(override.file, override.tags, stack: stack, blocks: blocks)
                } else {
                    run(file, inside, stack: stack, blocks: blocks)
                }
            case .partial: run(tag.name, files[tag.name] ?? [], stack: stack, blocks: blocks)
            case .parent: run(tag.name, files[tag.name] ?? [], stack: stack, blocks: TagWalker.blocks(in: inside, of: file))
            case .close, .comment, .text, .asset, .pragma: break
            }
            index = (end ?? index) + 1
        }
    }

    private func find(_ name: String, _ stack: [Shape]) -> Shape? {
        if name == "." { return stack.last }
        let path = name.split(separator: ".").map(String.init)
        let start = name.hasPrefix(".") ? stack.last?.children[path[0]] : stack.reversed().lazy.compactMap { $0.children[path[0]] }.first
        return path.dropFirst().reduce(start) { $0?.children[$1] }
    }

    /// The index of the tag that closes the one at `start`; nil when it opens nothing.
    private static func end(of start: Int, in tags: [Tag]) -> Int? {
        let opening: Set<Tag.Kind> = [.open, .inverted, .block, .parent]
        guard opening.contains(tags[start].kind) else { return nil }
        var depth = 0
        for index in start..<tags.count {
            if opening.contains(tags[index].kind) { depth += 1 }
            if tags[index].kind == .close { depth -= 1 }
            if depth == 0 { return index }
        }
        return nil
    }

    private static func blocks(in tags: some Collection<Tag>, of file: String) -> Blocks {
        let tags = Array(tags)
        var blocks: Blocks = [:]
        var index = 0
        while index < tags.count {
            let end = end(of: index, in: tags) ?? index
            if tags[index].kind == .block { blocks[tags[index].name] = (file, tags[(index + 1)..<max(end, index + 1)]) }
            index = end + 1
        }
        return blocks
    }
}
