import Datasets
import Torch

extension Batch {
    /// What a network is given: `[batch, channels, height, width]`; the pixels stay where they are (channels last).
    func input(type: DataType, device: Device = .cpu) throws -> Tensor {
        let pixels = try Tensor(pixels, shape: [count, shape.height, shape.width, shape.channels])
        return try pixels.permuted([0, 3, 1, 2]).to(type: type).to(device: device)
    }
}
