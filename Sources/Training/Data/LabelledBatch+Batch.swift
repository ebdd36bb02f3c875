import Datasets
import Teaching
import Torch

extension LabelledBatch {
    /// The batch as tensors; the pixels stay where they are (channels last).
    init(
        _ batch: Batch, of data: any TaskData, for network: any Network, type: DataType, device: Device
    ) throws {
        let shape = batch.shape
        let pixels = try Tensor(
            batch.pixels, shape: [batch.count, shape.height, shape.width, shape.channels])
        let target = try data.target(of: batch, for: network)
        self.init(
            input: try pixels.permuted([0, 3, 1, 2]).to(type: type).to(device: device),
            target: try (target.type == .float32 ? target.to(type: type) : target).to(device: device))
    }
}
