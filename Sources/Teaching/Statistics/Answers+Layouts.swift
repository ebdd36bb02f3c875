import Torch

extension Answers {
    /// The answers of pixels that are not void, of a part of them spread evenly over the batch.
    /// - Parameters: output `[batch, classes, height, width]`; target `[batch, height, width]`, −1 where void.
    init(pixels output: Tensor, target: Tensor) throws {
        let classes = output.shape[1]
        let labels = try target.flattened()
        let places = Self.spread(over: labels.count)
        let chosen = try labels.indexSelected(0, Tensor(places, shape: [places.count], device: target.device))
        let kept = try zip(places, chosen.integers()).filter { $0.1 >= 0 }
        guard !kept.isEmpty else {
            self.init(classes: classes)
            return
        }
        let index = try Tensor(kept.map(\.0), shape: [kept.count], device: output.device)
        let rows = try output.detached().permuted([0, 2, 3, 1]).reshaped([-1, classes]).indexSelected(
            0, index)
        try self.init(output: rows, target: Tensor(kept.map(\.1), shape: [kept.count], device: output.device))
    }

    /// The answers of locations with an object, and of as many of the background, spread evenly. The background is a
    /// class behind the others: log p_c = log σ(o) + log softmax(z)_c, log p_background = log(1 − σ(o)).
    /// - Parameters: output `[batch, locations, 5 + classes]`; target `[batch, locations, 6]`.
    init(locations output: Tensor, target: Tensor) throws {
        let classes = output.shape[2] - 5
        let rows = try output.detached().reshaped([-1, 5 + classes])
        let facts = try target.reshaped([-1, 6])
        let states = try facts.selected(1, 0).integers()
        let limit = OutputLayout.answersLookedAt / 2
        let objects = Self.thinned(states.indices.filter { states[$0] == 1 }, to: limit)
        let background = Self.thinned(
            states.indices.filter { states[$0] == 0 }, to: min(limit, max(64, objects.count)))
        let places = (objects + background).map { Int64($0) }
        guard !places.isEmpty else {
            self.init(classes: classes + 1)
            return
        }
        let index = try Tensor(places, shape: [places.count], device: output.device)
        let chosen = try rows.indexSelected(0, index)
        let presence = try chosen.narrowed(1, 4, 1)
        let inside = try chosen.narrowed(1, 5, classes).logSoftmax(1) - (-presence).softplus()
        let logarithms = try Tensor.concatenated([inside, -presence.softplus()], 1)
        let labels = try facts.selected(1, 1).indexSelected(0, index).integers()
        let answers = labels.enumerated().map { $0.offset < objects.count ? $0.element : Int64(classes) }
        try self.init(
            output: logarithms, target: Tensor(answers, shape: [answers.count], device: output.device))
    }

    /// Positions in `0 ..< count`, at most ``OutputLayout/answersLookedAt``: one in each of as many equal parts, at
    /// another place in each, so that an image's columns are all looked at.
    private static func spread(over count: Int) -> [Int64] {
        let parts = min(count, OutputLayout.answersLookedAt)
        return (0..<parts).map { part in
            let start = part * count / parts
            let size = (part + 1) * count / parts - start
            return Int64(start + part * 7919 % size)
        }
    }

    private static func thinned(_ places: [Int], to limit: Int) -> [Int] {
        guard places.count > limit else { return places }
        return (0..<limit).map { places[$0 * places.count / limit] }
    }
}
