import Teaching
import Testing
import Torch

/// A task with a small network and random batches for it.
struct SmallTask: Sendable, CustomTestStringConvertible {
    let name: String
    var testDescription: String { name }
    let task: TeachingTask
    let network: any Network & Sendable
    /// By count, seed and type.
    let batch: @Sendable (Int, UInt64, DataType) throws -> LabelledBatch

    static let classification = SmallTask(
        name: "classification", task: .classification, network: SmallNetwork()
    ) { count, seed, type in
        try LabelledBatchFactory.make(count: count, seed: seed, type: type)
    }

    static let segmentation = SmallTask(
        name: "segmentation", task: .segmentation, network: SmallPixelNetwork(outputs: 4)
    ) { count, seed, type in
        let random = try RandomSource(seed: seed)
        // Stripes of four classes, of which a tenth is void.
        let labels = (0..<count * 42).map { (place: Int) -> Int64 in
            if (place + Int(seed)) % 10 == 0 { return -1 }
            return Int64((place / 5 + place / 42) % 4)
        }
        return LabelledBatch(
            input: try Tensor.normal([count, 2, 6, 7], type: type, random: random),
            target: try Tensor(labels, shape: [count, 6, 7]))
    }

    static let detection = SmallTask(
        name: "detection", task: .detection, network: SmallBoxNetwork()
    ) { count, seed, type in
        let random = try RandomSource(seed: seed)
        let facts = (0..<count * 20).map { location -> [Double] in
            let cell = (column: Double(location % 5), row: Double(location % 20 / 5))
            switch (location * 7 + Int(seed)) % 6 {
            case 0, 1:
                let (x, y) = (cell.column * 8 + 1, cell.row * 8 - 2)
                return [1, Double(location % 3), x, y, x + 7 + Double(location % 4), y + 9]
            case 2: return [-1, 0, 0, 0, 0, 0]
            default: return [0, 0, 0, 0, 0, 0]
            }
        }
        return LabelledBatch(
            input: try Tensor.normal([count, 2, 4, 5], type: type, random: random),
            target: try Tensor(facts.flatMap(\.self), shape: [count, 20, 6]))
    }

    static let all = [classification, segmentation, detection]
}
