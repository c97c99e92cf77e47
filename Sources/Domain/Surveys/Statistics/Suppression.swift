/// Small cells are hidden, and so are as many of their neighbours as it takes that nobody finds them by subtraction.
package enum Suppression {
    /// Which parts of a whole to hide.
    package struct Line: Hashable, Sendable {
        package let hidden: Set<Int>
        /// The parts are too few to hide behind each other: the whole must not be shown either.
        package let hidesTotal: Bool
    }

    /// Parts that add up to a total that is shown. Hidden are parts under the floor and, smallest first, as many others as are needed: at least
    /// two hidden parts with answers, together no fewer than the floor. A part without answers is hidden as it has nothing to show, and
    /// gives nothing away.
    package static func line(_ parts: [Int], floor: Int) -> Line {
        var hidden = Set(parts.indices.filter { parts[$0] < floor })
        if parts.reduce(0, +) < floor { return Line(hidden: Set(parts.indices), hidesTotal: true) }
        func isSafe() -> Bool {
            let secret = hidden.filter { parts[$0] > 0 }
            return secret.isEmpty || secret.count > 1 && secret.reduce(0) { $0 + parts[$1] } >= floor
        }
        while !isSafe() {
            let shown = parts.indices.filter { !hidden.contains($0) }
            guard let next = shown.min(by: { (parts[$0], $0) < (parts[$1], $1) }) else { return Line(hidden: hidden, hidesTotal: true) }
            hidden.insert(next)
        }
        return Line(hidden: hidden, hidesTotal: false)
    }

    /// A unit with those below it, whose answers add up to its own.
    package struct Node<Key: Hashable & Sendable>: Sendable {
        package let key: Key
        package let n: Int
        package let children: [Node]

        package init(_ key: Key, n: Int, children: [Node] = []) {
            self.key = key
            self.n = n
            self.children = children
        }
    }

    /// The units whose figures nobody gets, the same on every page: what the group's page hides must not be found by adding a company's own.
    package static func tree<Key>(_ root: Node<Key>, floor: Int) -> Set<Key> {
        var hidden: Set<Key> = []
        if root.n < floor { hidden.insert(root.key) }
        descend(root, isHidden: hidden.contains(root.key), floor: floor, into: &hidden)
        return hidden
    }

    private static func descend<Key>(_ node: Node<Key>, isHidden: Bool, floor: Int, into hidden: inout Set<Key>) {
        guard !node.children.isEmpty else { return }
        let parts = node.children.map(\.n)
        let line = line(parts, floor: floor)
        var concealed = line.hidden
        if line.hidesTotal, !isHidden {
            // The unit itself stays shown where it can: all its parts go, and none of them is found from it.
            concealed = Set(parts.indices)
        }
        if isHidden, !concealed.contains(where: { parts[$0] > 0 }),
            let least = parts.indices.filter({ parts[$0] > 0 }).min(by: { parts[$0] < parts[$1] })
        {
            // Hidden for its neighbours' sake: were all its parts shown, they would add up to it.
            concealed.insert(least)
        }
        for (index, child) in node.children.enumerated() {
            if concealed.contains(index) { hidden.insert(child.key) }
            descend(child, isHidden: concealed.contains(index), floor: floor, into: &hidden)
        }
    }
}
