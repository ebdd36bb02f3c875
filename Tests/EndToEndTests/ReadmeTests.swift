import Foundation
import Testing

/// The README's curl examples, run as they stand there.
@Suite struct ReadmeTests {
    @Test func theCurlExamplesRunVerbatim() throws {
        let readme = try String(
            contentsOf: URL(filePath: #filePath).deletingLastPathComponent().appending(
                path: "../../README.md"),
            encoding: .utf8)
        let examples = readme.components(separatedBy: "```sh curl\n").dropFirst().map {
            $0.components(separatedBy: "\n```")[0]
        }
        #expect(examples.count == 8)
        let service = try RunningService()
        defer { service.remove() }
        let folder = service.stateDirectory + "-client"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        // The reader's own.
        try PredictionWayTests.image.write(to: URL(filePath: folder + "/digit.png"))
        let expected = [
            "", "[3,{", "\"state\": \"succeeded\"", "| reference |", "", "\"frozen\":true", "probability",
            "l2t_jobs",
        ]
        for (example, expected) in zip(examples, expected) {
            let result = try Shell.run(
                ["bash", "-o", "pipefail", "-c", example], in: folder, environment: ["L2T": service.address])
            let output = String(decoding: result.output, as: UTF8.self)
            #expect(result.status == 0, "\(example)\n\(output)")
            #expect(expected.isEmpty || output.contains(expected), "\(example)\n\(output)")
        }
        let student = try Data(contentsOf: URL(filePath: folder + "/student.safetensors"))
        #expect(student.count > 1000)
        service.stop()
    }
}
