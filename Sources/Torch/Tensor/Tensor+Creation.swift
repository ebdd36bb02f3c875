import CTorch

extension Tensor {
    /// Row-major values as float32. Throws where their count is not the shape's, as those of other types do.
    package init(_ values: [Float], shape: [Int], device: Device = .cpu) throws(TorchError) {
        self = try Tensor.copying(values, shape, .float32, device)
    }

    /// Row-major values as float64.
    package init(_ values: [Double], shape: [Int], device: Device = .cpu) throws(TorchError) {
        self = try Tensor.copying(values, shape, .float64, device)
    }

    /// Row-major values as int64.
    package init(_ values: [Int64], shape: [Int], device: Device = .cpu) throws(TorchError) {
        self = try Tensor.copying(values, shape, .int64, device)
    }

    /// Row-major values as uint8.
    package init(_ values: [UInt8], shape: [Int], device: Device = .cpu) throws(TorchError) {
        self = try Tensor.copying(values, shape, .uint8, device)
    }

    /// Row-major values as bool.
    package init(_ values: [Bool], shape: [Int], device: Device = .cpu) throws(TorchError) {
        self = try Tensor.copying(values, shape, .bool, device)
    }

    /// A tensor of rank 0.
    package init(scalar: Double, type: DataType = .float32, device: Device = .cpu) throws(TorchError) {
        self = try Tensor.full([], value: scalar, type: type, device: device)
    }

    /// Copies elements that lie row-major, in this machine's byte order. Bytes of `bool` must be 0 or 1.
    package init(bytes: UnsafeRawBufferPointer, shape: [Int], type: DataType) throws(TorchError) {
        guard let count = TensorShape.count(shape), count <= Int.max / type.size,
            bytes.count == count * type.size
        else { throw .valueCount(shape: shape, found: bytes.count / type.size) }
        var out: OpaquePointer?
        let text = ctorch_from_bytes(bytes.baseAddress, shape, shape.count, type.rawValue, &out)
        self = try Tensor(adopting: out, "tensor from bytes", [], text)
    }

    private static func copying<Element>(
        _ values: [Element], _ shape: [Int], _ type: DataType, _ device: Device
    ) throws(TorchError) -> Tensor {
        guard TensorShape.count(shape) == values.count else {
            throw .valueCount(shape: shape, found: values.count)
        }
        var out: OpaquePointer?
        let text = values.withUnsafeBytes {
            ctorch_from_bytes($0.baseAddress, shape, shape.count, type.rawValue, &out)
        }
        let tensor = try Tensor(adopting: out, "tensor from values", [], text)
        return device == .cpu ? tensor : try tensor.to(device: device)
    }

    /// A tensor whose elements are all `value`. Throws where a size is negative or the device is not there.
    package static func full(
        _ shape: [Int], value: Double, type: DataType = .float32, device: Device = .cpu
    ) throws(TorchError) -> Tensor {
        guard TensorShape.count(shape) != nil else { throw .valueCount(shape: shape, found: 0) }
        try device.requirePresence()
        return try apply("full", []) {
            ctorch_full(shape, shape.count, value, type.rawValue, device.number, $1)
        }
    }

    /// All 0; throws as ``full(_:value:type:device:)``.
    package static func zeros(
        _ shape: [Int], type: DataType = .float32, device: Device = .cpu
    ) throws(TorchError) -> Tensor {
        try full(shape, value: 0, type: type, device: device)
    }

    /// All 1; throws as ``full(_:value:type:device:)``.
    package static func ones(
        _ shape: [Int], type: DataType = .float32, device: Device = .cpu
    ) throws(TorchError) -> Tensor {
        try full(shape, value: 1, type: type, device: device)
    }

    /// 0, 1, ... count − 1.
    package static func arange(
        _ count: Int, type: DataType = .int64, device: Device = .cpu
    ) throws(TorchError) -> Tensor {
        try device.requirePresence()
        return try apply("arange", []) { ctorch_arange(count, type.rawValue, device.number, $1) }
    }

    /// Zeros in this tensor's shape and type, on its device.
    package func zerosLike() throws(TorchError) -> Tensor {
        try Tensor.apply("zerosLike", self) { ctorch_full_like($0, 0, $1) }
    }

    /// Ones in this tensor's shape and type, on its device.
    package func onesLike() throws(TorchError) -> Tensor {
        try Tensor.apply("onesLike", self) { ctorch_full_like($0, 1, $1) }
    }
}
