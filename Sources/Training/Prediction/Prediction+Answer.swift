import Datasets
import Specification

extension Prediction {
    /// An answer in the words of the student's classes.
    init(_ answer: StudentAnswer, of card: StudentCard, to image: ImageShape, options: PredictionOptions) {
        let words: Answer =
            switch answer {
            case .classes(let probabilities):
                .classes(Self.candidates(probabilities, of: card, options: options))
            case .mask(let mask): .regions(Self.regions(mask, of: card))
            case .boxes(let boxes):
                .boxes(
                    boxes.map {
                        Box(
                            name: card.classes[$0.label], score: $0.score, x1: $0.x1, y1: $0.y1, x2: $0.x2,
                            y2: $0.y2)
                    })
            }
        self.init(image: Size(height: image.height, width: image.width), answer: words)
    }

    private static func candidates(
        _ probabilities: [Double], of card: StudentCard, options: PredictionOptions
    ) -> [Candidate] {
        let likely = zip(card.classes, probabilities).filter { $0.1 > options.threshold ?? -1 }
        let order = likely.enumerated().sorted {
            ($1.element.1, $0.offset) < ($0.element.1, $1.offset)
        }
        return order.prefix(options.limit ?? order.count).map {
            Candidate(name: $0.element.0, probability: $0.element.1)
        }
    }

    private static func regions(_ mask: ClassMask, of card: StudentCard) -> [Region] {
        var counts = [Int](repeating: 0, count: 256)
        for value in mask.classes { counts[Int(value)] += 1 }
        return zip(card.classes, card.palette).enumerated().map { label, description in
            Region(name: description.0, color: description.1.map(Int.init), pixels: counts[label])
        }
    }
}
