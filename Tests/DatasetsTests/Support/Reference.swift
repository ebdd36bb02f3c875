import Foundation

/// The figures of `Reference/reference.json`.
struct Reference: Decodable {
    struct Optdigits: Decodable {
        let trainingByClass: [Int]
        let testByClass: [Int]
        let mean: Double
        let deviation: Double
        let nearestNeighbourRight: Int
        let nearestNeighbourRightOfFirst200: Int

        enum CodingKeys: String, CodingKey {
            case trainingByClass = "training_by_class"
            case testByClass = "test_by_class"
            case mean
            case deviation
            case nearestNeighbourRight = "nearest_neighbour_right"
            case nearestNeighbourRightOfFirst200 = "nearest_neighbour_right_of_first_200"
        }
    }

    struct FashionMNIST: Decodable {
        let training: Split
        let test: Split
        let mean: Double
        let deviation: Double
    }

    struct Split: Decodable {
        let count: Int
        let sumOfFirstImage: Int
        let firstLabels: [Int32]
        let crc32OfPixels: UInt

        enum CodingKeys: String, CodingKey {
            case count
            case sumOfFirstImage = "sum_of_first_image"
            case firstLabels = "first_labels"
            case crc32OfPixels = "crc32_of_pixels"
        }
    }

    let optdigits: Optdigits
    let fashionMNIST: FashionMNIST

    enum CodingKeys: String, CodingKey {
        case optdigits
        case fashionMNIST = "fashion-mnist"
    }

    static func read() throws -> Reference {
        let file = Repository.root.appending(path: "Tests/DatasetsTests/Reference/reference.json")
        return try JSONDecoder().decode(Reference.self, from: Data(contentsOf: file))
    }
}
