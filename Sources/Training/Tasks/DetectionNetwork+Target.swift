import Students
import Torch

extension DetectionNetwork {
    /// What every location is to answer, `[batch, locations, 6]` (see ``OutputLayout/locations``).
    /// - Parameter images: the boxes of each image of a batch.
    func target(_ images: [[ObjectBox]]) throws -> Tensor {
        var values: [Float] = []
        var locations = 0
        for boxes in images {
            let assigned = assign(boxes)
            locations = assigned.count
            for location in assigned {
                switch location {
                case .background: values += [0, 0, 0, 0, 0, 0]
                case .ignored: values += [-1, 0, 0, 0, 0, 0]
                case .object(let index):
                    let box = boxes[index]
                    values += [
                        1, Float(box.label), Float(box.x1), Float(box.y1), Float(box.x2), Float(box.y2),
                    ]
                }
            }
        }
        return try Tensor(values, shape: [images.count, locations, 6])
    }
}
