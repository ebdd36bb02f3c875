@testable import Datasets

extension ClassMask {
    /// The nearest value by half-pixel centres, as PyTorch's `interpolate(mode="nearest-exact")`.
    /// - Throws: `invalidChoice`.
    func resized(height: Int, width: Int) throws(DatasetError) -> ClassMask {
        try ImageShape(channels: 1, height: height, width: width).checkSides()
        let resampling = Resampling(
            height: self.height, width: self.width, toHeight: height, toWidth: width)
        return try ClassMask(height: height, width: width, classes: resampling.nearest(classes))
    }
}
