import Testing
import Torch

@testable import Students

/// How many parameters the students have, against what their authors published.
@Suite struct ParameterCountTests {
    private func count(_ student: Student, _ shape: StudentShape, _ values: [String: Double] = [:]) throws
        -> Int
    {
        try student.make(shape, StudentParameterValues(values))
            .initialParameters(random: RandomSource(seed: 1)).count
    }

    private func shape(_ channels: Int, _ side: Int, classes: Int = 10) -> StudentShape {
        StudentShape(channels: channels, height: side, width: side, classes: classes)
    }

    @Test func resnet20HasTheQuarterMillionOfHeEtAl() throws {
        #expect(try count(.resnet20, shape(3, 32)) == 269_722)
        // Nothing depends on the image's size.
        #expect(try count(.resnet20, shape(3, 8)) == 269_722)
    }

    @Test func deeperOnesHaveWhatImplementationsReport() throws {
        #expect(try count(.resnet32, shape(3, 32)) == 464_154)
        #expect(try count(.resnet56, shape(3, 32)) == 853_018)
        #expect(try count(.wrn16x4, shape(3, 32)) == 2_748_890)
        #expect(try count(.wrn28x10, shape(3, 32)) == 36_479_194)
    }

    @Test func resnet8IsStemThreeBlocksAndALine() throws {
        func block(_ inputs: Int, _ outputs: Int) -> Int { 9 * outputs * (inputs + outputs) + 4 * outputs }
        let expected = 9 * 3 * 16 + 32 + block(16, 16) + block(16, 32) + block(32, 64) + 64 * 10 + 10
        #expect(try count(.resnet8, shape(3, 32)) == expected)
        #expect(try count(.resnet8, shape(1, 8)) == expected - 9 * 2 * 16)
    }

    @Test func lenet5HasLeCunsSizesOnDigits() throws {
        #expect(try count(.lenet5, shape(1, 28)) == 61_706)
        #expect(try count(.lenet5, shape(1, 32)) == 61_706)
    }

    @Test(arguments: [(128, 2), (7, 1), (5, 4)])
    func theMultilayerPerceptronFollowsItsWidthAndDepth(_ width: Int, _ depth: Int) throws {
        let inputs = 2 * 8 * 8
        let hidden = (inputs + 1) * width + (depth - 1) * (width + 1) * width
        let found = try count(
            .mlp, shape(2, 8, classes: 3), ["width": Double(width), "depth": Double(depth)])
        #expect(found == hidden + (width + 1) * 3)
    }
}
