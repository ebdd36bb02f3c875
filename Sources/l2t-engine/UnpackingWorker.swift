import CLinux
import Specification
import Training

/// The life of a process that unpacks.
struct UnpackingWorker {
    let descriptor: Int32

    func run() throws {
        try SingleRequest(descriptor: descriptor).answer { (request: UnpackingRequest) in
            SingleRequest.limitFiles(to: request.limits.bytes)
            let reply = UploadReader.reply(to: request)
            // The service publishes what it is told of: it has to be on stable storage by then.
            if case .dataset = reply {
                let failure = linux_sync_filesystem(request.folder)
                guard failure == 0 else { throw ChannelClosed(errno: failure) }
            }
            return reply
        }
    }
}
