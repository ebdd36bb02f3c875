import Students
import Teaching
import Torch

/// A student with random images of a size that is usual for its task, ready to be stepped in several ways.
struct BenchmarkScene {
    let task: TrainingTask
    let shape: StudentShape
    let batchSize: Int
    let network: any Network
    let optimizer = StochasticGradientDescent(momentum: 0.9, weightDecay: 5e-4)
    let metrics: MetricSet
    let batch: LabelledBatch
    let teaching: LabelledBatch
    private let device: Device
    private let learningRate = 0.001

    /// - Parameter batch: images of a batch; nil takes what is usual for the task.
    init(student: Student, of task: TrainingTask, batch: Int?, device: Device) throws {
        let values = StudentParameterValues()
        let shape = Self.shape(task, anchors: student.anchorCount(values))
        let size = batch ?? task.defaults.batchSize
        let network = try student.make(shape, values)
        func labelled(seed: UInt64) throws -> LabelledBatch {
            let pixels = try Tensor.normal(
                [size, shape.height, shape.width, shape.channels], random: RandomSource(seed: seed))
            return LabelledBatch(
                input: try pixels.permuted([0, 3, 1, 2]).to(device: device),
                target: try Self.target(task.teaching.layout, network, shape, count: size).to(device: device))
        }
        self.task = task
        self.device = device
        self.shape = shape
        batchSize = size
        metrics = MetricSet(task.teaching.usual, references: task.teaching.references)
        self.network = network
        self.batch = try labelled(seed: 1)
        teaching = try labelled(seed: 2)
    }

    /// CIFAR's images; CamVid's and BCCD's in the sizes that small students take them in.
    private static func shape(_ task: TrainingTask, anchors: Int) -> StudentShape {
        switch task.teaching.layout {
        case .classes: StudentShape(channels: 3, height: 32, width: 32, classes: 10)
        case .pixels: StudentShape(channels: 3, height: 120, width: 160, classes: 11)
        case .locations:
            StudentShape(
                channels: 3, height: 240, width: 320, classes: 3,
                anchors: (0..<anchors).map {
                    AnchorSize(width: 12 + 10 * Double($0), height: 14 + 10 * Double($0))
                })
        }
    }

    /// Runs of ten pixels of a class; twelve boxes of different size an image.
    private static func target(
        _ layout: OutputLayout, _ network: any Network, _ shape: StudentShape, count: Int
    ) throws -> Tensor {
        let classes = shape.classes
        switch layout {
        case .classes: return try Tensor((0..<count).map { Int64($0 % classes) }, shape: [count])
        case .pixels:
            let pixels = count * shape.height * shape.width
            return try Tensor(
                (0..<pixels).map { Int64($0 / 10 % classes) }, shape: [count, shape.height, shape.width])
        case .locations:
            guard let network = network as? any DetectionNetwork else { throw TrainingError.wrongTarget }
            let boxes = (0..<12).map { index in
                let (x, y) = (Double(index % 4) * 75 + 5, Double(index / 4) * 75 + 5)
                let side = 12 + 5 * Double(index)
                return ObjectBox(x1: x, y1: y, x2: x + side, y2: y + side, label: index % classes)
            }
            return try network.target(Array(repeating: boxes, count: count))
        }
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

    /// Forward, the reference loss, backward, SGD: nothing that plain training would not do.
    func plainStep(_ student: StudentState) throws -> StudentState {
        let leaves = try student.parameters.map { try $0.requiringGradient() }
        let result = try network(
            batch.input, parameters: leaves, statistics: student.statistics, mode: .training(dropoutSeed: 1))
        let input = MetricInput(output: result.output, target: batch.target)
        var loss = try task.teaching.references[0].value(input)
        for reference in task.teaching.references.dropFirst() { loss = try loss + reference.value(input) }
        let gradients = try Tensor.gradients(of: loss, withRespectTo: leaves.tensors)
        let updated = try withoutGradient {
            try optimizer.update(
                student.parameters.tensors, gradients: gradients, state: student.optimizer,
                learningRate: learningRate)
        }
        return StudentState(
            parameters: try student.parameters.replacing(tensors: updated.parameters),
            statistics: result.statistics, optimizer: updated.state)
    }

    /// The whole loop of the method, as a training runs it.
    func taughtLoop(interval: Int) throws -> TeachingLoop {
        let teacher = TemporalTeacher(
            inputs: StudentStatistics.length(metrics: metrics.count), groups: metrics.groups.map(\.members),
            hidden: 64, floor: 0)
        let layout = task.teaching.layout
        let setting = TeachingSetting(
            network: network, optimizer: optimizer, metrics: metrics, layout: layout,
            classes: layout.classes(of: shape.classes), rule: .taught, objective: task.teaching.objectives[0],
            eligible: Array(repeating: true, count: metrics.count), interval: interval,
            selection: ConfidenceSelection(threshold: 0.5, minimum: 1, warmup: 10),
            teacher: TeacherTraining(
                teacher: teacher, window: 5, learningRate: task.defaults.teacherLearningRate,
                entropy: task.defaults.entropy))
        return TeachingLoop(
            setting: setting,
            state: try setting.initialState(random: RandomSource(seed: 3), type: .float32, device: device))
    }

    func taughtStep(_ loop: inout TeachingLoop) throws {
        _ = try loop.step(
            batch: batch, learningRate: learningRate, progress: 0.5, rate: 1, dropoutSeed: 1
        ) { teaching }
    }

    /// The same student step and teaching gradient through a second-order graph.
    func doubleBackwardStep(_ student: StudentState) throws -> StudentState {
        let weights = metrics.equalWeights(of: Array(repeating: true, count: metrics.count))
        let result = try DoubleBackward.step(
            network: network, optimizer: optimizer, metrics: metrics, objective: task.teaching.objectives[0],
            student: student, batch: batch, teaching: teaching, mode: .training(dropoutSeed: 1),
            weights: weights, scales: Array(repeating: 1, count: metrics.count), learningRate: learningRate)
        var next = student
        next.parameters = try student.parameters.replacing(tensors: result.parameters)
        return next
    }
}
