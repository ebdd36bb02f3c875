import Foundation
import Specification

/// One prediction that looks at nothing of the image but its first bytes. What it does stands in the student's file.
struct FakePrediction {
    let request: PredictionRequest
    let image: Data
    let channel: Channel

    init(_ request: PredictionRequest, image: Data, channel: Channel) {
        self.request = request
        self.image = image
        self.channel = channel
    }

    /// What the student's file must say for predictions; nothing for a usual one of classification.
    static func orders(_ specification: JobSpecification) -> String {
        let task = specification.task == .classification ? "" : "task \(specification.task.rawValue)\n"
        return task + (specification.metadata["predict"].map { "predict \($0)\n" } ?? "")
    }

    func run() {
        guard let orders = try? String(contentsOfFile: request.student, encoding: .utf8) else {
            say(.failed(PredictionFailure(kind: .student, detail: "There is no student.")))
            return
        }
        misbehave(orders)
        let isImage = image.starts(with: [0x89, 0x50, 0x4E, 0x47]) || image.starts(with: [0xFF, 0xD8, 0xFF])
        guard isImage else {
            say(
                .failed(
                    PredictionFailure(
                        kind: .image,
                        detail: "\(request.name) has \(image.count) bytes; expected a JPEG or PNG image.")))
            return
        }
        let prediction = Prediction(image: .init(height: 1, width: 2), answer: answer(orders))
        let hasPicture = request.picture != .none && prediction.task != .classification
        let picture = hasPicture ? Self.picture : Data()
        say(.prediction(prediction, pictureBytes: picture.count))
        channel.write(picture)
    }

    private func answer(_ orders: String) -> Prediction.Answer {
        if orders.contains("task segmentation") {
            return .regions([
                .init(name: "sky", color: [128, 128, 128], pixels: 2),
                .init(name: "road", color: [0, 0, 0], pixels: 0),
            ])
        }
        let threshold = request.options.threshold ?? 0
        let limit = request.options.limit ?? 100
        if orders.contains("task detection") {
            let boxes = [("cell", 0.75), ("cell", 0.5)].filter { $0.1 > threshold }.prefix(limit)
            return .boxes(boxes.map { .init(name: $0.0, score: $0.1, x1: 0, y1: 0, x2: 1.5, y2: 1) })
        }
        let classes = [("3", 0.75), ("5", 0.25)].filter { $0.1 > threshold }.prefix(limit)
        return .classes(classes.map { .init(name: $0.0, probability: $0.1) })
    }

    private func misbehave(_ orders: String) {
        if orders.contains("predict hang") { while true { pause() } }
        if orders.contains("predict crash") {
            FileHandle.standardError.write(Data("the double crashes while it predicts\n".utf8))
            exit(3)
        }
        if orders.contains("predict memory") {
            let memory = [UInt8](repeating: 1, count: 512 << 20)
            while memory.count > 0 { pause() }
        }
        if orders.contains("predict nonsense") { channel.write(Data("no reply\n".utf8)) }
        if orders.contains("predict cut") {
            say(
                .prediction(
                    Prediction(image: .init(height: 1, width: 2), answer: .classes([])), pictureBytes: 100))
            exit(0)
        }
        if orders.contains("predict fail") {
            say(.failed(PredictionFailure(kind: .student, detail: "The double's student is no good.")))
            exit(0)
        }
    }

    private func say(_ reply: PredictionReply) {
        guard let line = try? JSONCoding.encodeLine(reply) else { exit(70) }
        channel.write(line)
    }

    /// A grey pixel.
    private static let picture =
        Data(
            base64Encoded:
                "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg=="
        )
        ?? Data()
}
