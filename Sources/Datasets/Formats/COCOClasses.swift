/// The classes of a COCO data set: the training file's categories in the order of their ids, which may be any numbers.
struct COCOClasses {
    let names: [String]
    /// Position of each category id.
    let positions: [Int: Int]
    private let categories: [COCODocument.Category]
    private let file: String

    /// - Parameter names: what a `dataset.json` calls them instead, in the same order.
    init(_ categories: [COCODocument.Category], file: String, names: [String]?) throws(DatasetError) {
        let sorted = categories.sorted { $0.id < $1.id }
        if let names, names.count != sorted.count {
            throw .malformed(
                file: DatasetManifest.fileName, found: "\(names.count) classes",
                allowed: "\(sorted.count), as \(file) has categories")
        }
        self.names = names ?? sorted.map(\.name)
        positions = Dictionary(uniqueKeysWithValues: sorted.enumerated().map { ($0.element.id, $0.offset) })
        self.categories = sorted
        self.file = file
    }

    /// - Throws: `malformed` if another file has a category that the training file has not.
    func check(_ others: [COCODocument.Category], file other: String) throws(DatasetError) {
        guard let stranger = others.first(where: { !categories.contains($0) }) else { return }
        throw .malformed(
            file: other, found: "the category \(stranger.id) '\(stranger.name)'",
            allowed: "the categories of \(file)")
    }
}
