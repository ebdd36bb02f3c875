import FuzzSupport
@testable import Datasets

extension FuzzTarget {
    /// `classes.json`, a NUL, and a list of images with their masks: all that is listed is there and is read.
    static let masks = FuzzTarget(name: "mask-lists", largest: 1024) { bytes in
        let parts = bytes.split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
        let list = Array(parts.count > 1 ? parts[1] : [])
        let files = [
            "classes.json": Array(parts[0]), "train.txt": list, "test.txt": list,
            "images/a.png": DatasetFolder.image, "images/b c.png": DatasetFolder.image,
            "masks/a.png": DatasetFolder.mask,
        ]
        do throws(DatasetError) {
            let data = try ImageMasksReader().read(DatasetSource(folder: .fuzz(files)))
            claim(!data.training.isEmpty && data.training.count == data.test.count, "an example a line")
            claim((2...255).contains(data.classes.count), "\(data.classes.count) classes")
            claim(data.colors.count == data.classes.count, "a colour a class")
            for example in data.training.prefix(2) {
                if let image = read(example.image.load) { claim(image.shape.width == 20, "the image") }
                if let mask = read(example.mask.load) {
                    claim(
                        mask.classes.allSatisfy { $0 == ClassMask.void || $0 < data.classes.count },
                        "nothing but classes in the mask")
                }
            }
        } catch {
            claimSentence(error)
        }
    }

    /// `dataset.json` of a folder that has IDX files' names.
    static let manifests = FuzzTarget(name: "dataset-json", largest: 1024) { bytes in
        do throws(DatasetError) {
            let manifest = try DatasetManifest(in: .fuzz([DatasetManifest.fileName: bytes]))
            let classes = manifest.classes ?? ["a", "b"]
            claim((2...DatasetManifest.largestClassCount).contains(classes.count), "classes within bounds")
            claim(Set(classes).count == classes.count, "different classes")
            claim(manifest.files.values.allSatisfy(DatasetPath.isValid), "paths inside the folder")
        } catch {
            claimSentence(error)
        }
    }

    private static func read<Value>(_ load: () throws(DatasetError) -> Value) -> Value? {
        do throws(DatasetError) {
            return try load()
        } catch {
            claimSentence(error)
            return nil
        }
    }
}
