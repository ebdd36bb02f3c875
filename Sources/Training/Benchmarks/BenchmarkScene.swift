import Students
import Teaching
import Torch

/// A student with random images of CIFAR's shape, ready to be stepped in several ways.
struct BenchmarkScene {
    static let shape = StudentShape(channels: 3, height: 32, width: 32, classes: 10)

    let network: any Network
    let optimizer = StochasticGradientDescent(momentum: 0.9, weightDecay: 5e-4)
    let metrics = MetricSet(Metric.classification, reference: .crossEntropy)
    let batch: LabelledBatch
    let teaching: LabelledBatch
    private let device: Device

    init(student: Student, batch size: Int, device: Device) throws {
        network = try student.make(Self.shape, StudentParameterValues())
        self.device = device
        batch = try Self.images(size, seed: 1, device: device)
        teaching = try Self.images(size, seed: 2, device: device)
    }

    private static func images(_ count: Int, seed: UInt64, device: Device) throws -> LabelledBatch {
        let pixels = try Tensor.normal(
            [count, shape.height, shape.width, shape.channels], random: RandomSource(seed: seed))
        return LabelledBatch(
            input: try pixels.permuted([0, 3, 1, 2]).to(device: device),
            target: try Tensor((0..<count).map { Int64($0 % shape.classes) }, shape: [count]).to(
                device: device))
    }

    func student() throws -> StudentState {
        let parameters = try network.initialParameters(random: RandomSource(seed: 3)).map {
            try $0.to(device: device)
        }
        return StudentState(
            parameters: parameters,
            statistics: try network.initialStatistics().map { try $0.to(device: device) },
            optimizer: try optimizer.initialState(for: parameters.tensors))
    }

    /// Forward, cross-entropy, backward, SGD: nothing that plain training would not do.
    func plainStep(_ student: StudentState) throws -> StudentState {
        let leaves = try student.parameters.map { try $0.requiringGradient() }
        let result = try network(
            batch.input, parameters: leaves, statistics: student.statistics, mode: .training(dropoutSeed: 1))
        let loss = try Metric.crossEntropy(result.output, batch.target)
        let gradients = try Tensor.gradients(of: loss, withRespectTo: leaves.tensors)
        let updated = try withoutGradient {
            try optimizer.update(
                student.parameters.tensors, gradients: gradients, state: student.optimizer, learningRate: 0.01
            )
        }
        return StudentState(
            parameters: try student.parameters.replacing(tensors: updated.parameters),
            statistics: result.statistics, optimizer: updated.state)
    }

    /// The whole loop of the method, as a training runs it.
    func taughtLoop(interval: Int) throws -> TeachingLoop {
        let teacher = TemporalTeacher(
            inputs: StudentStatistics.length(metrics: metrics.count), metrics: metrics.count, hidden: 64,
            floor: 0)
        let setting = TeachingSetting(
            network: network, optimizer: optimizer, metrics: metrics, layout: .classes,
            classes: Self.shape.classes,
            rule: .taught,
            objective: .crossEntropy, eligible: Array(repeating: true, count: metrics.count),
            interval: interval,
            selection: ConfidenceSelection(threshold: 0.5, minimum: 1, warmup: 10),
            teacher: TeacherTraining(teacher: teacher, window: 5, learningRate: 0.003))
        return TeachingLoop(
            setting: setting,
            state: try setting.initialState(random: RandomSource(seed: 3), type: .float32, device: device))
    }

    func taughtStep(_ loop: inout TeachingLoop) throws {
        _ = try loop.step(batch: batch, learningRate: 0.01, progress: 0.5, rate: 1, dropoutSeed: 1) {
            teaching
        }
    }

    /// The same student step and teaching gradient through a second-order graph.
    func doubleBackwardStep(_ student: StudentState) throws -> StudentState {
        let weights = Array(repeating: 1 / Double(metrics.count), count: metrics.count)
        let result = try DoubleBackward.step(
            network: network, optimizer: optimizer, metrics: metrics, objective: .crossEntropy,
            student: student,
            batch: batch, teaching: teaching, mode: .training(dropoutSeed: 1), weights: weights,
            scales: Array(repeating: 1, count: metrics.count), learningRate: 0.01)
        var next = student
        next.parameters = try student.parameters.replacing(tensors: result.parameters)
        return next
    }
}
