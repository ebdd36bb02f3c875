import Testing
import Torch

@Suite("Errors are sentences")
struct ErrorTests {
    private func sentence(_ body: () throws -> Void) -> String {
        do {
            try body()
            return "no error"
        } catch {
            return "\(error)"
        }
    }

    @Test func aShapeMismatchNamesTheOperationAndItsInputs() throws {
        let a = try Tensor.zeros([2, 3])
        let b = try Tensor.zeros([4])
        #expect(
            sentence { _ = try a + b }
                == "The operation addition of float32 [2, 3] and float32 [4] failed: The size of tensor a (3) must "
                + "match the size of tensor b (4) at non-singleton dimension 1")
    }

    @Test func everyKindOfMisuseThrowsOneLine() throws {
        let a = try Tensor.zeros([2, 3])
        let index = try Tensor([5] as [Int64], shape: [1])
        let misuses: [() throws -> Void] = [
            { _ = try a.matmul(a) }, { _ = try a.reshaped([5]) }, { _ = try a.permuted([0, 0]) },
            { _ = try a.sum([7]) }, { _ = try a.item() }, { _ = try a.selected(0, 9) },
            { _ = try a.narrowed(0, 1, 5) }, { _ = try a.indexSelected(0, index) },
            { _ = try a.gathered(0, index) }, { _ = try a.convolved(weight: a) },
            { _ = try a.maxPooled(0) }, { _ = try a.logSoftmax(5) }, { _ = try Tensor.concatenated([]) },
            { _ = try Tensor.stacked([]) }, { _ = try index.oneHot(2) },
            { _ = try Tensor.gradients(of: a, withRespectTo: [a]) },
            { _ = try a.batchNormalized(weight: Tensor.ones([3], type: .int64)) },
            { _ = try Tensor.lstmCell(a, hidden: a, cell: a, inputWeight: a, hiddenWeight: a) },
            { _ = try Tensor.arange(-1) }, { _ = try Tensor.zeros([1 << 40, 1 << 20]) },
            { _ = try Tensor.normal([2], type: .int64, random: .init(seed: 1)) },
            { _ = try a.topK(100) }, { _ = try a.linear(a, index) }, { _ = try a.binCount() },
        ]
        for (number, misuse) in misuses.enumerated() {
            let text = sentence(misuse)
            #expect(text.hasPrefix("The operation "), "misuse \(number): \(text)")
            #expect(
                !text.contains("\n") && !text.contains("0x") && text.count < 400, "misuse \(number): \(text)")
        }
    }

    @Test func absentDevicesAreNamed() throws {
        let a = try Tensor.zeros([1])
        let count = TorchRuntime.cudaDeviceCount
        let expected =
            "The device cuda:100 is not there: libtorch \(TorchRuntime.version) sees \(count) CUDA devices."
        #expect(sentence { _ = try a.to(device: .cuda(100)) } == expected)
        #expect(sentence { _ = try Tensor.ones([1], device: .cuda(100)) } == expected)
    }

    @Test func shapesThatLibtorchTrustsAreChecked() throws {
        let x = try Tensor.zeros([2, 3])
        let memory = try Tensor.zeros([2, 5])
        let inputWeight = try Tensor.zeros([20, 3])
        #expect(
            sentence {
                _ = try Tensor.lstmCell(
                    x, hidden: memory, cell: memory, inputWeight: inputWeight, hiddenWeight: inputWeight)
            } == "The operation lstmCell takes hidden weights of shape [20, 5], [20, 3] was given.")
        #expect(
            sentence { _ = try x.batchNormalized(weight: Tensor.ones([2])) }
                == "The operation batch normalisation takes a weight of shape [3], [2] was given.")
        #expect(
            sentence { _ = try x.sum().batchNormalized() }
                == "The operation batch normalisation takes an input of shape [batch, channels, ...] and no size of 0, [] was given."
        )
        #expect(
            sentence {
                _ = try Tensor.lstmCell(
                    x, hidden: x.sum([0]), cell: memory, inputWeight: x, hiddenWeight: x)
            } == "The operation lstmCell takes a hidden state of shape [2, hidden], [3] was given.")
    }

    @Test func valuesThatDoNotFillTheShapeAreCounted() {
        #expect(
            sentence { _ = try Tensor([1, 2, 3, 4, 5] as [Float], shape: [2, 3]) }
                == "A tensor of shape [2, 3] takes 6 values, 5 were given.")
        let noShape = "is no shape: sizes are zero or more and their product fits in an Int."
        #expect(sentence { _ = try Tensor.zeros([-1]) } == "[-1] \(noShape)")
        #expect(sentence { _ = try Tensor.zeros([.max, 2]) } == "[\(Int.max), 2] \(noShape)")
        #expect(
            sentence {
                _ = try Tensor(bytes: UnsafeRawBufferPointer(start: nil, count: 0), shape: [1], type: .bool)
            }
                == "A tensor of shape [1] takes 1 values, 0 were given.")
    }

    @Test func parametersHaveUniqueKnownNames() throws {
        let one = try Tensor.ones([1])
        var parameters = try ParameterSet(names: ["a", "b"], tensors: [one, one])
        #expect(
            sentence { _ = try parameters["c"] } == "There is no parameter \"c\"; there are: a, b.")
        #expect(
            sentence { try parameters.append("a", one) }
                == "The parameter \"a\" exists already; names are unique.")
        #expect(
            sentence { _ = try parameters.replacing(tensors: [one]) }
                == "The operation parameter set takes 2 tensors to match its other argument, 1 were given.")
        let other = try ParameterSet(names: ["a", "x"], tensors: [one, one])
        #expect(throws: TorchError.self) { try parameters.zip(with: other) { a, _ in a } }
        let doubled = try parameters.map { try $0 * 2 }.zip(with: parameters) { try $0 + $1 }
        #expect(try doubled["b"].item() == 3 && doubled.names == ["a", "b"])
    }
}
