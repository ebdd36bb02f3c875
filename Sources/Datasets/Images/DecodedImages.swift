import Foundation
import Synchronization

/// Images and masks as they were decoded (or drawn), kept in a file: whoever asks for one again gets a copy of bytes that
/// the system mostly has in memory.
///
/// The file has no name and is gone with the cache, or with the process. It takes at most a quarter of what is free on
/// its disk; what finds no room there, or cannot be written or read, is decoded anew each time. Where there can be no file
/// (on a disk that is full, or that nobody may write to) that is everything.
package final class DecodedImages: Sendable {
    private struct Place: Sendable {
        let offset: Int
        let count: Int
    }

    /// Where one source's bytes are, once they are kept.
    private final class Slot: Sendable {
        let known = Mutex<(shape: ImageShape, place: Place)?>(nil)
    }

    /// -1 where there is no file.
    private let descriptor: Int32
    /// Why there is none.
    private let obstacle: String?
    private let limit: Int
    private let end = Mutex(0)

    /// - Parameter limit: bytes, where fewer are to be kept than the disk has room for.
    package init(folder: String, limit: Int = .max) {
        var template = Array((folder + "/.decoded-XXXXXX").utf8CString)
        descriptor = mkstemp(&template)
        guard descriptor >= 0 else {
            obstacle = String(cString: strerror(errno))
            self.limit = 0
            return
        }
        obstacle = nil
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        unlink(template)
        var space = statvfs()
        let isKnown = fstatvfs(descriptor, &space) == 0
        self.limit = min(limit, isKnown ? Int(space.f_bavail) * Int(space.f_frsize) / 4 : 0)
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// What a user should know before so many bytes are decoded; nil where there is room for all of them.
    func shortage(of bytes: Int) -> String? {
        if let obstacle {
            return "No decoded image can be kept (\(obstacle)): every epoch decodes all of them again."
        }
        guard bytes > limit else { return nil }
        return "Of about \(bytes >> 20) MiB of decoded images the disk has room for \(limit >> 20) MiB: "
            + "every epoch decodes the others again."
    }

    /// The same image: decoded when it is first asked for, and kept from then on where there is room.
    package func keeping(_ source: ImageSource) -> ImageSource {
        let slot = Slot()
        return ImageSource(name: source.name) { [self] () throws(DatasetError) in
            if let (shape, bytes) = kept(slot) { return try PixelImage(shape: shape, pixels: bytes) }
            let image = try source.load()
            keep(image.pixels, image.shape, in: slot)
            return image
        }
    }

    /// The same mask: decoded when it is first asked for, and kept from then on where there is room.
    package func keeping(_ source: MaskSource) -> MaskSource {
        let slot = Slot()
        return MaskSource(name: source.name) { [self] () throws(DatasetError) in
            if let (shape, bytes) = kept(slot) {
                return try ClassMask(height: shape.height, width: shape.width, classes: bytes)
            }
            let mask = try source.load()
            keep(mask.classes, ImageShape(channels: 1, height: mask.height, width: mask.width), in: slot)
            return mask
        }
    }

    private func kept(_ slot: Slot) -> (ImageShape, [UInt8])? {
        guard let (shape, place) = slot.known.withLock({ $0 }) else { return nil }
        var isWhole = false
        let bytes = [UInt8](unsafeUninitializedCapacity: place.count) { buffer, filled in
            isWhole = Self.transfer(place.count) { done in
                pread(
                    descriptor, buffer.baseAddress.map { $0 + done }, place.count - done,
                    off_t(place.offset + done))
            }
            filled = isWhole ? place.count : 0
        }
        return isWhole ? (shape, bytes) : nil
    }

    /// Two who decode the same image at once both keep it; the later place counts.
    private func keep(_ bytes: [UInt8], _ shape: ImageShape, in slot: Slot) {
        let offset = end.withLock { end -> Int? in
            guard end + bytes.count <= limit else { return nil }
            defer { end += bytes.count }
            return end
        }
        guard let offset else { return }
        let isWhole = bytes.withUnsafeBufferPointer { buffer in
            Self.transfer(bytes.count) { done in
                pwrite(
                    descriptor, buffer.baseAddress.map { $0 + done }, bytes.count - done,
                    off_t(offset + done))
            }
        }
        guard isWhole else { return }
        slot.known.withLock { $0 = (shape, Place(offset: offset, count: bytes.count)) }
    }

    /// Reads or writes until all is done; `false` at the first failure.
    private static func transfer(_ count: Int, _ step: (_ done: Int) -> Int) -> Bool {
        var done = 0
        while done < count {
            let moved = step(done)
            if moved < 0, errno == EINTR { continue }
            guard moved > 0 else { return false }
            done += moved
        }
        return true
    }
}
