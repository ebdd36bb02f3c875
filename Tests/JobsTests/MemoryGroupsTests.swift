import Foundation
import Testing

@testable import Jobs

/// What is asked of the kernel, on folders that stand for its hierarchies. ``EngineLimitTests`` asks the kernel itself.
struct MemoryGroupsTests {
    /// A folder with a group of version 2 that this process is in.
    private struct Hierarchy {
        let root: String
        let unit: String
        let membership: String

        init(controllers: String = "cpuset cpu memory pids", processes: [pid_t] = [getpid()]) throws {
            root = NSTemporaryDirectory() + "l2t-groups-\(UUID().uuidString)"
            unit = root + "/system.slice/l2t.service"
            membership = root + "/membership"
            try FileManager.default.createDirectory(atPath: unit, withIntermediateDirectories: true)
            try "cpu memory".write(toFile: root + "/cgroup.controllers", atomically: false, encoding: .utf8)
            try controllers.write(toFile: unit + "/cgroup.controllers", atomically: false, encoding: .utf8)
            try processes.map { "\($0)\n" }.joined()
                .write(toFile: unit + "/cgroup.procs", atomically: false, encoding: .utf8)
            try "1:name=systemd:/\n0::/system.slice/l2t.service\n"
                .write(toFile: membership, atomically: false, encoding: .utf8)
        }

        func groups() throws(MemoryGroups.Unavailable) -> MemoryGroups {
            try MemoryGroups(root: root, membership: membership)
        }

        func text(_ path: String) -> String? {
            try? String(contentsOfFile: unit + "/" + path, encoding: .utf8)
        }

        func reason() -> String? {
            do throws(MemoryGroups.Unavailable) {
                _ = try groups()
                return nil
            } catch {
                return error.reason
            }
        }

        func remove() { try? FileManager.default.removeItem(atPath: root) }
    }

    @Test func theServiceMakesRoomForGroupsAndEachEngineGetsOne() throws {
        let hierarchy = try Hierarchy()
        defer { hierarchy.remove() }
        let groups = try hierarchy.groups()
        #expect(hierarchy.text("service/cgroup.procs") == "\(getpid())")
        #expect(hierarchy.text("cgroup.subtree_control") == "+memory")
        let group = try groups.group(of: 4711)
        let name = "l2t-\(getpid())-1"
        #expect(hierarchy.text(name + "/cgroup.procs") == "4711")
        #expect(hierarchy.text(name + "/memory.oom.group") == "1")
        #expect(hierarchy.text(name + "/memory.swap.max") == "0")
        #expect(hierarchy.text(name + "/memory.max") == nil)
        try group.limit(to: 256 << 20)
        #expect(hierarchy.text(name + "/memory.max") == "268435456")

        #expect(!group.isExhausted)
        let events = hierarchy.unit + "/" + name + "/memory.events"
        // Of memory that ran out above the group.
        try "low 0\nhigh 0\nmax 3\noom 0\noom_kill 1\n".write(
            toFile: events, atomically: false, encoding: .utf8)
        #expect(!group.isExhausted)
        try "low 0\nhigh 0\nmax 3\noom 1\noom_kill 1\n".write(
            toFile: events, atomically: false, encoding: .utf8)
        #expect(group.isExhausted)

        // A group that is busy still is told to end, and goes with a later one.
        group.remove()
        #expect(hierarchy.text(name + "/cgroup.kill") == "1")
        let folder = hierarchy.unit + "/" + name
        for file in try FileManager.default.contentsOfDirectory(atPath: folder) {
            try FileManager.default.removeItem(atPath: folder + "/" + file)
        }
        _ = try groups.group(of: 4712)
        #expect(!FileManager.default.fileExists(atPath: folder))
    }

    @Test func groupsOfADeadServiceAreRemoved() throws {
        let hierarchy = try Hierarchy()
        defer { hierarchy.remove() }
        // No process has the first number; this one is of a service that lives.
        let (dead, alive) = ("l2t-4194305-3", "l2t-\(getpid())-3")
        for name in [dead, alive, "l2t-own", "user-1-2"] {
            try FileManager.default.createDirectory(
                atPath: hierarchy.unit + "/" + name, withIntermediateDirectories: false)
        }
        _ = try hierarchy.groups()
        let left = try FileManager.default.contentsOfDirectory(atPath: hierarchy.unit)
        #expect(!left.contains(dead))
        #expect(Set(left).isSuperset(of: [alive, "l2t-own", "user-1-2"]))
    }

    @Test func aGroupThatIsSharedIsLeftAlone() throws {
        let hierarchy = try Hierarchy(processes: [1, getpid()])
        defer { hierarchy.remove() }
        #expect(hierarchy.reason() == "\(hierarchy.unit) holds other processes, too: 1.")
        #expect(hierarchy.text("cgroup.subtree_control") == nil)
        #expect(hierarchy.text("service/cgroup.procs") == nil)
    }

    @Test func whatIsMissingIsSaid() throws {
        let hierarchy = try Hierarchy(controllers: "cpu pids")
        defer { hierarchy.remove() }
        #expect(hierarchy.reason() == "\(hierarchy.unit) was not given the memory controller.")
        #expect(throws: MemoryGroups.Unavailable(reason: "There is no memory controller below /nonexistent."))
        {
            try MemoryGroups(root: "/nonexistent", membership: hierarchy.membership)
        }
    }

    @Test func whereTheControllerCannotBeHandedDownTheServiceMovesBack() throws {
        let hierarchy = try Hierarchy()
        defer { hierarchy.remove() }
        // A folder cannot be written to.
        try FileManager.default.createDirectory(
            atPath: hierarchy.unit + "/cgroup.subtree_control", withIntermediateDirectories: false)
        #expect(
            hierarchy.reason()
                == "\(hierarchy.unit)/cgroup.subtree_control does not take '+memory': Is a directory.")
        #expect(hierarchy.text("cgroup.procs") == "\(getpid())")
    }
}
