import Torch

/// Metrics of the logit o for "an object": sums over the locations that are not ignored, divided by the number of
/// those with an object (at least 1), as RetinaNet and YOLOX do, so that an object weighs the same however many
/// locations its image has. In the symbols y = 1 at a location with an object and 0 at the background, σ the sigmoid.
extension Metric {
    package static let objectness = "objectness"

    package static let objectnessCrossEntropy = Metric(
        name: "objectness_bce", formula: "Σ −y log σ(o) − (1 − y) log(1 − σ(o)), over the objects' number",
        source: "maximum likelihood, divided as in Ge et al. 2021", group: objectness
    ) { input in
        let locations = try input.locations()
        let objects = try locations.presence.narrowed(0, 0, locations.objects).sum()
        return try (locations.presence.softplus().sum() - objects) / locations.divisor
    }

    package static let objectnessFocal = Metric(
        name: "objectness_focal",
        formula:
            "Σ −α (1 − q)² log q, over the objects' number; q = σ(o), α = 0.25 for y = 1, q = 1 − σ(o), "
            + "α = 0.75 for y = 0",
        source: "Lin et al. 2017", group: objectness
    ) { input in
        let locations = try input.locations()
        let ones = try Tensor.ones(
            [locations.objects], type: locations.presence.type, device: locations.presence.device)
        // q = σ(m), −log q = softplus(−m) with m = ±o.
        let wrong = try -(locations.presence * locations.labels(ones, background: -1))
        let weights = try locations.labels(ones * 0.25, background: 0.75)
        let loss = try wrong.sigmoid().square() * wrong.softplus() * weights
        return try loss.sum() / locations.divisor
    }

    package static let objectnessQuality = Metric(
        name: "objectness_quality",
        formula:
            "Σ −t log σ(o) − (1 − t) log(1 − σ(o)), over the objects' number; t = I/U of the predicted box as a "
            + "constant for y = 1, 0 for y = 0",
        source: "Redmon et al. 2016, with the cross-entropy of Li et al. 2020", group: objectness
    ) { input in
        let locations = try input.locations()
        let objects = try locations.presence.narrowed(0, 0, locations.objects)
        let told = try (objects * input.boxOverlap().ratio.detached()).sum()
        return try (locations.presence.softplus().sum() - told) / locations.divisor
    }
}
