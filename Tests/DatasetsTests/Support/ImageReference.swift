import Foundation

/// The files and figures of `Reference/images.json`.
struct ImageReference: Decodable {
    struct File: Decodable {
        let name: String
        let file: Data
        let height: Int
        let width: Int
        /// RGB, as Pillow decodes them.
        let pixels: Data
        /// What a mask holds; nil where the file can be none.
        let values: Data?
    }

    struct Resampled: Decodable {
        let size: [Int]
        let values: [UInt8]
        let newSize: [Int]
        let bilinear: [Double]
        let nearest: [UInt8]

        enum CodingKeys: String, CodingKey {
            case size, values, bilinear, nearest
            case newSize = "new_size"
        }
    }

    let jpeg: [File]
    let png: [File]
    let cmykJPEG: Data
    let resampled: [Resampled]

    enum CodingKeys: String, CodingKey {
        case jpeg, png, resampled
        case cmykJPEG = "cmyk_jpeg"
    }

    static func read() throws -> ImageReference {
        let file = Repository.root.appending(path: "Tests/DatasetsTests/Reference/images.json")
        return try JSONDecoder().decode(ImageReference.self, from: Data(contentsOf: file))
    }
}
