import FuzzSupport
@testable import Datasets

extension FuzzTarget {
    /// JPEG and PNG. A decoded image has a value for each pixel, is decoded to the same again, and survives its PNG.
    static let images = FuzzTarget(name: "images", largest: 4096) { bytes in
        if let image = decoded(
            bytes, { bytes throws(DatasetError) in try ImageCodec.decode(bytes, name: "image") })
        {
            claim(
                image.pixels.count == image.shape.count && image.shape.channels == 3,
                "all pixels of \(image.shape)")
            guard image.shape.count <= 3 << 16 else { return }
            claim((try? ImageCodec.decode(bytes, name: "image")) == image, "the same pixels again")
            claim(
                (try? ImageCodec.decode(ImageCodec.png(image), name: "image")) == image,
                "the same from its own PNG")
        }
        if let mask = decoded(
            bytes, { bytes throws(DatasetError) in try ImageCodec.decodeMask(bytes, name: "mask") })
        {
            claim(mask.values.count == mask.height * mask.width, "all values of the mask")
            guard mask.values.count <= 1 << 16 else { return }
            let shape = ImageShape(channels: 1, height: mask.height, width: mask.width)
            let again = try? ImageCodec.decodeMask(
                ImageCodec.png(PixelImage(shape: shape, pixels: mask.values)), name: "mask")
            claim(again?.values == mask.values, "the same from its own PNG")
        }
    }

    private static func decoded<Image>(
        _ bytes: [UInt8], _ decode: ([UInt8]) throws(DatasetError) -> Image
    ) -> Image? {
        do throws(DatasetError) {
            return try decode(bytes)
        } catch {
            claimSentence(error)
            return nil
        }
    }
}
