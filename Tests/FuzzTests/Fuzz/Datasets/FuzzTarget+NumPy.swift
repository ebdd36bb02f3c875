import FuzzSupport

@testable import Datasets

extension FuzzTarget {
    /// The same bytes as an .npz file, as an array of images and as one of labels: what is read has the shape that is
    /// said, and is the same from arrays that are written anew from it.
    static let npz = FuzzTarget(name: "npz", largest: 2048) { bytes in
        checkFolder(bytes)
        do throws(DatasetError) {
            let images = try NPYArray(ByteReader(name: "file", bytes: bytes)).images(withPixels: true)
            claim(
                images.count > 0 && images.pixels.count == images.count * images.shape.count,
                "as many pixels as said")
            let (shape, pixels) = (images.shape, images.pixels)
            let written = npy(
                "|u1", "(\(images.count), \(shape.height), \(shape.width), \(shape.channels))", pixels)
            let again = try? NPYArray(ByteReader(name: "file", bytes: written)).images(withPixels: true)
            claim(
                again?.pixels == pixels && again?.shape == shape, "written and read again they are the same")
        } catch {
            claimSentence(error)
        }
        do throws(DatasetError) {
            let labels = try NPYArray(ByteReader(name: "file", bytes: bytes)).labels().labels
            claim(labels.allSatisfy { (0..<10_000).contains($0) } && !labels.isEmpty, "classes that can be")
            let values = labels.flatMap { label in [8, 0].map { UInt8(truncatingIfNeeded: label >> $0) } }
            let written = npy(">i2", "(\(labels.count),)", values)
            let again = try? NPYArray(ByteReader(name: "file", bytes: written)).labels().labels
            claim(again == labels, "written and read again they are the same")
        } catch {
            claimSentence(error)
        }
    }

    private static func checkFolder(_ bytes: [UInt8]) {
        do throws(DatasetError) {
            let source = try DatasetSource(folder: .fuzz(["data.npz": bytes]))
            let reader = NPZReader()
            let data = try reader.read(source)
            claim(
                data.training.pixels.count == data.training.count * data.shape.count
                    && data.test.pixels.count == data.test.count * data.shape.count,
                "as many pixels as labels")
            guard let facts = try? reader.describe(source) else {
                claim(false, "what can be read can be described")
                return
            }
            claim(
                facts.shape == data.shape && facts.classes == data.classes
                    && facts.trainingCount == data.training.count && facts.testCount == data.test.count,
                "described as it is read")
        } catch {
            claimSentence(error)
        }
    }

    private static func npy(_ type: String, _ shape: String, _ values: [UInt8]) -> [UInt8] {
        let text = Array("{'descr': '\(type)', 'fortran_order': False, 'shape': \(shape), }\n".utf8)
        return [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(text.count & 255), UInt8(text.count >> 8)] + text
            + values
    }
}
