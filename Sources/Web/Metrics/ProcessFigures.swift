internal import Foundation

/// What the kernel knows about this process; Linux only, elsewhere zero.
struct ProcessFigures {
    let startedAt: Double
    let residentBytes: Double
    let openFiles: Double

    private static let began = Date().timeIntervalSince1970

    /// Called once at start, so that `startedAt` is the start and not the first question.
    static func begin() { _ = began }

    static func now() -> ProcessFigures {
        // Second number of statm: resident pages.
        let pages = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ").dropFirst().first.flatMap {
            Double($0)
        }
        let files = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
        return ProcessFigures(
            startedAt: began, residentBytes: (pages ?? 0) * Double(sysconf(Int32(_SC_PAGESIZE))), openFiles: Double(files ?? 0))
    }

    func write(_ page: inout Exposition) {
        page.single("process_start_time_seconds", .gauge, "When the process started, in seconds since 1970.", startedAt.rounded())
        page.single("process_resident_memory_bytes", .gauge, "Memory in use.", residentBytes)
        page.single("process_open_fds", .gauge, "Open files and sockets.", openFiles)
    }
}
