import CTorch

/// Values out of a tensor, and the same values in another form.
extension Tensor {
    /// The one element, of any type. Throws where there is not exactly one.
    package func item() throws(TorchError) -> Double {
        var value = 0.0
        let text = withExtendedLifetime(self) { ctorch_item(pointer, &value) }
        if let text { throw TorchError("item", [self], text) }
        return value
    }

    /// All elements, row-major, converted where the type is another.
    package func floats() throws(TorchError) -> [Float] { try to(type: .float32).elements(0) }

    /// The same as float64.
    package func doubles() throws(TorchError) -> [Double] { try to(type: .float64).elements(0) }

    /// The same as int64; fractions are cut off.
    package func integers() throws(TorchError) -> [Int64] { try to(type: .int64).elements(0) }

    /// The elements' own bytes, row-major, in this machine's byte order: for files.
    package func bytes() throws(TorchError) -> [UInt8] { try elements(0) }

    private func elements<Element>(_ zero: Element) throws(TorchError) -> [Element] {
        let length = count * type.size
        var values = [Element](repeating: zero, count: length / MemoryLayout<Element>.stride)
        let text = withExtendedLifetime(self) {
            values.withUnsafeMutableBytes { ctorch_copy_bytes(pointer, $0.baseAddress, length) }
        }
        if let text { throw TorchError("reading the elements", [self], text) }
        return values
    }

    /// The same shape with elements of another type: integers lose their fractions, a bool is whether an element is other than 0.
    package func to(type: DataType) throws(TorchError) -> Tensor {
        guard type != self.type else { return self }
        return try Tensor.apply("conversion to \(type)", self) { ctorch_to_type($0, type.rawValue, $1) }
    }

    /// The same values on another device. Throws where the machine does not have it.
    package func to(device: Device) throws(TorchError) -> Tensor {
        guard device != self.device else { return self }
        try device.requirePresence()
        return try Tensor.apply("move to \(device)", self) { ctorch_to_device($0, device.number, $1) }
    }

    /// The same values row-major in memory, the last dimension innermost; without a copy where they lie so.
    package func contiguous() throws(TorchError) -> Tensor {
        try Tensor.apply("contiguous", self) { ctorch_contiguous($0, false, $1) }
    }

    /// The same [batch, channels, height, width] values with the channels innermost in memory, which convolutions
    /// on a CPU like better.
    package func channelsLast() throws(TorchError) -> Tensor {
        try Tensor.apply("channelsLast", self) { ctorch_contiguous($0, true, $1) }
    }

    /// A copy that shares no memory.
    package func clone() throws(TorchError) -> Tensor { try Tensor.apply("clone", self, ctorch_clone) }

    /// The same values without their history: a constant for reverse mode.
    package func detached() throws(TorchError) -> Tensor { try Tensor.apply("detached", self, ctorch_detach) }

    /// The same values as the beginning of a history: what gradients are asked for.
    package func requiringGradient() throws(TorchError) -> Tensor {
        try Tensor.apply("requiringGradient", self, ctorch_requiring_gradient)
    }
}
