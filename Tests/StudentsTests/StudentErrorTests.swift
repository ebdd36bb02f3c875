import Testing

@testable import Students

/// The sentences that say why a student cannot take the data.
@Suite struct StudentErrorTests {
    private func sentence(_ name: String, _ shape: StudentShape, _ values: [String: Double] = [:]) throws
        -> String
    {
        try #require(throws: StudentError.self) {
            try SpatialStudents.named(name).make(shape, StudentParameterValues(values))
        }.description
    }

    @Test(arguments: [
        ("deeplabv3", 8), ("pspnet", 8), ("fcos", 32), ("tinyyolo", 16), ("yolov3", 32),
    ])
    func imagesTooSmall(_ name: String, _ minimum: Int) throws {
        let shape = try SpatialStudents.shape(name, height: 200, width: minimum - 1, classes: 2)
        #expect(
            try sentence(name, shape)
                == "The student '\(name)' takes images of at least \(minimum)×\(minimum) pixels; "
                + "the data set has 200×\(minimum - 1).")
        let enough = try SpatialStudents.shape(name, height: minimum, width: minimum, classes: 2)
        _ = try SpatialStudents.named(name).make(enough, StudentParameterValues(["width": 1]))
    }

    @Test func anchorsThatAreMissingOrNoSizes() throws {
        var shape = StudentShape(channels: 3, height: 64, width: 64, classes: 2)
        #expect(try sentence("yolov3", shape) == "The student 'yolov3' takes 9 anchors; 0 were given.")
        shape.anchors = Array(SpatialStudents.anchors.prefix(6))
        #expect(
            try sentence("tinyyolo", shape, ["scales": 1])
                == "The student 'tinyyolo' takes 3 anchors; 6 were given.")
        shape.anchors[4].height = 0
        #expect(
            try sentence("tinyyolo", shape)
                == "The student 'tinyyolo' takes anchors of positive width and height; one of 62.0×0.0 was "
                + "given.")
    }

    @Test func howManyAnchorsAStudentTakes() throws {
        func count(_ name: String, _ values: [String: Double] = [:]) throws -> Int {
            try SpatialStudents.named(name).anchorCount(StudentParameterValues(values))
        }
        #expect(try count("tinyyolo") == 6 && count("tinyyolo", ["scales": 1]) == 3)
        #expect(try count("yolov3") == 9 && count("fcos") == 0 && count("unet") == 0)
        #expect(Student.resnet8.anchorCount(StudentParameterValues()) == 0)
    }

    @Test func theSmallestAnchorsGoToTheFinestScale() throws {
        var shape = StudentShape(channels: 3, height: 64, width: 64, classes: 2)
        shape.anchors = SpatialStudents.anchors.prefix(6).reversed()
        let groups = try shape.anchors(scales: 2, each: 3, for: "a student")
        #expect(groups.map(\.count) == [3, 3])
        #expect(groups[0].allSatisfy { small in groups[1].allSatisfy { small.area <= $0.area } })
    }

    @Test func unetTakesImagesOfAnySize() throws {
        let network = try SpatialStudents.network("unet", height: 1, width: 3, classes: 2)
        let output = try network(
            SpatialStudents.images([2, 3, 1, 3]),
            parameters: network.initialParameters(random: .init(seed: 1)),
            statistics: network.initialStatistics(), mode: .evaluation
        ).output
        #expect(output.shape == [2, 2, 1, 3])
    }
}
