import Testing

@testable import Domain

@Suite struct SuppressionTests {
    @Test("one small cell takes its smallest neighbour with it: the total would give it away (research 18)")
    func complement() {
        #expect(Suppression.line([40, 4, 25, 60], floor: 10) == Suppression.Line(hidden: [1, 2], hidesTotal: false))
        #expect(Suppression.line([40, 12, 25], floor: 10).hidden.isEmpty)
    }

    @Test("two small cells that together stay under the floor take a third")
    func pooled() {
        #expect(Suppression.line([3, 4, 50, 30], floor: 10).hidden == [0, 1, 3])
        #expect(Suppression.line([6, 7, 50, 30], floor: 10).hidden == [0, 1])
    }

    @Test("an empty cell gives nobody away; a total under the floor hides everything")
    func edges() {
        #expect(Suppression.line([0, 40, 30], floor: 10) == Suppression.Line(hidden: [0], hidesTotal: false))
        #expect(Suppression.line([3, 4], floor: 10) == Suppression.Line(hidden: [0, 1], hidesTotal: true))
        #expect(Suppression.line([], floor: 10).hidesTotal)
    }

    @Test("a company hidden for its neighbour's sake is not given away by its projects")
    func hierarchy() {
        let tree = Suppression.Node(
            "group", n: 94,
            children: [
                .init("a", n: 4, children: [.init("a1", n: 4)]),
                .init("b", n: 30, children: [.init("b1", n: 14), .init("b2", n: 16)]),
                .init("c", n: 60, children: [.init("c1", n: 60)]),
            ])
        #expect(Suppression.tree(tree, floor: 10) == ["a", "a1", "b", "b1"])
    }

    @Test("whatever is shown, no difference of shown figures is of one unit or of fewer answers than the floor")
    func nothingDerivable() {
        for _ in 0..<500 {
            let floor = Int.random(in: 5...15)
            let companies = (0..<Int.random(in: 1...6)).map { company in
                let projects = (0..<Int.random(in: 1...5)).map { project in
                    Suppression.Node([company, project], n: [0, Int.random(in: 1...8), Int.random(in: 5...60)].randomElement() ?? 0)
                }
                return Suppression.Node([company], n: projects.reduce(0) { $0 + $1.n }, children: projects)
            }
            let root = Suppression.Node([], n: companies.reduce(0) { $0 + $1.n }, children: companies)
            let hidden = Suppression.tree(root, floor: floor)
            for node in [root] + companies where !hidden.contains(node.key) {
                let rest = secrets(below: node, hidden: hidden).filter { $0 > 0 }
                #expect(rest.isEmpty || rest.count > 1 && rest.reduce(0, +) >= floor, "\(node) \(hidden) \(floor)")
            }
            for node in [root] + companies + companies.flatMap(\.children) where node.n < floor {
                #expect(hidden.contains(node.key))
            }
        }
    }

    /// Answers of the smallest units that no shown figure below `node` covers.
    private func secrets(below node: Suppression.Node<[Int]>, hidden: Set<[Int]>) -> [Int] {
        node.children.flatMap { child -> [Int] in
            guard hidden.contains(child.key) else { return [] }
            return child.children.isEmpty ? [child.n] : secrets(below: child, hidden: hidden)
        }
    }
}
