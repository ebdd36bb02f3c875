import Torch

/// What a process that trains sets once, at its start.
package enum EngineProcess {
    package static func prepare() {
        TorchRuntime.keepFreedMemory()
    }
}
