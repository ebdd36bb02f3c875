import Testing
import Torch

/// Draws tensors of every type, of 0 to 4 dimensions with sizes 0 to 3, and small numbers that are often wrong.
private struct Misuser {
    var state: UInt64

    mutating func number(_ range: ClosedRange<Int>) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return range.lowerBound + Int((state >> 33) % UInt64(range.count))
    }

    mutating func tensor() throws -> Tensor {
        let shape = (0..<number(0...4)).map { _ in number(0...3) }
        let type = DataType.allCases[number(0...DataType.allCases.count - 1)]
        return try Tensor.full(shape, value: Double(number(0...3) - (type == .uint8 ? 0 : 1)), type: type)
    }

    mutating func numbers() -> [Int] { (0..<number(0...4)).map { _ in number(-2...4) } }
}

@Suite("Misuse")
struct MisuseTests {
    /// Every operation that takes other tensors or numbers, called with anything, either works or throws.
    @Test(arguments: 1...4 as ClosedRange<UInt64>)
    func arbitraryArgumentsNeverCrash(seed: UInt64) throws {
        var draw = Misuser(state: seed)
        var worked = 0
        var thrown = 0
        func attempt(_ body: () throws -> Void) {
            do {
                try body()
                worked += 1
            } catch {
                thrown += 1
                #expect(error is TorchError && !"\(error)".contains("\n"))
            }
        }
        for _ in 0..<250 {
            let (a, b, c, d) = (try draw.tensor(), try draw.tensor(), try draw.tensor(), try draw.tensor())
            let (i, j, k) = (draw.number(-3...4), draw.number(-1...4), draw.number(-1...3))
            let list = draw.numbers()
            attempt { _ = try a + b * c / d }
            attempt { _ = try a.pow(b).maximum(with: c).minimum(with: d) }
            attempt { _ = try Tensor.choose(a, b, c) }
            attempt { _ = try a.adding(product: b, c).adding(quotient: a, d).lerp(b, weight: 0.5) }
            attempt { _ = try a.variance(list).sum(list) }
            attempt { _ = try a.mean(list, keep: true) }
            attempt { _ = try a.logSumExp(list).norm(list) }
            attempt { _ = try a.maximum(i).values.minimum() }
            attempt { _ = try a.argmax(i).cumulativeSum(j).any() }
            attempt { _ = try a.sorted(i) }
            attempt { _ = try a.topK(j, i) }
            attempt { _ = try a.binCount(minimum: j, weights: b) }
            attempt { _ = try a.reshaped(list).permuted(list) }
            attempt { _ = try a.expanded(list).padded(list) }
            attempt { _ = try a.padded(list) }
            attempt { _ = try a.transposed(i, j).flattened(from: k) }
            attempt { _ = try a.narrowed(i, j, k).selected(k, i) }
            attempt { _ = try a.flipped(list) }
            attempt { _ = try a.gathered(i, b) }
            attempt { _ = try a.gathered(i, b.to(type: .int64)) }
            attempt { _ = try a.indexSelected(i, b.to(type: .int64)) }
            attempt { _ = try a.scatterAdd(i, b.to(type: .int64), c.to(type: a.type)) }
            attempt { _ = try a.to(type: .int64).oneHot(j) }
            attempt { _ = try Tensor.concatenated([a, b], i) }
            attempt { _ = try Tensor.stacked([a, b], i) }
            attempt { _ = try a.matmul(b) }
            attempt { _ = try a.linear(b, c) }
            attempt { _ = try a.softmax(i).logSoftmax(j) }
            attempt { _ = try a.convolved(weight: b, bias: c, stride: k, padding: j, groups: j) }
            attempt {
                _ = try a.to(type: .float32)
                    .convolved(weight: b.to(type: .float32), stride: j, padding: k, dilation: k)
            }
            attempt { _ = try a.maxPooled(j, stride: k, padding: k) }
            attempt { _ = try a.averagePooled(j, stride: k) }
            attempt { _ = try a.adaptiveAveragePooled(j) }
            attempt { _ = try a.batchNormalized(weight: b, bias: c) }
            attempt { _ = try a.to(type: .float32).batchNormalized() }
            attempt { _ = try a.batchNormalized(mean: b, variance: c) }
            attempt { _ = try a.layerNormalized(list, weight: b, bias: c) }
            attempt { _ = try a.groupNormalized(j, weight: b, bias: c) }
            attempt { _ = try a.interpolated(height: j, width: k) }
            attempt { _ = try a.to(type: .float64).interpolated(height: j, width: k, .bilinear()) }
            attempt { _ = try Tensor.lstmCell(a, hidden: b, cell: b, inputWeight: c, hiddenWeight: d) }
            attempt { _ = try a.channelsLast().bytes() }
            attempt { _ = try Tensor.gradients(of: a, withRespectTo: [b]) }
            attempt { _ = try ForwardMode.product(of: [a], along: [b]) { try $0[0] + c } }
        }
        #expect(worked > 500 && thrown > 500)
    }
}
