import FuzzSupport

/// The readers of the module Torch.
@main
enum FuzzTorch {
    static func main() {
        FuzzTarget.main([.safetensors, .zip])
    }
}
