/// The class ids 0 to `classes` − 1.
struct LabelRange {
    let classes: Int

    func check(_ labels: [Int32], file: String) throws(DatasetError) {
        guard let example = labels.firstIndex(where: { $0 < 0 || $0 >= classes }) else { return }
        throw .labelOutOfRange(file: file, example: example, label: Int(labels[example]), classes: classes)
    }
}
