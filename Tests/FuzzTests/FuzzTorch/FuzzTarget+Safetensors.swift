import FuzzSupport
@testable import Torch

extension FuzzTarget {
    /// The tensors hold the file's bytes, all of them once; a header, written anew, is the same header.
    static let safetensors = FuzzTarget(name: "safetensors", largest: 2048) { bytes in
        do throws(TorchError) {
            let (tensors, metadata) = try Safetensors.decode(bytes, path: "file")
            let length = Int(bytes[0]) | Int(bytes[1]) << 8
            let header = try SafetensorsHeader(decoding: bytes[8..<8 + length], path: "file")
            claim(
                header.metadata == metadata && header.entries.count == tensors.count, "the header's tensors")
            let anew = header.encoded()
            claim(
                try SafetensorsHeader(decoding: anew[...], path: "file") == header, "the header written anew")
            var covered = 8 + length
            for entry in header.entries {
                guard let tensor = tensors[entry.name] else {
                    claim(false, "the tensor \(entry.name)")
                    continue
                }
                claim(tensor.shape == entry.shape, "its shape")
                let range = 8 + length + entry.begin..<8 + length + entry.end
                claim(try tensor.bytes() == Array(bytes[range]), "its bytes")
                covered += range.count
            }
            claim(covered == bytes.count, "every byte has its meaning")
        } catch {
            claimSentence(error)
        }
    }

    /// The check of TorchScript files before libtorch reads them: judged the same twice, and never more than judged.
    static let zip = FuzzTarget(name: "torchscript-zip", largest: 4096) { bytes in
        claim(verdict(bytes) == verdict(bytes), "the same verdict twice")
    }

    private static func verdict(_ bytes: [UInt8]) -> TorchError? {
        do throws(TorchError) {
            try ZipArchive.verify(bytes, path: "file")
            return nil
        } catch {
            claimSentence(error)
            return error
        }
    }
}
