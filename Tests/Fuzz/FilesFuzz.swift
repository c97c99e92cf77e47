// Throws whatever libFuzzer makes up at the walkers of what people bring: nothing breaks them, and what is kept of a file is a file of the same
// kind that loses nothing more. Not part of any target: `bin/fuzz files` builds and runs it.

struct Memory: ByteSource {
    let all: [UInt8]
    var length: Int64 { Int64(all.count) }

    func bytes(_ count: Int, at offset: Int64) throws -> [UInt8] {
        offset < length ? Array(all[Int(offset)..<min(all.count, Int(offset) + count)]) : []
    }
}

extension FilePlan {
    func made(from source: Memory) -> [UInt8] {
        pieces.flatMap { piece -> [UInt8] in
            switch piece {
            case .copy(let from, let count): Array(source.all[Int(from)..<Int(from + count)])
            case .bytes(let bytes): bytes
            case .zeros(let count): [UInt8](repeating: 0, count: Int(count))
            }
        }
    }
}

@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
    guard size > 0, let data else { return 0 }
    let source = Memory(all: Array(UnsafeBufferPointer(start: data, count: size)))
    do {
        let plan = try FilePlan.read(source)
        let made = plan.made(from: source)
        precondition(Int64(made.count) == plan.length, "the plan lies about its length")
        let again = Memory(all: made)
        let second = try! FilePlan.read(again)
        precondition(second.kind == plan.kind && second.orientation == plan.orientation, "what is kept is another file")
        precondition(second.made(from: again) == made, "what was stripped loses more")
    } catch is FileFault {
    } catch {
        fatalError("an error without words: \(error)")
    }
    return 0
}
