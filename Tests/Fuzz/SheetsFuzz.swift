// Throws whatever libFuzzer makes up at the reader of tables. Not part of any target: `bin/fuzz sheets` builds and runs it.
import Glibc

private let folder = "/dev/shm/shouwen-fuzz-\(getpid())"
private let isReady: Bool = mkdir(folder, 0o700) == 0 || errno == EEXIST

private let limits: SheetLimits = {
    var limits = SheetLimits()
    limits.rows = 2_000
    limits.inflatedBytes = 4 * 1024 * 1024
    limits.sharedStringBytes = 1024 * 1024
    return limits
}()

@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
    guard isReady, size > 0, let data else { return 0 }
    let (upload, rows) = ("\(folder)/upload", "\(folder)/rows")
    unlink(upload)
    unlink(rows)
    do {
        try RawFile(creating: upload).write(UnsafeRawBufferPointer(start: data, count: size))
        let found = try SheetIntake(limits: limits).convert(upload, to: rows)
        // What was taken can be read again, row for row.
        let reader = try RowReader(rows)
        var count = 0
        while try reader.next() != nil { count += 1 }
        precondition(count == found.rows, "rows were lost")
    } catch is SheetFault {
    } catch {
        fatalError("an error without words: \(error)")
    }
    return 0
}
