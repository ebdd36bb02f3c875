/// Splits a step's time into what plain training would have cost too, and what teaching adds.
struct StepTimer {
    private(set) var plainSeconds = 0.0
    private(set) var teachingSeconds = 0.0
    private let clock = ContinuousClock()

    mutating func plain<Result>(_ body: () throws -> Result) rethrows -> Result {
        let start = clock.now
        defer { plainSeconds += (clock.now - start) / .seconds(1) }
        return try body()
    }

    mutating func teaching<Result>(_ body: () throws -> Result) rethrows -> Result {
        let start = clock.now
        defer { teachingSeconds += (clock.now - start) / .seconds(1) }
        return try body()
    }
}
