import Synchronization

/// A value that a handler leaves for the test.
final class Box<Value: Sendable>: Sendable {
    private let state: Mutex<Value>

    init(_ value: Value) { state = Mutex(value) }

    var value: Value {
        get { state.withLock { $0 } }
        set { state.withLock { $0 = newValue } }
    }

    func update<Result: Sendable>(_ change: (inout sending Value) -> sending Result) -> Result {
        state.withLock(change)
    }
}
