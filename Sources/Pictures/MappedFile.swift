internal import Glibc

/// A file's bytes as memory that the system fills and takes back by itself: a picture being decoded costs no copy of the file.
final class MappedFile {
    let bytes: UnsafeBufferPointer<UInt8>

    /// Nil for a file that is not there, is empty, or cannot be mapped.
    init?(_ path: String) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var facts = stat()
        guard fstat(descriptor, &facts) == 0, facts.st_size > 0,
            let memory = mmap(nil, facts.st_size, PROT_READ, MAP_PRIVATE, descriptor, 0), memory != MAP_FAILED
        else { return nil }
        bytes = UnsafeBufferPointer(start: memory.assumingMemoryBound(to: UInt8.self), count: facts.st_size)
    }

    deinit { munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count) }
}
