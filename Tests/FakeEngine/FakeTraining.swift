import Foundation
import ServiceTestSupport
import Specification

/// One attempt that trains nothing: it keeps the protocol, the checkpoints and the artifacts.
struct FakeTraining {
    let assignment: EngineAssignment
    let behaviour: Behaviour
    let channel: Channel

    init(_ assignment: EngineAssignment, channel: Channel) {
        self.assignment = assignment
        self.channel = channel
        behaviour = Behaviour(metadata: assignment.specification.metadata)
    }

    func run() throws {
        try removePartialFiles()
        let resumed = try savedEpoch()
        if let resumed, try !isWhole(resumed) {
            channel.say(
                .failed(JobFailure(kind: .invalid, detail: "The checkpoint of epoch \(resumed) is torn.")))
            return
        }
        if resumed == nil, assignment.specification.teaching.teacher.from != nil {
            guard
                let teacher = try? String(
                    contentsOfFile: path(EngineAssignment.startingTeacher), encoding: .utf8)
            else {
                channel.say(.failed(JobFailure(kind: .invalid, detail: "There is no teacher to start from.")))
                return
            }
            channel.say(.started(resumedFromEpoch: nil))
            channel.say(.log(message: "starts from the \(teacher)"))
        } else {
            channel.say(.started(resumedFromEpoch: resumed))
        }
        if let script = assignment.script {
            let size = try FileManager.default.attributesOfItem(atPath: script)[.size] as? Int
            channel.say(.log(message: "script of \(size ?? 0) bytes"))
        }
        for epoch in 0..<(resumed ?? 0) { channel.say(.epoch(.make(epoch + 1))) }
        if let output = behaviour.metadata["output"] {
            for _ in 0..<(behaviour.number("output_lines") ?? 1) {
                FileHandle.standardError.write(Data("\(output)\n".utf8))
            }
        }
        let memory = behaviour.number("memory_mb").map { [UInt8](repeating: 1, count: $0 << 20) }
        let epochs = assignment.specification.training.epochs
        if resumed == nil, misbehaves(after: 0) { return }
        for epoch in (resumed ?? 0) + 1..<epochs + 1 {
            if isStopped(within: behaviour.epochMilliseconds) {
                channel.say(.stopped(epoch: epoch - 1))
                return
            }
            channel.say(.epoch(.make(epoch)))
            try save(epoch)
            if misbehaves(after: epoch) { return }
        }
        try write(
            "student.safetensors",
            "student of \(epochs) epochs, \(memory?.count ?? 0) bytes\n"
                + FakePrediction.orders(assignment.specification))
        channel.say(
            .file(
                EngineFile(name: "student.safetensors", kind: .student, mediaType: "application/octet-stream")
            ))
        if behaviour.metadata["teacher"] != nil {
            try write(SavedTeacher.fileName, "teacher of \(assignment.job)")
            channel.say(
                .file(
                    EngineFile(
                        name: SavedTeacher.fileName, kind: .teacher, mediaType: "application/octet-stream")))
        }
        try write("epochs.csv", "epoch,loss\n" + (1...epochs).map { "\($0),\(1 / Double($0))\n" }.joined())
        channel.say(.file(EngineFile(name: "epochs.csv", kind: .report, mediaType: "text/csv")))
        var result = JobResult.make(epochs: epochs)
        if let accuracy = behaviour.accuracy { result.test = ["accuracy": accuracy] }
        channel.say(.finished(result))
    }

    /// - Returns: whether the attempt is over.
    private func misbehaves(after epoch: Int) -> Bool {
        if let failure = behaviour.failure(after: epoch) {
            channel.say(.failed(failure))
            return true
        }
        if behaviour.crashes(after: epoch, attempt: assignment.attempt) {
            FileHandle.standardError.write(Data("the double crashes after epoch \(epoch)\n".utf8))
            var none = rlimit(rlim_cur: 0, rlim_max: 0)
            setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
            // No handler of the runtime that writes a report.
            signal(SIGABRT, SIG_DFL)
            abort()
        }
        if behaviour.number("nonsense_after") == epoch { channel.write(Data("no message\n".utf8)) }
        if behaviour.number("hang_after") == epoch { while true { pause() } }
        guard behaviour.number("hold_after") == epoch else { return false }
        while !isStopped(within: 20) { channel.say(.heartbeat) }
        channel.say(.stopped(epoch: epoch))
        return true
    }

    private func isStopped(within milliseconds: Int32) -> Bool {
        guard case .stop = channel.command(within: milliseconds) else { return false }
        return !behaviour.ignoresStop
    }

    private func checkpoint(_ epoch: Int) -> String { "checkpoint-\(epoch).safetensors" }

    private func savedEpoch() throws -> Int? {
        try FileManager.default.contentsOfDirectory(atPath: assignment.directory).compactMap { name in
            name.hasPrefix("checkpoint-") ? Int(name.dropFirst(11).prefix { $0 != "." }) : nil
        }.max()
    }

    private func content(_ epoch: Int) -> String {
        let size = (behaviour.number("checkpoint_kb") ?? 0) << 10
        return "checkpoint of epoch \(epoch)\n" + String(repeating: "\(epoch % 10)", count: size)
    }

    private func isWhole(_ epoch: Int) throws -> Bool {
        try String(contentsOfFile: path(checkpoint(epoch)), encoding: .utf8) == content(epoch)
    }

    private func save(_ epoch: Int) throws {
        try write(checkpoint(epoch), content(epoch))
        unlink(path(checkpoint(epoch - 1)))
        channel.say(
            .file(
                EngineFile(
                    name: checkpoint(epoch), kind: .checkpoint, mediaType: "application/octet-stream",
                    epoch: epoch)))
    }

    private func path(_ name: String) -> String { assignment.directory + "/" + name }

    private func write(_ name: String, _ text: String) throws {
        try DurableFile.write(Data(text.utf8), to: path(name))
    }

    private func removePartialFiles() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: assignment.directory)
        for name in names where name.hasSuffix(DurableFile.suffix) { unlink(path(name)) }
    }
}
