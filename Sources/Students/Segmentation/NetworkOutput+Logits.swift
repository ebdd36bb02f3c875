import Torch

extension NetworkOutput {
    /// Of a segmentation network whose logits are smaller than its input: raised to the input's size,
    /// `[batch, classes, height, width]`.
    init(raising logits: Tensor, to input: Tensor, _ pass: ForwardPass, taps: [Tap]) throws {
        self.init(
            output: try logits.interpolated(
                height: input.shape[2], width: input.shape[3], .bilinear()),
            statistics: pass.statistics, taps: Self.spread(taps))
    }
}
