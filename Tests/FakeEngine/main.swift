import CLinux
import Foundation
import ServiceTestSupport
import Specification

// `--never-ready` says nothing, ever; `--crash` ends at once; `describe` prints a small catalogue; `predict`
// answers images; `unpack` takes orders for archives;
// `inspect` takes them for modules.
_ = linux_die_with_parent(SIGKILL)
if CommandLine.arguments.contains("--crash") {
    FileHandle.standardError.write(Data("the double crashes while it loads\n".utf8))
    exit(3)
}
if CommandLine.arguments.contains("--never-ready") { while true { pause() } }
if CommandLine.arguments.dropFirst().first == "describe" {
    let uploads = CommandLine.arguments.firstIndex(of: "--uploads").map { CommandLine.arguments[$0 + 1] }
    FileHandle.standardOutput.write(try JSONCoding.encodeLine(Catalogue.make(uploads: uploads)))
    exit(0)
}
let channel = Channel()
if CommandLine.arguments.dropFirst().first == "predict" {
    while let (request, image) = channel.request() {
        FakePrediction(request, image: image, channel: channel).run()
    }
    exit(0)
}
if CommandLine.arguments.dropFirst().first == "unpack" {
    let request = try JSONCoding.decode(UnpackingRequest.self, from: channel.line())
    channel.write(try JSONCoding.encodeLine(FakeUnpacking(request: request).reply()))
    exit(0)
}
if CommandLine.arguments.dropFirst().first == "inspect" {
    let request = try JSONCoding.decode(InspectionRequest.self, from: channel.line())
    channel.write(try JSONCoding.encodeLine(FakeInspection(request: request).reply()))
    exit(0)
}
channel.say(.ready)
guard case .run(let assignment) = channel.command(within: -1) else { exit(0) }
do {
    try FakeTraining(assignment, channel: channel).run()
} catch {
    channel.say(.failed(JobFailure(kind: .infrastructure, detail: "\(error)")))
}
