extension PixelImage {
    /// The image in grey or in RGB, whichever `channels` (1 or 3) asks for. Grey is the luma of ITU-R BT.601, 0.299 red +
    /// 0.587 green + 0.114 blue, rounded: three equal channels give their value. - Throws: `invalidChoice` for others.
    package func converted(toChannels channels: Int) throws(DatasetError) -> PixelImage {
        if channels == shape.channels { return self }
        let size = ImageShape(channels: channels, height: shape.height, width: shape.width)
        switch (shape.channels, channels) {
        case (1, 3):
            return try PixelImage(shape: size, pixels: pixels.flatMap { [$0, $0, $0] })
        case (3, 1):
            let grey = stride(from: 0, to: pixels.count, by: 3).map { place in
                let sum =
                    299 * Int(pixels[place]) + 587 * Int(pixels[place + 1]) + 114 * Int(pixels[place + 2])
                return UInt8((sum + 500) / 1000)
            }
            return try PixelImage(shape: size, pixels: grey)
        default:
            throw .invalidChoice(
                name: "the number of channels", found: "\(channels)", allowed: "1 (grey) and 3 (RGB)")
        }
    }

    /// Values of 0 to 255 as values of 0 to `maximum`, rounded.
    package func scaled(toMaximum maximum: UInt8) throws(DatasetError) -> PixelImage {
        if maximum == 255 { return self }
        return try PixelImage(
            shape: shape, pixels: pixels.map { UInt8((Int($0) * Int(maximum) + 127) / 255) })
    }
}
