import Foundation

/// The members of a COCO annotation file that are used (cocodataset.org, "Data format", object detection); others are
/// passed over, as files vary.
struct COCODocument: Decodable, Sendable {
    /// Bytes of a file after inflation; the largest of COCO 2017 has 449 MB.
    static let largestSize = 512 << 20

    struct Category: Decodable, Sendable, Equatable {
        let id: Int
        let name: String
    }

    struct Image: Decodable, Sendable {
        let id: Int
        let fileName: String
        let width: Int
        let height: Int

        enum CodingKeys: String, CodingKey {
            case id, width, height
            case fileName = "file_name"
        }
    }

    let categories: [Category]
    let images: [Image]
    let annotations: [COCOAnnotation]

    init(_ reader: ByteReader) throws(DatasetError) {
        let bytes = try reader.readToEnd(limit: Self.largestSize)
        do {
            self = try JSONDecoder().decode(Self.self, from: Data(bytes))
        } catch let error as DecodingError {
            throw COCOFault(error).datasetError(file: reader.name)
        } catch let fault as COCOFault {
            throw fault.datasetError(file: reader.name)
        } catch {
            throw .malformed(
                file: reader.name, found: "text that is not JSON", allowed: COCOFault.wholeFile)
        }
        try check(reader.name)
    }

    private func check(_ file: String) throws(DatasetError) {
        var categoryNames: Set<String> = []
        var categoryIDs: Set<Int> = []
        for (position, category) in categories.enumerated() {
            guard ClassName.isValid(category.name) else {
                throw .malformed(
                    file: file, found: "no name in categories[\(position)]", allowed: ClassName.rule)
            }
            guard categoryIDs.insert(category.id).inserted else {
                throw .malformed(
                    file: file, found: "the category id \(category.id) twice",
                    allowed: "an id of its own for each")
            }
            guard categoryNames.insert(category.name).inserted else {
                throw .malformed(
                    file: file, found: "the category '\(category.name)' twice",
                    allowed: "a name of its own for each")
            }
        }
        guard (1...DatasetManifest.largestClassCount).contains(categories.count) else {
            throw .malformed(
                file: file, found: "\(categories.count) categories",
                allowed: "1 to \(DatasetManifest.largestClassCount)")
        }
        guard !images.isEmpty else {
            throw .malformed(file: file, found: "no images", allowed: "at least 1")
        }
        var imageIDs: Set<Int> = []
        for image in images {
            guard imageIDs.insert(image.id).inserted else {
                throw .malformed(
                    file: file, found: "the image id \(image.id) twice", allowed: "an id of its own for each")
            }
            let sides = 1...DetectionExample.largestSide
            guard sides.contains(image.width), sides.contains(image.height) else {
                throw .malformed(
                    file: file, found: "the image \(image.id) with \(image.width)×\(image.height) pixels",
                    allowed: "sides of 1 to \(DetectionExample.largestSide)")
            }
        }
    }
}
