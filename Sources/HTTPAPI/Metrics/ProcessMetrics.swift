import Foundation

/// The service's own process, under the names that every Prometheus client uses.
package enum ProcessMetrics {
    /// Reads /proc; what cannot be read is left out.
    package static func families() -> [MetricFamily] {
        var families: [MetricFamily] = []
        if let status = statistics() {
            families += [
                MetricFamily(
                    "process_cpu_seconds", .counter, "Processor time used, user and system.",
                    status.processorSeconds),
                MetricFamily(
                    "process_resident_memory_bytes", .gauge, "Resident memory.", status.residentBytes),
                MetricFamily("process_threads", .gauge, "Threads of the process.", status.threads),
            ]
        }
        if let open = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count {
            families.append(MetricFamily("process_open_fds", .gauge, "Open file descriptors.", Double(open)))
        }
        var limit = rlimit()
        if getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 {
            families.append(
                MetricFamily(
                    "process_max_fds", .gauge, "File descriptors that may be open.", Double(limit.rlim_cur)))
        }
        return families
    }

    private struct Statistics {
        let processorSeconds: Double
        let residentBytes: Double
        let threads: Double
    }

    /// Fields 14, 15, 20 and 24 of /proc/self/stat (proc(5)).
    private static func statistics() -> Statistics? {
        guard let text = try? String(contentsOfFile: "/proc/self/stat", encoding: .utf8),
            // The command's name, in brackets, may hold blanks.
            let afterName = text.lastIndex(of: ")")
        else { return nil }
        let fields = text[text.index(after: afterName)...].split(separator: " ")
        guard fields.count > 21, let user = Double(fields[11]), let system = Double(fields[12]),
            let threads = Double(fields[17]), let pages = Double(fields[21])
        else { return nil }
        return Statistics(
            processorSeconds: (user + system) / Double(sysconf(Int32(_SC_CLK_TCK))),
            residentBytes: pages * Double(sysconf(Int32(_SC_PAGESIZE))), threads: threads)
    }
}
