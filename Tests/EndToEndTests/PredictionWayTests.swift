import Foundation
import Specification
import Testing

/// A student is trained by the service and asked by curl and by `l2t predict`, with nothing in it replaced.
@Suite(.serialized) struct PredictionWayTests {
    /// 20 pixels wide, 12 high: a PNG in colours.
    static let image =
        Data(
            base64Encoded:
                "iVBORw0KGgoAAAANSUhEUgAAABQAAAAMCAIAAADtbgqsAAAAG0lEQVR4nGNkYGDgIRexMIgwkA1GNY9qpq1mAO3xAe5j3gOXAAAAAElFTkSuQmCC"
        ) ?? Data()

    @Test func aPostedImageIsAnsweredByItsMask() throws {
        let service = try RunningService()
        defer { service.remove() }
        let folder = service.stateDirectory + "-client"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try Self.image.write(to: URL(filePath: folder + "/image.png"))

        let id = try service.submit(
            #"""
            {"task": "segmentation", "dataset": {"subset": 24, "image_size": [48, 64]},
             "student": {"architecture": "unet", "parameters": {"width": 4, "depth": 2}},
             "training": {"epochs": 1, "batch_size": 4}, "teaching": {"method": "reference"}}
            """#)
        #expect(try service.events(id).last?.type == .end)
        let post = [
            "curl", "-sS", "--fail-with-body", "\(service.address)/v1/jobs/\(id)/predictions", "-H",
            "Content-Type: image/png", "--data-binary", "@image.png",
        ]
        let mask = try Shell.run(post, in: folder)
        #expect(mask.status == 0, "\(String(decoding: mask.output, as: UTF8.self))")
        #expect(try Self.header(mask.output) == Self.Header(width: 20, height: 12, isPalette: true))

        let words = try Shell.run(post + ["-H", "Accept: application/json"], in: folder)
        let prediction = try JSONCoding.decode(Prediction.self, from: words.output)
        guard case .regions(let regions) = prediction.answer else {
            Issue.record("\(prediction)")
            return
        }
        #expect(regions.map(\.pixels).reduce(0, +) == 20 * 12)

        try service.artifact(id, "student.safetensors")
            .write(to: URL(filePath: folder + "/student.safetensors"))
        service.stop()
        let program = RunningService.programs.appending(path: "l2t").path
        let drawn = try Shell.run(
            [
                program, "predict", "student.safetensors", "image.png", "--output", "drawn", "--threads", "1",
                "--json",
            ],
            in: folder)
        #expect(drawn.status == 0)
        let line = try JSONValue(parsing: drawn.output)
        // The same student, the same machine: the same words.
        #expect(try JSONCoding.tree(prediction) == line.member("prediction"))
        let overlay = try Data(contentsOf: URL(filePath: folder + "/drawn/image.png"))
        #expect(try Self.header(overlay) == Self.Header(width: 20, height: 12, isPalette: false))
    }

    /// What a PNG says of itself.
    private struct Header: Equatable {
        let width: Int
        let height: Int
        let isPalette: Bool
    }

    private static func header(_ png: Data) throws -> Header {
        let bytes = Array(png)
        try #require(
            bytes.count > 33 && bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]))
        func number(_ place: Int) -> Int { bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) } }
        return Header(width: number(16), height: number(20), isPalette: bytes[25] == 3)
    }
}

extension JSONValue {
    fileprivate func member(_ name: String) -> JSONValue? {
        if case .object(let members) = self { members[name] } else { nil }
    }
}
