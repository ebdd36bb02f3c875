import Datasets
import Teaching
import Torch

extension LabelledBatch {
    /// The batch as tensors.
    init(
        _ batch: Batch, of data: any TaskData, for network: any Network, type: DataType, device: Device
    ) throws {
        let target = try data.target(of: batch, for: network)
        self.init(
            input: try batch.input(type: type, device: device),
            target: try (target.type == .float32 ? target.to(type: type) : target).to(device: device))
    }
}
