import CZlib

/// Names for data sets whose files carry none, told by the CRC-32 of their training labels: a renamed folder
/// keeps its class names, and another data set in a folder of that name does not get them.
struct PublishedDataset: Sendable {
    let title: String
    let classes: [String]
    let trainingLabelChecksum: UInt

    static let all = [
        PublishedDataset(
            title: "Fashion-MNIST",
            classes: [
                "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag",
                "Ankle boot",
            ],
            trainingLabelChecksum: 0x2ED6_E46A)
    ]

    static func known(trainingLabels: [Int32]) -> PublishedDataset? {
        let bytes = trainingLabels.map(UInt8.init(truncatingIfNeeded:))
        let checksum = crc32(0, bytes, UInt32(bytes.count))
        return all.first { $0.trainingLabelChecksum == checksum }
    }
}
