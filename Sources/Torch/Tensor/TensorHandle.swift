import CTorch

/// The owner of one libtorch tensor.
final class TensorHandle {
    let pointer: OpaquePointer

    init(_ pointer: OpaquePointer) { self.pointer = pointer }

    deinit { ctorch_free(pointer) }
}
