import Torch

extension NetworkMode {
    var layerMode: LayerMode {
        switch self {
        case .training: .training
        case .evaluation: .evaluation
        }
    }

    /// The source of this step's dropout masks; nil where nothing is dropped.
    func dropoutSource() throws -> RandomSource? {
        guard case .training(let seed?) = self else { return nil }
        return try RandomSource(seed: seed)
    }
}

extension NetworkOutput {
    /// Early, middle and late ones of a list of taps.
    static func spread(_ taps: [Tap]) -> [Tap] {
        taps.count <= 3 ? taps : [taps[0], taps[taps.count / 2], taps[taps.count - 1]]
    }
}
