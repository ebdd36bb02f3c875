import Testing
import Torch

@testable import Teaching

/// The sweep through several student steps against double backward through all of them.
@Suite struct TeachingHorizonTests {
    private func expectEqual(_ task: SmallTask, _ optimizer: String, steps: Int) throws {
        let course = try SmallCourse(
            task, optimizer: try #require(TeachingGradientTests.optimizers[optimizer]), steps: steps)
        let error = try relativeDistance(course.swept(), course.unrolled())
        #expect(error <= 1e-9, "\(optimizer), \(steps) steps: \(error)")
    }

    @Test(arguments: TeachingGradientTests.optimizers.keys.sorted(), [1, 2, 5])
    func itEqualsUnrolledDoubleBackward(_ optimizer: String, _ steps: Int) throws {
        try expectEqual(.classification, optimizer, steps: steps)
    }

    @Test(arguments: [SmallTask.segmentation, .detection])
    func itEqualsItForOtherTasks(_ task: SmallTask) throws {
        try expectEqual(task, "momentum", steps: 3)
        try expectEqual(task, "adamw", steps: 2)
    }

    @Test func aHorizonOfOneStepIsTheTeachingGradientItself() throws {
        let course = try SmallCourse(
            .classification, optimizer: StochasticGradientDescent(momentum: 0.9), steps: 1)
        let one = try course.steps[0].teachingGradient(
            network: course.task.network, optimizer: course.optimizer,
            objective: course.task.task.objectives[0], batch: course.teaching)
        #expect(try course.swept() == one.values)
    }
}
