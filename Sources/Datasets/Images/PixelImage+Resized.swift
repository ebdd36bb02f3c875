extension PixelImage {
    /// Bilinear with half-pixel centres and without antialiasing, as PyTorch's
    /// `interpolate(mode="bilinear", align_corners=False)`, rounded to whole values. - Throws: `invalidChoice`.
    package func resized(height: Int, width: Int) throws(DatasetError) -> PixelImage {
        let size = ImageShape(channels: shape.channels, height: height, width: width)
        try size.checkSides()
        let resampling = Resampling(
            height: shape.height, width: shape.width, toHeight: height, toWidth: width)
        return try PixelImage(shape: size, pixels: resampling.bilinear(pixels, channels: shape.channels))
    }
}
