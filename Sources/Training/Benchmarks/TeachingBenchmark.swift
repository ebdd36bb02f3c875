import Students
import Torch

/// What teaching costs: time a step of each method in units of the plain step's time in the same round.
package struct TeachingBenchmark {
    package struct Line: Codable, Sendable {
        package var benchmark = "teaching"
        package var student: String
        package var batch: Int
        package var metrics: Int
        package var method: String
        package var interval: Int
        /// Median over the rounds.
        package var ratio: Double
        package var ratioMin: Double
        package var ratioMax: Double
        package var rounds: Int
        package var threads: Int
        package var device: String
    }

    package static func run(
        student name: String, batch: Int?, rounds: Int, threads: Int, device deviceName: String
    ) throws -> [Line] {
        try TorchRuntime.setThreads(threads)
        let (task, student) = try TrainingTask.student(name)
        let scene = try BenchmarkScene(
            student: student, of: task, batch: batch, device: Device(name: deviceName))
        let stopwatch = Stopwatch(device: try Device(name: deviceName))
        var plain = try scene.student()
        var second = try scene.student()
        let intervals = [1, 5, 10]
        var loops = try intervals.map { try scene.taughtLoop(interval: $0) }
        var ratios: [[Double]] = Array(repeating: [], count: intervals.count + 1)
        // The first round warms up and is not counted.
        for round in 0...rounds {
            let unit = try stopwatch.secondsAStep(10) { plain = try scene.plainStep(plain) }
            var times: [Double] = []
            for index in intervals.indices {
                times.append(try stopwatch.secondsAStep(10) { try scene.taughtStep(&loops[index]) })
            }
            times.append(try stopwatch.secondsAStep(2) { second = try scene.doubleBackwardStep(second) })
            guard round > 0 else { continue }
            for (index, time) in times.enumerated() { ratios[index].append(time / unit) }
        }
        let names = intervals.map { ("dfm", $0) } + [("double_backward", 1)]
        return zip(names, ratios).map { method, ratios in
            let sorted = ratios.sorted()
            return Line(
                student: name, batch: scene.batchSize, metrics: scene.metrics.count, method: method.0,
                interval: method.1,
                ratio: sorted[sorted.count / 2], ratioMin: sorted[0], ratioMax: sorted[sorted.count - 1],
                rounds: rounds, threads: threads, device: deviceName)
        }
    }
}
