/// Where a falling function has a value.
enum Crossing {
    /// The x ≥ 0 at which `function`, which falls to 0, comes down to `value` > 0: to the last bit, by halving.
    static func of(_ value: Double, _ function: (Double) -> Double) -> Double {
        var lower = 0.0
        var upper = 1.0
        while function(upper) > value, upper < 1e300 {
            lower = upper
            upper *= 2
        }
        while true {
            let middle = lower + (upper - lower) / 2
            guard middle > lower, middle < upper else { return middle }
            if function(middle) > value { lower = middle } else { upper = middle }
        }
    }
}
