import Testing

@testable import Datasets

@Suite(.enabled(if: BCCD.isPresent, BCCD.absent))
struct BCCDTests {
    /// The figures of the folder's README.
    @Test func hasTheImagesAndBoxesOfItsReadme() throws {
        let data = try BCCD.catalogue.loadDetection("bccd")
        #expect(data.classes == ["RBC", "WBC", "Platelets"])
        #expect(data.shape == ImageShape(channels: 3, height: 240, width: 320))
        #expect([data.training, data.validation, data.test].map(\.count) == [205, 87, 72])
        #expect(byClass(data.training) == [2381, 214, 209])
        #expect(byClass(data.validation) == [967, 87, 83])
        #expect(byClass(data.test) == [805, 71, 69])
        #expect(data.notes.isEmpty)
        let counts = (data.training + data.validation + data.test).map(\.boxes.count)
        #expect(counts.min() == 1)
        #expect(counts.max() == 30)
        // The first annotation of train.json: [34, 157.5, 109, 82.5] of a WBC.
        #expect(
            data.training[0].boxes[0]
                == LabelledBox(x1: 34, y1: 157.5, x2: 143, y2: 240, label: 1, area: 8992.5))
        #expect(data.training[0].image.name == "images/BloodImage_00001.jpg")
        #expect(data.training[0].identifier == 1)
    }

    @Test func isDescribed() throws {
        let facts = try BCCD.catalogue.facts("bccd")
        #expect(facts.format == "coco")
        #expect(facts.task == .detection)
        #expect([facts.trainingCount, facts.validationCount, facts.testCount] == [205, 87, 72])
    }

    @Test func everyImageIsAsItsAnnotationSays() throws {
        let data = try BCCD.catalogue.loadDetection("bccd")
        for example in data.test {
            #expect(try example.load().shape == data.shape)
        }
    }

    @Test func isNoClassificationData() {
        #expect(throws: DatasetError.wrongTask(name: "bccd", found: .detection, wanted: .classification)) {
            try BCCD.catalogue.load("bccd")
        }
    }

    private func byClass(_ examples: [DetectionExample]) -> [Int] {
        (0..<3).map { label in examples.reduce(0) { $0 + $1.boxes.count { $0.label == label } } }
    }
}
