import ArgumentParser
import Foundation
import ServiceTestSupport

struct DiskCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "disk",
        abstract: "Fill the disk of a service at work, look what it says, and give the space back.",
        discussion:
            "Mounts a small tmpfs, which takes root; where that is not permitted, it says so and does nothing."
    )

    @OptionGroup var options: ProgramOptions

    func run() throws {
        let folder = try options.makeFolder()
        let disk = SmallDisk(at: folder + "/disk")
        guard try disk.mount() else {
            try conclude("skipped: a tmpfs cannot be mounted here", [], folder: folder)
            return
        }
        var run = DiskRun(try options.programs(), disk: disk)
        do {
            try run.fillAndEmpty()
        } catch {
            disk.unmount()
            throw error
        }
        disk.unmount()
        try conclude(run.figures, run.problems, folder: folder)
    }
}
