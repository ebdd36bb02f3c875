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

    @Test func aFullDiskIsSaidAndLivedThrough() throws {
        let result = try CrashTool.run("disk")
        #expect(result.code == 0, "\(result.output)")
        if result.output.hasPrefix("skipped") { print("The test of a full disk is \(result.output)") }
    }

    @Test func theRealEnginesFailingCallsBreakNoPromise() throws {
        let engine = CrashTool.folder.appending(path: "l2t-engine").path()
        guard FileManager.default.isExecutableFile(atPath: engine) else {
            print("The engine is not built: its failing writes are not tested.")
            return
        }
        let result = try CrashTool.run(
            "fault", "--program", "l2t-engine", "--engine", engine, "--from", "20", "--every", "60", "--kind",
            "enospc")
        #expect(result.code == 0, "\(result.output)")
        #expect(!result.output.contains(" 0 failed calls"))
    }
}
