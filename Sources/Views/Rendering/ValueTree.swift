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
