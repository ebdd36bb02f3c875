import Testing
import Torch

@Suite("Tensors")
struct TensorTests {
    @Test func valuesComeBackInTheirTypes() throws {
        #expect(try Tensor([1.5, -2] as [Float], shape: [2]).floats() == [1.5, -2])
        #expect(try Tensor([1 / 3.0], shape: [1, 1]).doubles() == [1 / 3.0])
        #expect(try Tensor([.max, .min] as [Int64], shape: [2]).integers() == [.max, .min])
        #expect(try Tensor([0, 255] as [UInt8], shape: [2]).bytes() == [0, 255])
        #expect(try Tensor([true, false], shape: [2]).integers() == [1, 0])
        #expect(try Tensor(scalar: 7, type: .int64).item() == 7)
        #expect(try Tensor([] as [Float], shape: [0, 3]).floats() == [])
        #expect(try Tensor.arange(4).integers() == [0, 1, 2, 3])
        let bytes: [UInt8] = [0, 0, 128, 63]
        let one = try bytes.withUnsafeBytes { try Tensor(bytes: $0, shape: [], type: .float32) }
        #expect(try one.item() == 1)
    }

    @Test func propertiesDescribeTheTensor() throws {
        let x = try Tensor.zeros([2, 3, 4, 5])
        #expect(x.rank == 4 && x.shape == [2, 3, 4, 5] && x.count == 120)
        #expect(x.type == .float32 && x.device == .cpu && "\(x)" == "float32 [2, 3, 4, 5]")
        #expect(x.isContiguous && !x.isChannelsLast)
        let last = try x.channelsLast()
        #expect(last.isChannelsLast && !last.isContiguous)
        #expect(try last.contiguous().isContiguous)
        #expect(!x.requiresGradient)
        #expect(try x.requiringGradient().requiresGradient)
        #expect(try !x.requiringGradient().detached().requiresGradient)
    }

    @Test func bytesAreRowMajorWhateverTheMemory() throws {
        let x = try Tensor([1, 2, 3, 4, 5, 6] as [UInt8], shape: [2, 3])
        #expect(try x.transposed(0, 1).bytes() == [1, 4, 2, 5, 3, 6])
    }

    @Test func shapesPartsAndJoins() throws {
        let x = try Tensor.arange(6).reshaped([2, 3])
        #expect(try x.permuted([1, 0]).shape == [3, 2])
        #expect(try x.unsqueezed(0).shape == [1, 2, 3])
        #expect(try x.unsqueezed(0).squeezed(0).shape == [2, 3])
        #expect(try x.flattened().shape == [6])
        #expect(try x.narrowed(1, 1, 2).integers() == [1, 2, 4, 5])
        #expect(try x.selected(0, 1).integers() == [3, 4, 5])
        #expect(try x.flipped([1]).integers() == [2, 1, 0, 5, 4, 3])
        #expect(try x.padded([1, 0], value: 9).integers() == [9, 0, 1, 2, 9, 3, 4, 5])
        #expect(try x.unsqueezed(0).expanded([2, -1, -1]).shape == [2, 2, 3])
        let index = try Tensor([2, 0] as [Int64], shape: [2])
        #expect(try x.indexSelected(1, index).integers() == [2, 0, 5, 3])
        let column = try index.unsqueezed(1)
        #expect(try x.gathered(1, column).integers() == [2, 3])
        let ones = try Tensor.ones([2, 1], type: .int64)
        #expect(try x.scatterAdd(1, column, ones).integers() == [0, 1, 3, 4, 4, 5])
        #expect(try index.oneHot(3).integers() == [0, 0, 1, 1, 0, 0])
        #expect(try index.binCount(minimum: 4).integers() == [1, 0, 1, 0])
        #expect(try Tensor.concatenated([x, x], 1).shape == [2, 6])
        #expect(try Tensor.stacked([x, x], 0).shape == [2, 2, 3])
        let product = try x.to(type: .float32).matmul(x.to(type: .float32).transposed(0, 1))
        #expect(try product.floats() == [5, 14, 14, 50])
    }

    @Test func comparisonAndChoice() throws {
        let a = try Tensor([1, 2, 3] as [Float], shape: [3])
        let b = try Tensor([3, 2, 1] as [Float], shape: [3])
        #expect(try a.greater(than: b).integers() == [0, 0, 1])
        #expect(try a.greaterOrEqual(to: b).integers() == [0, 1, 1])
        #expect(try a.less(than: 2).integers() == [1, 0, 0])
        #expect(try a.lessOrEqual(to: 2).integers() == [1, 1, 0])
        #expect(try a.equal(to: b).integers() == [0, 1, 0])
        let small = try a.less(than: 2)
        #expect(try small.logicalNot().integers() == [0, 1, 1])
        #expect(try small.logicalOr(a.greater(than: 2)).integers() == [1, 0, 1])
        #expect(try small.logicalAnd(a.greater(than: 2)).any().item() == 0)
        #expect(try Tensor.choose(small, a, b).floats() == [1, 2, 1])
        let strange = try Tensor([1, .nan, .infinity] as [Float], shape: [3])
        #expect(try strange.isFinite().integers() == [1, 0, 0])
        #expect(try strange.isFinite().all().item() == 0)
    }

    @Test func operatorsWithNumbers() throws {
        let x = try Tensor([1, 4] as [Float], shape: [2])
        #expect(try (2 * x + 1 - x / 2).floats() == [2.5, 7])
        #expect(try (-(8 / x) + 3 - 1).floats() == [-6, 0])
        #expect(try (1 - x * x + x).floats() == [1, -11])
    }

    @Test(arguments: ["cpu", "cuda", "cuda:1"])
    func knownDevicesAreRead(name: String) throws {
        let expected: [String: Device] = ["cpu": .cpu, "cuda": .cuda(0), "cuda:1": .cuda(1)]
        #expect(try Device(name: name) == expected[name])
    }

    @Test(arguments: ["", "gpu", "cuda:", "cuda:-1", "cuda:1:2", "cuda:99999", "CPU"])
    func unknownDevicesAreErrors(name: String) {
        #expect {
            try Device(name: name)
        } throws: {
            "\($0)"
                == "The device \"\(name)\" is not known: it is \"cpu\", \"cuda\" or \"cuda:\" and an index."
        }
    }

    @Test func theRuntimeTellsWhatItIs() throws {
        #expect(TorchRuntime.version.split(separator: ".").count >= 2)
        #expect(TorchRuntime.threads >= 1)
        #expect(TorchRuntime.hasCUDA == (TorchRuntime.cudaDeviceCount > 0))
    }

    /// Looked at from a process of its own, where no other test makes tensors.
    @Test func handlesAreFreed() async {
        await #expect(processExitsWith: .success) {
            let x = try Tensor.ones([3]).requiringGradient()
            let y = try Tensor.ones([4])
            let before = TorchRuntime.liveTensors
            for _ in 0..<3_000 {
                let (values, _) = try (x * 2 + 1).maximum(0)
                _ = try Tensor.gradients(of: values, withRespectTo: [x])
                _ = try? x + y
                _ = try ForwardMode.product(of: [x], along: [x]) { try $0[0].square() }
            }
            #expect(TorchRuntime.liveTensors <= before)
        }
    }
}
