package import Mustache

/// The values a template sees: leaves are text, branches have names, lists are arrays, gates are `Bool`.
///
/// The engine would otherwise look at page structs with `Mirror`, which costs four times as much and answers only stored
/// properties by label; here a page is walked once by its own `encode(to:)`.
package final class PageTree: MustacheParent {
    package internal(set) var children: [String: Any]

    init() {
        children = [:]
        children.reserveCapacity(16)
    }

    package func child(named name: String) -> Any? { children[name] }
}

/// A piece of text. It answers no names, so a section opened on it does not send the engine to `Mirror`.
package struct PageText: MustacheCustomRenderable, MustacheParent {
    package let renderText: String
    package var isNull: Bool { false }
    package func child(named name: String) -> Any? { nil }
}

extension PageTree {
    /// A copy in which every text is replaced by what `change` makes of its name and text; names and gates stay.
    package func mapped(_ change: (_ name: String, _ text: String) -> String) -> PageTree {
        let copy = PageTree()
        copy.children = children.reduce(into: [:]) { $0[$1.key] = PageTree.mapped($1.value, name: $1.key, change) }
        return copy
    }

    /// Takes over one name from another tree.
    package func put(_ name: String, from other: PageTree) { children[name] = other.children[name] }

    private static func mapped(_ value: Any, name: String, _ change: (String, String) -> String) -> Any {
        switch value {
        case let tree as PageTree: tree.mapped(change)
        case let rows as [Any]: rows.map { mapped($0, name: name, change) }
        case let text as PageText: PageText(renderText: change(name, text.renderText))
        default: value
        }
    }
}
