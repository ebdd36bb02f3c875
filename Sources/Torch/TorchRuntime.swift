import CTorch

/// The libtorch that this process has loaded.
package enum TorchRuntime {
    package static var version: String { String(cString: ctorch_version()) }

    /// Threads that one operation may use. Set once, before the first operation: threads that libtorch has met
    /// keep the number they saw first.
    package static var threads: Int { Int(ctorch_threads()) }

    package static func setThreads(_ count: Int) throws(TorchError) {
        if let text = ctorch_set_threads(Int32(clamping: count)) {
            throw TorchError("setting the number of threads to \(count)", [], text)
        }
    }

    /// Keeps freed memory for the next tensors instead of giving it back to the system each time, for the whole
    /// process: a step's activations are freed and asked for again at once, and fresh pages cost more than sums.
    package static func keepFreedMemory() { ctorch_keep_freed_memory() }

    package static var hasCUDA: Bool { cudaDeviceCount > 0 }

    package static var cudaDeviceCount: Int { Int(ctorch_cuda_devices()) }

    /// Tensor handles alive in the process: what a leak test watches.
    package static var liveTensors: Int { Int(ctorch_live_tensors()) }
}
