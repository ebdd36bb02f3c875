import CTorch

/// The archive of a module, from libtorch's handle of it.
enum ScriptArchive {
    static func add(metadata: [String: String], to module: OpaquePointer) throws(TorchError) {
        for (name, content) in metadata.sorted(by: { $0.key < $1.key }) {
            if let text = ctorch_script_note(module, name, content) {
                throw TorchError("adding the metadata \(name) to a TorchScript module", [], text)
            }
        }
    }

    static func bytes(of module: OpaquePointer) throws(TorchError) -> [UInt8] {
        var archive: [UInt8] = []
        let text = withUnsafeMutablePointer(to: &archive) { archive in
            ctorch_script_save(
                module,
                { context, _, bytes, length in
                    let bytes = UnsafeRawBufferPointer(start: bytes, count: length)
                    context?.assumingMemoryBound(to: [UInt8].self).pointee = Array(bytes)
                }, archive)
        }
        if let text { throw TorchError("saving a TorchScript module", [], text) }
        return archive
    }
}
