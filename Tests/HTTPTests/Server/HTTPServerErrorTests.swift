import Testing

@testable import HTTP

@Suite struct HTTPServerErrorTests {
    @Test func aPortInUseIsNamed() throws {
        let server = try TestServer()
        let port = server.port
        let second = Server(configuration: configuration { $0.port = port }, router: Router([]))
        #expect(throws: HTTPServerError.self) { try second.start() }
        do {
            _ = try Server(configuration: configuration { $0.port = port }, router: Router([])).start()
        } catch {
            #expect("\(error)" == "Cannot listen on 127.0.0.1 port \(port): Address already in use.")
        }
    }

    @Test func anAddressOfAnotherMachineIsNamed() {
        do {
            _ = try Server(configuration: configuration { $0.host = "192.0.2.1" }, router: Router([])).start()
            Issue.record("listens on 192.0.2.1")
        } catch {
            #expect("\(error)" == "Cannot listen on 192.0.2.1 port 0: Cannot assign requested address.")
        }
    }

    @Test func aHostWithoutAddressIsNamed() {
        do {
            _ = try Server(configuration: configuration { $0.host = "no host" }, router: Router([])).start()
            Issue.record("listens on 'no host'")
        } catch {
            #expect("\(error)".hasPrefix("The host 'no host' has no address to listen on ("))
            #expect("\(error)".hasSuffix("); give an address of this machine, such as 127.0.0.1 or ::1."))
        }
    }

    @Test func aServerStartsOnce() throws {
        let server = try TestServer()
        do {
            _ = try server.server.start()
            Issue.record("started twice")
        } catch {
            #expect("\(error)" == "The server was started before; a server starts once.")
        }
    }

    @Test func aFileThatCannotBeReadIsNamed() {
        do {
            _ = try FileSlice(path: "/nowhere/x")
            Issue.record("opened /nowhere/x")
        } catch {
            #expect("\(error)" == "Cannot read the file '/nowhere/x': No such file or directory.")
        }
        do {
            _ = try FileSlice(path: "/dev/null")
            Issue.record("opened /dev/null")
        } catch {
            #expect("\(error)" == "Cannot read the file '/dev/null': it is not a regular file.")
        }
    }

    @Test func theOtherSentencesAreWhole() {
        #expect(
            HTTPServerError.tooFewDescriptors(limit: 8, needed: 16).description
                == "The process may open 8 files (RLIMIT_NOFILE); the server needs at least 16.")
        #expect(
            HTTPServerError.cannotStart(what: "a thread", reason: SystemError(11).description).description
                == "The server could not get a thread: Resource temporarily unavailable.")
        #expect(Rejection(.notFound, "There is nothing.").description == "404 Not Found: There is nothing.")
    }

    private func configuration(_ change: (inout ServerConfiguration) -> Void) -> ServerConfiguration {
        var configuration = ServerConfiguration()
        configuration.port = 0
        configuration.loops = 1
        change(&configuration)
        return configuration
    }
}
