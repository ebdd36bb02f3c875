/// How the files that a process may open (RLIMIT_NOFILE) are shared out.
///
/// A connection takes two: its socket, and the file that it downloads or uploads. One that is too many takes one, until
/// it was told so. The others are the rest of the program's: loops, a database, engines.
struct DescriptorBudget: Equatable {
    private static let others = 128
    private static let refusedPerLoop = 64

    /// How many connections there may be at once.
    let connections: Int
    /// How many more there may be that are told that they are too many; whoever comes then is hung up on.
    let refused: Int

    /// - Parameter openFiles: at least `Server.fewestOpenFiles`; any number more.
    init(openFiles: Int, loops: Int) {
        let room = openFiles - min(Self.others, openFiles / 2)
        refused = min(Self.refusedPerLoop * loops, room / 4)
        connections = (room - refused) / 2
    }
}
