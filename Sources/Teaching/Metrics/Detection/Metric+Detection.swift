import Torch

extension Metric {
    /// The metrics of detection, by group, then by name.
    package static let detection: [Metric] = [
        boxCIoU, boxDIoU, boxGIoU, boxIoU, boxSmoothL1,
        objectnessCrossEntropy, objectnessFocal, objectnessQuality,
        objectClassBinary, objectClassCrossEntropy, objectClassFocal,
    ]

    /// What plain training of a detector adds up.
    package static let detectionReferences = [boxGIoU, objectnessCrossEntropy, objectClassCrossEntropy]

    package static let detectionLoss = Metric(
        name: "detection_loss", formula: detectionReferences.map(\.name).joined(separator: " + "),
        source: "what plain training minimises"
    ) { input in
        let box = try boxGIoU.value(input)
        let presence = try objectnessCrossEntropy.value(input)
        let classes = try objectClassCrossEntropy.value(input)
        return try box + presence + classes
    }
}
