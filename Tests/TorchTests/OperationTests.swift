import Testing
import Torch

@Suite("Operations equal PyTorch's")
struct OperationTests {
    @Test(arguments: [
        "exp", "abs", "sign", "square", "reciprocal", "sigmoid", "tanh", "relu", "erf", "atan",
        "floor", "round", "log", "log1p", "sqrt", "rsqrt", "silu", "softplus", "leakyRelu",
    ])
    func elementFunctions(name: String) throws {
        let functions: [String: (Tensor) throws -> Tensor] = [
            "exp": { try $0.exp() }, "abs": { try $0.abs() }, "sign": { try $0.sign() },
            "square": { try $0.square() }, "reciprocal": { try $0.reciprocal() },
            "sigmoid": { try $0.sigmoid() }, "tanh": { try $0.tanh() }, "relu": { try $0.relu() },
            "erf": { try $0.erf() }, "atan": { try $0.atan() }, "floor": { try $0.floor() },
            "round": { try $0.rounded() },
            "log": { try $0.log() }, "log1p": { try $0.log1p() }, "sqrt": { try $0.sqrt() },
            "rsqrt": { try $0.rsqrt() }, "silu": { try $0.silu() }, "softplus": { try $0.softplus() },
            "leakyRelu": { try $0.leakyRelu(0.1) },
        ]
        let golden = try Golden.named("unary.\(name)")
        let function = try #require(functions[name])
        try golden.expect(try function(golden.input("x")))
    }

    @Test func reductions() throws {
        let golden = try Golden.named("reductions")
        let a = try golden.input("x")
        try golden.expect(
            a.sum(), a.sum([0]), a.mean([1], keep: true), a.variance([0, 1]),
            a.variance([1], unbiased: false),
            a.norm(), a.norm([1]), a.logSumExp([1]), a.maximum(1).values, a.maximum(1).indices, a.argmax(0),
            a.maximum(), a.minimum(), a.cumulativeSum(1), a.sorted(1, descending: true).values,
            a.sorted(1, descending: true).indices, a.topK(2, 1).values)
    }

    @Test func fusedAndBinaryArithmetic() throws {
        let golden = try Golden.named("fused")
        let a = try golden.input("a")
        let b = try golden.input("b")
        let c = try golden.input("c")
        try golden.expect(
            a.adding(b, scale: -0.3), a.lerp(b, weight: 0.3), a.adding(product: b, c, scale: 0.7),
            a.adding(quotient: b, c, scale: 0.7), a.clamped(min: -0.5, max: 0.5), a.maximum(with: b),
            a.minimum(with: b), c.pow(1.7), c.pow(b), 2 - a, 2 / a)
    }

    @Test func softmaxes() throws {
        let golden = try Golden.named("softmax")
        try golden.expect(golden.input("x").softmax(1))
        let logarithm = try Golden.named("logSoftmax")
        try logarithm.expect(logarithm.input("x").logSoftmax(1))
    }

    @Test func convolutionsWithStrideDilationAndGroups() throws {
        let options: [String: (stride: Int, padding: Int, dilation: Int, groups: Int)] = [
            "plain": (1, 0, 1, 1), "stride": (2, 1, 1, 1), "dilation": (1, 2, 2, 1), "groups": (1, 1, 1, 2),
            "pointwise": (2, 0, 1, 1),
        ]
        for (name, option) in options {
            let golden = try Golden.named("convolution.\(name)")
            let weight = try golden.input("weight")
            let bias = try golden.input("bias")
            let x = try golden.input("x")
            for input in [x, try x.channelsLast()] {
                try golden.expect(
                    input.convolved(
                        weight: weight, bias: bias, stride: option.stride, padding: option.padding,
                        dilation: option.dilation, groups: option.groups))
            }
        }
    }

    @Test func pooling() throws {
        let golden = try Golden.named("maxPooled")
        let x = try golden.input("x")
        try golden.expect(x.maxPooled(3, stride: 2, padding: 1))
        try Golden.named("averagePooled").expect(x.averagePooled(3, stride: 2, padding: 1))
        try Golden.named("adaptiveAveragePooled").expect(x.adaptiveAveragePooled(2))
    }

    @Test func interpolation() throws {
        let golden = try Golden.named("nearest")
        let x = try golden.input("x")
        try golden.expect(x.interpolated(height: 10, width: 9))
        try Golden.named("bilinear").expect(x.interpolated(height: 10, width: 9, .bilinear()))
        try Golden.named("bilinearAligned")
            .expect(x.interpolated(height: 10, width: 9, .bilinear(alignCorners: true)))
    }

    @Test func layerNormalization() throws {
        let golden = try Golden.named("layerNormalized")
        try golden.expect(
            golden.input("x")
                .layerNormalized([4], weight: golden.input("weight"), bias: golden.input("bias")))
    }

    @Test func groupNormalization() throws {
        let golden = try Golden.named("groupNormalized")
        let (weight, bias) = (try golden.input("weight"), try golden.input("bias"))
        let x = try golden.input("x")
        for input in [x, try x.channelsLast()] {
            try golden.expect(input.groupNormalized(2, weight: weight, bias: bias))
        }
    }
}
