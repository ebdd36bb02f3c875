import Torch

/// What a process that trains sets once, at its start.
package enum EngineRuntime {
    package static func prepare() {
        TorchRuntime.keepFreedMemory()
    }
}
