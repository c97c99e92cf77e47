internal import CZlib

/// Raw deflate, piece by piece, in both directions. Buffers of 64 KiB whatever the size of the whole.
final class Inflater {
    private var stream = z_stream()
    private var output = [UInt8](repeating: 0, count: 64 * 1024)
    private(set) var isComplete = false

    init() throws(SheetFault) {
        guard shouwen_inflate_raw(&stream) == Z_OK else { throw .damaged }
    }

    deinit { inflateEnd(&stream) }

    /// - Throws: `damaged` for bytes that are no deflate stream, or what `sink` throws.
    func feed(_ input: [UInt8], _ sink: (UnsafeRawBufferPointer) throws -> Void) throws {
        var input = input
        try input.withUnsafeMutableBufferPointer { source in
            stream.next_in = source.baseAddress
            stream.avail_in = UInt32(source.count)
            while stream.avail_in > 0 || stream.avail_out == 0, !isComplete {
                try step(sink)
            }
        }
    }

    private func step(_ sink: (UnsafeRawBufferPointer) throws -> Void) throws {
        let capacity = output.count
        try output.withUnsafeMutableBufferPointer { target in
            stream.next_out = target.baseAddress
            stream.avail_out = UInt32(capacity)
            let result = inflate(&stream, Z_NO_FLUSH)
            guard result == Z_OK || result == Z_STREAM_END || result == Z_BUF_ERROR else { throw SheetFault.damaged }
            isComplete = result == Z_STREAM_END
            let made = capacity - Int(stream.avail_out)
            if made > 0 { try sink(UnsafeRawBufferPointer(start: target.baseAddress, count: made)) }
            if made == 0, result == Z_BUF_ERROR, stream.avail_in > 0 { throw SheetFault.damaged }
        }
    }
}

final class Deflater {
    private var stream = z_stream()
    private var output = [UInt8](repeating: 0, count: 64 * 1024)

    init() throws(SheetFault) {
        guard shouwen_deflate_raw(&stream) == Z_OK else { throw .file(0) }
    }

    deinit { deflateEnd(&stream) }

    func feed(_ input: [UInt8], isLast: Bool, _ sink: (UnsafeRawBufferPointer) throws -> Void) throws {
        var input = input
        let capacity = output.count
        try input.withUnsafeMutableBufferPointer { source in
            stream.next_in = source.baseAddress
            stream.avail_in = UInt32(source.count)
            repeat {
                try output.withUnsafeMutableBufferPointer { target in
                    stream.next_out = target.baseAddress
                    stream.avail_out = UInt32(capacity)
                    deflate(&stream, isLast ? Z_FINISH : Z_NO_FLUSH)
                    let made = capacity - Int(stream.avail_out)
                    if made > 0 { try sink(UnsafeRawBufferPointer(start: target.baseAddress, count: made)) }
                }
            } while stream.avail_out == 0
        }
    }
}

/// CRC-32 as archives use it.
struct Checksum {
    private(set) var value: UInt32 = 0

    mutating func add(_ bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.bindMemory(to: UInt8.self).baseAddress else { return }
        value = UInt32(truncatingIfNeeded: crc32(UInt(value), start, UInt32(bytes.count)))
    }
}
