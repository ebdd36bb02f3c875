import Datasets
package import Specification
import Torch

/// Answers requests one after another, and keeps the student of the last one.
package struct Predictor {
    private var known: (path: String, student: TrainedStudent)?

    package init() {}

    /// Never throws: what went wrong is in the reply, with whose fault it was.
    package mutating func reply(
        to request: PredictionRequest, image: [UInt8]
    ) -> (PredictionReply, picture: [UInt8]) {
        do {
            return try answer(request, image)
        } catch let error as DatasetError {
            return (.failed(PredictionFailure(kind: .image, detail: error.description)), [])
        } catch let error as TrainingError {
            return (.failed(PredictionFailure(kind: .student, detail: error.description)), [])
        } catch {
            return (.failed(PredictionFailure(kind: .infrastructure, detail: "\(error)")), [])
        }
    }

    private mutating func answer(
        _ request: PredictionRequest, _ bytes: [UInt8]
    ) throws -> (PredictionReply, picture: [UInt8]) {
        try TorchRuntime.setThreads(request.threads)
        let student = try student(request.student)
        let image = try ImageCodec.decode(bytes, name: request.name)
        let answer = try student.answer(to: image, name: request.name, options: request.options)
        let picture = try picture(request.picture, of: answer, over: image, card: student.card)
        let prediction = Prediction(answer, of: student.card, to: image.shape, options: request.options)
        return (.prediction(prediction, pictureBytes: picture.count), picture)
    }

    private mutating func student(_ path: String) throws -> TrainedStudent {
        if let known, known.path == path { return known.student }
        let student = try TrainedStudent(path: path)
        known = (path, student)
        return student
    }

    private func picture(
        _ picture: PredictionRequest.Picture, of answer: StudentAnswer, over image: PixelImage,
        card: StudentCard
    ) throws -> [UInt8] {
        switch (picture, answer) {
        case (.none, _), (.overlay, .classes): []
        case (.mask, .mask(let mask)): try ImageCodec.png(mask: mask, palette: card.palette)
        case (.mask, _):
            throw TrainingError.noSuchPicture("a mask", task: card.task.rawValue)
        case (.overlay, _):
            try ImageCodec.png(Overlay(card: card).drawn(answer, over: image))
        }
    }
}
