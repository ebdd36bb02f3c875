import Testing

@testable import Jobs

@Suite struct StateSpaceTests {
    @Test func whatCannotBeToldIsNil() {
        #expect(StateSpace(path: "/no/such/folder") == nil)
        #expect(StateSpace(path: "/") != nil)
    }

    @Test func aFileSystemWithoutBlocksHasNoSpace() throws {
        let space = try #require(StateSpace(path: "/proc"))
        #expect(space.free == 0)
        #expect(space.size == 0)
    }
}
