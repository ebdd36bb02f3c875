import Foundation
import ServiceTestSupport
import Testing

/// Short runs of `l2t-crash`; its long ones are for people.
@Suite(.serialized) struct CrashToolTests {
    @Test func killsAtAnyInstantBreakNoPromise() throws {
        let result = try CrashTool.run("kill", "--kills", "15", "--seed", "11")
        #expect(result.code == 0, "\(result.output)")
        #expect(result.output.hasPrefix("15 kills "))
    }

    @Test(arguments: ["l2t", "FakeEngine"])
    func failingCallsBreakNoPromise(_ program: String) throws {
        let result = try CrashTool.run(
            "fault", "--program", program, "--from", "5", "--every", program == "l2t" ? "50" : "9",
            "--length", "2")
        #expect(result.code == 0, "\(result.output)")
        // Otherwise nothing was tried.
        #expect(!result.output.contains(" 0 failed calls"))
    }

    @Test(.enabled(if: SmallDisk.isPermitted, "a tmpfs cannot be mounted here"))
    func aFullDiskIsSaidAndLivedThrough() throws {
        let result = try CrashTool.run("disk")
        #expect(result.code == 0, "\(result.output)")
        #expect(!result.output.hasPrefix("skipped"))
    }

    @Test(
        .enabled(
            if: FileManager.default.isExecutableFile(atPath: CrashTool.engine), "l2t-engine is not built"))
    func theRealEnginesFailingCallsBreakNoPromise() throws {
        let result = try CrashTool.run(
            "fault", "--program", "l2t-engine", "--engine", CrashTool.engine, "--from", "20", "--every", "60",
            "--kind", "enospc")
        #expect(result.code == 0, "\(result.output)")
        #expect(!result.output.contains(" 0 failed calls"))
    }
}
