/// What a process that predicts is asked: one JSON object on a line, and behind it the bytes of a JPEG or PNG image.
package struct PredictionRequest: Codable, Sendable, Equatable {
    /// What is drawn beside the answer.
    package enum Picture: String, Codable, Sendable {
        case none
        /// The class of each pixel, in a PNG with the classes' colours as its palette. Segmentation only.
        case mask
        /// The image with the answer drawn over it. Segmentation and detection only.
        case overlay
    }

    /// The longest image that a process takes, in bytes.
    package static let largestImage = 64 << 20

    /// Path of a `student.safetensors`.
    package var student: String
    /// The image's name, for errors.
    package var name: String
    /// How many bytes follow the line.
    package var imageBytes: Int
    package var picture: Picture
    package var options: PredictionOptions
    /// Threads of the tensor library.
    package var threads: Int

    package init(
        student: String, name: String, imageBytes: Int, picture: Picture, options: PredictionOptions,
        threads: Int
    ) {
        self.student = student
        self.name = name
        self.imageBytes = imageBytes
        self.picture = picture
        self.options = options
        self.threads = threads
    }
}
