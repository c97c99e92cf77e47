internal import Glibc

/// A file opened for reading or for writing, closed with its last owner. Every call may block: callers run on a thread that may.
package final class RawFile: Sendable {
    let descriptor: Int32

    /// - Throws: `file`.
    package init(reading path: String) throws(SheetFault) {
        descriptor = try RawFile.opened(path, O_RDONLY | O_CLOEXEC)
    }

    /// A new file that only the server may read.
    /// - Throws: `file`, also when it exists.
    package init(creating path: String) throws(SheetFault) {
        descriptor = try RawFile.opened(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC)
    }

    /// Writes behind what is there.
    package init(appending path: String) throws(SheetFault) {
        descriptor = try RawFile.opened(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC)
    }

    /// An existing or new file, cut at `length`: what was written after a point that nobody remembers is forgotten.
    package init(continuing path: String, at length: Int64) throws(SheetFault) {
        descriptor = try RawFile.opened(path, O_RDWR | O_CREAT | O_CLOEXEC)
        guard ftruncate(descriptor, Int(length)) == 0, lseek(descriptor, Int(length), SEEK_SET) == Int(length) else {
            throw .file(errno)
        }
    }

    deinit { close(descriptor) }

    private static func opened(_ path: String, _ flags: Int32) throws(SheetFault) -> Int32 {
        let descriptor = open(path, flags, 0o600)
        guard descriptor >= 0 else { throw .file(errno) }
        return descriptor
    }

    package var size: Int64 {
        get throws(SheetFault) {
            var facts = stat()
            guard fstat(descriptor, &facts) == 0 else { throw .file(errno) }
            return Int64(facts.st_size)
        }
    }

    /// Up to `count` bytes from `offset` on; fewer only at the end.
    package func read(_ count: Int, at offset: Int64) throws(SheetFault) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            let got = bytes.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress! + filled, count - filled, Int(offset) + filled) }
            if got < 0, errno == EINTR { continue }
            guard got >= 0 else { throw .file(errno) }
            if got == 0 { break }
            filled += got
        }
        bytes.removeLast(count - filled)
        return bytes
    }

    package func write(_ bytes: UnsafeRawBufferPointer) throws(SheetFault) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let part = UnsafeRawBufferPointer(rebasing: rest)
            let put = Glibc.write(descriptor, part.baseAddress, part.count)
            if put < 0, errno == EINTR { continue }
            guard put > 0 else { throw .file(errno) }
            rest = rest.dropFirst(put)
        }
    }

    package func write(_ bytes: [UInt8]) throws(SheetFault) {
        let result: Result<Void, SheetFault> = bytes.withUnsafeBytes { buffer in
            Result { () throws(SheetFault) in try write(buffer) }
        }
        try result.get()
    }

    func write(_ bytes: [UInt8], at offset: Int64) throws(SheetFault) {
        let put = bytes.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, Int(offset)) }
        guard put == bytes.count else { throw .file(errno) }
    }

    /// On the disk when it returns.
    package func sync() throws(SheetFault) {
        guard fsync(descriptor) == 0 else { throw .file(errno) }
    }

    /// Moves a file within one disk, over what is there.
    package static func rename(_ path: String, to target: String) throws(SheetFault) {
        guard Glibc.rename(path, target) == 0 else { throw .file(errno) }
    }

    /// A folder's entry for a new file is on the disk when it returns.
    package static func syncFolder(of path: String) throws(SheetFault) {
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        let descriptor = try opened(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .file(errno) }
    }
}
