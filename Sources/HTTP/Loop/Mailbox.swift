import CLinux
import Glibc
import Synchronization

/// Messages to one loop. The loop waits on `descriptor`, which becomes readable with the first message.
final class Mailbox: Sendable {
    private struct State {
        var messages: [LoopMessage] = []
        var isSignalled = false
        var isClosed = false
    }

    let descriptor: Int32
    private let state = Mutex(State())

    init() throws(HTTPServerError) {
        descriptor = eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC))
        guard descriptor >= 0 else {
            throw .cannotStart(what: "an eventfd", reason: SystemError(errno).description)
        }
    }

    deinit { close(descriptor) }

    /// Leaves a message for the loop. If the loop has ended, what the message holds is given up.
    func post(_ message: LoopMessage) {
        let (isTaken, wake) = state.withLock { state -> (Bool, Bool) in
            if state.isClosed { return (false, false) }
            state.messages.append(message)
            defer { state.isSignalled = true }
            return (true, !state.isSignalled)
        }
        if !isTaken { message.discard() }
        guard wake else { return }
        var one: UInt64 = 1
        _ = write(descriptor, &one, 8)
    }

    /// All messages so far, in order. Called by the loop only.
    func takeAll() -> [LoopMessage] {
        // First the signal, then the messages: a message that comes between the two is taken now, and one that comes
        // after signals again.
        var count: UInt64 = 0
        _ = read(descriptor, &count, 8)
        return state.withLock { state in
            defer {
                state.messages = []
                state.isSignalled = false
            }
            return state.messages
        }
    }

    /// Takes no more messages, and gives up what is left.
    func end() {
        let left = state.withLock { state -> [LoopMessage] in
            defer { state.messages = [] }
            state.isClosed = true
            return state.messages
        }
        for message in left { message.discard() }
    }
}
