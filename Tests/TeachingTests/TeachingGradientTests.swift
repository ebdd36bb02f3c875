import Testing
import Torch

@testable import Teaching

/// The closed form against double backward through the same update.
@Suite struct TeachingGradientTests {
    static let optimizers: [String: any Optimizer] = [
        "sgd": StochasticGradientDescent(),
        "momentum": StochasticGradientDescent(momentum: 0.9),
        "nesterov, weight decay": StochasticGradientDescent(momentum: 0.9, nesterov: true, weightDecay: 5e-3),
        "adam": Adam(),
        "adam, weight decay": Adam(epsilon: 1e-6, weightDecay: 1e-2),
        "adamw": Adam(weightDecay: 1e-2, decoupled: true),
    ]

    @Test(arguments: optimizers.keys.sorted())
    func itEqualsDoubleBackwardInFloat64(_ name: String) throws {
        let error = try relativeError(optimizer: name, type: .float64)
        #expect(error <= 1e-9, "\(name): \(error)")
    }

    @Test(arguments: optimizers.keys.sorted())
    func itEqualsDoubleBackwardInFloat32(_ name: String) throws {
        let error = try relativeError(optimizer: name, type: .float32)
        #expect(error <= 1e-3, "\(name): \(error)")
    }

    @Test(arguments: Metric.classification.map(\.name))
    func itEqualsDoubleBackwardForEachMetricAlone(_ name: String) throws {
        let error = try relativeError(optimizer: "nesterov, weight decay", type: .float64, metrics: [name])
        #expect(error <= 1e-9, "\(name): \(error)")
    }

    @Test(arguments: [SmallTask.segmentation, SmallTask.detection])
    func itEqualsDoubleBackwardForEachMetricOfATaskAlone(_ task: SmallTask) throws {
        for metric in task.task.metrics {
            let error = try relativeError(
                of: task, optimizer: "momentum", type: .float64, metrics: [metric.name])
            #expect(error <= 1e-9, "\(metric.name): \(error)")
        }
    }

    @Test(arguments: [SmallTask.segmentation, SmallTask.detection], optimizers.keys.sorted())
    func itEqualsDoubleBackwardForATasksWholeSet(_ task: SmallTask, _ optimizer: String) throws {
        let error = try relativeError(of: task, optimizer: optimizer, type: .float64)
        #expect(error <= 1e-9, "\(optimizer): \(error)")
    }

    @Test(arguments: SmallTask.all)
    func itEqualsDoubleBackwardForEveryObjective(_ task: SmallTask) throws {
        for objective in task.task.objectives {
            let error = try relativeError(of: task, optimizer: "adamw", type: .float64, objective: objective)
            #expect(error <= 1e-9, "\(objective.name): \(error)")
        }
    }

    @Test func itPredictsWhatAStepWithOtherWeightsDoes() throws {
        // Central difference of L_teach(θ'(ω)) in ω_0, through the real step.
        let scene = try TeachingScene(.classification, optimizer: "adam", type: .float64)
        let exact = try scene.closedForm().values
        let delta = 1e-5
        let up = try scene.teachingLoss(changing: 0, by: delta)
        let down = try scene.teachingLoss(changing: 0, by: -delta)
        let difference = (up - down) / (2 * delta)
        #expect(abs(difference - exact[0]) <= 1e-6 * abs(exact[0]), "\(difference) and \(exact[0])")
    }

    @Test func itLeavesNoTraceInTheStudent() throws {
        let scene = try TeachingScene(
            .classification, optimizer: "momentum", type: .float64, metrics: ["brier", "focal"])
        let before = try scene.step.after.statistics.tensors.map { try $0.doubles() }
        _ = try scene.closedForm()
        #expect(try scene.step.after.statistics.tensors.map { try $0.doubles() } == before)
    }

    private func relativeError(
        of task: SmallTask = .classification, optimizer: String, type: DataType, metrics: [String]? = nil,
        objective: Metric? = nil
    ) throws -> Double {
        let scene = try TeachingScene(
            task, optimizer: optimizer, type: type, metrics: metrics, objective: objective)
        let closed = try scene.closedForm().values
        let double = try scene.doubleBackward()
        let size = double.reduce(0) { $0 + $1 * $1 }.squareRoot()
        #expect(size > 0)
        return zip(closed, double).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot() / size
    }
}
