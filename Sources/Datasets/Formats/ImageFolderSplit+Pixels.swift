import Dispatch
import Synchronization

extension ImageFolderSplit {
    /// All images, N×H×W×C, decoded on all cores.
    /// - Parameter resizes: whether images of another size are brought to this one; else they are refused.
    func pixels(shape: ImageShape, resizes: Bool) throws(DatasetError) -> [UInt8] {
        let failure = Mutex<(index: Int, error: DatasetError)?>(nil)
        let size = shape.count
        let pixels = [UInt8](unsafeUninitializedCapacity: files.count * size) { output, filled in
            filled = files.count * size
            output.initialize(repeating: 0)
            // Every image has a place of its own.
            nonisolated(unsafe) let places = output
            DispatchQueue.concurrentPerform(iterations: files.count) { index in
                if let first = failure.withLock({ $0?.index }), first < index { return }
                do throws(DatasetError) {
                    let image = try image(index, shape: shape, resizes: resizes)
                    _ = UnsafeMutableBufferPointer(rebasing: places[index * size..<(index + 1) * size])
                        .update(fromContentsOf: image.pixels)
                } catch {
                    failure.withLock { if $0.map({ index < $0.index }) ?? true { $0 = (index, error) } }
                }
            }
        }
        if let error = failure.withLock({ $0?.error }) { throw error }
        return pixels
    }

    private func image(_ index: Int, shape: ImageShape, resizes: Bool) throws(DatasetError) -> PixelImage {
        let image = try files[index].decoded()
        if image.shape == shape { return image }
        guard resizes, image.shape.channels == shape.channels else {
            throw .malformed(
                file: files[index].path, found: "an image of \(image.shape)",
                allowed: "\(shape), as the first one has; or an 'image_size' in dataset.json")
        }
        return try image.resized(height: shape.height, width: shape.width)
    }
}
