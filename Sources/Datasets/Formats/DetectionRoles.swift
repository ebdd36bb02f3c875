/// The roles of the files that list a detection data set's splits.
struct DetectionRoles {
    let training: String
    let validation: String
    let test: String

    /// Which file each split is read from: without one for the test, the validation file is the test's, as published data
    /// keeps its test annotations to itself.
    func present(in source: DatasetSource) throws(DatasetError) -> (validation: String?, test: String) {
        if source.has(test) { return (source.has(validation) ? validation : nil, test) }
        guard source.has(validation) else {
            throw .missingFile(
                folder: source.folder.name, file: "file for \(test) or \(validation)",
                format: source.format.name)
        }
        return (nil, validation)
    }
}
