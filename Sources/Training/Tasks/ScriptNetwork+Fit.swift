import Specification
import Students
import Teaching
import Torch

extension ScriptNetwork {
    /// Tries the module on batches of the data's shape, before anything is learned, and settles how its teaching
    /// gradients are computed.
    /// - Parameter derivativesOf: the size of a batch whose second derivatives the training will ask for; nil where it asks
    ///   for none.
    /// - Throws: `StudentError` with what is expected and what was found.
    /// - Returns: what a user should know, a sentence each.
    func fit(
        _ shape: StudentShape, layout: OutputLayout, state: StudentState, derivativesOf batch: Int?
    ) throws -> [String] {
        let parameters = state.parameters
        let device = parameters.tensors[0].device
        let type = parameters.tensors[0].type
        // A trace may hold its example's batch size for ever: three sizes, of which no two go together.
        for (count, mode) in [
            (2, NetworkMode.training(dropoutSeed: 0)), (3, .training(dropoutSeed: nil)), (1, .evaluation),
        ] {
            let images = try Self.images(count, shape, type: type, device: device)
            let leaves = try parameters.map { try $0.requiringGradient() }
            let output = try self(images, parameters: leaves, statistics: state.statistics, mode: mode).output
            try check(output, to: images, shape: shape, layout: layout)
            guard output.requiresGradient else {
                throw StudentError.script(
                    student: name,
                    problem: "Its output does not depend on its parameters, so that it cannot learn.")
            }
        }
        if let batch {
            try checkSecondDerivatives(
                Self.images(batch, shape, type: type, device: device), parameters: parameters,
                statistics: state.statistics)
        }
        let obstacle = try Torch.withoutGradient {
            try chooseProductMode(
                Self.images(2, shape, type: type, device: device), parameters: parameters,
                statistics: state.statistics)
        }
        let way =
            obstacle.map { "by central differences, because forward mode does not pass it: \($0)" }
            ?? "in forward mode."
        return [
            "The student '\(name)' is TorchScript with \(parameters.count) parameters; its teaching gradient is "
                + "computed \(way)"
        ]
    }

    private func check(
        _ output: Tensor, to images: Tensor, shape: StudentShape, layout: OutputLayout
    ) throws(StudentError) {
        let count = images.shape[0]
        let (expected, meaning) =
            layout == .pixels
            ? ([count, shape.classes, shape.height, shape.width], "batch, classes, height, width")
            : ([count, shape.classes], "batch, classes")
        guard output.shape == expected else {
            throw .outputShape(
                student: name, input: images.shape, expected: expected, meaning: meaning, found: output.shape)
        }
        guard output.type == images.type else {
            throw .outputType(student: name, expected: images.type, found: output.type)
        }
    }

    /// Noise.
    private static func images(
        _ count: Int, _ shape: StudentShape, type: DataType, device: Device
    ) throws -> Tensor {
        try Tensor.normal(
            [count, shape.channels, shape.height, shape.width], type: type, random: RandomSource(seed: 0)
        ).to(device: device)
    }
}
