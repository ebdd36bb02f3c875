package enum Device: Equatable, Hashable, Sendable, CustomStringConvertible {
    case cpu
    case cuda(Int)

    /// Accepts `cpu`, `cuda` (the first) and `cuda:1`; whether the machine has it is not asked here.
    package init(name: String) throws(TorchError) {
        switch name {
        case "cpu": self = .cpu
        case "cuda": self = .cuda(0)
        default:
            let parts = name.split(separator: ":", omittingEmptySubsequences: false)
            guard parts.count == 2, parts[0] == "cuda", parts[1].allSatisfy(\.isNumber),
                let index = Int8(parts[1])
            else { throw .unknownDevice(name) }
            self = .cuda(Int(index))
        }
    }

    package var description: String {
        switch self {
        case .cpu: "cpu"
        case .cuda(let index): "cuda:\(index)"
        }
    }

    /// Throws where libtorch does not see the device.
    func requirePresence() throws(TorchError) {
        guard case .cuda(let index) = self else { return }
        let devices = TorchRuntime.cudaDeviceCount
        guard index >= 0, index < devices else { throw .absentDevice(self, devices: devices) }
    }

    /// The shim's number: -1 for the CPU, else the index.
    var number: Int32 {
        switch self {
        case .cpu: -1
        case .cuda(let index): Int32(clamping: index)
        }
    }

    init(number: Int32) {
        self = number < 0 ? .cpu : .cuda(Int(number))
    }
}
