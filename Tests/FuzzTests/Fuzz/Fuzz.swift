import FuzzSupport

/// The readers that need no libtorch.
@main
enum Fuzz {
    static func main() {
        FuzzTarget.main([
            .archives, .coco, .manifests, .chunks, .gzip, .requests, .idx, .images, .comparison, .npz,
            .specification, .masks,
            .optdigits, .voc,
        ])
    }
}
