import CFuzzer
import Foundation

extension FuzzTarget {
    /// libFuzzer starts its helpers without the target's name: they find it here.
    private static let variable = "L2T_FUZZ_TARGET"
    nonisolated(unsafe) private static var current: FuzzTarget?

    /// `PROGRAM [TARGET [option of libFuzzer ...] [folder of inputs ...]]`; without a target, lists them.
    package static func main(_ targets: [FuzzTarget]) -> Never {
        var arguments = CommandLine.arguments
        var name = ProcessInfo.processInfo.environment[variable]
        if arguments.count > 1, !arguments[1].hasPrefix("-") { name = arguments.remove(at: 1) }
        guard let name, let target = targets.first(where: { $0.name == name }) else {
            print(targets.map(\.name).joined(separator: "\n"))
            exit(name == nil ? 0 : 2)
        }
        setenv(variable, name, 1)
        arguments.insert("-max_len=\(target.largest)", at: 1)
        current = target
        // libFuzzer keeps them.
        var texts: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
        var count = Int32(arguments.count)
        let status = texts.withUnsafeMutableBufferPointer { buffer in
            var start = buffer.baseAddress
            return LLVMFuzzerRunDriver(&count, &start) { bytes, count in
                FuzzTarget.current?.read([UInt8](UnsafeBufferPointer(start: bytes, count: count)))
                return 0
            }
        }
        exit(status)
    }
}
