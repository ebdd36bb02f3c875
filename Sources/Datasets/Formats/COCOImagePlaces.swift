/// Where the images of one COCO annotation file lie.
struct COCOImagePlaces {
    private let annotationFile: String
    private let folder: DatasetFolder
    private let places: [String]

    /// For `annotations/instances_train2017.json`: `images`, `train2017`, `images/train2017`, the data set's folder.
    init(annotationFile: String, folder: DatasetFolder) {
        self.annotationFile = annotationFile
        self.folder = folder
        let file = annotationFile.split(separator: "/").last ?? ""
        let stem = file.prefix { $0 != "." }.replacing("instances_", with: "")
        places = ["images/", "\(stem)/", "images/\(stem)/", ""]
    }

    /// - Throws: `malformed` for a name that is no path, or of which no file is there.
    func source(_ fileName: String) throws(DatasetError) -> ImageSource {
        guard let place = places.first(where: { folder.contains($0 + fileName) }) else {
            throw .malformed(
                file: annotationFile, found: "the image '\(fileName.prefix(100))'",
                allowed: "the name of a file in \(places[0]) or \(places[1])")
        }
        return ImageSource(file: place + fileName, in: folder)
    }
}
