import Torch

/// A detection batch's locations, those with an object taken out once.
struct Locations {
    /// Locations with an object, and the boxes that they say and should say.
    let boxes: BoxPairs
    /// The class logits of locations with an object: `[objects, classes]`.
    let classes: ClassLogits
    /// Logits of the locations that are not ignored, those with an object first: `[locations]`.
    let presence: Tensor
    /// The rows of the output, images one after the other, that `presence` is of: `[locations]`.
    let judged: Tensor
    /// Locations with an object.
    let objects: Int

    /// What sums are divided by: the objects' locations, but at least 1.
    var divisor: Double { Double(max(objects, 1)) }

    /// - Parameters: output `[batch, locations, 5 + classes]`; target `[batch, locations, 6]`.
    init(output: Tensor, target: Tensor) throws {
        let width = output.shape[2]
        let rows = try output.reshaped([-1, width])
        let facts = try target.reshaped([-1, 6])
        let states = try facts.selected(1, 0).integers()
        let withObject = states.indices.filter { states[$0] == 1 }.map { Int64($0) }
        let empty = states.indices.filter { states[$0] == 0 }.map { Int64($0) }
        objects = withObject.count
        let index = try Tensor(withObject, shape: [objects], device: output.device)
        let found = try rows.indexSelected(0, index)
        let told = try facts.indexSelected(0, index)
        boxes = try BoxPairs(
            predicted: found.narrowed(1, 0, 4), target: told.narrowed(1, 2, 4).to(type: output.type))
        classes = try ClassLogits(
            found.narrowed(1, 5, width - 5), target: told.selected(1, 1).to(type: .int64))
        judged = try Tensor(withObject + empty, shape: [objects + empty.count], device: output.device)
        presence = try rows.selected(1, 4).indexSelected(0, judged)
    }

    /// The mean over locations with an object; 0 where there is none.
    /// - Parameter values: `[objects]`.
    func mean(_ values: Tensor) throws -> Tensor { try values.sum() / divisor }

    /// `value` at locations with an object, `background` at the others that are not ignored.
    /// - Parameter value: `[objects]`. - Returns: `[locations]`.
    func labels(_ value: Tensor, background: Double) throws -> Tensor {
        let rest = try Tensor.full(
            [presence.count - objects], value: background, type: value.type, device: value.device)
        return try Tensor.concatenated([value, rest], 0)
    }
}

extension MetricInput {
    /// The output as locations, for detection.
    func locations() throws -> Locations {
        try once("locations") { try Locations(output: output, target: target) }
    }
}
