internal import Synchronization

/// A value that a handler leaves for the test.
package final class Box<Value: Sendable>: Sendable {
    private let state: Mutex<Value>

    package init(_ value: Value) { state = Mutex(value) }

    package var value: Value {
        get { state.withLock { $0 } }
        set { state.withLock { $0 = newValue } }
    }

    package func update<Result: Sendable>(_ change: (inout sending Value) -> sending Result) -> Result {
        state.withLock(change)
    }
}
