import Torch

/// Average precision made smooth: of each class that occurs, over the batch's locations that are not ignored.
///
/// A location's score for class c is f = log σ(o) + log softmax(z)_c. With A_ij = σ((f_j − f_i)/``temperature``), "j ranks
/// above i" (Brown et al. 2020), and q_i the intersection over union of the box of a location i with an object of the class,
///
///     AP_c = mean_i (q_i + Σ_j min(q_i, q_j) A_ij) / (1 + Σ_j A_ij + Σ_l A_il),
///
/// j over the other locations with an object of the class, l over those without one. It is the mean over all
/// thresholds in (0, 1) of the average precision that counts a location as found where q is above the threshold, since the
/// mean of [q_i above][q_j above] is min(q_i, q_j). Suppression of a second box on one object is not modelled.
struct SmoothAveragePrecision {
    /// A location that scores five times this below another hardly ranks above it.
    let temperature: Double
    /// Locations that take part, of those with an object of the class (spread evenly, where they are more) and of those
    /// without one (the highest scoring): a bound on the memory.
    let limit: Int

    /// The mean of 1 − AP_c over the classes that occur; 0 where none does.
    /// - Parameters: scores `[locations, classes]`, those with an object first; quality: q `[objects]`; labels: their
    ///   classes.
    func loss(scores: Tensor, quality: Tensor, labels: [Int64]) throws -> Tensor {
        let present = Set(labels).sorted()
        // An empty sum: no class, no gradient.
        var sum = try quality.narrowed(0, 0, 0).sum()
        for label in present {
            let own = spread(labels.indices.filter { labels[$0] == label }).map { Int64($0) }
            let others =
                labels.indices.filter { labels[$0] != label }.map { Int64($0) }
                + (Int64(labels.count)..<Int64(scores.shape[0]))
            let column = try scores.selected(1, Int(label))
            let index = try Tensor(own, shape: [own.count], device: scores.device)
            let rest = try column.indexSelected(
                0, Tensor(others, shape: [others.count], device: scores.device))
            let precision = try precision(
                column.indexSelected(0, index), quality: quality.indexSelected(0, index),
                others: rest.topK(min(limit, others.count), 0).values)
            sum = try sum + (1 - precision)
        }
        return try sum / Double(max(present.count, 1))
    }

    /// At most ``limit`` of the places, from the first on.
    private func spread(_ places: [Int]) -> [Int] {
        guard places.count > limit else { return places }
        return (0..<limit).map { places[$0 * places.count / limit] }
    }

    /// AP_c, a scalar.
    private func precision(_ scores: Tensor, quality: Tensor, others: Tensor) throws -> Tensor {
        let row = try scores.unsqueezed(1)
        let above = try ((scores.unsqueezed(0) - row) / temperature).sigmoid()
        let outside = try ((others.unsqueezed(0) - row) / temperature).sigmoid().sum([1])
        let shared = try quality.unsqueezed(0).minimum(with: quality.unsqueezed(1))
        // The sums over j include i itself, for which A is 1/2.
        let found = try (shared * above).sum([1]).adding(quality, scale: 0.5)
        return try (found / (above.sum([1]) + outside + 0.5)).mean()
    }
}

extension Metric {
    /// A stand-in for average precision, to be minimised by a teacher.
    package static let smoothAveragePrecision = Metric(
        name: "smooth_ap",
        formula:
            "mean_c 1 − AP_c, AP_c the mean precision at the objects, ranks by sigmoids of differences of "
            + "log σ(o) + log softmax(z)_c over 0.25, over all overlap thresholds",
        source: "Brown et al. 2020, after Chen et al. 2019"
    ) { input in
        let locations = try input.locations()
        let width = input.output.shape[2]
        let rows = try input.output.reshaped([-1, width]).indexSelected(0, locations.judged)
        let presence = try (-locations.presence).softplus().unsqueezed(1)
        let scores = try rows.narrowed(1, 5, width - 5).logSoftmax(1) - presence
        return try SmoothAveragePrecision(temperature: 0.25, limit: 1024).loss(
            scores: scores, quality: input.boxOverlap().ratio, labels: locations.classes.target.integers())
    }
}
