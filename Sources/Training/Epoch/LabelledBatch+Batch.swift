import Datasets
import Teaching
import Torch

extension LabelledBatch {
    /// The batch as tensors; the pixels stay where they are (channels last).
    init(_ batch: Batch, type: DataType, device: Device) throws {
        let shape = batch.shape
        let pixels = try Tensor(
            batch.pixels, shape: [batch.count, shape.height, shape.width, shape.channels])
        guard case .classes(let labels) = batch.target else {
            throw TrainingError.studentDoesNotFit(student: "any", reason: "the batch holds no classes.")
        }
        self.init(
            input: try pixels.permuted([0, 3, 1, 2]).to(type: type).to(device: device),
            target: try Tensor(labels, shape: [batch.count]).to(device: device))
    }
}
