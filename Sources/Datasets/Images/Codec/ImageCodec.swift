import CImages

/// JPEG and PNG files, decoded and written by libjpeg-turbo and libpng.
///
/// A damaged file is refused, also where a viewer would show a part of it. Sides go up to 16,384 pixels, whole
/// images up to 64 Mi.
package enum ImageCodec {
    /// The image in RGB; the first bytes tell JPEG from PNG. A PNG's alpha is dropped (colours stay as stored), 16 bits
    /// become 8; a JPEG's orientation mark is not applied.
    /// - Parameter name: the file's, for errors. - Throws: `undecodable`, `malformed` for another kind of file.
    package static func decode(_ bytes: [UInt8], name: String) throws(DatasetError) -> PixelImage {
        let isJPEG = bytes.starts(with: jpegStart)
        guard isJPEG || bytes.starts(with: pngStart) else {
            throw .malformed(file: name, found: shownStart(bytes), allowed: "a JPEG or PNG image")
        }
        let (shape, values) = try decoded(
            bytes, name: name, by: isJPEG ? cimages_decode_jpeg : cimages_decode_png)
        return try PixelImage(shape: shape, pixels: values)
    }

    /// The values of a grey or palette PNG of up to 8 bits, as they are stored: not the palette's colours.
    /// - Throws: `undecodable`, `malformed` for another kind of file.
    package static func decodeMask(
        _ bytes: [UInt8], name: String
    ) throws(DatasetError) -> (height: Int, width: Int, values: [UInt8]) {
        guard bytes.starts(with: pngStart) else {
            throw .malformed(file: name, found: shownStart(bytes), allowed: "a PNG image")
        }
        let (shape, values) = try decoded(bytes, name: name, by: cimages_decode_png_values)
        return (shape.height, shape.width, values)
    }

    /// A PNG of a grey or RGB image. - Throws: `undecodable` for other numbers of channels.
    package static func png(_ image: PixelImage) throws(DatasetError) -> [UInt8] {
        try encoded(image.shape, image.pixels, palette: nil)
    }

    /// A PNG of class ids with a colour each.
    /// - Parameter palette: RGB by class id, at most 256; values that have none are black.
    /// - Throws: `invalidChoice` for such a palette, `undecodable`.
    package static func png(mask: ClassMask, palette: [[UInt8]]) throws(DatasetError) -> [UInt8] {
        guard palette.count <= 256, palette.allSatisfy({ $0.count == 3 }) else {
            throw .invalidChoice(
                name: "palette", found: "\(palette.count) colours",
                allowed: "up to 256, each red, green, blue")
        }
        let black = [UInt8](repeating: 0, count: 3 * (256 - palette.count))
        return try encoded(
            ImageShape(channels: 1, height: mask.height, width: mask.width), mask.classes,
            palette: palette.flatMap(\.self) + black)
    }

    private static let jpegStart: [UInt8] = [0xFF, 0xD8, 0xFF]
    private static let pngStart: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

    private typealias Decoder = (
        UnsafePointer<UInt8>?, Int, UnsafeMutablePointer<cimages_image>?, UnsafeMutablePointer<CChar>?
    ) -> Int32

    private static func decoded(
        _ bytes: [UInt8], name: String, by decoder: Decoder
    ) throws(DatasetError) -> (ImageShape, [UInt8]) {
        var image = cimages_image()
        var message = [CChar](repeating: 0, count: Int(CIMAGES_MESSAGE))
        guard decoder(bytes, bytes.count, &image, &message) == 0 else {
            throw .undecodable(file: name, reason: text(message))
        }
        defer { cimages_free(image.pixels) }
        let shape = ImageShape(
            channels: Int(image.channels), height: Int(image.height), width: Int(image.width))
        return (shape, Array(UnsafeBufferPointer(start: image.pixels, count: shape.count)))
    }

    private static func encoded(
        _ shape: ImageShape, _ values: [UInt8], palette: [UInt8]?
    ) throws(DatasetError) -> [UInt8] {
        var values = values
        var output: UnsafeMutablePointer<UInt8>?
        var count = 0
        var message = [CChar](repeating: 0, count: Int(CIMAGES_MESSAGE))
        let status = values.withUnsafeMutableBufferPointer { values in
            var image = cimages_image(
                pixels: values.baseAddress, height: UInt32(shape.height), width: UInt32(shape.width),
                channels: UInt32(shape.channels))
            return cimages_encode_png(
                &image, palette, UInt32((palette?.count ?? 0) / 3), &output, &count, &message)
        }
        guard status == 0 else {
            throw .invalidChoice(name: "image", found: text(message), allowed: "what a PNG can hold")
        }
        defer { cimages_free(output) }
        return Array(UnsafeBufferPointer(start: output, count: count))
    }

    /// What a library says, as the end of a sentence.
    private static func text(_ message: [CChar]) -> String {
        let bytes = message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        let text = String(decoding: bytes, as: UTF8.self)
        return text.hasSuffix(".") ? String(text.dropLast()) : text
    }

    private static func shownStart(_ bytes: [UInt8]) -> String {
        let start = bytes.prefix(8).map { String($0, radix: 16, uppercase: true) }.joined(separator: " ")
        return bytes.isEmpty ? "no bytes" : "the first bytes \(start)"
    }
}
