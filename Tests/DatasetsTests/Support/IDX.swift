/// The bytes of IDX files.
enum IDX {
    static func file(magic: Int, dimensions: [Int], values: [UInt8]) -> [UInt8] {
        number(magic) + dimensions.flatMap(number) + values
    }

    static func images(count: Int, height: Int, width: Int, values: [UInt8]) -> [UInt8] {
        file(magic: 2051, dimensions: [count, height, width], values: values)
    }

    static func labels(_ labels: [UInt8]) -> [UInt8] {
        file(magic: 2049, dimensions: [labels.count], values: labels)
    }

    /// Four files of 2×3 images: 4 to train (classes 0, 1, 2, 0), 2 to test (classes 2, 1); pixels count upwards.
    static func small(folder: String = "small") -> [String: [UInt8]] {
        [
            "\(folder)/train-images-idx3-ubyte": images(
                count: 4, height: 2, width: 3, values: Array(0..<24)),
            "\(folder)/train-labels-idx1-ubyte": labels([0, 1, 2, 0]),
            "\(folder)/t10k-images-idx3-ubyte": images(
                count: 2, height: 2, width: 3, values: Array(100..<112)),
            "\(folder)/t10k-labels-idx1-ubyte": labels([2, 1]),
        ]
    }

    private static func number(_ value: Int) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
    }
}
