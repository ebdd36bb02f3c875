import Specification
import Training

/// The life of a process that inspects a module. It writes no file.
struct InspectionWorker {
    let descriptor: Int32

    func run() throws {
        try SingleRequest(descriptor: descriptor).answer { (request: InspectionRequest) in
            SingleRequest.limitFiles(to: 0)
            return ScriptReader.reply(to: request)
        }
    }
}
