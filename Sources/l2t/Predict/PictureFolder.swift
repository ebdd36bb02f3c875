import Foundation

/// Where the pictures of predictions go: `NAME.png` for an image `NAME.jpg`.
struct PictureFolder {
    let path: String

    /// - Throws: `CommandError` where two images would have one picture, or a picture would replace an image.
    init(_ path: String, images: [String]) throws(CommandError) {
        self.path = path
        var owners: [String: String] = [:]
        for image in images {
            let picture = self.picture(of: image)
            if let other = owners.updateValue(image, forKey: picture) {
                throw .pictureTaken(path: picture, by: "\(other) and \(image)")
            }
        }
        if let image = images.first(where: { owners[Self.resolved($0)] != nil }) {
            throw .pictureTaken(path: Self.resolved(image), by: "an image")
        }
    }

    func picture(of image: String) -> String {
        let name = URL(filePath: image).deletingPathExtension().lastPathComponent
        return Self.resolved(path) + "/\(name).png"
    }

    /// - Throws: `CommandError`.
    func write(_ picture: [UInt8], of image: String) throws(CommandError) {
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            try Data(picture).write(to: URL(filePath: self.picture(of: image)), options: .atomic)
        } catch {
            throw .outputUnusable(path: path, reason: error.localizedDescription)
        }
    }

    private static func resolved(_ path: String) -> String {
        URL(filePath: FilePath.absolute(path)).resolvingSymlinksInPath().path(percentEncoded: false)
            .replacing(#//$/#, with: "")
    }
}
