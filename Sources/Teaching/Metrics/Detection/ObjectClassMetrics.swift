import Torch

/// Metrics of an object's class: means over the locations with an object, 0 where a batch has none.
extension Metric {
    /// The group of the metrics of objects' classes.
    package static let objectClasses = "class"

    package static let objectClassBinary = Metric(
        name: "class_bce", formula: "−log σ(z_y) − Σ_{c ≠ y} log(1 − σ(z_c))",
        source: "Redmon & Farhadi 2018", group: objectClasses
    ) { input in
        let classes = try input.locations().classes
        let own = try classes.logits.picked(classes.target)
        return try input.locations().mean(classes.logits.softplus().sum([1]) - own)
    }

    package static let objectClassCrossEntropy = ClassMetric.crossEntropy.overObjects
    package static let objectClassFocal = ClassMetric.focal.overObjects
}

extension ClassMetric {
    /// The mean over the locations with an object.
    package var overObjects: Metric {
        Metric(name: "class_" + name, formula: formula, source: source, group: Metric.objectClasses) {
            [perExample] input in
            let locations = try input.locations()
            return try locations.mean(perExample(locations.classes))
        }
    }
}
