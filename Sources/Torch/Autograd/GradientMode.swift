import CTorch

/// Runs the body without recording it for reverse mode, on this thread; the mode before is restored always.
package func withoutGradient<Result, Failure>(
    _ body: () throws(Failure) -> Result
) throws(Failure) -> Result {
    try withGradientMode(false, body)
}

/// Runs the body recording it for reverse mode, also inside `withoutGradient`.
package func withGradient<Result, Failure>(_ body: () throws(Failure) -> Result) throws(Failure) -> Result {
    try withGradientMode(true, body)
}

private func withGradientMode<Result, Failure>(
    _ enabled: Bool, _ body: () throws(Failure) -> Result
) throws(Failure) -> Result {
    let before = ctorch_gradient_mode()
    ctorch_set_gradient_mode(enabled)
    defer { ctorch_set_gradient_mode(before) }
    return try body()
}
