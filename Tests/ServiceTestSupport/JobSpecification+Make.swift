package import Specification

extension JobSpecification {
    /// - Parameter metadata: what the engine's test double does, too; see its `Behaviour`.
    package static func make(
        epochs: Int = 3, metadata: [String: String] = [:], priority: Int = 0, maxAttempts: Int = 3,
        maxSeconds: Double = 3600, maxMemoryMb: Int = 4096
    ) throws -> JobSpecification {
        var specification = try SpecificationReader(catalogue: .make()).read(
            .object([
                "task": .string("classification"), "metadata": .object(metadata.mapValues { .string($0) }),
                "training": .object(["epochs": .integer(epochs)]), "priority": .integer(priority),
                "max_attempts": .integer(maxAttempts),
            ]))
        specification.limits.maxSeconds = maxSeconds
        specification.limits.maxMemoryMb = maxMemoryMb
        return specification
    }
}
