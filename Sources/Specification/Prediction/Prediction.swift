/// What a student answers to one image.
package struct Prediction: Codable, Sendable, Equatable {
    /// Of the image as it was sent: rows and columns of pixels.
    package struct Size: Codable, Sendable, Equatable {
        package var height: Int
        package var width: Int

        package init(height: Int, width: Int) {
            self.height = height
            self.width = width
        }
    }

    /// A class of a picture, and how likely it is.
    package struct Candidate: Codable, Sendable, Equatable {
        package var name: String
        /// 0 to 1.
        package var probability: Double

        package init(name: String, probability: Double) {
            self.name = name
            self.probability = probability
        }
    }

    /// A class of a mask, and how much of the image it takes.
    package struct Region: Codable, Sendable, Equatable {
        package var name: String
        /// Red, green, blue, 0 to 255: its colour in the mask's picture.
        package var color: [Int]
        package var pixels: Int

        package init(name: String, color: [Int], pixels: Int) {
            self.name = name
            self.color = color
            self.pixels = pixels
        }
    }

    /// A box around an object, in pixels of the image, the origin at its top left corner.
    package struct Box: Codable, Sendable, Equatable {
        package var name: String
        /// How sure the student is: 0 to 1.
        package var score: Double
        package var x1: Double
        package var y1: Double
        package var x2: Double
        package var y2: Double

        package init(name: String, score: Double, x1: Double, y1: Double, x2: Double, y2: Double) {
            self.name = name
            self.score = score
            self.x1 = x1
            self.y1 = y1
            self.x2 = x2
            self.y2 = y2
        }
    }

    /// By the student's task.
    package enum Answer: Sendable, Equatable {
        /// By falling probability.
        case classes([Candidate])
        /// In the order of the data set's classes, those that the mask does not have included.
        case regions([Region])
        /// By falling score.
        case boxes([Box])
    }

    package var image: Size
    package var answer: Answer

    package init(image: Size, answer: Answer) {
        self.image = image
        self.answer = answer
    }

    package var task: TaskKind {
        switch answer {
        case .classes: .classification
        case .regions: .segmentation
        case .boxes: .detection
        }
    }

    private enum CodingKeys: String, CodingKey {
        case task, image, classes, regions, boxes
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        image = try container.decode(Size.self, forKey: .image)
        answer =
            switch try container.decode(TaskKind.self, forKey: .task) {
            case .classification: .classes(try container.decode([Candidate].self, forKey: .classes))
            case .segmentation: .regions(try container.decode([Region].self, forKey: .regions))
            case .detection: .boxes(try container.decode([Box].self, forKey: .boxes))
            }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(task, forKey: .task)
        try container.encode(image, forKey: .image)
        switch answer {
        case .classes(let classes): try container.encode(classes, forKey: .classes)
        case .regions(let regions): try container.encode(regions, forKey: .regions)
        case .boxes(let boxes): try container.encode(boxes, forKey: .boxes)
        }
    }
}
